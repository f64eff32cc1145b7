"""Scored postings to files; words to the rows that score best, or to the scores of given rows, mapped from disk.

Every word has a list of rows with a score each, sorted by row, and a highest score. A search reads the lists of
telling words and stops at those of common ones once no row that stands in these alone could still be among the best
("MaxScore", Turtle and Flood 1995): most passages hold 的, so its list grows with the corpus, and it decides nothing.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

_ARRAYS = ("rows", "scores", "starts", "tops", "word_ids", "word_ends")
_WORDS_FILE, _SIZE_FILE = "words.txt", "size.json"
_SLACK = 1e-4
"""Sums of the same numbers in another order differ by less, relative to the sum."""
_WORTH_A_LOOK = 2_048
"""Shorter lists are read faster than it is found out that they need not be."""
_KNOWN_WORDS = 65_536
"""Words whose ids are kept, 100 bytes each: one question looks the same ones up for every passage that it judges."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """Ids of words, in the order of their text and as often as they stand in it, and what their scores count."""

    ids: Sequence[int]
    weight: float = 1.0


class Postings:
    """The lists of ``count`` passages, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.count = int(json.loads((folder / _SIZE_FILE).read_text(encoding="utf-8"))["passages"])
        # Plain arrays over the mapped files: a slice of a memmap costs ten times as much.
        mapped: dict[str, Any] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        self._rows, self._scores, self._starts, self._tops, ids, ends = (np.asarray(mapped[name]) for name in _ARRAYS)
        self._words = _Words(folder / _WORDS_FILE, ends)
        self._ids = ids
        self._id_of = lru_cache(maxsize=_KNOWN_WORDS)(self._look_up)

    def ids_of(self, words: Sequence[str]) -> list[int]:
        """Return the ids of those ``words`` that any passage holds."""
        found = {word: self._id_of(word) for word in dict.fromkeys(words)}
        return [id_ for word in words if (id_ := found[word]) is not None]

    def _look_up(self, word: str) -> int | None:
        sought = word.encode()
        place = bisect_left(self._words, sought)
        return int(self._ids[place]) if place < len(self._words) and self._words[place] == sought else None

    def holding(self, id_: int) -> int:
        """Return how many passages hold a word."""
        return int(self._starts[id_ + 1] - self._starts[id_])

    def scores_at(self, rows: Rows, texts: Sequence[Weighted]) -> Scores:
        """Return the scores of the sorted ``rows``, added up in the order of the words so that runs agree."""
        known = {id_: self._gather(id_, rows) for text in texts for id_ in text.ids}
        total = np.zeros(len(rows), dtype=np.float32)
        for text in texts:
            own = np.zeros(len(rows), dtype=np.float32)
            for id_ in text.ids:
                own += known[id_]
            total += np.float32(text.weight) * own
        return total

    def best(
        self, texts: Sequence[Weighted], limit: int, allowed: Mask | None = None, *, base: Scores | None = None
    ) -> tuple[Rows, Scores]:
        """Return the ``limit`` rows with the highest scores above 0, best first, with their scores.

        Of equal ones the first rows are kept. ``allowed`` tells of each row whether it may be among them; ``base`` is
        what each scores besides.
        """
        rows = np.sort(self._candidates(texts, limit, allowed, base))
        scores = self.scores_at(rows, texts)
        if base is not None:
            scores = base[rows] + scores
        order = np.lexsort((rows, -scores))[:limit]
        order = order[scores[order] > 0]
        return rows[order], scores[order]

    def _candidates(self, texts: Sequence[Weighted], limit: int, allowed: Mask | None, base: Scores | None) -> Rows:
        """Return rows among which the best are."""
        bounds = self._bounds(texts)
        weights = _weights(texts)
        sums = base.copy() if base is not None else np.zeros(self.count, dtype=np.float32)
        if base is not None and allowed is not None:
            sums[~allowed] = 0.0
        left = sum(bounds.values())
        words = list(bounds)
        leading = np.zeros(0, dtype=np.intp)
        read = looked = 0
        while words:
            if self.holding(words[0]) > _WORTH_A_LOOK:
                # Sums only grow, so rows that led before still bound the best from below; all are looked through again
                # when as much more has been read.
                if read >= 2 * looked:
                    leading, looked = _leading(sums, limit, _floor(sums[leading], limit)), read
                if left < _floor(sums[leading], limit):
                    break
            id_ = words.pop(0)
            left -= bounds[id_]
            rows, scores = self.list_of(id_)
            read += len(rows)
            if allowed is not None:
                kept = allowed[rows]
                rows, scores = rows[kept], scores[kept]
            # A row stands in a list once, so no addition is lost.
            sums[rows] += np.float32(weights[id_]) * scores
        floor = _floor(sums, limit)
        found = np.flatnonzero(sums > max(0.0, floor - left) * (1 - _SLACK))
        return self._narrowed(found, sums[found], {id_: bounds[id_] for id_ in words}, weights, limit)

    def _narrowed(
        self, rows: Rows, sums: Scores, bounds: Mapping[int, float], weights: Mapping[int, float], limit: int
    ) -> Rows:
        """Add the scores of the lists that were not read through, and drop the rows that fall behind."""
        left = sum(bounds.values())
        for id_, bound in bounds.items():
            left -= bound
            sums = sums + np.float32(weights[id_]) * self._gather(id_, rows)
            kept = sums >= (_floor(sums, limit) - left) * (1 - _SLACK)
            rows, sums = rows[kept], sums[kept]
        return rows

    def _bounds(self, texts: Sequence[Weighted]) -> dict[int, float]:
        """Return the most that each word can add, the most telling words first."""
        bounds = {id_: weight * float(self._tops[id_]) for id_, weight in _weights(texts).items()}
        return dict(sorted(bounds.items(), key=lambda bound: (-bound[1], bound[0])))

    def list_of(self, id_: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the rows that hold a word, in order, and the score that it has in each."""
        part = slice(int(self._starts[id_]), int(self._starts[id_ + 1]))
        return self._rows[part], self._scores[part]

    def _gather(self, id_: int, rows: Rows) -> Scores:
        """Return the scores of a word in the sorted ``rows``, 0 where it does not stand."""
        own, scores = self.list_of(id_)
        found = np.zeros(len(rows), dtype=np.float32)
        if not len(own) or not len(rows):
            return found
        if len(own) < len(rows):
            places = np.minimum(np.searchsorted(rows, own), len(rows) - 1)
            there = rows[places] == own
            found[places[there]] = scores[there]
        else:
            places = np.minimum(np.searchsorted(own, rows.astype(np.int32)), len(own) - 1)
            there = own[places] == rows
            found[there] = scores[places[there]]
        return found


def _weights(texts: Sequence[Weighted]) -> dict[int, float]:
    weights: dict[int, float] = {}
    for text in texts:
        for id_ in text.ids:
            weights[id_] = weights.get(id_, 0.0) + text.weight
    return weights


def _floor(sums: Scores, limit: int) -> float:
    """Return what a row must score to be among the best ``limit``; 0 as long as fewer have been found."""
    found = sums[np.flatnonzero(sums > 0)]
    return float(np.partition(found, -limit)[-limit]) * (1 - _SLACK) if len(found) >= limit else 0.0


def _leading(sums: Scores, limit: int, floor: float) -> Rows:
    """Return the rows with the ``limit`` highest sums above 0; as many at least are known to reach ``floor``."""
    # Not flatnonzero(sums): among numbers it takes eight times as long as among truth values.
    found = np.flatnonzero(sums >= floor if floor > 0 else sums > 0)
    return found[np.argpartition(sums[found], -limit)[-limit:]] if len(found) > limit else found


class _Words(Sequence[bytes]):
    """All words in the order of their bytes, read where they lie."""

    def __init__(self, file: Path, ends: NDArray[np.int64]) -> None:
        with file.open("rb") as opened:
            # Not numpy's: each slice of a memmap is a costly object, and a search by halving makes thousands of them.
            self._bytes = mmap(opened.fileno(), 0, access=ACCESS_READ)
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: Any) -> Any:
        start = int(self._ends[place - 1]) if place else 0
        return self._bytes[start : int(self._ends[place])]


def write_postings(
    folder: Path,
    words: Mapping[str, int],
    rows: NDArray[np.int32],
    scores: Scores,
    starts: NDArray[np.int64],
    count: int,
) -> None:
    """Write the lists into ``folder``: that of word i are the places from ``starts[i]`` to ``starts[i + 1]``."""
    ordered = sorted((word.encode(), id_) for word, id_ in words.items())
    arrays: dict[str, NDArray[Any]] = {
        "rows": rows.astype(np.int32, copy=False),
        "scores": scores.astype(np.float32, copy=False),
        "starts": starts.astype(np.int64, copy=False),
        "tops": np.maximum.reduceat(scores, starts[:-1]).astype(np.float32),
        "word_ids": np.array([id_ for _, id_ in ordered], dtype=np.int32),
        "word_ends": np.cumsum([len(word) for word, _ in ordered], dtype=np.int64),
    }
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", arrays[name])
    (folder / _WORDS_FILE).write_bytes(b"".join(word for word, _ in ordered))
    (folder / _SIZE_FILE).write_text(json.dumps({"passages": count}), encoding="utf-8")
