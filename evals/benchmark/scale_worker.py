"""Run as `python -m evals.benchmark.scale_worker build|ask|rank-bm25 FOLDER`; what it measured is FOLDER/<step>.json.

Each step has a process of its own, so that opening starts from nothing and memory is that of answering alone.
"""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from assistant.config import ROOT
from evals.benchmark.retrieval_worker import RetrieverFailedError, resident_megabytes
from evals.benchmark.scale_corpus import settings_of

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

QUESTIONS_FILE, PEER_QUESTIONS_FILE = "questions.json", "peer_questions.json"
CORPUS, INDEX = "corpus", "index"
_SECONDS = 6 * 3_600.0
"""Only a hanging process takes this long."""


def run_step(step: str, folder: Path) -> dict[str, Any]:
    """Run one step in a process of its own and return what it measured."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "evals.benchmark.scale_worker", step, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise RetrieverFailedError("scale", step, lines[-1])
    return read_measured(step, folder)


def read_measured(step: str, folder: Path) -> dict[str, Any]:
    """Return what a step measured earlier."""
    measured: dict[str, Any] = json.loads((folder / f"{step}.json").read_text("utf-8"))
    return measured


def _build(folder: Path) -> dict[str, Any]:
    from assistant.index.folders import current_build
    from assistant.wiring import build

    started, cpu = perf_counter(), process_time()
    report = build(settings_of(folder / CORPUS, folder / INDEX))
    seconds, cpu_seconds = perf_counter() - started, process_time() - cpu
    made = current_build(folder / INDEX)
    assert made is not None
    sizes: dict[str, int] = {}
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        part = path.relative_to(made).parts[0]
        sizes[part] = sizes.get(part, 0) + path.stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    return {
        "passages": report.passages,
        "documents": len(report.added),
        "failures": len(report.failures),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mb": peak,
        "disk_bytes": sizes,
    }


def _ask(folder: Path) -> dict[str, Any]:
    # Libraries are imported before the clock starts: they take the same time whatever the size.
    import chromadb  # noqa: F401
    from langchain_core.runnables import RunnableLambda  # noqa: F401 - the package alone imports nothing

    from assistant.wiring import open_assistant

    kinds = json.loads((folder / QUESTIONS_FILE).read_text("utf-8"))
    before = resident_megabytes()
    started = perf_counter()
    assistant = open_assistant(settings_of(folder / CORPUS, folder / INDEX))
    opened = perf_counter()
    first = next(iter(kinds.values()))[0]
    assistant.ask(first["question"], as_of=first["as_of"])
    answered = perf_counter()
    assistant.prepare()  # as the window does before it serves anybody
    gc.freeze()
    results = {kind: _timed(assistant, questions) for kind, questions in kinds.items()}
    return {
        "open_seconds": opened - started,
        "first_seconds": answered - opened,
        "memory_mb": resident_megabytes(),
        "memory_before_mb": before,
        "kinds": results,
    }


def _timed(assistant: "Assistant", questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Ask one question after another; processor time shows what else the machine was busy with."""
    wall, cpu = [], []
    stages: dict[str, list[float]] = {}
    for asked in questions:
        at, spent = perf_counter(), process_time()
        answer = assistant.ask(asked["question"], as_of=asked["as_of"])
        wall.append(1_000 * (perf_counter() - at))
        cpu.append(1_000 * (process_time() - spent))
        for name, milliseconds in answer.timings_ms.items():
            stages.setdefault(name, []).append(milliseconds)
    return {"ms": wall, "cpu_ms": cpu, "stages_ms": stages}


def _rank_bm25(folder: Path) -> dict[str, Any]:
    from contextlib import closing

    from rank_bm25 import BM25Okapi

    from assistant.index.folders import current_build
    from assistant.index.keywords import chinese_tokens
    from assistant.index.store import Store

    made = current_build(folder / INDEX)
    assert made is not None
    with closing(Store(made)) as store:
        texts = [passage.text for passage in store.passages()]
    questions = json.loads((folder / PEER_QUESTIONS_FILE).read_text("utf-8"))
    started = perf_counter()
    peer = BM25Okapi([chinese_tokens(text) for text in texts])
    seconds = perf_counter() - started
    wall = []
    for question in questions:
        at = perf_counter()
        peer.get_top_n(chinese_tokens(question), range(len(texts)), n=10)
        wall.append(1_000 * (perf_counter() - at))
    return {"open_seconds": seconds, "ms": wall, "memory_mb": resident_megabytes()}


_STEPS: Mapping[str, Callable[[Path], dict[str, Any]]] = {"build": _build, "ask": _ask, "rank-bm25": _rank_bm25}


def main(step: str, folder: Path) -> None:
    """Do a step and write what was measured."""
    measured = _STEPS[step](folder)
    (folder / f"{step}.json").write_text(json.dumps(measured), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
