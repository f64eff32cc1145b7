"""Texts to pieces of a static embedding, each with its direction and its weight: what is compared word by word.

A static embedding is one vector for each piece. Their directions say what pieces mean, their lengths how much each
tells: question words and particles have learnt to be short.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]

_KEPT = 16_384
"""Texts whose pieces are kept, 1 KB each: a sentence that was found is cut for the ranking of its passage, to be
compared with the others of the passage, and for its vector; and the same ones are found again and again."""


class Cutter:
    """Cuts folded texts into the ids of their pieces, from any thread."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Ids] = {}
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> list[Ids]:
        """Return the ids of each text, in order; [] for one without any known piece."""
        found = {text: ids for text in texts if (ids := self._known.get(text)) is not None}
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        encoded = self._tokenizer.encode_batch_fast(fresh, add_special_tokens=False) if fresh else []
        cut = {text: np.array(one.ids, dtype=np.int64) for text, one in zip(fresh, encoded, strict=True)}
        with self._lock:
            self._known.update(cut)
            while len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]
        found |= cut
        return [found[text] for text in texts]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A vocabulary of pieces: ``directions`` has one unit vector a piece, ``weights`` its length before."""

    ids: Callable[[Sequence[str]], list[Ids]] = field(repr=False)
    """Folded texts to the ids of their pieces, in order."""
    directions: Matrix = field(repr=False)
    weights: Matrix = field(repr=False)
    identity: str = ""
    """Changes with the vectors: pieces of another vocabulary have other ids."""

    def likeness(self, question: Ids, text: Ids) -> Matrix:
        """Return how near each piece of ``text`` is to each of ``question``: (question, text), 0 to 1.

        Each different piece is compared once: a long text repeats most of its pieces.
        """
        different, back = np.unique(text, return_inverse=True)
        cosines: Matrix = self.directions[question] @ self.directions[different].T
        return np.clip(cosines, 0.0, 1.0)[:, back]


def make_pieces(cut: Callable[[Sequence[str]], list[Ids]], vectors: Matrix) -> Pieces:
    """Return the pieces of a static embedding; ``vectors`` is (pieces, dimension)."""
    lengths = np.linalg.norm(vectors, axis=1)
    weights = lengths.astype(np.float32)
    identity = sha256(weights.tobytes()).hexdigest()[:16]
    return Pieces(cut, vectors / np.maximum(lengths, 1e-12)[:, None], weights, identity)
