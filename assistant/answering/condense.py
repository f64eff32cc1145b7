"""A follow-up and its history to a question that stands on its own, by rules and named things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.leaning import leans, points_back
from assistant.answering.merging import merge
from assistant.answering.of_an_answer import asks_of_the_last_answer, behind
from assistant.answering.openings import Opening, is_aside, take_apart
from assistant.answering.self_correction import self_corrected
from assistant.answering.spans import Names, named_spans
from assistant.language.fold import search_key
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
    question = self_corrected(question, names)
    turns = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    asked = [self_corrected(turn, names) for turn in turns]
    topics = _topics(asked, names)
    opening = take_apart(question)
    if opening.leaves or (is_aside(question) and not opening.language):
        return Condensed(opening.question, opening.language)
    if not topics:
        return Condensed(opening.question, opening.language, unclear=points_back(opening.question, names))
    return Condensed(_follow(opening, topics, names), opening.language)


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
    return question


def _asks(question: str) -> bool:
    """Tell a whole question from the mere name of what was meant (说错了，是工程师)."""
    return (
        re.search(
            r"[什谁哪几多怎吗]|目标|进展|完成|\b(?:what|who|when|where|how|which|is|are|did|do)\b", search_key(question)
        )
        is not None
    )
