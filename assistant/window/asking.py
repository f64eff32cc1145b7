"""A question to the few things that it changes on the page, in one reply; for answers that no model writes.

The page shows at once that the question is under way and puts the reply in its place (``asking.js``): what was said
before is neither written nor sent again, which costs more than answering.
"""

import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.archive import Archive, Talk, owner_of
from assistant.window.controls import state_html
from assistant.window.conversation import KEPT_EXCHANGES, Exchange, remember
from assistant.window.desk import Desk
from assistant.window.history_labels import label as history_label
from assistant.window.labels import label
from assistant.window.resuming import resume
from assistant.window.sessions import Page, Session, Sessions
from assistant.window.welcome import notice_html

if TYPE_CHECKING:
    from anyio import CapacityLimiter

AT_ONCE = 3
"""Questions that are worked on side by side: while one is answered in another process, the next is ready for it and the
one before is written. More would only take turns."""
WAITING = 64
"""Questions that may wait, a second or two; whoever comes then is told so at once instead of waiting longer."""
_AFTER_ALL = 2**31
"""The number of no exchange: all that the page shows stays."""
KEEPING_SECONDS = 0.25
"""So long an answer waits for the database, which needs a hundredth of it; what it says later is told later."""
KEEPING = 100
"""Answers that may wait to be kept while the database does not reply."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A question that is under way."""

    pending: Exchange
    before: tuple[Exchange, ...]
    resumed: str | None
    """What to tell of a conversation that was no longer in memory, None of one that was."""


