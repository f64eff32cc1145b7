"""What the words of a question may be called in either language in; one score for every passage out.

A word has several translations, of which a passage uses one. Scored one by one, a word with twenty translations would
outweigh a name with a single one, and a translation that is rare only because it is odd would count most of all. So a
set counts as one word (Pirkola 1998): it occurs wherever any of its words does, as often as the one that occurs most,
and is as rare as all of them together. The English rendering of a passage counts like its Chinese, so that a passage
without one is not at a disadvantage.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.index.keywords import Occurrences, rarity_of
from assistant.index.postings import Scores

CHARACTER_WEIGHT = 0.7
"""What single characters count beside whole words: 批评, 批判 and 评论 all hold 批 or 评, and so does 点评. Right
passages among the first five on half of XQuAD, English to Chinese: without 76 %, 0.4 79 %, 0.7 79 %, 1 80 %, 1.5 79 %;
first ones are most at 0.7."""

LEAST_WEIGHT = 0.05
"""Half of the 94 characters of a question stand in one of many translations of one word. Left out, the first and the
first five passages of 600 questions of XQuAD stay as right as they were (59.8 / 74.5 %), with 0.1 there are 0.5 fewer
among the first five; a search among 276,000 passages takes a quarter less."""


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """Chinese words, and an English word or phrase ("" for none), of which any will do; how much the set weighs."""

    chinese: tuple[str, ...]
    english: str = ""
    weight: float = 1.0


class Holding(Protocol):
    """Anything that knows which passages hold a word."""

    def holding(self, word: str) -> Occurrences | None:
        """Return where ``word`` occurs, None when nowhere."""
        ...


def score_words(sets: Sequence[SynonymSet], *, chinese: Holding, english: Holding, count: int) -> Scores:
    """Return what the whole words of ``sets`` score in each of ``count`` passages, on the scale of BM25."""
    scores = np.zeros(count, dtype=np.float32)
    scratch = np.zeros(count, dtype=np.float32)
    for one in sets:
        # Words of a single character are too common to count as any word.
        found = [chinese.holding(word) for word in one.chinese if len(word) > 1]
        if one.english:
            found += [chinese.holding(one.english), english.holding(one.english)]
        _add_as_one_word(scores, [words for words in found if words is not None], one.weight, scratch)
    return scores


def weigh_characters(sets: Sequence[SynonymSet]) -> dict[str, float]:
    """Return what each character of ``sets`` counts, over all of them at once, of those that count at all."""
    characters: defaultdict[str, float] = defaultdict(float)
    for one in sets:
        for character, share in _shares_of_characters(one.chinese).items():
            characters[character] += CHARACTER_WEIGHT * one.weight * share
    return {character: weight for character, weight in characters.items() if weight >= LEAST_WEIGHT}


def _add_as_one_word(scores: Scores, found: Sequence[Occurrences], weight: float, scratch: Scores) -> None:
    """Add what a set scores; only the rows that hold it are touched, and ``scratch`` is all 0 before and after."""
    if not found:
        return
    holding = []
    for words in found:
        known = scratch[words.rows]
        holding.append(words.rows[known == 0.0])  # Each row once: a strength is above 0 wherever a word occurs.
        scratch[words.rows] = np.maximum(known, words.strengths)
    rows = np.concatenate(holding)
    scores[rows] += np.float32(weight * rarity_of(len(rows), len(scores))) * scratch[rows]
    scratch[rows] = 0.0


def _shares_of_characters(words: Sequence[str]) -> dict[str, float]:
    """Return the share of ``words`` that hold each character."""
    shares: defaultdict[str, float] = defaultdict(float)
    for word in words:
        for character in dict.fromkeys(word):
            shares[character] += 1 / len(words)
    return shares
