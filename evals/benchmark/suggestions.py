"""Questions of the sets in; the share of the questions suggested after each that are answered, and what they cost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering.understand import detect_language
from assistant.language.fold import search_key
from assistant.schema import Answer, Turn
from evals.benchmark.labels import share, table
from evals.sets import Case

Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question that was suggested after another, and what came of it."""

    after: str
    question: str
    answered: bool
    repeated: bool
    other_language: bool


def measure_suggestions(cases: Sequence[Case], ask: Ask) -> Iterator[list[Suggested]]:
    """Ask each case and then, with the conversation so far, each question that is suggested to its reader.

    A question that was meant with a slip (您是不是想问) repeats the one just asked and is left out.
    """
    for case in cases:
        answer = ask(case.question, case.history)
        talk = (*case.history, Turn("user", case.question), Turn("assistant", answer.text))
        asked = [case.question, answer.standalone, *(turn.content for turn in case.history if turn.role == "user")]
        known = {_key(question) for question in asked}
        yield [
            Suggested(
                case.question,
                question,
                not ask(question, talk).declined,
                _key(question) in known,
                detect_language(question) != answer.language,
            )
            for question in answer.suggestions
            if "：" not in question and ":" not in question
        ]


def _key(question: str) -> str:
    return "".join(sign for sign in search_key(question) if sign.isalnum())


def suggestions_payload(results: Sequence[Sequence[Suggested]]) -> dict[str, Any]:
    """Return the object of ``benchmark suggestions --json``."""
    every = [one for result in results for one in result]
    answered = sum(one.answered for one in every)
    return {
        "questions": len(results),
        "suggested": len(every),
        "answered": answered,
        "share": answered / len(every) if every else None,
        "repeated": sum(one.repeated for one in every),
        "other_language": sum(one.other_language for one in every),
        "different": len({one.question for one in every}),
        "misses": [f"declined: {one.question}  <- {one.after}" for one in every if not one.answered]
        + [f"repeated: {one.question}  <- {one.after}" for one in every if one.repeated]
        + [f"language: {one.question}  <- {one.after}" for one in every if one.other_language],
    }


def suggestions_table(payload: dict[str, Any]) -> str:
    """Return one line for each thing that can be wrong with a suggested question."""
    total = payload["suggested"]
    rows = [
        (name, payload[key], share(payload[key] / total if total else None))
        for name, key in (
            ("answered", "answered"),
            ("asked before", "repeated"),
            ("in another language", "other_language"),
            ("different ones", "different"),
        )
    ]
    return table((f"{total} suggested after {payload['questions']} questions", "count", "percent"), rows)
