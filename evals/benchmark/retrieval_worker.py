"""Run as `python -m evals.benchmark.retrieval_worker build|search RETRIEVER FOLDER INDEX`; what it measured is a file.

Each retriever builds in one process and answers in another, so that the memory is that of answering with what it
imports, and nothing of any other retriever.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from assistant.config import ROOT
from assistant.errors import AssistantError
from evals.benchmark.retriever import Retriever

_PARAGRAPHS, _QUESTIONS, _RESULT = "paragraphs.json", "questions.json", "result.json"
_SECONDS = 6 * 3_600.0
"""Encoding 40,000 texts with a transformer takes most of an hour; only a hanging process takes this long."""

Step = Literal["build", "search"]


class RetrieverFailedError(AssistantError):
    """A retriever did not get through; a table without it would hide that."""

    def __init__(self, name: str, step: str, why: str) -> None:
        super().__init__(f"{name} failed to {step}: {why}. Leave it out with --systems, or mend what it names.")


def write_task(folder: Path, paragraphs: Sequence[str], questions: Sequence[str]) -> None:
    """Write what the processes read into ``folder``."""
    for name, texts in ((_PARAGRAPHS, paragraphs), (_QUESTIONS, questions)):
        (folder / name).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")


def run_step(step: Step, name: str, folder: Path, index: Path) -> dict[str, Any]:
    """Run one step of a retriever in a process of its own and return what that measured."""
    result = folder / _RESULT
    result.unlink(missing_ok=True)
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "evals.benchmark.retrieval_worker", step, name, str(folder), str(index)],
        env={**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode or not result.exists():
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise RetrieverFailedError(name, step, lines[-1])
    measured: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return measured


def _build(retriever: Retriever, folder: Path, index: Path) -> dict[str, Any]:
    assert retriever.build is not None
    return {"seconds": retriever.build(_read(folder / _PARAGRAPHS), index)}


def _search(retriever: Retriever, folder: Path, index: Path) -> dict[str, Any]:
    questions = _read(folder / _QUESTIONS)
    ranked: list[list[int]] = []
    milliseconds: list[float] = []
    started = perf_counter()
    with retriever.open(index, lambda: _read(folder / _PARAGRAPHS)) as search:
        # Libraries load some of their parts at the first question, which counts as opening.
        search(questions[0])
        open_seconds = perf_counter() - started
        for question in questions:
            asked = perf_counter()
            numbers = search(question)
            milliseconds.append(1_000 * (perf_counter() - asked))
            ranked.append([int(number) for number in numbers])
        memory = resident_megabytes()
    return {"open_seconds": open_seconds, "ranked": ranked, "milliseconds": milliseconds, "memory_mb": memory}


def resident_megabytes() -> float | None:
    """Return the memory that this process holds, None where the system does not tell.

    Not the peak that getrusage gives: a process starts with the peak of the one that started it.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _read(path: Path) -> list[str]:
    texts: list[str] = json.loads(path.read_text("utf-8"))
    return texts


def main(step: str, name: str, folder: Path, index: Path) -> None:
    """Do a step and write what was measured."""
    from evals.benchmark.retrievers import RETRIEVERS

    measured = {"build": _build, "search": _search}[step](RETRIEVERS[name], folder, index)
    (folder / _RESULT).write_text(json.dumps(measured), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
