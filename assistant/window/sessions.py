"""An open page to the conversation on it, kept in memory by who opened it; a page cannot ask for another user's."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from assistant.window.archive import Talk
from assistant.window.conversation import Exchange, remember

if TYPE_CHECKING:
    import gradio as gr

MOST_PAGES = 300
"""Pages whose conversations are in memory; beyond it the one that was left alone longest goes first."""
FORGET_AFTER_SECONDS = 8 * 3600
"""A conversation left alone for a working day is dropped from memory."""


NO_TALK = Talk()


@dataclass(frozen=True, slots=True)
class Page:
    """An open page: the name that its browser made up for it, and who is signed in there."""

    user: str | None
    session: str

    @classmethod
    def of(cls, request: "gr.Request") -> "Page":
        """Return the page that a request comes from."""
        return cls(request.username, request.session_hash or "")


@dataclass(frozen=True, slots=True)
class Session:
    """What a page shows: its exchanges and which conversation they are of."""

    exchanges: tuple[Exchange, ...] = ()
    talk: Talk = NO_TALK
    awaited: str = ""
    """The key of the exchange that is being answered, "" when none is."""
    remark: str = ""
    """What is still to be told about an earlier answer, as plain text."""
    unkept: int = 0
    """The number of the first exchange that could not be kept yet, 0 when there is none."""


class Sessions:
    """The sessions of all pages; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[Page, tuple[float, Session]] = OrderedDict()

    def of(self, page: Page) -> Session:
        """Return what a page shows, nothing for one that is new or was left alone too long."""
        with self._lock:
            return self._known[page][1] if page in self._known else Session()

    def knows(self, page: Page) -> bool:
        """Return whether it is still known what a page shows."""
        with self._lock:
            return page in self._known

    def put(self, page: Page, session: Session) -> Session:
        """Replace what a page shows."""
        return self.change(page, lambda _: session)

    def change(self, page: Page, changed: Callable[[Session], Session]) -> Session:
        """Replace what a page shows by what ``changed`` makes of it, and return that."""
        with self._lock:
            _, session = self._known.pop(page, (0.0, Session()))
            now, session = self._clock(), changed(session)
            self._known[page] = now, session
            while len(self._known) > MOST_PAGES or next(iter(self._known.values()))[0] < now - FORGET_AFTER_SECONDS:
                self._known.popitem(last=False)
            return session

    def forget(self, names: Iterable[str]) -> None:
        """Drop pages by the names that their browsers made up for them."""
        gone = set(names)
        with self._lock:
            for page in [page for page in self._known if page.session in gone]:
                del self._known[page]

    def settle(self, page: Page, exchange: Exchange) -> Session | None:
        """Put an answer in the place of what is awaited; None when it was stopped or the page shows something else."""
        return self._take(page, exchange, awaited="")

    def advance(self, page: Page, exchange: Exchange) -> Session | None:
        """Put what there is of an answer in the place of what is awaited, and go on awaiting it; None as above."""
        return self._take(page, exchange, awaited=exchange.key)

    def _take(self, page: Page, exchange: Exchange, *, awaited: str) -> Session | None:
        taken: list[Session] = []

        def take(session: Session) -> Session:
            if not session.awaited or session.awaited != exchange.key:
                return session
            taken.append(replace(session, exchanges=remember(session.exchanges[:-1], exchange), awaited=awaited))
            return taken[0]

        self.change(page, take)
        return taken[0] if taken else None
