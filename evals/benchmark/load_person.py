"""A plan and the window in; what a person saw there out, with how long each step took.

The person remembers what was asked and shown in each conversation, and notes whatever belongs to somebody else.
"""

import asyncio
import html
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.window.history_labels import label as history_label
from assistant.window.labels import label
from assistant.window.markup import paragraphs
from assistant.window.welcome import notice_html
from evals.benchmark.load_plan import Plan, Step
from evals.benchmark.window_visitor import RefusedError, Visitor

if TYPE_CHECKING:
    from aiohttp import ClientSession

REPLIED = '"messages"'
"""What stands in every reply to a question, also in one that turns it away."""
BUSY = "busy"
MOST_TRIES = 60
"""Who is told so often that the window is busy gives up."""
_ANSWER = 'class="answer'
_SHOWN = re.compile(r'class="take take-text" title="([^"]*)"')
_DOCUMENT = re.compile(r'href="(documents/[^"]+)"')
_TALK = re.compile(r'data-act="open" data-id="([^"]+)"')
_BUSY_NOTICES = frozenset(notice_html(label(BUSY, language)) for language in ("zh", "en"))
_THANKS = frozenset(notice_html(history_label("thanks", language)) for language in ("zh", "en"))
_UNHAPPY = 0.3
"""So many of those who rate an answer find something wrong with it."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step as it went: seconds, those since it was first tried, and "", "busy" or what was wrong."""

    kind: str
    seconds: float
    status: str = ""
    since: float = 0.0


