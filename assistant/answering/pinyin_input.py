"""A question typed in pinyin, wholly or in part, to the characters that are meant.

The letters are cut into syllables and these into words so that the whole is as probable as can be; a known name is as
probable as an everyday word.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from assistant.language.sounds import blurred, heads, is_pinyin, readings

_COST_OF_A_NAME, _HOME_ADVANTAGE = 8.0, 2.5
"""Costs (minus log probabilities) of a known name, and by how much a word that the programme uses is cheaper."""
_BLURRED, _ACROSS_A_SPACE, _WITHIN_A_RUN = 3.0, 2.0, 0.3
"""Costs of a blurred syllable, of a word that is typed with a space inside, and of one without a space before it."""
_UNKNOWN_HAN = 12.0
_MOST_READINGS, _LONGEST = 8, 10
_SECOND_READING = 4.0
"""The 其 of an archaic particle is read ji, but who types ji means 几."""
_LATIN = re.compile("[a-zü]+", re.IGNORECASE)
_AMONG_HAN = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Words by their blurred syllables; make one with ``index_spoken``."""

    words: Mapping[tuple[str, ...], tuple[tuple[float, str], ...]]
    beginnings: frozenset[tuple[str, ...]]
    telling: frozenset[str]
    """Known names and words of questions: a text without any of them is no question for us."""


@dataclass(frozen=True, slots=True)
class PinyinInput:
    """Letters at ``start:end`` of a question and the characters that they stand for."""

    start: int
    end: int
    meant: str


def index_spoken(costs: Mapping[str, float], *, names: Collection[str], own: Collection[str]) -> SpokenWords:
    """Index words with their ``costs``, the ``names`` that are known, and which words the programme's ``own`` are."""
    words: defaultdict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
    every = {word: cost - _HOME_ADVANTAGE * (word in own) for word, cost in costs.items() if len(word) <= _LONGEST}
    every |= {name: min(_COST_OF_A_NAME, every.get(name, _COST_OF_A_NAME)) for name in names if len(name) <= _LONGEST}
    for word, cost in every.items():
        if not all(map(_HAN.match, word)):
            continue
        ways = [dict.fromkeys(blurred(said) for said in readings(character)[:2]) for character in word]
        for count, key in enumerate(product(*ways)):
            if count == _MOST_READINGS:
                break
            words[key].append((cost + _SECOND_READING * (count > 0 and len(word) == 1), word))
    return SpokenWords(
        {key: tuple(sorted(found)) for key, found in words.items()},
        frozenset(key[:end] for key in words for end in range(1, len(key) + 1)),
        frozenset(name for name in (*names, *own) if len(name) > 1),
    )


def find_pinyin(
    question: str, words: Callable[[], SpokenWords], *, is_english: Callable[[str], bool]
) -> list[PinyinInput]:
    """Return the stretches of ``question`` that are typed in pinyin with the characters that are meant.

    An English question has none: each of its Latin words would have to be made of syllables, and most be no English.
    """
    runs = [match for match in _LATIN.finditer(question) if len(match.group()) > 1]
    if not runs:
        return []
    mixed = _HAN.search(question) is not None
    foreign = [run for run in runs if not is_english(run.group().lower()) and not run.group().isupper()]
    fit = [run for run in foreign if is_pinyin(run.group().lower())]
    if not fit:
        return []
    if mixed:
        return list(_within_han(question, fit, words()))
    if len(fit) * 2 < len(runs) or not all(is_pinyin(run.group().lower()) for run in runs):
        return []
    decoded = _decode(question.lower(), frozenset(range(len(question))), words())
    telling = words().telling
    if decoded is None or not any(word in telling for _, _, word in decoded):
        return []
    start, end = runs[0].start(), runs[-1].end()
    meant = _AMONG_HAN.sub("", "".join(word for first, _, word in decoded if start <= first < end))
    return [PinyinInput(start, end, meant)]


