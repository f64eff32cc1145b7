"""Records to a file as they come, and back after an interruption: ``cases.partial.jsonl`` in the folder of a run.

The first line says what is being run; a run goes on only when all of it is still the same.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from assistant.config import ROOT, Config
from assistant.errors import UsageError
from assistant.index.folders import current_build
from evals.run import Record
from evals.script import Script

PARTIAL_FILE = "cases.partial.jsonl"

Identity = Mapping[str, str]
"""What a record depends on, part by part: cases, index, program, settings."""

_NAMES = {"cases": "question sets", "index": "index", "program": "program", "settings": "settings"}


def identity_of(config: Config, *, digest: str, script: Script | None = None) -> Identity:
    """Return what the records of a run depend on: its cases, the build of the index, the code and what it reads."""
    build = current_build(config.index)
    code = (path for name in ("assistant", "evals") for path in (ROOT / name).rglob("*.py"))
    prompts = (ROOT / "assistant").rglob("*.md")
    models = (config.chat_model, config.embedding_model, config.reranker)
    read_live = (path for path in config.corpus.glob("*") if path.suffix in (".yaml", ".csv"))
    return {
        "cases": digest,
        "index": build.name if build else "",
        "program": _digest([*code, *prompts]),
        "settings": _digest(read_live, f"{config.hit_count} {' '.join(models)} {script}"),
    }


def begin(folder: Path, identity: Identity) -> None:
    """Start an empty partial run; one that lay there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PARTIAL_FILE).write_text(json.dumps(identity) + "\n", encoding="utf-8")


def go_on(folder: Path, identity: Identity) -> list[Record]:
    """Return the records of an interrupted run, none when there is no such run.

    Raise UsageError, naming what differs, when they come from something else. A line that was cut off is dropped.
    """
    path = folder / PARTIAL_FILE
    if not path.exists():
        begin(folder, identity)
        return []
    whole, _, _cut_off = path.read_bytes().rpartition(b"\n")
    lines = whole.decode("utf-8").split("\n")
    before: Identity = json.loads(lines[0] or "{}")
    differing = [name for part, name in _NAMES.items() if before.get(part) != identity[part]]
    if differing:
        raise UsageError(
            f"{folder} holds an interrupted run, but since then changed: {', '.join(differing)}."
            " Add --fresh to begin anew, or name another folder with --out."
        )
    with path.open("r+b") as file:
        file.truncate(len(whole) + 1)
    return [json.loads(line) for line in lines[1:]]


def read_on(folder: Path, offset: int) -> tuple[list[Record], int]:
    """Return what an unfinished run recorded from a byte ``offset`` (0 at first), and the offset to read on from."""
    path = folder / PARTIAL_FILE
    if not path.exists():
        return [], offset
    with path.open("rb") as file:
        file.seek(offset)
        whole, end, _cut_off = file.read().rpartition(b"\n")
    lines = whole.decode("utf-8").split("\n") if end else []
    records = [json.loads(line) for line in (lines if offset else lines[1:])]
    return records, offset + len(whole) + len(end)


def appended(folder: Path, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records, each once its line is with the system: it stays, whatever happens to this process."""
    with (folder / PARTIAL_FILE).open("a", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            yield record


def finish(folder: Path) -> None:
    """Forget the partial file of a run that is stored whole."""
    (folder / PARTIAL_FILE).unlink()


def _digest(files: Iterable[Path], further: str = "") -> str:
    parts = [f"{path}:{sha256(path.read_bytes()).hexdigest()}" for path in sorted(files)]
    return sha256("\n".join([*parts, further]).encode()).hexdigest()[:16]
