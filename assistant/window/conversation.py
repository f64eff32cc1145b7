"""The exchanges of one visitor to chat messages (escaped HTML) and to the history that the assistant wants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.language.fold import han_share
from assistant.schema import Answer, Citation, Claim, Turn
from assistant.window.labels import label
from assistant.window.markup import escape, paragraphs

KEPT_EXCHANGES = 40
"""More than anyone scrolls back to; keeps a page that stays open all day small."""
HISTORY_EXCHANGES = 6
"""Follow-ups refer to what was just said; older exchanges only mislead."""

AnswerMarkup = Callable[[Answer, int], str]
"""Writes an answer as HTML; the number is the exchange's, for links into the evidence."""
ActionsMarkup = Callable[["Exchange"], str]
"""Writes what can be done with an answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer; ``answer`` is None when it failed or is still awaited, ``notice`` then says which."""

    number: int
    question: str
    answer: Answer | None = None
    notice: str = ""
    claims: tuple[Claim, ...] = ()
    """What is verified of an answer that is still being written."""
    begun: str = ""
    """The sentence of it that has begun and is not verified yet."""
    key: str = ""
    """Under which it is kept and rated."""
    replaces: str = ""
    """The key of the kept exchange that was asked again, "" when none was."""
    rating: str = ""
    """What the visitor thinks of it: up, down or nothing yet."""
    unverified: tuple[Claim, ...] = ()
    """Its sentences that failed and may be shown with a mark."""


def next_number(exchanges: Sequence[Exchange]) -> int:
    """Return the number of the next exchange; numbers are never reused within a conversation."""
    return exchanges[-1].number + 1 if exchanges else 1


def remember(exchanges: Sequence[Exchange], latest: Exchange) -> tuple[Exchange, ...]:
    """Return the exchanges with one more, forgetting the oldest when there are too many."""
    return (*exchanges, latest)[-KEPT_EXCHANGES:]


def cited(answer: Answer) -> tuple[Citation, ...]:
    """Return every different citation of an answer in reading order; its place plus one is its mark."""
    found: dict[tuple[str, int, int], Citation] = {}
    groups = [claim.citations for claim in answer.claims] + [conflict.citations for conflict in answer.conflicts]
    groups += [claim.citations for claim in answer.unverified]
    for citation in (citation for group in groups for citation in group):
        found.setdefault(citation_key(citation), citation)
    return tuple(found.values())


def citation_key(citation: Citation) -> tuple[str, int, int]:
    """Return what makes two citations the same."""
    return citation.source.id, citation.start, citation.end


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """Return the answered exchanges as turns, oldest first."""
    turns: list[Turn] = []
    for exchange in exchanges[-HISTORY_EXCHANGES:]:
        if exchange.answer is not None:
            turns.append(Turn("user", exchange.question))
            turns.append(Turn("assistant", exchange.answer.text))
    return tuple(turns)


def _none(_exchange: "Exchange") -> str:
    return ""


def messages(
    exchanges: Sequence[Exchange], *, write: AnswerMarkup, offer: ActionsMarkup = _none
) -> list[dict[str, str]]:
    """Return chat messages whose content is inert HTML: nothing in them is read as Markdown or as markup."""
    shown: list[dict[str, str]] = []
    for exchange in exchanges:
        shown.append(
            {"role": "user", "content": f'<p class="question n{exchange.number}">{paragraphs(exchange.question)}</p>'}
        )
        if exchange.answer is not None:
            content = write(exchange.answer, exchange.number) + offer(exchange)
        else:
            content = f'{_so_far(exchange)}<p class="notice">{escape(exchange.notice)}</p>'
        shown.append({"role": "assistant", "content": content})
    return shown


def _so_far(exchange: Exchange) -> str:
    """Write what can be shown of an answer that is being written; what is not verified yet looks it."""
    told = "".join(f'<p class="claim">{paragraphs(claim.text)}</p>' for claim in exchange.claims)
    begun = f'<p class="claim begun">{paragraphs(exchange.begun)}</p>' if exchange.begun else ""
    return told + "".join(map(_failed, exchange.unverified)) + begun


def _failed(claim: Claim) -> str:
    """Write a sentence that failed; the frame and the reason come with the answer."""
    mark = label("unverified", "zh" if han_share(claim.text) > 0 else "en")
    return f'<p class="claim begun"><span class="unverified">? {mark}</span>&nbsp;{paragraphs(claim.text)}</p>'