@dataclass
class Log:
    """What a person asked and was shown, conversation by conversation, as [question, text of the answer]."""

    user: str
    conversations: list[list[list[str]]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    """Questions of which the person does not know whether they were answered: the connection broke off."""
    strange: list[str] = field(default_factory=list)
    """What the page showed that was not the person's own."""


class StepFailedError(Exception):
    """The window did not do what the step is for."""


@dataclass
class Person:
    """Somebody who is signed in with one page open at a time."""

    http: "ClientSession"
    address: str
    user: str
    busy_pause: float
    log: Log = field(init=False)
    events: list[Event] = field(default_factory=list)
    _page: Visitor = field(init=False)
    _opened: bool = False
    _now: list[list[str]] = field(default_factory=list)
    """The conversation that the page shows, as far as it was answered."""
    _asked: list[str] = field(default_factory=list)
    """All that was asked in it."""
    _number: int | None = 0
    """Of the last exchange on the page, None when unknown."""
    _evidence: str = ""
    _listed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing said."""
        self.log = Log(self.user)

    async def live(self, plan: Plan) -> None:
        """Do every step of a plan; what goes wrong is an event, never an exception."""
        for step in plan.steps:
            await asyncio.sleep(step.pause)
            await self.do(step)
        if self._opened:
            await self._page.close()

    async def do(self, step: Step) -> None:
        """Do one step, and once more for as long as the window is too busy for it."""
        import aiohttp

        first = perf_counter()
        for _ in range(MOST_TRIES):
            started = perf_counter()
            try:
                status = await _ACTIONS[step.kind](self, step)
            except (StepFailedError, RefusedError, aiohttp.ClientError, TimeoutError) as error:
                status = str(error)[:200] or type(error).__name__
            now = perf_counter()
            if status is not None:
                self.events.append(Event(step.kind, now - started, status, now - first))
            if status != BUSY:
                return
            await asyncio.sleep(self.busy_pause)

    async def _page_opened(self, _step: Step) -> str:
        if self._opened:
            await self._page.close()
        self._page = Visitor(self.http, self.address, REPLIED)
        await self._page.open()
        self._opened = True
        self._begin_new()
        return ""

    def _begin_new(self) -> None:
        self._now, self._asked, self._number, self._evidence = [], [], 0, ""

    async def _ask(self, step: Step) -> str:
        seen = await self._page.ask(step.text)
        if seen.error:
            self._asked.append(step.text)
            self.log.unsure.append(step.text)
            self._number = None
            return seen.error
        told = json.loads(seen.sent[0])
        if told["notice"] in _BUSY_NOTICES:
            return BUSY
        if told["box"] is not None or not told["first"]:
            return f"turned away: {_plain(told['notice'])}"
        asked, answer = (one["content"] for one in told["messages"][-2:])
        number = told["first"] if self._number is None else self._number + 1
        self._own(asked == f'<p class="question n{number}">{paragraphs(step.text)}</p>', step.text, asked)
        self._number, self._evidence = number, told["evidence"]
        self._asked.append(step.text)
        shown = _SHOWN.search(answer)
        if _ANSWER not in answer or shown is None:
            return f"no answer: {_plain(answer)}"
        if not self._now:
            self.log.conversations.append(self._now)
        self._now.append([step.text, html.unescape(shown[1])])
        return ""

    async def _new(self, _step: Step) -> str:
        changed = await self._page.press("clear")
        self._own(not changed["conversation"], "nothing", changed["conversation"])
        self._begin_new()
        return ""

    async def _open_evidence(self, step: Step) -> str | None:
        """Open a document in which an answer is marked; None when the last answer cites none."""
        found = _DOCUMENT.findall(self._evidence)
        if not found:
            return None
        await self._get(html.unescape(_picked(found, step)))
        return ""

    async def _get(self, path: str) -> None:
        async with self.http.get(f"{self.address}/{path}") as reply:
            await reply.read()
            if reply.status != 200:
                raise StepFailedError(f"status {reply.status} for {path.split('/')[0]}")

    async def _targets(self, step: Step) -> str:
        date = _picked(self._page.choices("as-of"), step)
        return _filled(await self._page.press("as-of", "change", given={"as-of": date}), "targets")

    async def _explore(self, _step: Step) -> str:
        return _filled(await self._page.press("explore", "select"), "explore")

    async def _sources(self, _step: Step) -> str:
        return _filled(await self._page.press("sources", "select"), "sources")

    async def _search(self, step: Step) -> str:
        return _filled(await self._page.press("wanted", "change", given={"wanted": step.text}), "sources")

    async def _history(self, _step: Step) -> str:
        changed = await self._page.press("history", "select")
        self._listed = _TALK.findall(changed.get("talks") or "")
        return _filled(changed, "talks")

    async def _reopen(self, step: Step) -> str | None:
        """Go on with a kept conversation; None when none was listed."""
        if not self._listed:
            return None
        pressed = {"act": "open", "id": _picked(self._listed, step)}
        changed = await self._page.press("talks", data=pressed)
        shown = _questions_in(changed["conversation"])
        # The last answer may still wait for the database, so what is kept may be the beginning.
        own = [one for one in self.log.conversations if shown == _asked_of(one)[: len(shown)] and shown]
        self._own(bool(own), "a conversation of one's own", shown)
        self._now = own[-1] if own else []
        self._asked = _asked_of(self._now)
        self._number, self._evidence = len(shown), changed["evidence"]
        return ""

    async def _rate(self, step: Step) -> str | None:
        """Say what one thinks of the last answer; None when there is none."""
        if not self._now or not self._number:
            return None
        rated = {"rating": "down" if step.pick < _UNHAPPY else "up", "number": self._number}
        changed = await self._page.press("rated", data=rated)
        if rated["rating"] == "down":
            reason = {"rating-reason": "missing", "rating-note": "不完整"}
            changed = await self._page.press("rating-send", given=reason)
        if changed["notice"] not in _THANKS:
            raise StepFailedError(f"not rated: {_plain(changed['notice'])}")
        shown = _questions_in(changed["conversation"])
        self._own({*shown} <= {*self._asked}, "one's own questions", shown)
        return ""

    def _own(self, own: bool, wanted: str, shown: object) -> None:
        if not own:
            self.log.strange.append(f"{wanted!r} was wanted, {str(shown)[:200]!r} was shown")


_ACTIONS: dict[str, Callable[[Person, Step], Awaitable[str | None]]] = {
    "page": Person._page_opened,
    "ask": Person._ask,
    "follow-up": Person._ask,
    "new": Person._new,
    "evidence": Person._open_evidence,
    "targets": Person._targets,
    "explore": Person._explore,
    "sources": Person._sources,
    "search": Person._search,
    "history": Person._history,
    "reopen": Person._reopen,
    "rate": Person._rate,
}


def _picked(offered: list[str], step: Step) -> str:
    return offered[int(step.pick * len(offered))]


def _filled(changed: dict[str, Any], name: str) -> str:
    if not changed.get(name):
        raise StepFailedError(f"nothing came for {name}")
    return ""


def _asked_of(conversation: list[list[str]]) -> list[str]:
    return [question for question, _ in conversation]


def _questions_in(messages: list[dict[str, Any]]) -> list[str]:
    """Return the questions of the messages that a chat shows."""
    texts = (one["content"] for one in messages if one["role"] == "user")
    return [_plain(text if isinstance(text, str) else "".join(part.get("text", "") for part in text)) for text in texts]


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br>", "\n")))
