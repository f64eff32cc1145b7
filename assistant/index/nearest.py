"""A query vector to the rows nearest to it, of all passages or of those that may be found.

Chroma knows no fast filter: one takes it 0.45 s among 100,000 passages. So a few rows are compared one by one, and of
many the graph is asked for so many more that enough of them may be found.
"""

import numpy as np

from assistant.index.postings import Mask, Rows
from assistant.index.store import Store, Vectors
from assistant.index.vectors import VectorIndex

_ONE_BY_ONE = 8_192
"""Rows that are compared in 5 ms; asking the graph for enough of a smaller part takes longer."""
_MOST_ASKED = 8_192
_MORE = 1.5
"""How many more are asked for than hold the limit on average: what is alike was often published together."""


def nearest_rows(
    vector: Vectors, limit: int, *, store: Store, vectors: VectorIndex, allowed: Mask | None = None
) -> list[int]:
    """Return the ``limit`` rows nearest to ``vector``; ``allowed`` tells of each row whether it may be found."""
    if allowed is None:
        return _rows(store, vectors, vector, limit)
    count = int(np.count_nonzero(allowed))
    asked = limit
    while count > _ONE_BY_ONE and asked < _MOST_ASKED:
        asked = min(store.count, _MOST_ASKED, int(asked * _MORE * store.count / count))
        found = [row for row in _rows(store, vectors, vector, asked) if allowed[row]]
        if len(found) >= limit:
            return found[:limit]
    return _one_by_one(np.flatnonzero(allowed), vector, limit, store)


def _rows(store: Store, vectors: VectorIndex, vector: Vectors, limit: int) -> list[int]:
    ids = list(vectors.nearest(vector, limit))
    known = store.rows_of(ids)
    return [known[id_] for id_ in ids if id_ in known]


def _one_by_one(rows: Rows, vector: Vectors, limit: int, store: Store) -> list[int]:
    cosines = store.vectors[rows] @ vector
    order = np.lexsort((rows, -cosines))[:limit]
    return [int(rows[place]) for place in order]
