"""Texts to a keyword index on disk; words of a question to a score for every passage.

Chinese is indexed by single characters and pairs, which found more than dictionary words did and need no dictionary;
Latin words and numbers stay whole. English texts have their own index over word stems.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.language.fold import search_key

Scores = NDArray[np.float32]
Tokens = Callable[[str], list[str]]

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[.,][0-9]+)*")
_WORDS = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_ENGLISH_STOP_WORDS = frozenset(
    "a about an and any are as at be been by can could did do does for from had has have how i if in into is it "
    "its many me much of on or so tell that the their them there these they this to was we were what when where "
    "which who whom whose why will with would you your".split()
)
"""Words of a question that a short English text may hold by chance; in a small corpus they would look rare."""


def chinese_tokens(text: str) -> list[str]:
    """Return single characters, pairs of neighbours, and whole Latin words and numbers.

    >>> chinese_tokens("建10,000家園區 App")
    ['建', '10000', '家', '园', '区', '家园', '园区', 'app']
    """
    tokens: list[str] = []
    for run in _RUNS.findall(search_key(text)):
        if run[0] >= "\u3400":
            tokens += run
            tokens += (run[i : i + 2] for i in range(len(run) - 1))
        else:
            tokens.append(run.replace(",", ""))
    return tokens


def english_tokens(text: str) -> list[str]:
    """Return the stems of the English words, and the numbers, without function words.

    >>> english_tokens("How many associations were founded by 2,022?")
    ['associ', 'found', '2022']
    """
    words = (word.replace(",", "") for word in _WORDS.findall(search_key(text)))
    stems: list[str] = _stemmer().stemWords([word for word in words if word not in _ENGLISH_STOP_WORDS])
    return stems


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def build_keywords(folder: Path, texts: Iterable[str], *, tokens: Tokens) -> None:
    """Write an index of ``texts``, whose row numbers are their positions, into the new folder ``folder``."""
    import bm25s

    vocabulary: dict[str, int] = {}
    # Numbered here because bm25s numbers words in the order of a set, which differs from run to run.
    ids = [[vocabulary.setdefault(token, len(vocabulary)) for token in tokens(text)] for text in texts]
    folder.mkdir()
    if not vocabulary:
        return  # bm25s refuses an empty vocabulary; no file means that nothing matches
    index = bm25s.BM25(method="lucene")
    index.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    index.save(folder, show_progress=False)


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows that hold a token, in order, and how strongly each does: 0 to 1, by count and length."""

    rows: NDArray[np.int32]
    strengths: Scores


def rarity_of(holding: int, count: int) -> float:
    """Return the weight that BM25 gives to a token that ``holding`` of ``count`` passages hold."""
    return log1p((count - holding + 0.5) / (holding + 0.5))


class Keywords:
    """A keyword index of ``count`` passages, mapped from disk."""

    def __init__(self, folder: Path, *, count: int, tokens: Tokens) -> None:
        self._count = count
        self._tokens = tokens
        self._index = _load(folder)
        if self._index is not None and self._index.scores["num_docs"] != count:
            raise StaleIndexError(f"{folder} is about {self._index.scores['num_docs']} passages, not {count}")

    def scores(self, text: str) -> Scores:
        """Return the BM25 score of every passage, by row number; 0 where no word of ``text`` occurs."""
        known = self._index.get_tokens_ids(self._tokens(text)) if self._index is not None else []
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        scores: Scores = self._index.get_scores_from_ids(known)
        return scores

    def rarities(self, tokens: Sequence[str]) -> list[float]:
        """Return the inverse document frequency of each token, as BM25 has it.

        A token that no passage holds counts like one that a single passage holds.
        """
        vocabulary = self._index.vocab_dict if self._index is not None else {}
        starts = self._index.scores["indptr"] if self._index is not None else np.zeros(1)
        ids = (vocabulary.get(token, -1) for token in tokens)
        return [rarity_of(int(starts[i + 1] - starts[i]) if i >= 0 else 1, self._count) for i in ids]

    def most(self, text: str) -> float:
        """Return the score that a passage would come near if it said each word of ``text`` over and over."""
        return sum(self.rarities(tuple(dict.fromkeys(self._tokens(text)))))

    def holding(self, word: str) -> Postings | None:
        """Return the rows that hold ``word``, None when none does.

        A Chinese word is held where all its pairs of characters are, which then nearly always stand together.
        """
        tokens = self._tokens(word)
        postings: Postings | None = None
        for token in [token for token in tokens if len(token) > 1] or tokens:
            own = self._postings(token)
            if own is None:
                return None
            postings = own if postings is None else _both(postings, own)
        return postings

    def _postings(self, token: str) -> Postings | None:
        number = self._index.vocab_dict.get(token) if self._index is not None else None
        if number is None:
            return None
        columns = self._index.scores
        rows = slice(int(columns["indptr"][number]), int(columns["indptr"][number + 1]))
        # What is stored is the strength times the rarity.
        strengths = columns["data"][rows] / np.float32(rarity_of(rows.stop - rows.start, self._count))
        return Postings(columns["indices"][rows], strengths)


def _both(one: Postings, other: Postings) -> Postings:
    """Return the rows of both; each is looked for by halves, since the rows are in order."""
    few, many = sorted((one, other), key=lambda postings: len(postings.rows))
    places = np.minimum(np.searchsorted(many.rows, few.rows), len(many.rows) - 1)
    held = many.rows[places] == few.rows
    return Postings(few.rows[held], np.minimum(few.strengths[held], many.strengths[places[held]]))


def _load(folder: Path) -> Any:
    if folder.is_dir() and not any(folder.iterdir()):
        return None
    import bm25s

    try:
        return bm25s.BM25.load(folder, mmap=True, show_progress=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StaleIndexError(f"the keyword index in {folder} cannot be read ({error})") from error


def best(scores: Scores, limit: int) -> list[int]:
    """Return the row numbers of the highest scores, best first, never one that is 0 or less.

    >>> best(np.array([0.0, 2.0, 1.0], dtype=np.float32), 5)
    [1, 2]
    """
    positive = np.flatnonzero(scores > 0)
    if len(positive) > limit:
        positive = positive[np.argpartition(-scores[positive], limit - 1)[:limit]]
    return [int(row) for row in positive[np.lexsort((positive, -scores[positive]))]]
