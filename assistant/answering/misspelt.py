"""An English question to the words that were misspelt, split or run together.

A word that exists is left alone unless another letter makes it part of a known name (technology manger).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.english_letters import letters_wrong, one_letter_off
from assistant.language.fold import search_key
from assistant.language.sounds import is_pinyin
from assistant.language.words import split_words

Frequency = Callable[[str], int]
"""How often a word stands in running English text, 0 for what is no word."""

_HAN = re.compile("[\u4e00-\u9fff]")
_ACRONYM = 2
"""Capitals at the beginning by which CAST and ENR are no misspelt words."""
_PART = re.compile(r"(?<![\w'’])(?![a-z]+n['’]t\b)[a-z]+(?:['’][a-z]+)?(?!\w)", re.IGNORECASE)
_SHORTEST, _LONG = 3, 7
"""Letters of the shortest word that is mended, and from which on two letters may be wrong."""
_SHORTEST_NAME, _HALF = 5, 4
_ASKING = frozenset("what which who whom whose when where why how does".split())
_LONG_NAME = 8
"""A shorter name may be another one: Shanxi is no misspelt Shaanxi."""
_MUCH_MORE_FREQUENT = 20
_NEVER_TYPED = 1_000
"""A word so rare (wat) is a slip where a question word (what) would stand; a rarer one is nobody's everyday word."""


@dataclass(frozen=True, slots=True)
class Misspelt:
    """The words at ``start:end`` of a question, what is meant, and whether that is sure."""

    start: int
    end: int
    meant: str
    sure: bool


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """The words of known names; make one with ``index_words``."""

    words: Mapping[str, tuple[str, ...]]
    """First letter → the words of known names and of questions."""
    known: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    """Neighbours in known names, in the singular."""
    common: frozenset[str]
    """Function words and words that questions ask with."""


def index_words(names: Iterable[str], *, common: Collection[str]) -> EnglishWords:
    """Index the words of English ``names`` and the ``common`` words of questions."""
    words, pairs = set(common), set()
    for name in names:
        parts = re.findall("[a-z]+", search_key(name))
        words |= {form for part in parts if len(part) >= _SHORTEST for form in (part, _plural(part))}
        singular = [word.singular for word in split_words(name)]
        pairs |= set(pairwise(singular))
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_letter[word[0]].append(word)
    return EnglishWords(
        {letter: tuple(found) for letter, found in by_letter.items()},
        frozenset(words),
        frozenset(pairs),
        frozenset(common),
    )


def find_misspelt(question: str, index: EnglishWords, *, frequency: Frequency) -> Iterator[Misspelt]:
    """Yield the misspelt words of ``question`` from left to right."""
    parts = list(_PART.finditer(question))
    chinese = _HAN.search(question) is not None
    skip, before = -1, ""
    for place, match in enumerate(parts):
        word = _bare(match.group())
        if place == skip or match.group()[:_ACRONYM].isupper():
            before = word
            continue
        following = parts[place + 1] if place + 1 < len(parts) else None
        after = _bare(following.group()) if following else ""
        if following and question[match.end() : following.start()] == " ":
            torn = not {word, after} <= index.known and len(word + after) >= _LONG
            if torn and word + after in index.known:
                skip = place + 1
                yield Misspelt(match.start(), following.end(), _as_typed(word + after, match), sure=True)
                continue
        named = chinese or (place > 0 and match.group()[0].isupper())
        found = _mend(word, (before, after), index, frequency, named=named)
        before = found[0] if found else word
        if found:
            yield Misspelt(match.start(), match.start() + len(word), _as_typed(found[0], match), found[1])


def _as_typed(meant: str, match: re.Match[str]) -> str:
    return meant.capitalize() if match.group()[0].isupper() else meant


