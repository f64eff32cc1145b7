"""A build folder in; nothing out when every part opens, agrees and answers, else the reason and exit code 1.

Run as ``python -m assistant.index.verify FOLDER [CHROMA_URL [every]]``: torn Chroma files can crash the process
that opens them, which no ``except`` catches, so a new build is opened by a process that may die before one that must
not.
"""

import sys
from pathlib import Path

import numpy as np

from assistant.errors import AssistantError, StaleIndexError
from assistant.index.snapshot import Snapshot
from assistant.index.sparse import best_by_vectors
from assistant.schema import Passage

SAMPLES = 25
"""Passages that must find themselves; enough to notice an index whose newest part is missing."""

_ALMOST = 0.9
"""Cosine from which a neighbour is a passage that says almost the same."""
_SAME = 1e-3
"""Cosine distance at which two vectors count as equal: Chroma computes in single precision."""


def verify(build: Path, *, chroma_url: str = "", every: bool = False) -> None:
    """Raise StaleIndexError when the parts of a build do not open, differ in size or do not find their passages.

    With ``every`` the vectors in Chroma are compared with ours one by one, and each passage with its document.
    """
    with Snapshot(build, None, chroma_url=chroma_url) as snapshot:
        count = snapshot.store.count
        if snapshot.vectors.count != count:
            raise StaleIndexError(f"there are {count} passages but {snapshot.vectors.count} vectors in Chroma")
        if not count:
            return
        rows = sorted({int(row) for row in np.linspace(0, count - 1, SAMPLES)})
        for row in rows:
            _verify_row(snapshot, row)
        if every:
            _verify_every(snapshot)


def _verify_every(snapshot: Snapshot) -> None:
    ids = []
    for passage in snapshot.store.passages():
        _verify_place(snapshot, passage)
        ids.append(passage.id)
    there = snapshot.vectors.vectors_of(ids)
    for id_, ours in zip(ids, snapshot.store.vectors, strict=True):
        if id_ not in there:
            raise StaleIndexError(f"Chroma does not hold passage {id_}")
        if not np.allclose(there[id_], ours, atol=_SAME):
            raise StaleIndexError(f"the vector of passage {id_} differs between Chroma and the store")


def _verify_place(snapshot: Snapshot, passage: Passage) -> None:
    document = snapshot.document(passage.document_id)
    if document.text[passage.start : passage.end] != passage.text:
        raise StaleIndexError(f"passage {passage.id} is not where its document has it")


def _verify_row(snapshot: Snapshot, row: int) -> None:
    passage = snapshot.store.texts_at([row])[0].passage
    _verify_place(snapshot, passage)
    vector = snapshot.store.vectors[row]
    # Nothing is near a zero vector, which a passage without a known word gets.
    if vector.any():
        nearest = max(snapshot.vectors.nearest(vector, 1).values(), default=0.0)
        # Among thousands of almost equal passages the search may lead to another of them; a part of the vectors that
        # cannot be searched at all leads nowhere near.
        there = snapshot.vectors.vectors_of([passage.id]).get(passage.id)
        held = there is not None and np.allclose(there, vector, atol=_SAME)
        if nearest < 1 - _SAME and not (held and nearest > _ALMOST):
            raise StaleIndexError(f"Chroma does not find passage {passage.id} by its own vector")
    found = snapshot.chinese.look_up((passage.text, 1.0))
    if found.texts and not found.scores_at([row])[0] > 0:
        raise StaleIndexError(f"the keyword index does not find passage {passage.id} by its own text")
    if snapshot.keywords_in_chroma:
        _, most = best_by_vectors(found, "keywords", 1, store=snapshot.store, vectors=snapshot.vectors)
        if most < found.best(1)[1] * (1 - _SAME):
            raise StaleIndexError(f"Chroma does not find the best passage for the words of {passage.id}")


def main(arguments: list[str]) -> int:
    """Check the build folder named first, with its vectors on the server named second; "every" looks at all of it."""
    try:
        folder, chroma_url, *how = [*arguments, ""][: max(2, len(arguments))]
        verify(Path(folder), chroma_url=chroma_url, every=how == ["every"])
    except (AssistantError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
