"""Texts to a keyword index on disk; words of a question to the passages that score best.

Chinese is indexed by single characters and pairs, which found more than dictionary words did and need no dictionary;
Latin words and numbers stay whole. English texts have their own index over word stems.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.index.postings import Mask, Postings, Scores, Weighted, write_postings
from assistant.language.fold import search_key

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
    # Arrays, because lists of them would take 300 MB more for 300,000 passages.
    ids = [array("i", [vocabulary.setdefault(token, len(vocabulary)) for token in tokens(text)]) for text in texts]
    folder.mkdir()
    if not vocabulary:
        return  # bm25s refuses an empty vocabulary; no file means that nothing matches
    index = bm25s.BM25(method="lucene")
    index.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    made = index.scores
    # Its own files hold the words as one JSON object, which takes seconds and a gigabyte to read at 300,000 passages.
    write_postings(folder, vocabulary, made["indices"], made["data"], made["indptr"], len(ids))


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The rows that hold a word, in order, and how strongly each does: 0 to 1, by count and length."""

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
        self._postings = _load(folder)
        if self._postings is not None and self._postings.count != count:
            raise StaleIndexError(f"{folder} is about {self._postings.count} passages, not {count}")

    def look_up(self, *texts: tuple[str, float]) -> "Found":
        """Return what the words of ``texts``, each with what its scores count, score in this index."""
        if self._postings is None:
            return Found(None, ())
        weighted = [Weighted(self._postings.ids_of(self._tokens(text)), weight) for text, weight in texts]
        return Found(self._postings, [one for one in weighted if one.ids])

    def by_row(self, first: int, last: int) -> Iterator[tuple[NDArray[np.int32], Scores]]:
        """Yield for each row from ``first`` to before ``last`` the ids of its words, in order, and their scores."""
        if self._postings is None:
            return repeat((np.zeros(0, np.int32), np.zeros(0, np.float32)), last - first)
        return self._postings.by_row(first, last)

    def rarities(self, tokens: Sequence[str]) -> list[float]:
        """Return the inverse document frequency of each token, as BM25 has it.

        A token that no passage holds counts like one that a single passage holds.
        """
        if self._postings is None:
            return [rarity_of(1, self._count)] * len(tokens)
        found = (self._postings.ids_of([token]) for token in tokens)
        return [rarity_of(self._postings.holding(ids[0]) if ids else 1, self._count) for ids in found]

    def most(self, text: str) -> float:
        """Return the score that a passage would come near if it said each word of ``text`` over and over."""
        return sum(self.rarities(tuple(dict.fromkeys(self._tokens(text)))))

    def holding(self, word: str) -> Occurrences | None:
        """Return the rows that hold ``word``, None when none does.

        A Chinese word is held where all its pairs of characters are, which then nearly always stand together.
        """
        tokens = self._tokens(word)
        occurrences: Occurrences | None = None
        for token in [token for token in tokens if len(token) > 1] or tokens:
            own = self._occurrences(token)
            if own is None:
                return None
            occurrences = own if occurrences is None else _both(occurrences, own)
        return occurrences

    def _occurrences(self, token: str) -> Occurrences | None:
        ids = self._postings.ids_of([token]) if self._postings is not None else []
        if self._postings is None or not ids:
            return None
        rows, scores = self._postings.list_of(ids[0])
        # What is stored is the strength times the rarity.
        return Occurrences(rows, scores / np.float32(rarity_of(len(rows), self._count)))


def _both(one: Occurrences, other: Occurrences) -> Occurrences:
    """Return the rows of both; each is looked for by halves, since the rows are in order."""
    few, many = sorted((one, other), key=lambda occurrences: len(occurrences.rows))
    places = np.minimum(np.searchsorted(many.rows, few.rows), len(many.rows) - 1)
    held = many.rows[places] == few.rows
    return Occurrences(few.rows[held], np.minimum(few.strengths[held], many.strengths[places[held]]))


@dataclass(frozen=True, slots=True)
class Found:
    """The BM25 scores of the words of a question, worked out for as many rows as are asked for.

    ``base`` is what every passage scores besides, where that is known.
    """

    postings: Postings | None
    texts: Sequence[Weighted]
    base: Scores | None = None

    def best(self, limit: int, allowed: Mask | None = None) -> tuple[list[int], float]:
        """Return the rows of the highest scores, best first, never one of 0, and the highest score of all."""
        if self.postings is None or not self.texts:
            return _best_of(self.base, limit, allowed) if self.base is not None else ([], 0.0)
        rows, scores = self.postings.best(self.texts, limit, allowed, base=self.base)
        return [int(row) for row in rows], float(scores.max(initial=0.0))

    def scores_at(self, rows: Sequence[int]) -> Scores:
        """Return the score of each of the ascending ``rows``; 0 where no word occurs."""
        places = np.asarray(rows, dtype=np.intp)
        scores = self.base[places] if self.base is not None else np.zeros(len(rows), dtype=np.float32)
        if self.postings is None or not self.texts:
            return scores
        return scores + self.postings.scores_at(places, self.texts)

    def everywhere(self, count: int) -> Scores:
        """Return the score of every one of ``count`` passages."""
        scores = np.zeros(count, dtype=np.float32)
        for text in self.texts if self.postings is not None else ():
            for id_ in text.ids:
                rows, own = self.postings.list_of(id_)  # type: ignore[union-attr]
                scores[rows] += np.float32(text.weight) * own
        return scores


def _best_of(scores: Scores, limit: int, allowed: Mask | None) -> tuple[list[int], float]:
    rows = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
    if len(rows) > limit:
        rows = rows[np.argpartition(-scores[rows], limit - 1)[:limit]]
    rows = rows[np.lexsort((rows, -scores[rows]))]
    return [int(row) for row in rows], float(scores[rows].max(initial=0.0))


def _load(folder: Path) -> Postings | None:
    if folder.is_dir() and not any(folder.iterdir()):
        return None
    try:
        return Postings(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StaleIndexError(f"the keyword index in {folder} cannot be read ({error})") from error
