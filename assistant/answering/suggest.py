"""An answer to the questions that its reader may ask next, all of which the ledger can answer."""

from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.language.fold import to_traditional
from assistant.ledger.indicators import Programme

_COUNT = 3


def suggest(asked: Understanding, draft: Draft, programme: Programme, *, first: Sequence[str] = ()) -> tuple[str, ...]:
    """Return up to three questions in the language of the question, none of them the one just asked.

    Those that are given come ``first``.
    """
    chinese = asked.language == "zh"
    name = programme.name_zh if chinese else programme.name_en
    general = (
        [f"{name}一共有哪些目标？", f"{name}目前的总体进展如何？", "秦创原是什么？"]
        if chinese
        else [
            f"What are the targets of the {name}?",
            f"Which targets of the {name} have been met?",
            "What is Qinchuangyuan?",
        ]
    )
    specific: list[str] = []
    if draft.mode == "ledger" and asked.indicators:
        own = programme.indicator(asked.indicators[0])
        position = programme.indicators.index(own)
        following = programme.indicators[(position + 1) % len(programme.indicators)]
        if chinese:
            specific = [f"{own.name_zh}的目标和进展分别是多少？", f"{following.name_zh}的目标和进展分别是多少？"]
        else:
            specific = [
                f"What is the target for {own.name_en}, and how far is it?",
                f"How far is the target for {following.name_en}?",
            ]
    questions = [question for question in (*specific, *general) if question.strip("？?") not in asked.question]
    if asked.script == "zh-Hant" and chinese:
        questions = [to_traditional(question) for question in questions]
    return (*first, *questions)[:_COUNT]