def _mend(
    word: str, around: tuple[str, str], index: EnglishWords, frequency: Frequency, *, named: bool
) -> tuple[str, bool] | None:
    """Return what a word is meant for and whether that is sure; None when it is right or cannot be told.

    A word that is written as a name (``named``) is only taken for a longer word of a known name.
    """
    if len(word) < (_SHORTEST_NAME if named else _SHORTEST) or word in index.known:
        return None
    if _exists(word, index, frequency):
        return None if named else _meant_all_the_same(word, around, index, frequency)
    near = _nearest(word, index.words.get(word[0], ()), frequency, most=2 if len(word) >= _LONG and not named else 1)
    if named:
        near = [(distance, other) for distance, other in near if other not in index.common]
    everyday = [] if named or is_pinyin(word) else _everyday(word, frequency)
    near.sort(key=lambda item: (item[0], not _completes(item[1], around, index)))
    asking = [at for at in range(3, len(word)) if word[:at] in _ASKING and word[at:] in index.common]
    cuts = asking or [at for at in range(_HALF, len(word) - _HALF + 1) if {word[:at], word[at:]} <= index.known]
    if cuts and (asking or not near):
        return f"{word[: cuts[-1]]} {word[cuts[-1] :]}", True
    if near and (near[0][0] == 1 or not everyday):
        distance, meant = near[0]
        swapped = len(word) == len(meant) and sorted(word) == sorted(meant)
        rivals = [other for far, other in near if far == distance and _stem(other) != _stem(meant)]
        rivals = [] if _completes(meant, around, index) else rivals
        return meant, not (named and len(word) < _LONG_NAME and not swapped) and not (rivals and distance > 1)
    if not everyday:
        return None
    return everyday[0], len(everyday) == 1 or frequency(everyday[0]) >= _MUCH_MORE_FREQUENT * frequency(everyday[1])


def _everyday(word: str, frequency: Frequency) -> list[str]:
    """Return the everyday words that one wrong letter may have made ``word`` of, most frequent first."""
    found = [other for other in one_letter_off(word) if frequency(other) >= _NEVER_TYPED]
    return sorted(found, key=lambda other: (-frequency(other), other))


def _meant_all_the_same(
    word: str, around: tuple[str, str], index: EnglishWords, frequency: Frequency
) -> tuple[str, bool] | None:
    """Return what an existing word is meant for where it makes no sense: technology manger."""
    for _, meant in _nearest(word, index.words.get(word[0], ()), frequency, most=1):
        if _stem(meant) == _stem(word):
            continue
        more_frequent = frequency(meant) >= _MUCH_MORE_FREQUENT * frequency(word)
        if meant not in index.common and more_frequent and _completes(meant, around, index):
            return meant, True
        if not around[0] and meant in _ASKING and frequency(word) < _NEVER_TYPED:
            return meant, True
    return None


def _completes(meant: str, around: tuple[str, str], index: EnglishWords) -> bool:
    """Tell whether a word and one of its neighbours stand side by side in a known name."""
    before, after = (_singular(other) for other in around)
    return bool({(before, _singular(meant)), (_singular(meant), after)} & index.pairs)


def _exists(word: str, index: EnglishWords, frequency: Frequency) -> bool:
    return word in index.known or frequency(word) > 0 or any(frequency(form) > 0 for form in _forms(word))


def _forms(word: str) -> tuple[str, ...]:
    """Return the singular of a word, in American spelling."""
    return tuple(found.singular for found in split_words(word))


def _nearest(word: str, others: Sequence[str], frequency: Frequency, *, most: int) -> list[tuple[int, str]]:
    """Return the words with at most so many wrong letters, nearest and most frequent first."""
    letters = frozenset(word)
    # Each wrong letter accounts for one letter that only one of the two has: few words are left to be compared.
    close = [
        other
        for other in others
        if abs(len(other) - len(word)) <= most
        and len(letters.difference(other)) <= most
        and len(frozenset(other) - letters) <= most
    ]
    found = [(distance, other) for other in close if 0 < (distance := letters_wrong(word, other, most)) <= most]
    # A letter is left out more often than it is typed in vain or exchanged: thre is three, not the.
    return sorted(found, key=lambda item: (item[0], len(item[1]) <= len(word), -frequency(item[1]), item[1]))


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word if word.endswith("s") else word + "s"


def _bare(word: str) -> str:
    return re.split("['’]", word.lower())[0]


def _singular(word: str) -> str:
    return next((found.singular for found in split_words(word)), word)


def _stem(word: str) -> str:
    return next((found.stem for found in split_words(word)), word)
