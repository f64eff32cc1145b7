"""Texts of passages to their pieces on disk, sentence by sentence; back again when passages are ranked.

Cutting a passage that was never looked at takes 0.3 ms, and forty of them are ranked for a question. So it is done
once, when the passage is indexed, and a question only reads what it needs from the mapped files.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.index.pieces import Pieces
from assistant.index.rerank import Spelt, spell

_ARRAYS = ("ids", "sentence_ends", "passage_ends", "sign_ends")
_SIGNS_FILE, _HEAD_FILE = "signs.txt", "head.json"
_AT_ONCE = 1_024


def write_spellings(folder: Path, texts: Iterable[str], pieces: Pieces) -> None:
    """Write the pieces of ``texts``, whose row numbers are their positions, into the new folder ``folder``."""
    folder.mkdir()
    ids: list[NDArray[Any]] = [np.zeros(0, dtype=np.int32)]
    sentence_ends: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    passage_ends, sign_ends = [], []
    written = sentences = signs_written = 0
    rows = iter(texts)
    with (folder / _SIGNS_FILE).open("wb") as file:
        while some := list(islice(rows, _AT_ONCE)):
            for one in spell(some, pieces):
                starts = one.starts if len(one.ids) else one.starts[:0]
                sentence_ends.append(
                    written + np.array([*starts[1:], *([len(one.ids)] if len(starts) else [])], np.int64)
                )
                ids.append(one.ids.astype(np.int32))
                written += len(one.ids)
                sentences += len(starts)
                passage_ends.append(sentences)
                signs_written += file.write(" ".join(sorted(one.signs)).encode())
                sign_ends.append(signs_written)
    every = np.concatenate(ids)
    # Half the bytes as long as the vocabulary allows it.
    arrays = (every.astype(np.min_scalar_type(int(every.max(initial=0)))), np.concatenate(sentence_ends))
    for name, array in zip(
        _ARRAYS, (*arrays, np.array(passage_ends, np.int64), np.array(sign_ends, np.int64)), strict=True
    ):
        np.save(folder / f"{name}.npy", array)
    (folder / _HEAD_FILE).write_text(json.dumps({"pieces": pieces.identity}), encoding="utf-8")


class Spellings:
    """The pieces of every passage of a build, mapped from disk."""

    def __init__(self, folder: Path) -> None:
        try:
            self.identity = str(json.loads((folder / _HEAD_FILE).read_text(encoding="utf-8"))["pieces"])
            # Plain arrays over the mapped files: a slice of a memmap costs ten times as much.
            arrays: list[NDArray[Any]] = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
            self._ids, self._sentence_ends, self._passage_ends, self._sign_ends = map(np.asarray, arrays)
            self._signs = _mapped(folder / _SIGNS_FILE)
        except (OSError, ValueError, KeyError) as error:
            raise StaleIndexError(f"the pieces in {folder} cannot be read ({error})") from error

    @property
    def count(self) -> int:
        """How many passages there are."""
        return len(self._passage_ends)

    def at(self, rows: Sequence[int]) -> list[Spelt]:
        """Return the passages at these row numbers as pieces."""
        return [self._at(row) for row in rows]

    def _at(self, row: int) -> Spelt:
        first, last = _between(self._passage_ends, row)
        begin = int(self._sentence_ends[first - 1]) if first else 0
        ends = self._sentence_ends[first:last]
        ids = self._ids[begin : int(ends[-1]) if len(ends) else begin].astype(np.int64)
        starts = np.array([0, *(ends[:-1] - begin)], dtype=np.intp)
        start, stop = _between(self._sign_ends, row)
        return Spelt(frozenset(bytes(self._signs[start:stop]).decode().split()), ids, starts)


def _between(ends: NDArray[np.int64], row: int) -> tuple[int, int]:
    return int(ends[row - 1]) if row else 0, int(ends[row])


def _mapped(file: Path) -> NDArray[np.uint8]:
    # An empty file cannot be mapped.
    return np.asarray(np.memmap(file, dtype=np.uint8, mode="r")) if file.stat().st_size else np.zeros(0, np.uint8)