class Asking:
    """Answers the questions of all pages and keeps the answers."""

    def __init__(self, desk: Desk, archive: Archive, sessions: Sessions) -> None:
        self._desk = desk
        self._archive = archive
        self._sessions = sessions
        self._waiting = 0
        # One after the other, in the order of the answers.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep")
        self._keeping: set[Future[tuple[Talk, str]]] = set()

    @cached_property
    def _turns(self) -> "CapacityLimiter":
        from anyio import CapacityLimiter

        return CapacityLimiter(AT_ONCE)

    async def ask(self, question: str, language: Language, page: Page, *, talk: str = "", again: bool = False) -> str:
        """Return as JSON what a question changes on a page; ``again`` takes the last one instead.

        ``talk`` is the conversation that the page shows, which it goes on with when it is no longer in memory.

        An empty object changes nothing. Else ``messages`` take the place of all from exchange ``first`` on, ``most`` is
        how many of them stay, a ``box`` that is not null goes back into the empty question box, and what else is null
        stays as it is.
        """
        from anyio import to_thread

        if self._waiting >= WAITING + AT_ONCE:
            _LOG.warning("%d questions are waiting; another one is turned away", self._waiting)
            return self._turned_away(page, notice_html(label("busy", language)), question, again=again)
        resumed = None
        if talk and not self._sessions.knows(page):
            resumed = await to_thread.run_sync(resume, self._sessions, self._archive, page, talk, language)
        begun = self._begin(question, language, page, again=again, resumed=resumed)
        if isinstance(begun, str):
            return begun
        self._waiting += 1
        try:
            return await to_thread.run_sync(self._finish, begun, language, page, limiter=self._turns)
        finally:
            self._waiting -= 1

    def _begin(
        self, question: str, language: Language, page: Page, *, again: bool, resumed: str | None
    ) -> _Begun | str:
        """Note that a question is under way, or return why it is not."""
        session = self._sessions.of(page)
        talk, last = session.talk, session.exchanges[-1] if session.exchanges else None
        if again and last is None:  # left alone so long that it was forgotten, though the page still shows it
            return self._unchanged(page, language, notice_html(history_label("gone", language)))
        question = (last.question if again and last else question).strip()
        if not question:
            if not talk.editing:
                return "{}"
            self._sessions.put(page, replace(session, talk=Talk(talk.id)))
            return self._unchanged(page, language, notice_html(history_label("kept_as_it_was", language)))
        if refusal := self._desk.refusal(question, language, page.user):
            return self._turned_away(page, refusal, question, again=again)
        replaced = last if again or talk.editing else None
        before = session.exchanges[:-1] if replaced else session.exchanges
        pending = replace(self._desk.pending(question, before, language), replaces=kept_key(replaced))
        stopped = replace(pending, notice=history_label("stopped", language))
        self._sessions.put(
            page, replace(session, exchanges=remember(before, stopped), talk=talk.begun(), awaited=pending.key)
        )
        return _Begun(pending, before, resumed)

    def _finish(self, begun: _Begun, language: Language, page: Page) -> str:
        if self._sessions.of(page).awaited != begun.pending.key:
            return self._overtaken(page, language)
        exchange = self._desk.answer(begun.pending, begun.before, language)
        session = self._sessions.settle(page, exchange)
        if session is None:
            return self._overtaken(page, language)
        keeping = self._keep(session, exchange, language, page)
        # What the page shows may have other numbers than what was read again.
        whole = begun.resumed is not None
        shown = self._shown(session, session.exchanges if whole else (exchange,), language)
        remark = self._kept(keeping, page) or session.remark or begun.resumed or ""
        return _as_json({**shown, "first": 0 if whole else exchange.number, "notice": notice_html(remark)})

    def _overtaken(self, page: Page, language: Language) -> str:
        """Return what a question changes that was stopped: nothing while the page waits for another one."""
        return "{}" if self._sessions.of(page).awaited else self._unchanged(page, language, "")

    def _unchanged(self, page: Page, language: Language, notice: str, *, box: str | None = None) -> str:
        """Return the conversation as it was before the page showed a question in it, with a notice."""
        session = self._sessions.of(page)
        shown = self._shown(session, session.exchanges, language)
        return _as_json({**shown, "first": 0, "notice": notice, "box": box})

    def _turned_away(self, page: Page, notice: str, question: str, *, again: bool) -> str:
        """Return a notice in the place of a question that the page shows, and nothing that costs time to write.

        A window that is too busy to answer would otherwise be kept busy by saying so.
        """
        exchanges = self._sessions.of(page).exchanges
        cut = exchanges[-1:] if again else ()  # the page took it away when it was asked again
        return _as_json(
            {
                "messages": self._desk.messages(cut),
                "most": 2 * KEPT_EXCHANGES,
                **dict.fromkeys(("evidence", "hint", "chips", "talk")),
                "state": state_html(asked=bool(exchanges)),
                "box": None if again else question,
                "first": cut[0].number if cut else _AFTER_ALL,
                "notice": notice,
            }
        )

    def _shown(self, session: Session, told: Sequence[Exchange], language: Language) -> dict[str, Any]:
        desk, exchanges = self._desk, session.exchanges
        return {
            "messages": desk.messages(told),
            "most": 2 * KEPT_EXCHANGES,
            "evidence": desk.evidence(exchanges, language),
            "hint": desk.hint(exchanges, language),
            "chips": desk.offered(exchanges, language),
            "state": state_html(asked=bool(exchanges)),
            "talk": session.talk.id,
            "box": None,
        }

    def _keep(
        self, session: Session, exchange: Exchange, language: Language, page: Page
    ) -> "Future[tuple[Talk, str]] | None":
        """Have an answer kept, with those before it that could not be, and return what will say how that went."""
        if not self._archive.keeps or exchange.answer is None:
            return None
        if len(self._keeping) >= KEEPING:
            late = history_label("not_kept", language)
            self._sessions.change(page, lambda now: replace(now, remark=late, unkept=now.unkept or exchange.number))
            return None
        exchanges, owner = session.exchanges, owner_of(page.user)

        def keep() -> tuple[Talk, str]:
            talk, remark, now = session.talk, "", self._sessions.of(page)
            # Read now: an answer before this one may have failed to be kept since this one was queued.
            unkept = min(now.unkept or exchange.number, exchange.number) if now.talk.id == talk.id else exchange.number
            for place, one in enumerate(exchanges):
                if one.number >= unkept and not remark:  # in their order, or not yet
                    talk, remark = self._archive.keep(owner, talk, one, exchanges[:place], language)
                    unkept = one.number if remark else one.number + 1

            def noted(now: Session) -> Session:
                if now.talk.id != session.talk.id:
                    return now
                # Those after it wait for their turn, or had none; what is kept once more stays as it is.
                left = unkept if remark or any(one.number > exchange.number for one in now.exchanges) else 0
                return replace(now, talk=replace(now.talk, id=talk.id), unkept=left, remark=remark)

            self._sessions.change(page, noted)
            return talk, remark

        keeping = self._keeper.submit(keep)
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        return keeping

    def _kept(self, keeping: "Future[tuple[Talk, str]] | None", page: Page) -> str:
        """Return what the database said about an answer, "" when it has not said anything yet."""
        if keeping is None:
            return ""
        try:
            _, remark = keeping.result(timeout=KEEPING_SECONDS)
        except NotYetError:
            return ""
        self._sessions.change(page, lambda now: replace(now, remark=""))  # told now
        return remark


def kept_key(again: Exchange | None) -> str:
    """Return the key of what is asked again: where that was stopped, the key of what it was to replace."""
    return "" if again is None else again.key if again.answer else again.replaces


def _as_json(shown: dict[str, Any]) -> str:
    return json.dumps(shown, ensure_ascii=False)
