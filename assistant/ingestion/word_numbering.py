"""The lists of a Word file in, the mark before each item out: Word stores "一、" as a counter, not as text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.ingestion.word_text import W, value_of
from assistant.language.numerals import format_chinese

if TYPE_CHECKING:
    from docx.document import Document

_BULLET = "• "
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVEL_IN_TEXT = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How the items of one level of a list are marked: "%1、" with the counter written as ``form``."""

    form: str
    text: str
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the items of each list as a document is read from top to bottom."""

    levels: Mapping[str, Mapping[int, Level]]
    lists: Mapping[str, str]
    """Lists that share a definition go on counting where the other stopped, as Word does."""
    _counters: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: "Document") -> "Numbering":
        """Read the list definitions of a document."""
        relation = next((r for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if relation is None or relation.is_external:
            return cls({}, {})
        root: Any = document.part.numbering_part.element
        levels = {
            definition.get(W + "abstractNumId"): {
                int(level.get(W + "ilvl") or 0): _level(level) for level in definition.findall(W + "lvl")
            }
            for definition in root.findall(W + "abstractNum")
        }
        lists = {item.get(W + "numId"): _value(item, "abstractNumId") for item in root.findall(W + "num")}
        return cls(levels, lists)

    def next_mark(self, list_id: str, depth: int) -> str:
        """Return the mark of the next item of a list, "" when the paragraph is in none."""
        definition = self.lists.get(list_id, "")
        levels = self.levels.get(definition, {})
        level = levels.get(depth)
        if list_id == "0" or level is None or level.form == "none":
            return ""
        count = self._counters.get((definition, depth), level.start - 1) + 1
        self._counters[definition, depth] = count
        for deeper in [key for key in self._counters if key[0] == definition and key[1] > depth]:
            del self._counters[deeper]
        if level.form == "bullet":
            return _BULLET

        def counter(match: re.Match[str]) -> str:
            number = int(match.group(1)) - 1
            above = levels.get(number)
            held = self._counters.get((definition, number), above.start if above else 1)
            return spell(held, above.form if above else "decimal")

        mark = _LEVEL_IN_TEXT.sub(counter, level.text)
        # "一、" stands tight before its text, "1." and "(1)" do not.
        return mark if mark[-1:] >= "\u3000" or not mark else f"{mark} "


def _level(level: Any) -> Level:
    start = _value(level, "start")
    return Level(_value(level, "numFmt") or "decimal", _value(level, "lvlText"), int(start) if start.isdigit() else 1)


def _value(parent: Any, name: str) -> str:
    return value_of(parent.find(W + name)) or ""


def spell(number: int, form: str) -> str:
    """Write a counter in one of Word's forms; what is not known is written in digits.

    >>> [spell(n, "chineseCountingThousand") for n in (3, 10, 12, 20, 21)]
    ['三', '十', '十二', '二十', '二十一']
    >>> spell(3, "decimalEnclosedCircleChinese"), spell(2, "lowerLetter"), spell(4, "upperRoman")
    ('③', 'b', 'IV')
    """
    if ("hinese" in form and "Circle" not in form) or form in ("ideographDigital", "japaneseCounting"):
        return format_chinese(number)
    if "Circle" in form and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + number - 1)
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    if not 1 <= number <= 99:
        return str(number)
    written = ""
    for value, letters in zip((90, 50, 40, 10, 9, 5, 4, 1), ("XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True):
        while number >= value:
            written += letters
            number -= value
    return written
