"""What is kept of conversations: every reading and writing names its owner, so nobody meets what is another's."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from assistant.answering.render import answer_payload
from assistant.records.database import for_writing, migrate, open_engine, take_turns, translated
from assistant.records.reading import conversation_of, feedback_of, listed_of
from assistant.records.stored import clean, searchable, to_stored, turns_to_stored
from assistant.records.tables import ConversationRow, FeedbackRow, TurnRow
from assistant.records.values import LONGEST_NOTE, LONGEST_TITLE, Conversation, Feedback, KeptFeedback, Listed, new_id
from assistant.schema import Answer, Turn

FORGET_DELETED_AFTER = timedelta(days=1)
"""Long enough to be sorry about a slip; then what was deleted is gone."""
LISTED = 50
"""Conversations in a list before one asks for more."""


def _now() -> datetime:
    return datetime.now(UTC)


class Records:
    """Conversations and ratings in one database; safe to use from several threads and processes.

    Nothing is connected before the first use, and a database that was down is used as soon as it is back. Every method
    raises RecordsUnavailableError while it is not.
    """

    def __init__(self, address: URL, *, versions: Mapping[str, str] | None = None, now: Callable[[], datetime] = _now):
        self._engine = open_engine(address)
        self._versions = dict(versions or {})
        self._now = now
        self._migrated = False
        self._lock = Lock()

    def keep(
        self,
        owner: str,
        conversation: str,
        *,
        turn: str,
        answer: Answer,
        question: str,
        history: tuple[Turn, ...] = (),
        replaces: str = "",
    ) -> str:
        """Add an answered question to a conversation, in the place of another one where that is asked again.

        Returns the id of the conversation, which begins with this turn where it is not there yet, and is another one
        where it is not the owner's. A turn that is there already stays as it is.
        """
        now = self._now()
        with self._writing(owner) as session:
            if session.get(TurnRow, turn) is not None:
                return conversation
            row = self._own(session, owner, conversation, locked=True)
            row = row or self._begin(session, owner, conversation, question, now)
            last = session.scalar(select(func.max(TurnRow.position)).where(TurnRow.conversation_id == row.id))
            position = 0 if last is None else last + 1
            replaced = session.scalar(select(TurnRow).where(TurnRow.id == replaces, TurnRow.conversation_id == row.id))
            if replaced is not None:
                position = replaced.position
                if position == 0 and row.title == _title(replaced.question):  # nobody named it otherwise
                    row.title = _title(question)
                    row.searchable = searchable(row.title)
                session.delete(replaced)
                session.flush()
            row.changed_at, row.closed = now, False
            session.add(self._turn(row.id, position, turn, answer, question, history, now))
            return row.id

    def _turn(
        self,
        conversation: str,
        position: int,
        turn: str,
        answer: Answer,
        question: str,
        history: tuple[Turn, ...],
        now: datetime,
    ) -> TurnRow:
        return TurnRow(
            id=turn,
            conversation_id=conversation,
            position=position,
            asked_at=now,
            question=clean(question),
            text=clean(answer.text),
            searchable=searchable(question, answer.standalone, answer.text),
            mode=answer.mode,
            as_of=answer.as_of,
            build_id=answer.build_id,
            versions=self._versions,
            history=turns_to_stored(history),
            answer=to_stored(answer),
        )

    def _begin(self, session: Session, owner: str, conversation: str, question: str, now: datetime) -> ConversationRow:
        title = _title(question)
        free = bool(conversation) and session.get(ConversationRow, conversation) is None
        row = ConversationRow(
            id=conversation if free else new_id(),
            owner=owner,
            title=title,
            searchable=searchable(title),
            created_at=now,
            changed_at=now,
        )
        row.closed = False
        session.add(row)
        session.flush()
        return row

    def conversations(self, owner: str, *, wanted: str = "", limit: int = LISTED) -> list[Listed]:
        """Return the owner's conversations, newest first; with ``wanted`` those in which all its words stand."""
        words = searchable(wanted).split()
        with self._reading() as session:
            query = select(ConversationRow).where(*_visible(owner), *(_said(word) for word in words))
            query = query.order_by(ConversationRow.changed_at.desc(), ConversationRow.id).limit(limit)
            return listed_of(session, list(session.scalars(query)), words)

    def conversation(self, owner: str, conversation: str) -> Conversation | None:
        """Return one of the owner's conversations, None for any other."""
        with self._reading() as session:
            row = self._own(session, owner, conversation)
            return conversation_of(session, row) if row else None

    def latest(self, owner: str) -> Conversation | None:
        """Return the owner's newest conversation."""
        with self._reading() as session:
            newest = select(ConversationRow).where(*_visible(owner)).order_by(ConversationRow.changed_at.desc())
            row = session.scalar(newest.limit(1))
            return conversation_of(session, row) if row else None

    def close(self, owner: str, conversation: str) -> bool:
        """Note that the owner has turned to something new; the conversation stays in the list."""
        return self._changed(owner, conversation, closed=True)

    def rename(self, owner: str, conversation: str, title: str) -> bool:
        """Give a conversation another title; False when it is not the owner's or the title is empty."""
        title = _title(title)
        return bool(title) and self._changed(owner, conversation, title=title, searchable=searchable(title))

    def delete(self, owner: str, conversation: str) -> bool:
        """Delete a conversation; it can be brought back for a while."""
        self._forget()
        return self._changed(owner, conversation, deleted_at=self._now())

    def restore(self, owner: str, conversation: str) -> bool:
        """Bring back what was just deleted."""
        found = (ConversationRow.owner == owner, ConversationRow.id == conversation)
        with self._writing(owner) as session:
            changed = session.execute(update(ConversationRow).where(*found).values(deleted_at=None).returning(_ID))
            return changed.first() is not None

    def ping(self) -> None:
        """Ask the database for nothing, to learn whether it answers."""
        with self._reading() as session:
            session.execute(text("SELECT 1"))

    def rate(self, owner: str, feedback: Feedback) -> None:
        """Keep what the owner thinks of an answer; it takes the place of what was thought of it before."""
        row = FeedbackRow(
            id=new_id(),
            owner=owner,
            turn_id=feedback.turn_id,
            at=self._now(),
            rating=feedback.rating,
            reason=feedback.reason,
            note=clean(feedback.note.strip()[:LONGEST_NOTE]),
            question=clean(feedback.question),
            history=turns_to_stored(feedback.history),
            payload=answer_payload(feedback.answer),
            build_id=feedback.answer.build_id,
            versions=self._versions,
        )
        with self._writing(owner) as session:
            same = (FeedbackRow.owner == owner, FeedbackRow.turn_id == feedback.turn_id)
            session.execute(delete(FeedbackRow).where(*same))
            session.add(row)

    def feedback(self) -> list[KeptFeedback]:
        """Return every rating of every user, oldest first, for evaluators."""
        with self._reading() as session:
            return [feedback_of(row) for row in session.scalars(select(FeedbackRow).order_by(FeedbackRow.at))]

    def _own(self, session: Session, owner: str, conversation: str, *, locked: bool = False) -> ConversationRow | None:
        query = select(ConversationRow).where(*_visible(owner), ConversationRow.id == conversation)
        return session.scalar(query.with_for_update() if locked else query)

    def _changed(self, owner: str, conversation: str, **values: object) -> bool:
        found = (*_visible(owner), ConversationRow.id == conversation)
        with self._writing(owner) as session:
            changed = session.execute(update(ConversationRow).where(*found).values(**values).returning(_ID))
            return changed.first() is not None

    def _forget(self) -> None:
        long_ago = self._now() - FORGET_DELETED_AFTER
        with self._writing() as session:
            session.execute(delete(ConversationRow).where(ConversationRow.deleted_at < long_ago))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with translated(), Session(self._ready()) as session:
            yield session

    @contextmanager
    def _writing(self, owner: str = "") -> Iterator[Session]:
        """Open a transaction; those of one owner follow one another, as two windows may keep the same at once."""
        with translated(), Session(for_writing(self._ready())) as session, session.begin():
            take_turns(session.connection(), owner)
            yield session

    def _ready(self) -> Engine:
        """Bring the schema up to date before the first use that succeeds."""
        with self._lock:
            if not self._migrated:
                migrate(self._engine)
                self._migrated = True
        return self._engine


_ID = ConversationRow.id


def _title(text: str) -> str:
    return clean(" ".join(text.split()))[:LONGEST_TITLE]


def _visible(owner: str) -> tuple[ColumnElement[bool], ...]:
    return ConversationRow.owner == owner, ConversationRow.deleted_at.is_(None)


def _said(word: str) -> ColumnElement[bool]:
    """Stand in the title or in a turn of the conversation; ``%`` and ``_`` mean themselves."""
    turn = exists().where(
        and_(TurnRow.conversation_id == ConversationRow.id, TurnRow.searchable.contains(word, autoescape=True))
    )
    return or_(ConversationRow.searchable.contains(word, autoescape=True), turn)
