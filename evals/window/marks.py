"""Gold answers that an evaluator holds for wrong, as lines beside the run that `evals from-feedback` reads."""

import json
from datetime import datetime
from pathlib import Path
from threading import Lock

from evals.run import Record

MARKS_FILE = "gold-marks.jsonl"
REASON = "wrong gold"

_LOCK = Lock()


def mark_gold(folder: Path, record: Record, note: str) -> None:
    """Append that the gold answer of a case is wrong, with all that an editor needs to mend it."""
    line = {
        "case": record["id"],
        "question": record["question"],
        "history": record["history"],
        "answer": record["payload"] or {},
        "gold": record["gold"],
        "rating": None,
        "reason": REASON,
        "note": note,
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    with _LOCK, (folder / MARKS_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def marks_of(folder: Path) -> dict[str, list[str]]:
    """Return the notes by case id."""
    path = folder / MARKS_FILE
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        if line:
            mark = json.loads(line)
            found.setdefault(mark["case"], []).append(mark["note"])
    return found
