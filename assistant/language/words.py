"""English and Chinese text to words and characters that compare alike, each with its place in the original.

Case, width, accents, kinds of quotes and dashes are folded away; English words also lose plural, verb ending and
British spelling. The glossary folds its names and the texts that it searches in the same way.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_NO_WORD = re.compile(r"[\u3001-\u301f\u4e00-\u9fff，。；：！？（）“”‘’\s]*")
"""Characters that fold to no letter and no digit."""
_JOINT = re.compile(r"[\s\-'\",&/]*")
"""What may stand between two words of one name: “three new, three small”, R&D, science-park; never a full stop."""
_ALIKE = str.maketrans("‘’ʼ´′“”″‐‑‒–—―−", "'''''\"\"\"-------")
_AMERICAN = (
    (re.compile(r"is(?=(?:e[drs]?|ers|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=gram)me(?=s?$)"), ""),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"our(?=(?:s|ed|ing|able)?$)"), "or"),
)
"""British endings to American ones; names and texts pass through alike, so a needless change does no harm."""


class Word(NamedTuple):
    """A word at ``text[start:end]``, as stem and as singular; ``joined``: it may continue the word before."""

    start: int
    end: int
    joined: bool
    stem: str
    singular: str


def split_words(text: str) -> list[Word]:
    """Return the Latin words and the numbers of ``text``; characters of other scripts only separate them."""
    return list(_split(text))


# A claim and its evidence are split for each question that is asked of them.
@lru_cache(maxsize=4_096)
def _split(text: str) -> tuple[Word, ...]:
    if _NO_WORD.fullmatch(text):
        return ()
    folded, origins = fold_with_origins(text)
    words: list[Word] = []
    gap = 0
    # A run of letters and digits is cut in two only where one character folds to several.
    whole = isinstance(origins, range)
    for match in _WORD.finditer(folded):
        start, end = match.span()
        joined = folded[gap:start] == " " or _JOINT.fullmatch(folded, gap, start) is not None
        # The gap stays open over a word that is left out, so that no name reaches across it.
        if whole or stands_alone(folded, origins, start, end):
            gap = end
            words.append(Word(origins[start], origins[end - 1] + 1, joined, *_forms(match[0])))
    return tuple(words)


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, str]:
    """Return the stem and the singular of a folded word: associations → associ, association."""
    word = word.removesuffix("'s").replace("'", "")
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    singular = word[:-3] + "y" if word.endswith("ies") else re.sub(r"(?<=[a-z][^suw])s$", "", word)
    # A Stemmer must not be shared between threads, and making one takes two microseconds.
    return Stemmer.Stemmer("english").stemWord(singular), singular


def folded_text(text: str) -> str:
    """Return ``text`` without case, width, accents and fancy quotes.

    >>> folded_text("Lǐ Yùqí’s １２６２１")
    "li yuqi's 12621"
    """
    return fold_with_origins(text)[0]


@lru_cache(maxsize=4_096)
def fold_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded ``text`` and, for each of its characters, the offset of the one that it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = list(map(_fold_character, text))
    folded = "".join(pieces)
    if len(folded) == len(text) and all(pieces):
        return folded, range(len(text))
    return folded, tuple(origin for origin, piece in enumerate(pieces) for _ in piece)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character.translate(_ALIKE))
    return "".join(piece for piece in plain if not unicodedata.combining(piece)).casefold()


def stands_alone(folded: str, origins: Sequence[int], start: int, end: int) -> bool:
    """Tell whether no number, Latin word or character that folds to several is cut in two at either end."""
    for edge in (start, end):
        if 0 < edge < len(folded):
            left, right = folded[edge - 1], folded[edge]
            if origins[edge - 1] == origins[edge] or ((left + right).isascii() and left.isalnum() and right.isalnum()):
                return False
    return True
