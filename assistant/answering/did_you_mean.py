"""What was taken for something else to a sentence that says so, and another question to an offer of it."""

import re
from dataclasses import replace

from assistant.answering.draft import Draft
from assistant.answering.spelling import Correction, Reading
from assistant.answering.understand import Understanding
from assistant.language.fold import to_traditional
from assistant.language.numerals import CHINESE_NUMERAL
from assistant.schema import Language

_TAKEN = {"zh": "「{}」理解为「{}」", "en": "“{}” to mean “{}”"}
_READ = {"zh": "「{}」按读音理解为汉字", "en": "“{}” as it sounds"}
_NUMBER = {"zh": "写错的数字理解为工程的名称", "en": "the mistyped number to mean the name of the programme"}
_NOTE = {"zh": "已把{}。", "en": "Taken {}."}
_AND = {"zh": "，", "en": " and "}
_OFFER = {"zh": "您是不是想问：", "en": "Did you mean: "}
_OFFERED = re.compile(r"^\s*(?:您是不是想[问問][:：]|did you mean:)\s*", re.IGNORECASE)
_DIGITS = re.compile("[0-9.,]+")
_COUNTING = re.compile(f"[{CHINESE_NUMERAL}]")


def with_note(draft: Draft, reading: Reading, asked: Understanding) -> Draft:
    """Return ``draft`` with a first sentence that says which words of the question were taken how."""
    note = note_of(reading, asked)
    if not note:
        return draft
    gap = "\n" if draft.layout == "lines" else " " if asked.language == "en" else ""
    return replace(draft, lead=gap.join(filter(None, [note, draft.lead])))


def note_of(reading: Reading, asked: Understanding) -> str:
    """Say which words were taken how, "" when none was changed.

    The note holds no number, since every figure of an answer must stand in a source.
    """
    told = [part for pair in reading.corrections for part in _told(pair, asked.language)]
    if not told:
        return ""
    note = _NOTE[asked.language].format(_AND[asked.language].join(dict.fromkeys(told)))
    return to_traditional(note) if asked.script == "zh-Hant" else note


def _told(pair: Correction, language: Language) -> list[str]:
    if pair.meant.isdigit():
        return [_NUMBER[language]]
    parts = list(zip(_DIGITS.split(pair.typed), _DIGITS.split(pair.meant), strict=False))
    told = (_without_numerals(typed.strip(), meant.strip()) for typed, meant in parts if typed != meant)
    return [(_TAKEN if not _COUNTING.search(meant) else _READ)[language].format(typed, meant) for typed, meant in told]


def _without_numerals(typed: str, meant: str) -> tuple[str, str]:
    """Cut off what both begin or end with up to the last numeral in it.

    >>> _without_numerals("一线公程师", "一线工程师"), _without_numerals("园区科鞋", "园区科协")
    (('线公程师', '线工程师'), ('园区科鞋', '园区科协'))
    """
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    start = max((match.end() for match in _COUNTING.finditer(typed, 0, same)), default=0)
    typed, meant = typed[start:], meant[start:]
    same = 0
    while same < min(len(typed), len(meant)) and typed[-1 - same] == meant[-1 - same]:
        same += 1
    numeral = _COUNTING.search(typed, len(typed) - same)
    cut = len(typed) - numeral.start() if numeral else 0
    return typed[: len(typed) - cut], meant[: len(meant) - cut]


def offer_of(reading: Reading, asked: Understanding) -> tuple[str, ...]:
    """Return the question that may have been meant as a suggestion, if there is one."""
    if not reading.other:
        return ()
    offer = _OFFER[asked.language] + reading.other
    return (to_traditional(offer) if asked.script == "zh-Hant" else offer,)


def accept_offer(question: str) -> str:
    """Return a question without the words that offered it, since a click on an offer asks it as it stands.

    >>> accept_offer("您是不是想问：园区科协有几家？"), accept_offer("Did you mean: the park associations?")
    ('园区科协有几家？', 'the park associations?')
    """
    return _OFFERED.sub("", question) or question
