"""Texts to pieces of a static embedding, each with its direction and its weight: what is compared word by word.

A static embedding is one vector for each piece. Their directions say what pieces mean, their lengths how much each
tells: question words and particles have learnt to be short.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A vocabulary of pieces: ``directions`` has one unit vector a piece, ``weights`` its length before."""

    ids: Callable[[Sequence[str]], list[Ids]] = field(repr=False)
    """Folded texts to the ids of their pieces, in order."""
    directions: Matrix = field(repr=False)
    weights: Matrix = field(repr=False)

    def likeness(self, question: Ids, text: Ids) -> Matrix:
        """Return how near each piece of ``text`` is to each of ``question``: (question, text), 0 to 1.

        Each different piece is compared once: a long text repeats most of its pieces.
        """
        different, back = np.unique(text, return_inverse=True)
        cosines: Matrix = self.directions[question] @ self.directions[different].T
        return np.clip(cosines, 0.0, 1.0)[:, back]


def make_pieces(tokenizer: "Tokenizer", vectors: Matrix) -> Pieces:
    """Return the pieces of a static embedding; ``vectors`` is (pieces, dimension)."""
    lengths = np.linalg.norm(vectors, axis=1)

    def ids(texts: Sequence[str]) -> list[Ids]:
        encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(one.ids, dtype=np.int64) for one in encoded]

    return Pieces(ids, vectors / np.maximum(lengths, 1e-12)[:, None], lengths.astype(np.float32))
