"""News items and sizes in; what opening, asking and storing an index of each size costs out."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.benchmark.labels import table
from evals.benchmark.reading_sets import spread
from evals.benchmark.scale_corpus import body_of, choose_items, write_news_corpus
from evals.benchmark.scale_worker import CORPUS, PEER_QUESTIONS_FILE, QUESTIONS_FILE, read_measured, run_step

PEER = "rank-bm25"
EARLY, HALF = "2015-02", "2019-12"
"""By these months 1 and 50 % of the news items are out: nearly all newer, and the most that a filter leaves to do."""
_FRAGMENT = slice(4, 24)
_SENTENCE_ENDS = re.compile("[。！？；]")

Asked = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Point:
    """What one size measured: the build, the questions by kind, and the peer, None where it was left out."""

    build: Mapping[str, Any]
    ask: Mapping[str, Any]
    peer: Mapping[str, Any] | None

    def payload(self) -> dict[str, Any]:
        """Return the object of one size for ``--json``."""
        passages = self.build["passages"]
        kinds = {kind: _times(one) for kind, one in self.ask["kinds"].items()}
        grown = self.ask["memory_mb"] - self.ask["memory_before_mb"] if self.ask["memory_mb"] is not None else None
        return {
            "passages": passages,
            "documents": self.build["documents"],
            "build_seconds": self.build["seconds"],
            "passages_per_second": passages / self.build["seconds"],
            "build_peak_mb": self.build["peak_mb"],
            "disk_bytes_per_passage": sum(self.build["disk_bytes"].values()) / passages,
            "disk_bytes": self.build["disk_bytes"],
            "open_seconds": self.ask["open_seconds"],
            "first_answer_seconds": self.ask["first_seconds"],
            "memory_mb": self.ask["memory_mb"],
            "memory_bytes_per_passage": None if grown is None else 1e6 * grown / passages,
            "questions": kinds,
            PEER: None if self.peer is None else _peer_payload(self.peer),
        }


def _times(one: Mapping[str, Any]) -> dict[str, Any]:
    stages = {name: _percentile(values, 95) for name, values in one["stages_ms"].items()}
    return {
        "count": len(one["ms"]),
        "ms_p50": _percentile(one["ms"], 50),
        "ms_p95": _percentile(one["ms"], 95),
        "cpu_ms_p50": _percentile(one["cpu_ms"], 50),
        "cpu_ms_p95": _percentile(one["cpu_ms"], 95),
        "stages_ms_p95": stages,
    }


def _peer_payload(peer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "count": len(peer["ms"]),
        "ms_p50": _percentile(peer["ms"], 50),
        "ms_p95": _percentile(peer["ms"], 95),
        "open_seconds": peer["open_seconds"],
        "memory_mb": peer["memory_mb"],
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return float(np.percentile(values, percent))


def make_questions(
    programme: Mapping[str, Sequence[str]], items: Sequence[str], *, count: int
) -> dict[str, list[Asked]]:
    """Return questions by kind: those of ``programme``, and pieces of sentences of the news, also as of two months."""
    pieces = [piece for item in items if (piece := fragment_of(item))]
    chosen = spread(pieces, count)
    kinds: tuple[tuple[str, Sequence[str], str | None], ...] = (
        *((kind, spread(texts, count), None) for kind, texts in programme.items()),
        ("news", chosen, None),
        (f"news as of {EARLY}", chosen, EARLY),
        (f"news as of {HALF}", chosen, HALF),
    )
    return {kind: [{"question": text, "as_of": as_of} for text in texts] for kind, texts, as_of in kinds if texts}


def fragment_of(item: str) -> str:
    """Return a piece of a sentence in the middle of a news item, "" when none is long enough.

    >>> fragment_of("正文：短句。今天上午来自全省各地的三百名代表在西安参加了会议。")
    '来自全省各地的三百名代表在西安参加了会议'
    """
    sentences = [one for one in _SENTENCE_ENDS.split(body_of(item)) if len(one) > _FRAGMENT.stop - _FRAGMENT.start // 2]
    return sentences[len(sentences) // 2][_FRAGMENT] if sentences else ""


def measure_scale(
    items: Sequence[str],
    sizes: Sequence[int],
    programme: Mapping[str, Sequence[str]],
    work: Path,
    *,
    questions: int,
    peer_questions: int,
    peer_passages: int,
    report: Callable[[str], None] = lambda _: None,
) -> Iterator[Point]:
    """Measure each size below ``work``; an index that lies there from an earlier run is not built again.

    All sizes are asked the same questions: those of ``programme`` by kind, and about the items of the smallest. The
    peer, which reads every passage for each question, answers ``peer_questions`` of them, up to ``peer_passages``.
    """
    asked = make_questions(programme, choose_items(items, min(sizes)), count=questions)
    for size in sizes:
        folder = work / f"{size:07d}"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "build.json").exists():
            report(f"{size} passages: writing and indexing the corpus")
            write_news_corpus(folder / CORPUS, choose_items(items, size))
            run_step("build", folder)
        (folder / QUESTIONS_FILE).write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
        report(f"{size} passages: asking {sum(map(len, asked.values()))} questions")
        answered = run_step("ask", folder)
        peer = None
        if peer_questions and size <= peer_passages:
            report(f"{size} passages: {PEER}")
            texts = [one["question"] for one in spread([one for own in asked.values() for one in own], peer_questions)]
            (folder / PEER_QUESTIONS_FILE).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
            peer = run_step(PEER, folder)
        yield Point(read_measured("build", folder), answered, peer)


def scale_table(payloads: Sequence[Mapping[str, Any]]) -> str:
    """Return two tables: the costs of each size, and how long the questions of each kind took."""
    costs = [
        (
            f"{one['passages']} passages",
            f"{one['open_seconds']:.2f}",
            f"{one['first_answer_seconds']:.2f}",
            "–" if one["memory_mb"] is None else f"{one['memory_mb']:.0f}",
            "–" if one["memory_bytes_per_passage"] is None else f"{one['memory_bytes_per_passage']:.0f}",
            f"{one['disk_bytes_per_passage']:.0f}",
            f"{one['passages_per_second']:.0f}",
            f"{one['build_peak_mb']:.0f}",
        )
        for one in payloads
    ]
    header = ("index", "open s", "first s", "RAM MB", "RAM B/p", "disk B/p", "built/s", "build MB")
    return f"{table(header, costs)}\n\n{table(_TIMES, [row for one in payloads for row in _time_rows(one)])}"


_TIMES = ("questions", "passages", "count", "p50 ms", "p95 ms", "CPU p50", "CPU p95")


def _time_rows(one: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    names = ("ms_p50", "ms_p95", "cpu_ms_p50", "cpu_ms_p95")
    for kind, times in one["questions"].items():
        yield (kind, one["passages"], times["count"], *(f"{times[name]:.1f}" for name in names))
    if one[PEER]:
        peer = one[PEER]
        yield (PEER, one["passages"], peer["count"], f"{peer['ms_p50']:.1f}", f"{peer['ms_p95']:.1f}", "–", "–")
