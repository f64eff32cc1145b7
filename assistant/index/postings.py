"""Scored postings to files; words to the rows that score best, or to the scores of given rows, mapped from disk.

Every word has a list of rows with a score each, sorted by row. A search reads the lists of telling words, adds the most
that common ones could score in each row, and looks up only the rows that could still be among the best: most passages
hold 的, so its list grows with the corpus, and it decides nothing.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.index.common_words import BLOCK, CommonWords, write_common_words

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

_ARRAYS = ("rows", "scores", "starts", "word_ids", "word_ends")
_WORDS_FILE, _SIZE_FILE = "words.txt", "size.json"
_SLACK = 1e-4
"""Sums of the same numbers in another order differ by less, relative to the sum."""
_AT_ONCE = 1_024
"""Rows that are looked up before it is seen again which others could still be among the best."""
_SAMPLED, _FIRST = 8, 4
"""One row in so many tells which bounds are high, and so many times the limit are looked up first: among 276,000 rows,
finding the very highest bounds would take longer than all that follows."""
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
        self._rows, self._scores, self._starts, ids, ends = (np.asarray(mapped[name]) for name in _ARRAYS)
        self._common = CommonWords(folder, self.count)
        # Not a method: what names itself is not let go as soon as a newer build takes its place.
        self._id_of = lru_cache(maxsize=_KNOWN_WORDS)(partial(_look_up, _Words(folder / _WORDS_FILE, ends), ids))

    def ids_of(self, words: Sequence[str]) -> list[int]:
        """Return the ids of those ``words`` that any passage holds."""
        found = {word: self._id_of(word) for word in dict.fromkeys(words)}
        return [id_ for word in words if (id_ := found[word]) is not None]

    def holding(self, id_: int) -> int:
        """Return how many passages hold a word."""
        return int(self._starts[id_ + 1] - self._starts[id_])

    def scores_at(self, rows: Rows, texts: Sequence[Weighted]) -> Scores:
        """Return the scores of the sorted ``rows``, added up in the order of the words so that runs agree."""
        ids = dict.fromkeys(id_ for text in texts for id_ in text.ids)
        common = [id_ for id_ in ids if id_ in self._common]
        known = dict(zip(common, self._common.scores_at(rows, common), strict=True))
        known |= {id_: self._gather(id_, rows) for id_ in ids if id_ not in known}
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
        weights = _weights(texts)
        common = {id_: weight for id_, weight in weights.items() if id_ in self._common}
        sums = base.copy() if base is not None else np.zeros(self.count, dtype=np.float32)
        self._add_lists(sums, {id_: weight for id_, weight in weights.items() if id_ not in common})
        if allowed is not None:
            sums[~allowed] = -np.inf
        if not common:
            return _leading(sums, limit)
        bounds = np.repeat(self._common.bounds(common), BLOCK)[: self.count]
        bounds += sums
        floor = _floor(self._reached(_first_looked_at(bounds, limit), sums, common), limit)
        close = np.flatnonzero(bounds >= floor if floor > 0 else bounds > 0)
        if len(close) * self._common.in_each > sum(map(self.holding, common)):
            self._add_lists(sums, common)
            return _leading(sums, limit)
        close = close[np.argsort(-bounds[close])]
        scores = np.zeros(0, dtype=np.float32)
        while len(scores) < len(close) and bounds[close[len(scores)]] >= floor:
            some = close[len(scores) : len(scores) + _AT_ONCE]
            scores = np.concatenate([scores, self._reached(some, sums, common)])
            floor = max(floor, _floor(scores, limit))
        return close[: len(scores)][scores >= floor]

    def _reached(self, rows: Rows, sums: Scores, common: Mapping[int, float]) -> Scores:
        """Return what each of ``rows`` scores in all; ``sums`` is what it does by the words that are not common."""
        return sums[rows] + self._common.sums_at(rows, common)

    def _add_lists(self, sums: Scores, weights: Mapping[int, float]) -> None:
        """Add what every row scores by the lists of these words."""
        for id_, weight in weights.items():
            rows, scores = self.list_of(id_)
            # A row stands in a list once, so no addition is lost.
            sums[rows] += np.float32(weight) * scores

    def list_of(self, id_: int) -> tuple[NDArray[np.int32], Scores]:
        """Return the rows that hold a word, in order, and the score that it has in each."""
        part = slice(int(self._starts[id_]), int(self._starts[id_ + 1]))
        return self._rows[part], self._scores[part]

    def by_row(self, first: int, last: int) -> Iterator[tuple[NDArray[np.int32], Scores]]:
        """Yield for each row from ``first`` to before ``last`` the ids of its words, in order, and their scores."""
        places = np.flatnonzero((self._rows >= first) & (self._rows < last))
        # Places go word by word, so a stable order by rows leaves the words of each row in order.
        places = places[np.argsort(self._rows[places], kind="stable")]
        ids = (np.searchsorted(self._starts, places, side="right") - 1).astype(np.int32)
        ends = np.searchsorted(self._rows[places], np.arange(first, last), side="right")
        start = 0
        for end in ends.tolist():
            yield ids[start:end], self._scores[places[start:end]]
            start = end

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


def _floor(scores: Scores, limit: int) -> float:
    """Return what a row must score to be among the best ``limit``; 0 as long as fewer have been found."""
    found = scores[scores > 0]
    return float(np.partition(found, -limit)[-limit]) * (1 - _SLACK) if len(found) >= limit else 0.0


def _leading(sums: Scores, limit: int) -> Rows:
    """Return the rows among which those with the ``limit`` highest sums above 0 are."""
    found = np.flatnonzero(sums > 0)
    own = sums[found]
    return found[own >= _floor(own, limit)]


def _first_looked_at(bounds: Scores, limit: int) -> Rows:
    """Return rows with high bounds, several times ``limit``, from which it is seen what the best rows score."""
    sample = bounds[::_SAMPLED]
    sample = sample[sample > 0]
    wanted = _FIRST * limit // _SAMPLED
    least = float(np.partition(sample, -wanted)[-wanted]) if 0 < wanted < len(sample) else 0.0
    return np.flatnonzero(bounds >= least if least > 0 else bounds > 0)[:_AT_ONCE]


class _Words(Sequence[bytes]):
    """All words in the order of their bytes, read where they lie."""

    def __init__(self, file: Path, ends: NDArray[np.int64]) -> None:
        with file.open("rb") as opened:
            # Not numpy's: each slice of a memmap is a costly object, and a search by halving makes thousands of them.
            self._bytes = mmap(opened.fileno(), 0, access=ACCESS_READ)
        if len(ends) and int(ends[-1]) != len(self._bytes):
            raise StaleIndexError(f"{file} is not as long as it was written")
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: Any) -> Any:
        start = int(self._ends[place - 1]) if place else 0
        return self._bytes[start : int(self._ends[place])]


def _look_up(words: _Words, ids: NDArray[np.int64], word: str) -> int | None:
    sought = word.encode()
    place = bisect_left(words, sought)
    return int(ids[place]) if place < len(words) and words[place] == sought else None


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
        "word_ids": np.array([id_ for _, id_ in ordered], dtype=np.int32),
        "word_ends": np.cumsum([len(word) for word, _ in ordered], dtype=np.int64),
    }
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", arrays[name])
    write_common_words(folder, arrays["rows"], arrays["scores"], arrays["starts"], count)
    (folder / _WORDS_FILE).write_bytes(b"".join(word for word, _ in ordered))
    (folder / _SIZE_FILE).write_text(json.dumps({"passages": count}), encoding="utf-8")
