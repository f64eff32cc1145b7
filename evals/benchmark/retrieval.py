"""Reading sets and distractors in; how often, how fast and at what cost retrievers find the right paragraph out."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.errors import UsageError
from evals.benchmark.labels import share, table
from evals.benchmark.reading_sets import ReadingSet, spread
from evals.benchmark.retrieval_worker import run_step, write_task
from evals.benchmark.retriever import Retriever
from evals.bootstrap import mean_estimate

MEASURES = ("R@1", "R@5", "R@10", "RR@10", "nDCG@10")
"""As ir-measures writes them; the mean of RR is MRR."""

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """What a retriever reached on some questions of a set; ``scores`` has one value a question for each measure."""

    set: str
    retriever: str
    scores: Mapping[str, Sequence[float]]
    milliseconds: Sequence[float]
    index_seconds: float
    open_seconds: float
    memory_mb: float | None
    disk_mb: float

    def payload(self) -> dict[str, Any]:
        """Return means with 95 % intervals, latencies and costs for ``--json``."""
        estimates = {name: mean_estimate(values) for name, values in self.scores.items()}
        return {
            "retriever": self.retriever,
            "questions": len(self.milliseconds),
            **{name: {"value": one.value, "low": one.low, "high": one.high} for name, one in estimates.items()},
            "query_ms_p50": float(np.percentile(self.milliseconds, 50)),
            "query_ms_p95": float(np.percentile(self.milliseconds, 95)),
            "index_seconds": self.index_seconds,
            "open_seconds": self.open_seconds,
            "memory_mb": self.memory_mb,
            "disk_mb": self.disk_mb,
        }


def measure_retrieval(
    sets: Sequence[tuple[ReadingSet, Sequence[str]]],
    retrievers: Sequence[Retriever],
    *,
    questions: int | None = None,
    peer_questions: int,
    report: Report = lambda _: None,
) -> Iterator[Row]:
    """Measure every retriever on every set with its distractors.

    Peers answer ``peer_questions`` of the questions, evenly spread, because some take half a second each. Ours answer
    all of them and have a second row over those that the peers answered.
    """
    with TemporaryDirectory() as folder:
        for reading_set, distractors in sets:
            asked = spread(range(len(reading_set.questions)), questions or len(reading_set.questions))
            sample = spread(asked, peer_questions)
            paragraphs = list(dict.fromkeys([*reading_set.paragraphs, *distractors]))
            run = _Run(Path(folder), reading_set, paragraphs, report)
            # Those with one index in a row, so that only one lies on the disk at a time.
            for retriever in sorted(retrievers, key=lambda one: (one.is_peer, one.index)):
                row = run.measure(retriever, sample if retriever.is_peer else asked)
                yield row
                if not retriever.is_peer and any(one.is_peer for one in retrievers) and sample != asked:
                    yield _part(row, [asked.index(number) for number in sample])
            run.clear()


class _Run:
    """One set with its distractors; indexes are built when they are first needed."""

    def __init__(self, folder: Path, reading_set: ReadingSet, paragraphs: Sequence[str], report: Report) -> None:
        self._folder = folder
        self._set = reading_set
        self._paragraphs = paragraphs
        self._report = report
        self._built: tuple[str, Path, float] = ("", folder / "index", 0.0)

    def measure(self, retriever: Retriever, asked: Sequence[int]) -> Row:
        """Build the index of a retriever unless it is the last one built, and ask."""
        questions = [self._set.questions[number] for number in asked]
        write_task(self._folder, self._paragraphs, [one.text for one in questions])
        index, build_seconds = self._index_of(retriever)
        self._report(f"{self._set.name}: {retriever.name} answers {len(questions)} questions")
        found = run_step("search", retriever.name, self._folder, index)
        return Row(
            set=self._set.name,
            retriever=retriever.name,
            scores=score_rankings(found["ranked"], [one.paragraph for one in questions]),
            milliseconds=found["milliseconds"],
            index_seconds=build_seconds + (found["open_seconds"] if retriever.in_memory else 0.0),
            open_seconds=found["open_seconds"],
            memory_mb=found["memory_mb"],
            disk_mb=sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6,
        )

    def _index_of(self, retriever: Retriever) -> tuple[Path, float]:
        name, folder, seconds = self._built
        if name != retriever.index:
            self.clear()
            folder.mkdir()
            seconds = 0.0
            if retriever.build is not None:
                self._report(f"{self._set.name}: {retriever.name} indexes {len(self._paragraphs)} paragraphs")
                seconds = run_step("build", retriever.name, self._folder, folder)["seconds"]
            self._built = (retriever.index, folder, seconds)
        return folder, seconds

    def clear(self) -> None:
        """Remove the last index."""
        shutil.rmtree(self._built[1], ignore_errors=True)


def _part(row: Row, places: Sequence[int]) -> Row:
    scores = {name: [values[place] for place in places] for name, values in row.scores.items()}
    milliseconds = [row.milliseconds[place] for place in places]
    costs = (row.index_seconds, row.open_seconds, row.memory_mb, row.disk_mb)
    return Row(row.set, row.retriever, scores, milliseconds, *costs)


def score_rankings(ranked: Sequence[Sequence[int]], right: Sequence[int]) -> dict[str, list[float]]:
    """Return the value of each measure for each question, whose single right paragraph is ``right``.

    >>> score_rankings([[4, 7], []], [7, 1])["RR@10"]
    [0.5, 0.0]
    """
    calculate, measures = _measures()
    judged = {str(number): {str(paragraph): 1} for number, paragraph in enumerate(right)}
    # Scores that fall with the rank: equal ones would be put into an order of their own.
    runs = {
        str(number): {str(paragraph): float(-rank) for rank, paragraph in enumerate(paragraphs)}
        for number, paragraphs in enumerate(ranked)
    }
    scores = {name: [0.0] * len(right) for name in MEASURES}
    for one in calculate(measures, judged, runs):
        scores[str(one.measure)][int(one.query_id)] = float(one.value)
    return scores


@cache
def _measures() -> tuple[Callable[..., Iterator[Any]], list[Any]]:
    try:
        import ir_measures
    except ImportError as error:
        raise UsageError("This benchmark needs ir-measures: pip install -c constraints.txt ir-measures.") from error
    return ir_measures.iter_calc, [ir_measures.parse_measure(name) for name in MEASURES]


def retrieval_payload(rows: Sequence[Row], sets: Sequence[tuple[ReadingSet, Sequence[str]]]) -> dict[str, Any]:
    """Return the object of ``benchmark retrieval --json``."""
    return {
        reading_set.name: {
            "paragraphs": len(reading_set.paragraphs),
            "distractors": len({*distractors} - {*reading_set.paragraphs}),
            "questions": len(reading_set.questions),
            "rows": [row.payload() for row in rows if row.set == reading_set.name],
        }
        for reading_set, distractors in sets
    }


def retrieval_table(rows: Sequence[Row]) -> str:
    """Return one line per set, retriever and choice of questions; shares in percent."""
    header = ("set and retriever", "questions", "R@1", "R@5", "R@10", "MRR", "nDCG@10")
    costs = ("index s", "open s", "p50 ms", "p95 ms", "RAM MB", "disk MB")
    return table((*header, *costs), [_cells(row) for row in rows])


def _cells(row: Row) -> tuple[object, ...]:
    payload = row.payload()
    shares = [share(payload[name]["value"]) for name in MEASURES]
    memory = "–" if row.memory_mb is None else f"{row.memory_mb:.0f}"
    return (
        f"{row.set} {row.retriever}",
        payload["questions"],
        *shares,
        f"{row.index_seconds:.1f}",
        f"{row.open_seconds:.1f}",
        f"{payload['query_ms_p50']:.1f}",
        f"{payload['query_ms_p95']:.1f}",
        memory,
        f"{row.disk_mb:.0f}",
    )
