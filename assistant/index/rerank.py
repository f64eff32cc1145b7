"""The first candidates of a search in; the same passages out, ordered by how well their sentences fit the question.

A passage that repeats two words of a question ten times scores like one whose single sentence says all of it. Here each
word of the question looks for its nearest word in every sentence ("late interaction", Khattab and Zaharia 2020,
with the static vectors of the bundled embedding in place of a transformer), and a few such features are added up with
weights that were fitted on public questions.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.pieces import Ids, Matrix, Pieces
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans

RERANKED = 40
"""Candidates that are looked at word by word; in 99.8 % of public questions the right one is among them."""
FEATURES = ("keywords", "keywords_of_all", "vectors", "words", "words_of_sentence", "words_of_two", "signs")
"""Per candidate, each 0 to 1: keyword score as share of the best, and of the most that the question could score;
cosine; how nearly the words of the question stand in the passage, in its best sentence, and in two neighbouring ones;
share of the question's Latin words and numbers that it holds."""
_FILE = Path(__file__).resolve().parents[1] / "models" / "ranking.json"

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of the features, and the line that turns their sum into a probability."""

    weights: Mapping[str, float]
    slope: float
    offset: float

    def score(self, features: Features) -> list[float]:
        """Return for each row how probable it is that the passage holds the answer."""
        sums = features @ np.array([self.weights[name] for name in FEATURES], dtype=np.float32)
        return [1.0 / (1.0 + exp(-(self.slope * float(one) + self.offset))) for one in sums]


@cache
def load_ranking(file: Path = _FILE) -> Ranking:
    """Read the fitted weights, which lie beside the embedding that they were fitted with."""
    passage = json.loads(file.read_text(encoding="utf-8"))["passage"]
    return Ranking(passage["weights"], passage["slope"], passage["offset"])


@dataclass(frozen=True, slots=True)
class Spelt:
    """A passage as pieces: ``ids`` of all its sentences in a row, sentence i from ``starts[i]``.

    ``signs`` are its Latin words and numbers.
    """

    signs: frozenset[str]
    ids: Ids
    starts: NDArray[np.intp]


def spell(texts: Sequence[str], pieces: Pieces) -> list[Spelt]:
    """Return the passages with these texts as pieces, sentence by sentence; sentences without any are left out."""
    folded = [search_key(text) for text in texts]
    spans = [sentence_spans(text) for text in folded]
    sentences = pieces.ids([text[a:b] for text, own in zip(folded, spans, strict=True) for a, b in own])
    spelt = []
    at = 0
    for text, own in zip(folded, spans, strict=True):
        some = [ids for ids in sentences[at : at + len(own)] if len(ids)]
        at += len(own)
        ids = np.concatenate(some) if some else np.zeros(0, np.int64)
        spelt.append(Spelt(frozenset(_SIGNS.findall(text)), ids, np.cumsum([0, *map(len, some[:-1])], dtype=np.intp)))
    return spelt


@dataclass(frozen=True, slots=True)
class Words:
    """A question as pieces, with the share of its weight that each carries."""

    ids: Ids
    shares: Matrix

    @property
    def empty(self) -> bool:
        """True when no piece of the question tells anything."""
        return not len(self.ids)


def words_of(question: str, pieces: Pieces) -> Words:
    """Return the pieces of a folded question."""
    ids = pieces.ids([question])[0]
    weights = pieces.weights[ids]
    told = weights > 0
    ids, weights = ids[told], weights[told]
    return Words(ids, (weights / max(float(weights.sum()), 1e-12)).astype(np.float32))


def fit_of_words(words: Words, spelt: Sequence[Spelt], pieces: Pieces) -> Features:
    """Return, (passages, 3), how nearly the words stand in each passage, in its best sentence and in its best two."""
    fits = np.zeros((len(spelt), 3), dtype=np.float32)
    filled = [row for row, one in enumerate(spelt) if len(one.ids)]
    if words.empty or not filled:
        return fits
    likeness = pieces.likeness(words.ids, np.concatenate([spelt[row].ids for row in filled]))
    offsets = np.cumsum([0, *(len(spelt[row].ids) for row in filled)])
    bounds = np.concatenate([spelt[row].starts + at for row, at in zip(filled, offsets, strict=False)])
    nearest = np.maximum.reduceat(likeness, bounds, axis=1)  # (words, sentences of all passages)
    at = 0
    for row in filled:
        own = nearest[:, at : at + len(spelt[row].starts)]
        at += own.shape[1]
        alone = words.shares @ own
        two = words.shares @ np.maximum(own[:, :-1], own[:, 1:]) if own.shape[1] > 1 else alone
        fits[row] = float(words.shares @ own.max(axis=1)), float(alone.max()), float(two.max())
    return fits


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the reranker sees it; ``most`` is the keyword score of a passage that is all question."""

    text: str
    words: Words
    most: float


def features_of(asked: Asked, parts: Sequence[Mapping[str, float]], spelt: Sequence[Spelt], pieces: Pieces) -> Features:
    """Return the features of each candidate, (candidates, 7), from its scores so far and its text."""
    keywords = np.array([part.get("keywords", 0.0) for part in parts], dtype=np.float32)
    of_all = np.array([part.get("keywords_raw", 0.0) for part in parts], dtype=np.float32) / max(asked.most, 1e-6)
    cosines = np.array([part.get("vectors", 0.0) for part in parts], dtype=np.float32)
    signs = sorted(set(_SIGNS.findall(asked.text)))
    held = np.array([_share(signs, one.signs) for one in spelt], dtype=np.float32)
    fits = fit_of_words(asked.words, spelt, pieces)
    return np.column_stack([keywords, np.minimum(of_all, 1.0), cosines, fits, held])


_SIGNS = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")


def _share(signs: Sequence[str], held: Collection[str]) -> float:
    return sum(sign in held for sign in signs) / len(signs) if signs else 1.0
