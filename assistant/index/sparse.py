"""Keyword lists to one sparse vector a passage, and words to one that is asked with: their product is the BM25 score.

A Chroma cluster searches such vectors itself, so that the lists of all words need not be read here. A stored score is
how strongly a passage holds a word times how rare the word is; a question counts how often it says each. A collection
takes one sparse vector a passage, so the words of both languages share it: Chinese ones on even, English ones on odd
numbers. What Chroma finds is scored again from our own lists, so that an answer does not depend on where it was found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.index.keywords import Found, Keywords
from assistant.index.postings import Mask, Scores
from assistant.index.store import Store

SparseUse = Literal["off", "auto", "on"]
"""Never; where the engine can; always, and an error where it cannot."""

_ODD = {"keywords": 0, "english": 1}
"""By the name of a channel."""
_MORE = 1.5
"""How many more are asked for than hold the limit on average, where only some passages may be found."""
_MOST_ASKED = 2_000
"""Passages that are worth asking for; beyond, few of them may be found, and reading the lists is cheaper."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Numbers of words in ascending order, each once, and what each counts."""

    numbers: NDArray[np.int64]
    values: Scores


class KeywordVectors(Protocol):
    """What finds passages by sparse vectors."""

    def nearest_by_words(self, vector: SparseVector, limit: int) -> list[str]:
        """Return the ids of the ``limit`` passages with the largest products, largest first."""
        ...


class KeywordVectorsRefusedError(UsageError):
    """The engine in use does not search keyword vectors, though it was told to."""

    def __init__(self, chroma_url: str, why: str) -> None:
        where = f"The Chroma server at {chroma_url}" if chroma_url else "The embedded Chroma"
        super().__init__(
            f"{where} does not search keyword vectors ({why}). Set ASSISTANT_SPARSE=off, or auto to use them only "
            "where that is possible, or name a Chroma cluster in ASSISTANT_CHROMA_URL."
        )


def settle(
    use: SparseUse, chroma_url: str, *, refusal: Callable[[str], str | None], report: Callable[[str], None]
) -> bool:
    """Return whether keyword vectors go to Chroma; ``refusal`` tries it and says why not.

    Raises KeywordVectorsRefusedError where they must and cannot; where they need not, ``report`` hears why not.
    """
    why = refusal(chroma_url) if use != "off" else None
    if why is None:
        return use != "off"
    if use == "on":
        raise KeywordVectorsRefusedError(chroma_url, why)
    report(f"Chroma does not search keyword vectors ({why}); keywords are searched in the files of the index")
    return False


def passage_vectors(chinese: Keywords, english: Keywords, first: int, last: int) -> Iterator[SparseVector]:
    """Yield the sparse vector of each passage from row ``first`` to before ``last``."""
    for one, other in zip(chinese.by_row(first, last), english.by_row(first, last), strict=True):
        numbers = np.concatenate([2 * ids.astype(np.int64) + odd for odd, (ids, _) in enumerate((one, other))])
        order = np.argsort(numbers)
        yield SparseVector(numbers[order], np.concatenate([one[1], other[1]])[order])


def question_vector(found: Found, channel: str) -> SparseVector:
    """Return the sparse vector that the words of a question ask with."""
    counts: dict[int, float] = {}
    for text in found.texts:
        for id_ in text.ids:
            number = 2 * id_ + _ODD[channel]
            counts[number] = counts.get(number, 0.0) + text.weight
    numbers = sorted(counts)
    values = np.array([counts[number] for number in numbers], dtype=np.float32)
    return SparseVector(np.array(numbers, dtype=np.int64), values)


def best_by_vectors(
    found: Found, channel: str, limit: int, *, store: Store, vectors: KeywordVectors, allowed: Mask | None = None
) -> tuple[list[int], float]:
    """Return what ``found.best`` does, with the rows that Chroma finds."""
    if not found.texts or found.base is not None:
        return found.best(limit, allowed)
    open_rows = store.count if allowed is None else int(np.count_nonzero(allowed))
    if not open_rows:
        return [], 0.0
    asked = limit if allowed is None else min(store.count, int(limit * _MORE * store.count / open_rows))
    if asked > _MOST_ASKED:
        return found.best(limit, allowed)
    ids = vectors.nearest_by_words(question_vector(found, channel), asked)
    known = store.rows_of(ids)
    rows = np.array(sorted(row for row in known.values() if allowed is None or allowed[row]), dtype=np.intp)
    if len(rows) < limit and len(ids) == asked:
        return found.best(limit, allowed)  # Those that may be found lie further down.
    scores = found.scores_at(rows.tolist())
    order = np.lexsort((rows, -scores))[:limit]
    order = order[scores[order] > 0]
    return rows[order].tolist(), float(scores.max(initial=0.0))
