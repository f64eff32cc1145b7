"""What a visitor's conversation needs of the database; when that is down, one calm line and the chat goes on."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.records.values import (
    REASONS_GIVEN,
    Conversation,
    Feedback,
    Listed,
    Rating,
    ReasonGiven,
    RecordsUnavailableError,
    new_id,
)
from assistant.schema import Language
from assistant.window.conversation import KEPT_EXCHANGES, Exchange, history
from assistant.window.history_labels import label

if TYPE_CHECKING:
    from assistant.records.store import Records

LOCAL = "local"
"""Whose everything is where nobody signs in."""
_LOG = logging.getLogger(__name__)


def owner_of(username: str | None) -> str:
    """Return under which name the things of a request's user are kept."""
    return username or LOCAL


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation that a page shows: its id, "" before the first question."""

    id: str = ""
    editing: bool = False
    """Whether the next question takes the place of the last one."""

    def begun(self) -> "Talk":
        """Return the conversation once something is asked: with an id, before anything of it is kept."""
        return Talk(self.id or new_id())


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation as a page goes on with it."""

    talk: Talk = Talk()
    exchanges: tuple[Exchange, ...] = ()
    remark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """Conversations of whoever asks; ``records`` is None where nothing is kept. Remarks are plain text."""

    records: "Records | None" = None

    @property
    def keeps(self) -> bool:
        """Whether there is a place to keep anything."""
        return self.records is not None

    def keep(
        self, owner: str, talk: Talk, exchange: Exchange, before: Sequence[Exchange], language: Language
    ) -> tuple[Talk, str]:
        """Keep an answered exchange; return the conversation that it is in and what to tell the visitor."""
        if self.records is None or exchange.answer is None:
            return Talk(talk.id), ""
        try:
            kept = self.records.keep(
                owner,
                talk.id,
                turn=exchange.key,
                answer=exchange.answer,
                question=exchange.question,
                history=history(before),
                replaces=exchange.replaces,
            )
        except RecordsUnavailableError as error:
            return Talk(talk.id), _unkept(error, language)
        return Talk(kept), ""

    def latest(self, owner: str, language: Language) -> Opened:
        """Return what the visitor was last at, an empty conversation when that was closed."""
        try:
            found = self.records.latest(owner) if self.records else None
        except RecordsUnavailableError as error:
            return Opened(remark=_unread(error, language))
        return _opened(found, language) if found and not found.closed else Opened()

    def open(self, owner: str, conversation: str, language: Language) -> Opened:
        """Return a conversation to go on with."""
        try:
            found = self.records.conversation(owner, conversation) if self.records else None
        except RecordsUnavailableError as error:
            return Opened(remark=_unread(error, language))
        return _opened(found, language) if found else Opened(remark=label("gone", language))

    def find(self, owner: str, conversation: str) -> Conversation | None:
        """Return a conversation to take away, None when there is none; raises RecordsUnavailableError."""
        return self.records.conversation(owner, conversation) if self.records else None

    def leave(self, owner: str, talk: Talk) -> None:
        """Note that the visitor begins something new."""
        try:
            if self.records and talk.id:
                self.records.close(owner, talk.id)
        except RecordsUnavailableError as error:
            _LOG.warning("%s", error)  # the page is empty all the same

    def listed(self, owner: str, wanted: str, limit: int, language: Language) -> tuple[list[Listed], str]:
        """Return the newest conversations in which the words stand, and what to tell the visitor."""
        try:
            return (self.records.conversations(owner, wanted=wanted, limit=limit) if self.records else []), ""
        except RecordsUnavailableError as error:
            return [], _unread(error, language)

    def rename(self, owner: str, conversation: str, title: str, language: Language) -> str:
        """Give a conversation another title and say what came of it."""
        if not title.strip():
            return label("title_needed", language)
        return self._done(lambda records: records.rename(owner, conversation, title), "renamed", language)

    def delete(self, owner: str, conversation: str, language: Language) -> str:
        """Delete a conversation and say what came of it; "" when it can be undone."""
        return self._done(lambda records: records.delete(owner, conversation), "", language)

    def restore(self, owner: str, conversation: str, language: Language) -> str:
        """Bring back what was deleted and say what came of it."""
        return self._done(lambda records: records.restore(owner, conversation), "restored", language)

    def rate(
        self,
        owner: str,
        exchanges: Sequence[Exchange],
        number: int,
        rating: Rating,
        language: Language,
        *,
        reason: str = "",
        note: str = "",
    ) -> str:
        """Keep what the visitor thinks of an answer and say what came of it."""
        place = next((place for place, one in enumerate(exchanges) if one.number == number), None)
        answer = exchanges[place].answer if place is not None else None
        if place is None or answer is None or self.records is None:
            return label("gone", language)
        given: ReasonGiven = reason if reason in REASONS_GIVEN else ""
        rated = exchanges[place]
        feedback = Feedback(rated.key, rated.question, answer, rating, given, note, history(exchanges[:place]))
        try:
            self.records.rate(owner, feedback)
        except RecordsUnavailableError as error:
            return _unkept(error, language)
        return label("thanks", language)

    def _done(self, act: "Callable[[Records], bool]", done: str, language: Language) -> str:
        try:
            worked = self.records is not None and act(self.records)
        except RecordsUnavailableError as error:
            return _unkept(error, language)
        if not worked:
            return label("gone", language)
        return label(done, language) if done else ""


def _opened(found: Conversation, language: Language) -> Opened:
    exchanges = [
        Exchange(
            number,
            turn.question,
            turn.answer,
            notice="" if turn.answer else label("old_answer", language, text=turn.text),
            key=turn.id,
            rating=turn.rating or "",
        )
        for number, turn in enumerate(found.turns, start=1)
    ]
    return Opened(Talk(found.id), tuple(exchanges[-KEPT_EXCHANGES:]), title=found.title)


def _unkept(error: RecordsUnavailableError, language: Language) -> str:
    _LOG.warning("%s", error)
    return label("not_kept", language)


def _unread(error: RecordsUnavailableError, language: Language) -> str:
    _LOG.warning("%s", error)
    return label("not_read", language)
