"""The values that go into the database and come out of it; no import of the database library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Literal

from assistant.errors import AssistantError
from assistant.schema import Answer, Turn

Rating = Literal["up", "down"]
ReasonGiven = Literal["", "wrong_figure", "wrong_source", "missing", "outdated", "other"]
REASONS_GIVEN: tuple[ReasonGiven, ...] = ("wrong_figure", "wrong_source", "missing", "outdated", "other")
LONGEST_TITLE = 120
"""Characters of a conversation's title; one line of a list."""
LONGEST_NOTE = 2_000
"""Characters of what a user says about an answer."""
_ID_BYTES = 16


class RecordsUnavailableError(AssistantError):
    """The database cannot be read or written now; answers do not depend on it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The database of conversations cannot be used ({why}). Check ASSISTANT_DATABASE_URL.")
        self.why = why


def new_id() -> str:
    """Return an identifier that nobody can guess: 128 random bits."""
    return token_urlsafe(_ID_BYTES)


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its answer as it was given.

    ``answer`` is None when it was stored by a version whose answers this one cannot read; ``text`` is there always.
    ``history`` is what went with the question.
    """

    id: str
    question: str
    text: str
    asked_at: datetime
    answer: Answer | None
    history: tuple[Turn, ...] = ()
    build_id: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one user asked in a row, oldest first; ``closed`` when the user has turned to something new."""

    id: str
    title: str
    changed_at: datetime
    turns: tuple[KeptTurn, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list, with the turn in which the words that were looked for stand."""

    id: str
    title: str
    changed_at: datetime
    turns: int
    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user thinks of an answer, with all that is needed to ask again: it outlives the conversation."""

    turn_id: str
    question: str
    answer: Answer
    rating: Rating
    reason: ReasonGiven = ""
    note: str = ""
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptFeedback:
    """A rating as evaluators read it; ``payload`` is the `ask --json` object that was rated."""

    id: str
    owner: str
    at: datetime
    question: str
    payload: Mapping[str, object]
    rating: Rating
    reason: ReasonGiven
    note: str
    history: tuple[Turn, ...]
    build_id: str
    versions: Mapping[str, str]
