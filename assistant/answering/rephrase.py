"""A follow-up and its history to a standalone question in a model's words, or to the one by rules."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering import lexicon
from assistant.answering.chat_model import ChatModel, ChatModelError, reply_of
from assistant.answering.condense import Condensed
from assistant.answering.leaning import PLAIN_ENGLISH
from assistant.answering.openings import is_aside, take_apart
from assistant.answering.prompt import neutral
from assistant.answering.reply_thoughts import without_thoughts
from assistant.answering.spans import Names, named_spans
from assistant.answering.stop_words import STOP_EN
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key
from assistant.language.numerals import CHINESE_NUMERAL, ENGLISH_WORD
from assistant.schema import Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_PROMPT = Path(__file__).resolve().parents[1] / "prompts" / "condense.md"
_PATIENCE_SECONDS = 10
"""The rules have a question already; nobody waits longer than this for a better one before the search begins."""
_TURNS = 8
"""Turns that a model is shown: what is said before them is hardly pointed at."""
_TURN_CHARS = 600
_LONGEST = 200
"""Characters of a question; beyond it a model has begun to answer or to explain."""
_MARKUP = re.compile(r"^\s*(?:```|~~~).*$|</?question>|\*\*|`|^#{1,6}\s", re.MULTILINE)
_LABEL = re.compile(
    r"^(?:(?:改写|重写|独立|完整|最终|补全)?(?:后的?|的)?(?:独立|完整)?(?:问题|提问|改写)"
    r"|(?:the )?(?:standalone |rewritten |final )*question|q)\s*[:：]\s*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？]\W*$")
_STATES = re.compile(r"[。.]\W*$")
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|[{CHINESE_NUMERAL}]+|\b(?:{ENGLISH_WORD})\b")
_NO_FIGURE = frozenset(("一", "one"))
"""Part of common words (一共, 一样) and of English grammar."""
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_PLAIN = frozenset(("a", "an", "of", "in", "on", "by", "to", "at", "as", "it", "so", "do", "or", "if", "up"))


def rephrase(
    question: str, history: Sequence[Turn], condensed: Condensed, *, model: ChatModel, names: Names
) -> Condensed:
    """Return ``condensed`` with the model's standalone question, where that neither drops nor invents anything.

    Raises UsageError when the model cannot be opened.
    """
    said = [turn for turn in history if turn.content.strip() and not is_aside(turn.content)][-_TURNS:]
    asked_before = any(turn.role == "user" for turn in said)
    if not asked_before or is_aside(question) or take_apart(question).only_form:
        return condensed
    patience = min(model.timeout_seconds, _PATIENCE_SECONDS)
    try:
        reply = reply_of(model.open(), _messages(question, said), timeout_seconds=patience, meter=model.meter)
    except ChatModelError:
        return condensed
    rewritten = question_in(reply)
    if not is_faithful(rewritten, question, said, names):
        return condensed
    return replace(condensed, text=rewritten, unclear=False)


def question_in(reply: str) -> str:
    r"""Return the question in a reply without thoughts, labels and markup; all of it where there is more.

    >>> question_in("<think>…</think>\n**改写后的问题：**“目标是几家？”")
    '目标是几家？'
    """
    lines = [line.strip() for line in _MARKUP.sub("", without_thoughts(reply)).splitlines()]
    said = "\n".join(line for line in lines if line)
    return _LABEL.sub("", said).strip('"“”「」 ')


def _messages(question: str, said: Sequence[Turn]) -> "list[BaseMessage]":
    from langchain_core.messages import HumanMessage, SystemMessage

    lines = [f"{turn.role}: {neutral(' '.join(turn.content.split()))[:_TURN_CHARS]}" for turn in said]
    conversation = "\n".join(["<conversation>", *lines, "</conversation>"])
    return [SystemMessage(_rules()), HumanMessage(f"{conversation}\n\n<question>\n{neutral(question)}\n</question>")]


@cache
def _rules() -> str:
    return _PROMPT.read_text(encoding="utf-8")


def is_faithful(rewritten: str, question: str, said: Sequence[Turn], names: Names) -> bool:
    """Tell whether a rewritten question is one line about what was said, and has all that was asked.

    Every name and figure of it must stand in the conversation or in the question, and every name and figure of the
    question in it.
    """
    if not rewritten or "\n" in rewritten or len(rewritten) > _LONGEST or is_aside(rewritten):
        return False
    if _ASKS.search(question) and _STATES.search(rewritten):
        return False  # It answers.
    if detect_language(rewritten) not in {detect_language(text) for text in (question, said[-1].content)}:
        return False
    material = search_key(" ".join([question, *(turn.content for turn in said)]))
    folded = search_key(rewritten)
    if _numbers(folded) - _numbers(material) or _invented(rewritten, material, names):
        return False
    proper = take_apart(question).question
    asked = search_key(proper)
    dropped = [span for span in named_spans(proper, names) if span.kind not in ("attribute", "relative year")]
    return _numbers(asked) <= _numbers(folded) and all(search_key(span.text) in folded for span in dropped)


def _numbers(folded: str) -> set[str]:
    """Return the figures of a text as written, a thousands comma aside."""
    return {match.group().replace(",", "") for match in _NUMBER.finditer(folded)} - _NO_FIGURE


def _invented(rewritten: str, material: str, names: Names) -> list[str]:
    """Return the names of a rewritten question that nobody said: terms, Chinese words, capitalised ones."""
    terms = [search_key(span.text) for span in named_spans(rewritten, names) if span.kind != "attribute"]
    plain = PLAIN_ENGLISH | STOP_EN | _PLAIN
    latin = [word.lower() for word in _LATIN.findall(rewritten)[1:] if word[0].isupper()]
    chinese = _HAN.findall(lexicon.STOP_ZH.sub(" ", search_key(rewritten)))
    words = [word for run in chinese for word in names.words(run) if len(word) > 1]
    said = [*terms, *words, *(search_key(word) for word in latin if word not in plain)]
    return [word for word in said if word not in material and not lexicon.ATTRIBUTES.fullmatch(word)]
