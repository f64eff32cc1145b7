"""Lists of scored words in; the scores of the common ones row by row, and the highest in each block of rows out.

A common word stands in so many passages that reading its list takes longer than all else in a search, and it decides
little. So what all common words of a question can score at most is added up block by block ("block-max", Ding and Suel
2011), and the few passages that could still be among the best are looked up in their own rows.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]

COMMON_SHARE = 1 / 16
"""Words that more of the passages hold are common: 377 words of Chinese news, 53 of the 160 in each passage. The lists
of the others are short enough to be read."""
BLOCK = 4
"""Passages in a block, mostly of one document. Among 95,000 passages, blocks of 4 and 8 leave 330 and 1,000 to look up
for an English question, 320 and 940 for one about news; with a share of 1/64 it would be 490 and 2,200, 670 and 3,300.
"""
_STEPS = 255
"""What the highest score of a word is divided into to keep that of a block in a byte."""
_ARRAYS = ("ids", "starts", "slots", "scores", "block_tops", "steps")


class CommonWords:
    """The common words among lists of ``count`` passages, mapped from disk."""

    def __init__(self, folder: Path, count: int) -> None:
        # Plain arrays over the mapped files: a slice of a memmap costs ten times as much.
        mapped: dict[str, Any] = {name: np.load(_file(folder, name), mmap_mode="r") for name in _ARRAYS}
        ids, self._starts, self._slots, self._scores, self._tops, self._steps = (
            np.asarray(mapped[name]) for name in _ARRAYS
        )
        self._count = count
        self._slot_of: dict[int, int] = {id_: slot for slot, id_ in enumerate(ids.tolist())}

    def __contains__(self, id_: object) -> bool:
        return id_ in self._slot_of

    @property
    def in_each(self) -> float:
        """How many of them a passage holds on average."""
        return len(self._slots) / max(1, self._count)

    def bounds(self, weights: Mapping[int, float]) -> Scores:
        """Return for each block what the words with these ids, each by its weight, score at most in any row of it."""
        total = np.zeros(self._tops.shape[1], dtype=np.float32)
        for id_, weight in weights.items():
            slot = self._slot_of[id_]
            total += np.float32(weight) * self._steps[slot] * self._tops[slot]
        return total

    def sums_at(self, rows: Rows, weights: Mapping[int, float]) -> Scores:
        """Return what the words with these ids, each by its weight, score in each of ``rows``."""
        by_slot = np.zeros(len(self._slot_of) + 1, dtype=np.float32)
        for id_, weight in weights.items():
            by_slot[self._slot_of[id_]] = weight
        places, lengths = self._places(rows)
        held = by_slot[self._slots[places]] * self._scores[places]
        # Where a passage holds none, ``reduceat`` would return the first score of the next.
        sums = np.zeros(len(rows), dtype=np.float32)
        some = lengths > 0
        if some.any():
            sums[some] = np.add.reduceat(held, (np.cumsum(lengths) - lengths)[some])
        return sums

    def scores_at(self, rows: Rows, ids: Sequence[int]) -> Scores:
        """Return the score of each word in each of ``rows``, 0 where it does not stand: (words, rows)."""
        number = np.full(len(self._slot_of) + 1, -1, dtype=np.int32)
        number[[self._slot_of[id_] for id_ in ids]] = np.arange(len(ids), dtype=np.int32)
        places, lengths = self._places(rows)
        numbers = number[self._slots[places]]
        asked = numbers >= 0
        found = np.zeros((len(ids), len(rows)), dtype=np.float32)
        found[numbers[asked], np.repeat(np.arange(len(rows)), lengths)[asked]] = self._scores[places[asked]]
        return found

    def _places(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where what ``rows`` hold is kept, one row after the other, and how much each holds."""
        starts = self._starts[rows]
        lengths = self._starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        return np.repeat(starts - ends + lengths, lengths) + np.arange(total), lengths


def write_common_words(
    folder: Path, rows: NDArray[np.int32], scores: Scores, starts: NDArray[np.int64], count: int
) -> None:
    """Write what a search among ``count`` passages needs of the common words.

    List i holds the places of ``rows`` and ``scores`` from ``starts[i]`` to ``starts[i + 1]``.
    """
    ids = np.flatnonzero(np.diff(starts) > COMMON_SHARE * count)
    held = np.zeros(count + 1, dtype=np.int64)
    block_tops = np.zeros((len(ids), -(-count // BLOCK)), dtype=np.uint8)
    tops = [scores[starts[id_] : starts[id_ + 1]].max() for id_ in ids]
    steps = np.array(tops, dtype=np.float32) / np.float32(_STEPS)
    for slot, id_ in enumerate(ids):
        own = slice(starts[id_], starts[id_ + 1])
        held[rows[own] + 1] += 1
        blocks = rows[own] // BLOCK
        firsts = np.flatnonzero(np.diff(blocks, prepend=-1))
        block_tops[slot, blocks[firsts]] = np.minimum(
            np.ceil(np.maximum.reduceat(scores[own], firsts) / steps[slot]), _STEPS
        )
    ends = np.cumsum(held)
    slots = np.zeros(int(ends[-1]), dtype=np.min_scalar_type(len(ids)))
    row_scores = np.zeros(len(slots), dtype=np.float32)
    free = ends[:-1].copy()
    for slot, id_ in enumerate(ids):
        own = slice(starts[id_], starts[id_ + 1])
        # A row stands in a list once, so each takes one place of its own.
        places = free[rows[own]]
        slots[places], row_scores[places] = slot, scores[own]
        free[rows[own]] += 1
    arrays: tuple[NDArray[Any], ...] = (ids, ends, slots, row_scores, block_tops, steps)
    for name, array in zip(_ARRAYS, arrays, strict=True):
        np.save(_file(folder, name), array)


def _file(folder: Path, name: str) -> Path:
    return folder / f"common_{name}.npy"
