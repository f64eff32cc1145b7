"""A question to what was meant by it: slips in names and words, numbers of the programme, pinyin; sure or offered."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.answering.misspelt import EnglishWords, find_misspelt
from assistant.answering.name_index import NameIndex
from assistant.answering.pinyin_input import SpokenWords, find_pinyin
from assistant.answering.slips import Segments, find_slips
from assistant.language.english_letters import english_frequency
from assistant.language.fold import script_of, search_key, to_traditional

_MOST_SLIPS = 4
"""Slips in one question; a text with more is no question that somebody mistyped."""
_NUMBER = re.compile(r"(?<![\d.,])\d{4,6}(?![\d.,%年]|\s?(?:名|家|个|项|人|元|万|亿))")
_SPACED_NUMBER = re.compile(r"(?<![\d.,-])\d{1,4}(?:[ -]\d{1,4}){1,4}(?![\d.,-]|\s?[年月日])")
_SPACED_HAN = re.compile("(?:[\u4e00-\u9fff] +){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed, and what it is taken for."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is answered, with the corrections made, and another question that may have been meant."""

    text: str
    corrections: tuple[Correction, ...] = ()
    other: str = ""
    pinyin: bool = False
    """True when the question was typed in pinyin."""


@dataclass(frozen=True)
class Speller:
    """What slips are recognised by; ``spoken`` is made when the first question in pinyin comes."""

    names: NameIndex
    english: EnglishWords
    numbers: Sequence[str]
    segments: Segments
    own_words: Callable[[], Collection[str]]
    make_spoken: Callable[[], SpokenWords] = field(repr=False)

    @cached_property
    def spoken(self) -> SpokenWords:
        """The words that pinyin may stand for."""
        return self.make_spoken()

    def read(self, question: str, *, attested: Callable[[str], bool] = lambda _: False) -> Reading:
        """Return what ``question`` was meant to be; words that the sources use (``attested``) stay as they are."""
        reading = self._read_pinyin(_rejoin(question, self.numbers))
        reading = self._read_numbers(reading)
        reading = self._read_chinese(reading, attested)
        reading = self._read_english(reading, attested)
        return replace(reading, other="") if reading.corrections else reading

    def _read_pinyin(self, question: str) -> Reading:
        found = find_pinyin(question, lambda: self.spoken, is_english=self._is_english)
        corrections = []
        for run in reversed(found):
            corrections.append(Correction(question[run.start : run.end], run.meant))
            question = question[: run.start] + run.meant + question[run.end :]
        return Reading(question, tuple(reversed(corrections)), pinyin=bool(found))

    def _is_english(self, word: str) -> bool:
        return word in self.english.known or english_frequency(word) > 0

    def _read_numbers(self, reading: Reading) -> Reading:
        text, corrections = reading.text, list(reading.corrections)
        for match in _NUMBER.finditer(search_key(text)):
            for number in self.numbers:
                if number not in search_key(text) and _near(match.group(), number):
                    corrections.append(Correction(text[match.start() : match.end()], number))
                    text = text[: match.start()] + number + text[match.end() :]
                    break
        return Reading(text, tuple(corrections), pinyin=reading.pinyin)

    def _read_chinese(self, reading: Reading, attested: Callable[[str], bool]) -> Reading:
        text, corrections, other = reading.text, list(reading.corrections), ""
        for _ in range(_MOST_SLIPS):
            folded = search_key(text)
            slips = find_slips(folded, self.names, segments=self.segments, words=self.own_words)
            for slip in slips:
                typed = text[slip.start : slip.end]
                meant = to_traditional(slip.meant) if script_of(text) == "zh-Hant" else slip.meant
                if attested(_changed(folded[slip.start : slip.end], slip.meant, folded[slip.end : slip.end + 1])):
                    continue
                mended = text[: slip.start] + meant + text[slip.end :]
                if slip.sure:
                    corrections.append(Correction(typed, meant))
                    text = mended
                    break
                other = other or mended
            else:
                break
        return Reading(text, tuple(corrections), other, reading.pinyin)

    def _read_english(self, reading: Reading, attested: Callable[[str], bool]) -> Reading:
        text, other = reading.text, reading.other
        corrections: list[Correction] = []
        found = list(find_misspelt(text, self.english, frequency=english_frequency))
        for slip in reversed(found):
            typed = text[slip.start : slip.end]
            if attested(search_key(typed)):
                continue
            mended = text[: slip.start] + slip.meant + text[slip.end :]
            if slip.sure:
                corrections.append(Correction(typed, slip.meant))
                text = mended
            else:
                other = mended
        return Reading(text, (*reading.corrections, *reversed(corrections)), other, reading.pinyin)


def _rejoin(question: str, numbers: Sequence[str]) -> str:
    """Close up characters that were typed apart, and the number of the programme in other writings: 1-2-6-2-1.

    >>> _rejoin("1 2 6 2 1 园 区 科 协", ["12621"]), _rejoin("一二六二一工程", ["12621"])
    ('12621 园区科协', '12621工程')
    """
    for number in numbers:
        if number not in search_key(question):
            for match in _SPACED_NUMBER.finditer(search_key(question)):
                if re.sub("[ -]", "", match.group()) == number:
                    question = question[: match.start()] + number + question[match.end() :]
                    break
            question = question.replace(number.translate(_NUMERALS), number)
    return _SPACED_HAN.sub(lambda match: match.group().replace(" ", ""), question)


def _near(typed: str, number: str) -> bool:
    """Tell whether two numbers differ by one digit more, less, other or moved."""
    if typed == number or typed[:1] != number[:1]:
        return False
    if len(typed) == len(number):
        wrong = [i for i, (a, b) in enumerate(zip(typed, number, strict=True)) if a != b]
        return len(wrong) == 1 or sorted(typed) == sorted(number)
    shorter, longer = sorted((typed, number), key=len)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _changed(typed: str, meant: str, after: str) -> str:
    """Return the characters of ``typed`` that are others than in ``meant``, with their neighbours.

    >>> _changed("园区科鞋", "园区科协", "成"), _changed("园科协", "园区科协", "有")
    ('科鞋成', '园科协')
    """
    if len(typed) != len(meant):
        return typed
    wrong = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    return (typed + after)[max(0, wrong[0] - 1) : wrong[-1] + 2]


def stands_in(typed: str, text: str) -> bool:
    """Tell whether a folded text has the very words that were typed, Latin ones as whole words.

    >>> stands_in("thre", "the three functions"), stands_in("科鞋", "园区科鞋")
    (False, True)
    """
    if not typed.isascii():
        return typed in text
    return re.search(rf"(?<![a-z]){re.escape(typed)}(?![a-z])", text) is not None
