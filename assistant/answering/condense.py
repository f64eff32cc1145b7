"""A follow-up and its history to a question that stands on its own, by rules and named things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.leaning import leans, points_back
from assistant.answering.merging import merge
from assistant.answering.of_an_answer import asks_of_the_last_answer, behind
from assistant.answering.openings import Opening, is_aside, take_apart
from assistant.answering.parts import split_questions
from assistant.answering.self_correction import self_corrected
from assistant.answering.spans import Names, named_spans
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key
from assistant.language.numerals import ENGLISH_ORDINALS
from assistant.schema import Language, Turn


@dataclass(frozen=True, slots=True)
class Condensed:
    """The standalone question; ``language`` is set when the user asked for the answer in that language."""

    text: str
    language: Language | None = None
    unclear: bool = False
    """True when the question points at something said before, and nothing was."""


def condense(question: str, history: Sequence[Turn], names: Names) -> Condensed:
    """Return ``question`` made independent of ``history`` (oldest turn first).

    Three moves: repeat the last question in another form; put a new year, batch, place or indicator into the last
    question (“第四批呢？”); or add what the last questions were about (“那目标是多少？”).
    """
    question = spelt_out(self_corrected(question, names))
    turns = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    asked = [spelt_out(self_corrected(turn, names)) for turn in turns]
    topics = _topics(asked, names)
    opening = take_apart(question)
    if opening.leaves or (is_aside(question) and not opening.language):
        return Condensed(opening.question, opening.language)
    if not topics:
        return Condensed(opening.question, opening.language, unclear=points_back(opening.question, names))
    return Condensed(_follow(opening, topics, names), opening.language)


def spelt_out(question: str) -> str:
    """Return a question with the noun behind each of the two ordinals that share it.

    >>> spelt_out("How many second and third prizes?"), spelt_out("一、二等奖各几个？")
    ('How many second prizes and third prizes?', '一等奖、二等奖各几个？')
    """
    spelt = _SHARED_EN.sub(r"\g<one> \g<noun>\g<joint>\g<other> \g<noun>", question)
    return _SHARED_ZH.sub(r"\g<one>\g<noun>、\g<other>\g<noun>", spelt)


_ORDINAL = rf"(?:{'|'.join(ENGLISH_ORDINALS[:3])})"
_SHARED_EN = re.compile(
    rf"\b(?P<one>{_ORDINAL})(?P<joint>,? (?:and|or) (?:the )?)(?P<other>{_ORDINAL}) (?P<noun>(?:prize|award)s?)\b",
    re.IGNORECASE,
)
_SHARED_ZH = re.compile("(?<![一二三、和])(?P<one>[一二三])[、和]?(?P<other>[一二三])(?P<noun>等[奖獎])")
"""Of all three (一、二、三等奖) sentences speak in these very words."""


def _topics(asked: Sequence[str], names: Names) -> list[str]:
    """Return the standalone questions of a conversation, without its asides."""
    topics: list[str] = []
    for turn in asked:
        opening = take_apart(turn)
        if opening.only_form or (is_aside(turn) and not opening.leaves):
            continue
        if opening.leaves or not topics:
            topics.append(opening.question)
        else:
            topics.append(_follow(opening, topics, names))
    return topics


def _follow(opening: Opening, topics: Sequence[str], names: Names) -> str:
    """Return what a turn asks after ``topics``, the last of which it may lean on."""
    if opening.only_form:
        return topics[-1]
    if opening.restarts:
        return topics[0]
    previous = topics[-1]
    before = named_spans(previous, names)
    question = opening.question
    if asks_of_the_last_answer(question):
        return behind(previous, question)
    if leans(question, names, before=before) or (opening.corrects and not _asks(question)):
        return merge(question, topics, names)
    parts = split_questions(question)
    if len(parts) > 1 and leans(parts[0], names, before=before):
        # 进决赛的呢？比2019年多吗？ names a year of its own and leans all the same.
        told: list[str] = []
        for part in parts:
            told.append(_follow(replace(opening, question=part), [*topics, *told], names))
        return ("" if detect_language(question) == "zh" else " ").join(told)
    return question


def _asks(question: str) -> bool:
    """Tell a whole question from the mere name of what was meant (说错了，是工程师)."""
    return (
        re.search(
            r"[什谁哪几多怎吗]|目标|进展|完成|\b(?:what|who|when|where|how|which|is|are|did|do)\b", search_key(question)
        )
        is not None
    )
