"""Answers, turns and texts to what the database holds, and back."""

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.language.fold import search_key
from assistant.schema import Answer, Turn

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LOG = logging.getLogger(__name__)


@cache
def _answers() -> "TypeAdapter[Answer]":
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def to_stored(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values, with everything that it holds."""
    stored: dict[str, Any] = _answers().dump_python(answer, mode="json")
    return stored


def from_stored(stored: Mapping[str, Any]) -> Answer | None:
    """Return the answer, None when it was stored by a version whose answers cannot be read any more.

    Fields that a later version added have their defaults; fields that it dropped are left out.
    """
    from pydantic import ValidationError

    try:
        return _answers().validate_python(stored)
    except ValidationError as error:
        _LOG.warning("A stored answer cannot be read: %s", error.errors()[0]["msg"])
        return None


def turns_to_stored(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """Return a history as JSON values.

    >>> turns_to_stored([Turn("user", "几家？")])
    [{'role': 'user', 'content': '几家？'}]
    """
    return [{"role": turn.role, "content": turn.content} for turn in turns]


def turns_from_stored(stored: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """Return the history."""
    return tuple(Turn(turn["role"], turn["content"]) for turn in stored)


def clean(text: str) -> str:
    """Return a text that every database takes: without NUL and without halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def searchable(*texts: str) -> str:
    """Return texts as they are looked for: one script, one width, lower case.

    >>> searchable("園區科協 ＡＢ")
    '园区科协 ab'
    """
    return search_key(clean("\n".join(texts)))
