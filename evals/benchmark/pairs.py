"""Questions in pairs, Chinese and English, to how often each way of asking finds a right passage, and to the gaps.

The traditional twin of a Chinese question is made from it. A pair is right when a passage of one of its documents is
among the first; because the pairs are the same, gaps are estimated over pairs, not between two averages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.language.fold import to_traditional
from assistant.schema import Hit
from evals.benchmark.labels import LABELS, read_labels, share, table
from evals.bootstrap import difference_estimate, mean_estimate

FILE = LABELS / "pairs.jsonl"
DEPTHS = (1, 5)
"""The first passage is what an answer is made of; five are what a reader looks through."""
REFERENCE = "zh-Hans"
"""The way of asking that the gaps of the others are measured against."""
WAYS = (REFERENCE, "zh-Hant", "en")

Find = Callable[[str], Iterable[Hit]]
"""A question to its hits, best first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in every way of asking, and the documents that answer it."""

    id: str
    questions: Mapping[str, str]
    source_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class PairResult:
    """The rank of the first right passage by way of asking, None where there was none."""

    pair: Pair
    ranks: Mapping[str, int | None]

    def right(self, way: str, depth: int) -> float:
        """Return 1 when a right passage is among the first ``depth``, else 0."""
        rank = self.ranks[way]
        return float(rank is not None and rank <= depth)


def read_pairs(path: Path = FILE) -> list[Pair]:
    """Return the shipped pairs, or those of another file."""
    try:
        return [
            Pair(
                label["id"],
                {REFERENCE: label["zh"], "zh-Hant": to_traditional(label["zh"]), "en": label["en"]},
                frozenset(label["source_ids"]),
            )
            for label in read_labels(path)
        ]
    except KeyError as error:
        raise UsageError(f"{path}: a pair has no {error}. Each line needs id, zh, en and source_ids.") from error


def measure_pairs(pairs: Sequence[Pair], find: Find) -> list[PairResult]:
    """Ask every question of every pair."""
    return [
        PairResult(pair, {way: _rank(find(question), pair.source_ids) for way, question in pair.questions.items()})
        for pair in pairs
    ]


def _rank(hits: Iterable[Hit], source_ids: frozenset[str]) -> int | None:
    ranks = (rank for rank, hit in enumerate(hits, start=1) if hit.passage.document_id in source_ids)
    return next(ranks, None)


def pairs_payload(results: Sequence[PairResult]) -> dict[str, Any]:
    """Return the object of ``benchmark pairs --json``: shares, and gaps to simplified Chinese, with 95 % intervals."""
    ways: dict[str, Any] = {}
    for way in WAYS:
        ways[way] = {}
        for depth in DEPTHS:
            reference = [result.right(REFERENCE, depth) for result in results]
            own = [result.right(way, depth) for result in results]
            ways[way][f"recall_at_{depth}"] = asdict(mean_estimate(own))
            ways[way][f"gap_at_{depth}"] = asdict(difference_estimate(own, reference))
    return {"pairs": len(results), "ways": ways, "misses": pairs_misses(results)}


def pairs_table(results: Sequence[PairResult]) -> str:
    """Return one line per way of asking."""
    ways = pairs_payload(results)["ways"]
    header = ("asked in", *(f"{kind}@{depth}" for depth in DEPTHS for kind in ("R", "gap")))
    names = [f"{kind}_at_{depth}" for depth in DEPTHS for kind in ("recall", "gap")]
    return table(header, [(way, *(_shown(ways[way][name]) for name in names)) for way in WAYS])


def _shown(estimate: Mapping[str, float | None]) -> str:
    return f"{share(estimate['value'])} [{share(estimate['low'])}–{share(estimate['high'])}]"


def pairs_misses(results: Sequence[PairResult]) -> list[str]:
    """Return a line for each question without a right passage among the first that count."""
    return [
        f"[{way}] {result.pair.id} {result.pair.questions[way]}\n  rank {result.ranks[way] or '–'}"
        f", wanted {', '.join(sorted(result.pair.source_ids))}"
        for way in WAYS
        for result in results
        if not result.right(way, max(DEPTHS))
    ]
