"""Chinese and English number words to values, and back."""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000}
LARGE_SCALES = {"万": 10_000, "亿": 100_000_000}
_PAIR = 2
"""零五 is five; 二〇二三 is read digit by digit."""
CHINESE_NUMERAL = "零〇一二两三四五六七八九十百千万亿"

_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH_SMALL = {word: i for i, word in enumerate(_ENGLISH_UNITS)} | {
    word: 20 + 10 * i for i, word in enumerate(_ENGLISH_TENS)
}
ENGLISH_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
ENGLISH_WORD = "|".join(sorted((*_ENGLISH_SMALL, *ENGLISH_SCALES), key=len, reverse=True))


def parse_chinese(numeral: str) -> Decimal | None:
    """Return the value of a Chinese numeral, None when it is not well formed.

    >>> parse_chinese("一万二千")
    Decimal('12000')
    """
    if not numeral or not set(numeral) <= set(CHINESE_NUMERAL):
        return None
    for scale in reversed(LARGE_SCALES):  # 亿 before 万: 一亿二千万 is one 亿 and two thousand 万.
        high, found, low = numeral.rpartition(scale)
        if found:
            upper, lower = parse_chinese(high) if high else Decimal(1), parse_chinese(low) if low else Decimal(0)
            return None if upper is None or lower is None else upper * LARGE_SCALES[scale] + lower
    if len(numeral) > 1 and set(numeral) <= set(_DIGITS):
        return (
            _digit_by_digit(numeral) if numeral.strip("零〇") == numeral or len(numeral) > _PAIR else _section(numeral)
        )
    return _section(numeral)


def _section(numeral: str) -> Decimal:
    """Read a numeral below 万."""
    total = 0
    digit: int | None = None
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _SCALES[character]  # 零十 is read as 一十
            digit = None
    return Decimal(total + (digit or 0))


def _digit_by_digit(numeral: str) -> Decimal:
    """Read 二〇二三 as 2023."""
    return Decimal("".join(str(_DIGITS[character]) for character in numeral))


ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def format_chinese(value: int) -> str:
    """Return ``value`` (0 to 99,999,999) as a Chinese numeral.

    >>> format_chinese(12_000)
    '一万二千'
    """
    if value >= LARGE_SCALES["万"]:
        high, low = divmod(value, LARGE_SCALES["万"])
        gap = "零" if 0 < low < 1_000 else ""
        return format_chinese(high) + "万" + (gap + format_chinese(low) if low else "")
    if value == 0:
        return "零"
    text = ""
    skipped = False
    for name, size in (("千", 1_000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if skipped and text else "") + "零一二三四五六七八九"[digit] + name
            skipped = False
        else:
            skipped = True
    return text.removeprefix("一") if text.startswith("一十") else text


def parse_english(words: str) -> Decimal | None:
    """Return the value of English number words, None when they are not a number.

    >>> parse_english("twenty-three thousand")
    Decimal('23000')
    """
    total = section = 0
    seen = False
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in _ENGLISH_SMALL:
            section += _ENGLISH_SMALL[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in ENGLISH_SCALES:
            total += (section or 1) * ENGLISH_SCALES[word]
            section = 0
        elif word != "and" or not seen:
            return None
        seen = True
    return Decimal(total + section) if seen else None
