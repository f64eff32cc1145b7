"""Text to the form that search and comparison use: simplified script, half width, lower case, same length.

Every character maps to exactly one character, so an offset found in folded text is valid in the original.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, Protocol

Script = Literal["zh-Hans", "zh-Hant"]

FOLD_VERSION = 2
"""Raise it when folding changes: an index built with another version is stale."""

_LEFT_BY_OPENCC = str.maketrans("陜囬廻衞靑戸緖戱戯粧搆倶痺", "陕回回卫青户绪戏戏妆构俱痹")
"""Variants that OpenCC leaves alone; 陜 (U+965C) is a machine's wrong traditional form of 陕.

Words of another region stay as they are: the conversion that replaces them (tw2sp) turns mainland 程序 into 进程 and
文件夹 into 文档夹. What a reader from there calls a thing is a synonym, hence the glossary's.
"""

LOST = "\ufffd"
"""Stands where a character was lost on the way to us and cannot be told."""

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]+")
_HALVES = re.compile("[\ud800-\udfff]")
_QUOTES_AND_DASHES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "－": "-"})


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(config: str) -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC(config)
    return converter


def whole_characters(text: str) -> str:
    r"""Return ``text`` with U+FFFD for each lone half of a character: JSON can bring them, nothing can write them.

    >>> whole_characters("园\ud840区") == "园\ufffd区"
    True
    """
    return _HALVES.sub("\ufffd", text)


def _same_length(text: str, config: str) -> str:
    text = whole_characters(text)
    converted = _converter(config).convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase rule changed the length: single characters never do.
    return "".join(_converter(config).convert(character)[:1] or character for character in text)


def to_simplified(text: str) -> str:
    """Return ``text`` in simplified characters, as long as before.

    >>> to_simplified("陜西省科協的園區")
    '陕西省科协的园区'
    """
    return _same_length(text, "t2s").translate(_LEFT_BY_OPENCC) if _has_han(text) else text


def to_traditional(text: str) -> str:
    """Return ``text`` in traditional characters, for readers who asked in them."""
    # s2tw writes 為 and 裡 as readers do; both leave one name wrong: 咸 in a place is no 鹹.
    return _same_length(text, "s2tw").replace("西鹹", "西咸").replace("鹹陽", "咸陽") if _has_han(text) else text


def _has_han(text: str) -> bool:
    return _HAN.search(text) is not None


@lru_cache(maxsize=65_536)
def _fold_character(character: str) -> str:
    for form in (unicodedata.normalize("NFKC", character), character):
        lowered = form.lower()
        if len(lowered) == 1:
            return lowered
    return character


@lru_cache(maxsize=8_192)
def search_key(text: str) -> str:
    """Return the search form of ``text``: simplified, half width, lower case, plain quotes, same length.

    >>> search_key("園區科協６家")
    '园区科协6家'
    """
    folded = text.lower() if text.isascii() else "".join(map(_fold_character, to_simplified(text)))
    return folded.translate(_QUOTES_AND_DASHES)


def script_of(text: str) -> Script:
    """Return which script a Chinese text is written in; text that is the same in both counts as simplified.

    >>> script_of("園區科協成立了幾家")
    'zh-Hant'
    """
    simplified = to_simplified(text)
    changed = sum(a != b for a, b in zip(text, simplified, strict=True))
    other = sum(a != b for a, b in zip(text, to_traditional(text), strict=True))
    return "zh-Hant" if changed > other else "zh-Hans"


def first_script(texts: Iterable[str]) -> Script:
    """Return the script of the first text that has a character of one script alone; simplified when none has.

    >>> first_script(["台北101有多高？", "園區科協成立了嗎？"])
    'zh-Hant'
    """
    for text in texts:
        simplified, traditional = (
            sum(only_script(character) == script for character in text) for script in ("zh-Hans", "zh-Hant")
        )
        if simplified != traditional:
            return "zh-Hant" if traditional > simplified else "zh-Hans"
    return "zh-Hans"


@lru_cache(maxsize=16_384)
def only_script(character: str) -> Script | None:
    """Return the script that alone has a character, None for one that both have.

    >>> [only_script(character) for character in "区區里"]
    ['zh-Hans', 'zh-Hant', None]
    """
    scripts: tuple[tuple[Script, str, str], ...] = (
        ("zh-Hant", to_simplified(character), "gb2312"),
        ("zh-Hans", to_traditional(character), "big5"),
    )
    for script, converted, other_standard in scripts:
        # 后, 里 and 干 are converted within some words only: the standard of the other script has them too.
        if converted != character and not _can_be_written(character, other_standard):
            return script
    return None


def _can_be_written(character: str, standard: str) -> bool:
    try:
        character.encode(standard)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4_096)
def han_share(text: str) -> float:
    """Return the share of Han characters among the letters of ``text``, 0 for text without letters."""
    han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    # An English word carries about as much as two Han characters.
    return han / (han + 2 * words) if han + words else 0.0
