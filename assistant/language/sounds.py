"""Han characters to syllables without tones, Latin letters to syllables, and which of them are confused.

The readings are those of pypinyin; this module alone knows it, and nothing of it is loaded before the first question.
"""

import os
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache

_MOST_READINGS = 3
"""Rarer readings of a character make strangers sound alike: 女 is also rǔ."""
_SYLLABLE_CHARS = 6
"""Letters of zhuang and chuang, the longest syllables."""
_VOWELS = frozenset("aeiouv")
_RETROFLEX = re.compile(r"^([zcs])h")
_NASAL = re.compile(r"(?<=[aei])ng$")


@lru_cache(maxsize=65_536)
def readings(character: str) -> tuple[str, ...]:
    """Return the syllables of a Han character, commonest first, none for anything else.

    >>> readings("协"), readings("会"), readings("女"), readings("x")
    (('xie',), ('hui', 'kuai'), ('nv', 'ru'), ())
    """
    written = _dictionary().get(ord(character), "") if len(character) == 1 else ""
    syllables = dict.fromkeys(_without_tone(reading) for reading in written.split(",") if reading)
    return tuple(syllable for syllable in syllables if _VOWELS & set(syllable))[:_MOST_READINGS]


@lru_cache(maxsize=4_096)
def blurred(syllable: str) -> str:
    """Return a syllable as somebody writes it who does not tell zh from z, n from l, or ang from an.

    >>> blurred("zhuang"), blurred("sheng"), blurred("ling"), blurred("nin"), blurred("zhong")
    ('zuan', 'sen', 'lin', 'lin', 'zong')
    """
    syllable = _NASAL.sub("n", _RETROFLEX.sub(r"\1", syllable)).replace("v", "u")
    return "l" + syllable[1:] if syllable[:1] == "n" else syllable


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two characters share a syllable, tones aside."""
    return bool(set(readings(one)) & set(readings(other)))


def blur_alike(one: str, other: str) -> bool:
    """Tell whether two characters share a syllable in the mouth of somebody who blurs syllables."""
    return bool({blurred(syllable) for syllable in readings(one)} & {blurred(s) for s in readings(other)})


@cache
def homophones(character: str) -> str:
    """Return the common characters that are mostly read as ``character`` mostly is, itself left out."""
    first = readings(character)[:1]
    return "".join(other for syllable in first for other in _by_syllable().get(syllable, "") if other != character)


def spoken_runs(text: str, *, most: int, beginnings: Container[str]) -> Iterator[tuple[int, str]]:
    """Yield (end, blurred letters) for each way to read the first characters of ``text`` aloud, up to ``most``.

    A reading is given up where its letters are none of ``beginnings``.
    """
    waiting = [(0, "")]
    while waiting:
        end, letters = waiting.pop()
        if end:
            yield end, letters
        if end < min(most, len(text)):
            said = {letters + blurred(syllable) for syllable in readings(text[end])}
            waiting += [(end + 1, longer) for longer in sorted(said) if longer in beginnings]


@cache
def syllables() -> frozenset[str]:
    """Return the syllables of the common characters; ü as v and, as many type it, as u."""
    plain = {syllable for syllable in _by_syllable() if re.fullmatch("[a-z]+", syllable)}
    return frozenset(plain | {syllable.replace("v", "u") for syllable in plain})


def heads(letters: str) -> tuple[str, ...]:
    """Return the syllables that ``letters`` begin with, longest first.

    >>> heads("xiansheng"), heads("team"), heads("gpt")
    (('xian', 'xia', 'xi'), ('te',), ())
    """
    lengths = range(min(_SYLLABLE_CHARS, len(letters)), 0, -1)
    return tuple(letters[:length] for length in lengths if letters[:length] in syllables())


@lru_cache(maxsize=4_096)
def is_pinyin(letters: str) -> bool:
    """Tell whether ``letters`` are nothing but syllables.

    >>> is_pinyin("kexie"), is_pinyin("team"), is_pinyin("guide")
    (True, False, True)
    """
    reached = {0}
    for at in range(len(letters)):
        if at in reached:
            reached |= {at + len(head) for head in heads(letters[at : at + _SYLLABLE_CHARS])}
    return bool(letters) and len(letters) in reached


def _without_tone(reading: str) -> str:
    """Return a reading in plain letters, ü as v."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def _by_syllable() -> Mapping[str, str]:
    """Return, for each syllable, the common characters that are mostly read so."""
    found: dict[str, str] = {}
    for character in _common_characters():
        for syllable in readings(character)[:1]:
            found[syllable] = found.get(syllable, "") + character
    return found


def _common_characters() -> str:
    """Return the characters of the national standard GB 2312, by the rows of its table."""
    table = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return b"".join(table).decode("gb2312", errors="ignore")


@cache
def _dictionary() -> Mapping[int, str]:
    # Without its phrases pypinyin is imported in 0.05 s instead of 0.35 s; single characters suffice here.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.pinyin_dict import pinyin_dict

    known: Mapping[int, str] = pinyin_dict
    return known