def _within_han(question: str, runs: list[re.Match[str]], words: SpokenWords) -> Iterator[PinyinInput]:
    """Yield the Latin runs of a Chinese question that known names and words explain, neighbours as one."""
    spans: list[list[int]] = []
    for run in runs:
        if spans and question[spans[-1][1] : run.start()].isspace():
            spans[-1][1] = run.end()
        else:
            spans.append([run.start(), run.end()])
    decoded = _decode(question.lower(), frozenset(place for span in spans for place in range(*span)), words)
    for start, end in spans if decoded else ():
        assert decoded is not None
        own = [step for step in decoded if step[0] < end and start < step[1] and not step[2].isspace()]
        if not all(len(word) > 1 and word in words.telling for _, _, word in own):
            continue
        meant = "".join(word for _, _, word in own)
        before, after = start - own[0][0], own[-1][1] - end
        yield PinyinInput(start, end, meant[max(0, before) : len(meant) - max(0, after)])


_Decoded = list[tuple[int, int, str]]


def _decode(text: str, open_places: frozenset[int], words: SpokenWords) -> _Decoded | None:
    """Cut ``text`` into words, Latin letters at ``open_places`` read as syllables; None when some letters are none."""
    best: dict[int, tuple[float, int, str]] = {0: (0.0, 0, "")}
    for place in range(len(text)):
        if place not in best:
            continue
        sofar = best[place][0]
        for end, cost, word in _steps(text, place, open_places, words):
            if end not in best or (sofar + cost, word) < (best[end][0], best[end][2]):
                best[end] = (sofar + cost, place, word)
    if len(text) not in best:
        return None
    decoded: _Decoded = []
    place = len(text)
    while place:
        _, before, word = best[place]
        decoded.append((before, place, word))
        place = before
    return decoded[::-1]


def _steps(text: str, place: int, open_places: frozenset[int], words: SpokenWords) -> Iterator[tuple[int, float, str]]:
    """Yield (end, cost, word) for each word that may begin at ``place``, and the character there as it stands."""
    character = text[place]
    latin = place in open_places and _LATIN.match(character) is not None
    if not latin:
        yield place + 1, _UNKNOWN_HAN if _HAN.match(character) else 0.0, character
    if not latin and not _HAN.match(character):
        return
    within = _WITHIN_A_RUN if place and latin and text[place - 1].isalpha() else 0.0
    waiting: list[tuple[int, tuple[str, ...], tuple[str, ...], float]] = [(place, (), (), within)]
    while waiting:
        at, key, typed, cost = waiting.pop()
        for price, word in words.words.get(key, ()) if key else ():
            wrong = _mismatch(word, typed)
            if wrong is not None:
                yield at, cost + price + _BLURRED * wrong, word
        if key and at < len(text) and text[at] == " " and at in open_places:
            at, cost = at + 1, cost + _ACROSS_A_SPACE
        if at < len(text):
            for said, length in _said(text, at, open_places):
                for syllable in said:
                    longer = (*key, blurred(syllable))
                    if longer in words.beginnings:
                        waiting.append((at + length, longer, (*typed, text[at : at + length]), cost))


def _said(text: str, at: int, open_places: frozenset[int]) -> list[tuple[tuple[str, ...], int]]:
    """Return the syllables that may be read at a place, each with its length."""
    if _HAN.match(text[at]):
        return [(tuple({blurred(syllable): syllable for syllable in readings(text[at])}.values()), 1)]
    run = _LATIN.match(text, at)
    return [((head,), len(head)) for head in heads(run.group())] if run and at in open_places else []


def _mismatch(word: str, typed: tuple[str, ...]) -> int | None:
    """Return how many syllables of ``word`` were blurred; None when another character stands there."""
    wrong = 0
    for character, said in zip(word, typed, strict=True):
        if _HAN.match(said):
            if said != character:
                return None
        elif not any(said in (reading, reading.replace("v", "u")) for reading in readings(character)):
            wrong += 1
    return wrong
