"""Marks of a reply in the forms that models have for them to the one form [1], so that only that one is read."""

import re

_NUMBERS = r"\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*"
_WORD = r"(?:来源|资料|段落|出处|passages?|sources?|refs?)"
_CUES = (
    "来源", "资料来源", "出处", "依据", "参见", "参考", "见", "详见", "引自", "引用", "根据", "source", "sources",
    "see", "see also", "ref", "refs", "reference", "references", "cf.", "passage", "passages", "based on",
)  # fmt: skip
"""What may stand before marks in round brackets, or behind a sentence."""
_CUE = "|".join(sorted(map(re.escape, _CUES), key=len, reverse=True))
_CUE_BEGUN = "|".join(sorted({re.escape(cue[:length]) for cue in _CUES for length in range(1, len(cue))}, key=len))
_MARK = (
    r"[\[【［]\s*\^?(?:[Ff]|来源|资料|段落|passages?|sources?)?\s*\d{1,3}(?:\s*[,，、;；]\s*[Ff]?\d{1,3})*\s*[\]】］]"
)
_SEVERAL = rf"{_MARK}(?:\s*(?:[,，、;；&和及]|and)?\s*{_MARK})*"
_WRAPPED = re.compile(rf"[(（]\s*(?:{_CUE})?\s*[:：]?\s*({_SEVERAL})\s*[)）]", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=[。！？.!?])[ \t]*[*_]*(?:{_CUE})[*_]*\s*[:：][*_]*\s*({_SEVERAL})", re.IGNORECASE)
_MORE = rf"(?:{_SEVERAL})?\s*(?:[,，、;；&和及]|a(?:nd?)?)?\s*\Z"
"""Marks of which there may be more."""
_LONGEST_RANGE = 8
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DAGGER = re.compile(r"[\[【](\d{1,3})(?::\d{1,3})?†[^\]】\n]{0,80}[\]】]")
_TAGGED = re.compile(rf"<(ref|sup|cite|citation|source)\b[^<>]*>\s*\[?({_NUMBERS})\]?\s*</\1\s*>", re.IGNORECASE)
_LABELLED = re.compile(rf"[\[【(（]\s*{_WORD}\s*[:：]?\s*({_NUMBERS})\s*[\]】)）]", re.IGNORECASE)
_LINKED = re.compile(r"\[\[(\d{1,3})\]\](?:\([^()\s]*\))?|\[(\^?[Ff]?\d{1,3})\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([\[\]])")
_NAMED = re.compile(
    r"[\[【]\s*(?:citations?|cite|refs?|docs?|documents?|passages?|sources?|number|id|文档|引文|引用|文献|参考|来源|资料|段落)?"
    r"\s*[:：_=#@]\s*\"?(\d{1,3})\"?\s*[\]】]|[\[【]\s*(?:docs?|documents?|citations?|文档|引文|文献)\s*(\d{1,3})\s*[\]】]",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(r"[\[【(（]\s*(?:参?见|根据)?第\s*(\d{1,3})\s*(?:个?段落?)\s*[\]】)）]")
_POWER = re.compile(r"\$?\^\{?(\[\d{1,3}\])\}?\$?|\$\^\{(\d{1,3})\}\$|\^(\d{1,3})\^")
_RANGE = re.compile(r"[\[【]\s*(\d{1,3})\s*(?:[\]】]\s*)?[-–—~～至]\s*(?:[\[【]\s*)?(\d{1,3})\s*[\]】]")
_RAISED = re.compile(r"(?<![\dm米⁰¹²³⁴-⁹])([¹²³⁴-⁹])(?:[,，]?(?<=[,，])([¹²³⁴-⁹]))?(?![⁰¹²³⁴-⁹])")
"""A raised digit after a word or a full stop; m² is a unit, and two in a row may be 12 or 1 and 2."""
UNFINISHED = re.compile(
    rf"<(?:ref|sup|cite|citation|source)\b[^<>]*>[^<>]{{0,20}}(?:</?\w*)?\Z|[(（]\s*(?:{_WORD}|来|资|段|出|[ps]\w{{0,6}})?"
    rf"\s*[:：]?\s*[\d\s,，、;；]*\Z"
    rf"|[(（][(（\s]*(?:(?:{_CUE_BEGUN})\s*\Z|(?:{_CUE})?\s*[:：]?\s*{_MORE})"
    rf"|(?<=[。！？.!?])[ \t]*[*_]*(?:(?:{_CUE_BEGUN})\Z|(?:{_CUE})[*_]*\s*[:：]?[*_]*\s*{_MORE})"
    r"|[$^\\]+\{?\Z|\^\d*\Z|\\[\[\]]?\Z|[(（]\s*(?:参?见|根据)?第\s*\d*\s*个?段?落?\Z|(?<=[\]】])\s*[-–—~～至]\s*(?:[\[【]\s*\d*)?\Z",
    re.IGNORECASE,
)
"""What stands at the end of an unfinished reply and may still become one of these."""


def usual_marks(text: str) -> str:
    """Return ``text`` with its marks as [1].

    >>> usual_marks("成立6家【1†source】，目标10家（来源2）¹。<ref>3</ref>[1-3]")
    '成立6家[1]，目标10家[2][1]。[3][1][2][3]'
    """
    text = _POWER.sub(_numbered, _ESCAPED.sub(r"\1", text))
    text = _LINKED.sub(_numbered, _DAGGER.sub(r"[\1]", text))
    text = _OF_ORDER.sub(_numbered, _NAMED.sub(_numbered, text))
    text = _LABELLED.sub(r"[\1]", _TAGGED.sub(r"[\2]", text))
    text = _BEHIND.sub(_side_by_side, _WRAPPED.sub(_side_by_side, text))
    text = _RANGE.sub(_each, text)
    return _RAISED.sub(lambda match: f"[{match.group().translate(_SUPERSCRIPTS)}]", text)


def _numbered(match: re.Match[str]) -> str:
    number = next(group for group in match.groups() if group)
    return number if number.startswith("[") else f"[{number}]"


def _side_by_side(match: re.Match[str]) -> str:
    return "".join(re.findall(_MARK, match[1], re.IGNORECASE))


def _each(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first < last <= first + _LONGEST_RANGE:
        return match.group()
    return "".join(f"[{number}]" for number in range(first, last + 1))
