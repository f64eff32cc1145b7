"""Rows of the tables to the values that others use."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from assistant.records.stored import from_stored, turns_from_stored
from assistant.records.tables import ConversationRow, FeedbackRow, TurnRow
from assistant.records.values import Conversation, KeptFeedback, KeptTurn, Listed, Rating, ReasonGiven


def conversation_of(session: Session, row: ConversationRow) -> Conversation:
    """Return a conversation with its turns and the owner's ratings of them."""
    rated = and_(FeedbackRow.turn_id == TurnRow.id, FeedbackRow.owner == row.owner)
    query = select(TurnRow, FeedbackRow.rating).join(FeedbackRow, rated, isouter=True)
    query = query.where(TurnRow.conversation_id == row.id).order_by(TurnRow.position)
    turns = tuple(_turn_of(turn, rating) for turn, rating in session.execute(query))
    return Conversation(row.id, row.title, row.changed_at, turns, row.closed)


def _turn_of(row: TurnRow, rating: str | None) -> KeptTurn:
    return KeptTurn(
        id=row.id,
        question=row.question,
        text=row.text,
        asked_at=row.asked_at,
        answer=from_stored(row.answer),
        history=turns_from_stored(row.history),
        build_id=row.build_id,
        versions=row.versions,
        rating=cast(Rating | None, rating),
    )


def listed_of(session: Session, rows: Sequence[ConversationRow], words: Sequence[str]) -> list[Listed]:
    """Return conversations for a list, each with the first turn that has one of the words."""
    ids = [row.id for row in rows]
    counting = select(TurnRow.conversation_id, func.count()).where(TurnRow.conversation_id.in_(ids))
    counts = dict(session.execute(counting.group_by(TurnRow.conversation_id)).all())
    shown: dict[str, tuple[str, str]] = {}
    if words:
        matching = select(TurnRow.conversation_id, TurnRow.question, TurnRow.text).where(
            TurnRow.conversation_id.in_(ids), TurnRow.searchable.contains(words[0], autoescape=True)
        )
        for found, question, text in session.execute(matching.order_by(TurnRow.position)):
            shown.setdefault(found, (question, text))
    return [
        Listed(row.id, row.title, row.changed_at, counts.get(row.id, 0), *shown.get(row.id, ("", ""))) for row in rows
    ]


def feedback_of(row: FeedbackRow) -> KeptFeedback:
    """Return a rating."""
    return KeptFeedback(
        id=row.id,
        owner=row.owner,
        at=row.at,
        question=row.question,
        payload=row.payload,
        rating=cast(Rating, row.rating),
        reason=cast(ReasonGiven, row.reason),
        note=row.note,
        history=turns_from_stored(row.history),
        build_id=row.build_id,
        versions=row.versions,
    )
