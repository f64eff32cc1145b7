"""Words in; every passage that holds all of them out, however many there are, grouped by document.

Unlike a search for an answer this neither guesses nor ranks by meaning: it is what a reader expects of "find in all
documents", with an exact count. A passage is indexed under its title and heading, so it holds their words too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.index.keywords import Keywords, Occurrences, english_tokens

Rows = NDArray[np.int32]
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A document that holds the words: its id, the rows of its passages, best first, and how many there are."""

    document_id: str
    rows: tuple[int, ...]
    count: int


def rows_holding(words: Sequence[str], *, chinese: Keywords, english: Keywords) -> Rows:
    """Return the rows that hold all of ``words``, those that say them most densely first.

    A Latin word is also looked for among the English renderings, by its stem.
    """
    found: Occurrences | None = None
    for word in words:
        if word.isascii() and not english_tokens(word):
            continue  # A function word or a sign, which says nothing.
        own = chinese.holding(word)
        if word.isascii():
            own = _either(own, english.holding(word))
        if own is None:
            return np.zeros(0, dtype=np.int32)
        found = own if found is None else _all(found, own)
    if found is None:
        return np.zeros(0, dtype=np.int32)
    return found.rows[np.lexsort((found.rows, -found.strengths))]


def by_document(
    rows: Rows, starts: Positions, ids: Sequence[str], *, most_rows: int, among: Collection[str] | None = None
) -> list[HeldBy]:
    """Group rows, best first, by document in the order of their best passage; ``starts`` are the first rows of ``ids``.

    Only ``most_rows`` rows of each are kept; with ``among`` only these documents.
    """
    owners = np.searchsorted(starts, rows, side="right") - 1
    if among is not None:
        admitted = np.fromiter((one in among for one in ids), dtype=np.bool_, count=len(ids))
        kept = admitted[owners] if len(owners) else np.zeros(0, dtype=np.bool_)
        rows, owners = rows[kept], owners[kept]
    order = np.argsort(owners, kind="stable")
    different, first, counts = np.unique(owners[order], return_index=True, return_counts=True)
    best = order[first]  # The sort is stable, so the first row of each document is its best.
    held = []
    for place in np.argsort(best, kind="stable"):
        own = rows[order[first[place] : first[place] + min(most_rows, int(counts[place]))]]
        held.append(HeldBy(ids[int(different[place])], tuple(map(int, own)), int(counts[place])))
    return held


def _either(one: Occurrences | None, other: Occurrences | None) -> Occurrences | None:
    if one is None or other is None:
        return one or other
    rows = np.union1d(one.rows, other.rows).astype(np.int32)
    strengths = np.zeros(len(rows), dtype=np.float32)
    for part in (one, other):
        places = np.searchsorted(rows, part.rows)
        strengths[places] = np.maximum(strengths[places], part.strengths)
    return Occurrences(rows, strengths)


def _all(one: Occurrences, other: Occurrences) -> Occurrences:
    rows, first, second = np.intersect1d(one.rows, other.rows, assume_unique=True, return_indices=True)
    return Occurrences(rows.astype(np.int32), one.strengths[first] + other.strengths[second])
