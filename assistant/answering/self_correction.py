"""A question that corrects itself halfway (2022年…不对，2023年的) to the question that was meant."""

import re

from assistant.answering.spans import Names, named_spans
from assistant.answering.understand import detect_language
from assistant.language.figures import find_figures

_PAUSE = r"[\s,，。.;；…—–-]*(?:[,，。;；…—–]|\.\.\.| -)[\s…—–-]*"
_ZH = re.compile(
    rf"^(?P<wrong>.*?[^\s,，。.;；…—–-]){_PAUSE}(?:[哦啊噢呃额哎]+[,，]?)?"
    r"(?:不(?:对|是)?|[说搞弄打问]?错了|等等|等一下)[\s,，。.!！…—–-]+(?:我)?(?:[说问]的|[想要]问的?)?(?:应该)?(?:是|说)?(?P<right>.+)$"
)
_EN = re.compile(
    rf"^(?P<wrong>.*?[^\s,.;…—–-]){_PAUSE}(?:oh,? )?(?:no,? (?:wait|sorry)|no|wait|sorry|i (?:mean|meant)|make that"
    r"|scratch that|correction|or rather)\b(?:[\s,!:—–-]+(?:i (?:mean|meant)|sorry|make that))?[\s,!:—–-]+"
    r"(?P<right>.+)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:in|for|of|at|by|from|to|on)\s+", re.IGNORECASE)
_NEXT_PAUSE = re.compile("[,，?？]")
_ASKS = re.compile(
    r"[什谁哪几多怎何]|[?？]\s*$|\b(?:what|who|when|where|how|which|why|is|are|was|were|did|does|do)\b", re.IGNORECASE
)


def self_corrected(question: str, names: Names) -> str:
    """Return ``question`` with what was meant in the place of what was said first; the same when nothing is taken back.

    Where both parts name a thing of one kind, the second takes the place of the first; else the second stands alone.
    """
    chinese = detect_language(question) == "zh"
    match = (_ZH if chinese else _EN).match(question)
    if match is None:
        return question
    wrong, right = match["wrong"], match["right"].strip()
    start = _start_of_the_like(right, wrong, names)
    if start is None:
        head = "" if chinese else _up_to_the_noun(wrong)
        alone = _ASKS.search(right) and named_spans(right, names)
        return f"{head}{right}" if head or alone else question
    head = wrong[:start]
    if head and not chinese:
        right = _PREPOSITION.sub("", right)
    return f"{head}{right}"


def _start_of_the_like(right: str, wrong: str, names: Names) -> int | None:
    """Return where the thing or figure begins that ends what was said first and is of the kind of what was meant."""
    before, meant = named_spans(wrong, names), named_spans(_NEXT_PAUSE.split(right)[0], names)
    if before and meant and len(wrong) - before[-1].end <= _AT_THE_END and meant[0].group == before[-1].group:
        return before[-1].start
    figures, first = find_figures(wrong), find_figures(right)
    ends = figures and first and first[0].start == 0 and len(wrong) - figures[-1].end <= _AT_THE_END
    return figures[-1].start if ends else None


_AT_THE_END = 4
"""Characters that may follow a thing that is taken back: 2022年的."""
_HOW_MANY = re.compile(r"^(?P<head>.*\b(?:how many|how much|which|what|the)\s+)[^,?]*$", re.IGNORECASE)


def _up_to_the_noun(wrong: str) -> str:
    """Return the beginning of a question up to the noun that was taken back: how many [research platforms]."""
    match = _HOW_MANY.match(wrong)
    return match["head"] if match else ""
