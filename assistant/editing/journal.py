"""What editors did to the corpus, line by line; the newest change that can be undone out.

::

    corpus/_edits/journal.jsonl   one JSON object a line, only ever appended to
    corpus/_edits/.lock           held while a change is being made
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

EDITS = "_edits"
_JOURNAL = "journal.jsonl"

Deed = Literal["added", "removed", "undone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done: ``moves`` are (from, to) by path in the corpus, "" where a file came from outside."""

    number: int
    at: str
    who: str
    deed: Deed
    titles: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    undoes: int = 0


def edits_folder(corpus: Path) -> Path:
    """Return where the journal lies."""
    return corpus / EDITS


def read_journal(corpus: Path) -> list[Change]:
    """Return every change, oldest first; a line that a crash cut off is passed over."""
    try:
        lines = (edits_folder(corpus) / _JOURNAL).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(_change(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _change(row: Mapping[str, Any]) -> Change:
    moves = tuple((str(source), str(target)) for source, target in row["moves"])
    titles = tuple(map(str, row["titles"]))
    return Change(int(row["number"]), row["at"], row["who"], row["deed"], titles, moves, int(row["undoes"]))


def undoable(changes: Sequence[Change]) -> Change | None:
    """Return the newest change that has not been undone, None when there is none."""
    # An undoing whose build failed was taken back itself, and then what it undid still stands.
    taken_back = {change.undoes for change in changes} & {change.number for change in changes if change.undoes}
    undone = {change.undoes for change in changes if change.number not in taken_back}
    return next((one for one in reversed(changes) if one.deed != "undone" and one.number not in undone), None)


def note(
    corpus: Path,
    deed: Deed,
    *,
    who: str,
    titles: Sequence[str],
    moves: Sequence[tuple[str, str]],
    undoes: int = 0,
) -> Change:
    """Append a change to the journal and return it."""
    last = max((change.number for change in read_journal(corpus)), default=0)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    change = Change(last + 1, now, who, deed, tuple(titles), tuple(moves), undoes)
    folder = edits_folder(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / _JOURNAL
    # A line that a crash cut off must not swallow this one.
    cut = file.exists() and file.stat().st_size and not file.read_bytes().endswith(b"\n")
    with file.open("a", encoding="utf-8") as journal:
        journal.write(("\n" if cut else "") + json.dumps(asdict(change), ensure_ascii=False) + "\n")
    return change
