"""A run over a scripted assistant, slow enough to be killed in the middle; what was asked is written down."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.execute import Order, execute
from evals.metrics.payload import Payload
from evals.run import Record, Target
from evals.sets import Case

CASES = 40


def write_set(path: Path, *, cases: int = CASES) -> None:
    """Write a set of plain cases."""
    lines = [
        {"id": f"c{n}", "question": f"第{n}个？", "lang": "zh-Hans", "kind": "progress"}
        | {"gold_figures": [str(n)], "source_ids": ["report"]}
        for n in range(cases)
    ]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def unwatched(records: Iterable[Record], _before: Sequence[Record], _cases: int) -> Iterator[Record]:
    """Draw no bar."""
    return iter(records)


def run_scripted(
    question_set: Path, out: Path, asked: Path, seconds: float = 0.0, fresh: bool = False
) -> dict[str, Any]:
    """Run the set; each question is added to ``asked`` and answered after ``seconds``."""

    def ask(case: Case) -> Payload:
        with asked.open("a", encoding="utf-8") as file:
            file.write(f"{case.id}\n")
        time.sleep(seconds)
        return {"answer": case.question, "claims": [], "declined": False, "hits": [{"document_id": "report"}]}

    order = Order([question_set], out, out.parent / "corpus", out.parent / "index", workers=1, fresh=fresh)
    return execute(order, open_target=lambda *_, **__: Target(ask, lambda _id: None), watch=unwatched)


def run_killable(question_set: Path, out: Path, asked: Path, seconds: float) -> None:
    """Run the set in a process that will be killed."""
    run_scripted(question_set, out, asked, seconds)
