"""The address of a Gradio page in; a visitor out who opens it and asks as a browser does, without drawing anything.

What a browser sends is read from the page's own configuration: the events of the question box and of the button, what
follows each of them, what they take and whether they wait in a queue.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

ASKED_BOXES = ("question", "asked")
"""The elements that hold the question when it is sent: the box, and where the page puts its text when it empties it."""
_CONFIGURATION = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)
"""Where a page says what it consists of: its script asks the server for it only where this is missing."""
_ENDED = "close_stream"
_FOREVER: Any = None
"""A page keeps one connection as long as it is open."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a question went: seconds until the answer was there, and what was wrong, "" when nothing was."""

    seconds: float
    error: str = ""
    sent: Any = None
    """What the server sent last for it: the values of the components that asking changes."""


@dataclass
class _Pressed:
    """What is done on the page: the question that is sent, what a script of the page tells, what came of it."""

    question: str = ""
    data: Any = None
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    sent: Any = None
    changed: dict[int, Any] = field(default_factory=dict)


@dataclass
class Visitor:
    """One open page: its session, and the values that its components have in the browser."""

    http: "ClientSession"
    address: str
    answered: str
    """What stands in what is sent as soon as there is an answer."""
    session: str = field(default_factory=lambda: token_hex(6))
    _config: dict[str, Any] = field(default_factory=dict)
    _values: dict[int, Any] = field(default_factory=dict)
    _following: set["asyncio.Task[None]"] = field(default_factory=set)
    _heartbeat: "ClientResponse | None" = None
    _stream: asyncio.Lock = field(default_factory=asyncio.Lock)
    """A page has one stream of events at a time; the server ends it when nothing more is under way."""

    async def open(self) -> None:
        """Load the page and let it settle."""
        async with self.http.get(self.address) as page:
            written = _CONFIGURATION.search(await page.text())
        if written is None:
            raise RefusedError(f"status {page.status}, and no page of Gradio's")
        self._config = json.loads(written[1])
        self._values = {one["id"]: one["props"].get("value") for one in self._config["components"]}
        self._heartbeat = await self.http.get(self._url(f"heartbeat/{self.session}"), timeout=_FOREVER)
        for event in self._targeted("load"):
            await self._run(event, _Pressed())
        # Without users the window goes on with what was last asked, by whichever visitor; each begins one of their own.
        await self.press("clear")

    async def close(self) -> None:
        """Leave the page once what follows the last answer is over."""
        if self._following:
            await asyncio.wait(self._following)
        if self._heartbeat is not None:
            self._heartbeat.close()

    async def press(
        self, name: str, event: str = "click", *, data: Any = None, given: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Do an event of the element or tab of a name, none where the page has none; return the new values by name.

        ``data`` is what a script of the page tells with the event, ``given`` what is put into named boxes before it.
        Raises RefusedError, and what aiohttp raises.
        """
        names = self._names()
        self._values |= {one: given[known] for one, known in names.items() if given and known in given}
        pressed = _Pressed(data=data)
        for found in self._targeted(event):
            if any(names.get(target) == name for target, what in found["targets"] if what == event):
                await self._run(found, pressed)
        return {names[one]: value for one, value in pressed.changed.items() if names[one]}

    def choices(self, name: str) -> list[str]:
        """Return the values that a named list of the page offers."""
        named = (one for one in self._config["components"] if one["props"].get("elem_id") == name)
        return [str(value) for one in named for _, value in one["props"]["choices"]]

    async def ask(self, question: str) -> Seen:
        """Send a question; return as soon as the answer is there, while what follows it goes on."""
        pressed = _Pressed(question)
        seen = pressed.seen
        started = perf_counter()
        tasks = [asyncio.create_task(self._run(one, pressed)) for one in self._asking()]
        shown = asyncio.create_task(seen.wait())
        pending: set[asyncio.Task[Any]] = {shown, *tasks}
        while pending and not seen.is_set() and not all(one.done() for one in tasks):
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for one in done - {shown}:
                if one.exception():
                    shown.cancel()
                    return Seen(perf_counter() - started, str(one.exception())[:200] or type(one.exception()).__name__)
        seconds = perf_counter() - started
        shown.cancel()
        for one in tasks:
            self._following.add(one)
            one.add_done_callback(self._following.discard)
        return Seen(seconds, "" if seen.is_set() else "nothing that was sent holds an answer", pressed.sent)

    def _url(self, path: str) -> str:
        return f"{self.address}{self._config['api_prefix']}/{path}"

    def _asking(self) -> list[dict[str, Any]]:
        """Return the events of the key that sends, of the box named ``question`` or of the only one that can send."""
        boxes = {one["id"]: one["props"].get("elem_id") for one in self._config["components"]}
        events = self._targeted("submit")
        named = [one for one in events if any(boxes.get(box) == "question" for box, _ in one["targets"])]
        return named or events

    def _names(self) -> dict[int, str]:
        """Return what each component is called, its element or the name of its tab; "" without a name."""
        return {
            one["id"]: one["props"].get("elem_id") or (one["props"].get("id") if one["type"] == "tabitem" else "") or ""
            for one in self._config["components"]
        }

    def _targeted(self, name: str) -> list[dict[str, Any]]:
        return [one for one in self._config["dependencies"] if any(event == name for _, event in one["targets"])]

    async def _run(self, event: Mapping[str, Any], pressed: _Pressed) -> None:
        """Do an event and what follows it; what runs in the browser alone costs the server nothing."""
        if event["backend_fn"]:
            async for sent in self._sent(event, pressed):
                pressed.sent = sent
                # A reply may hold JSON inside JSON: how often its signs are escaped is no matter.
                if self.answered in json.dumps(sent, ensure_ascii=False).replace("\\", ""):
                    pressed.seen.set()
                changed = dict(_values_in(event["outputs"], sent))
                pressed.changed |= changed
                self._values |= changed
        for after in self._config["dependencies"]:
            if after["trigger_after"] == event["id"]:
                await self._run(after, pressed)

    def _body(self, event: Mapping[str, Any], pressed: _Pressed) -> dict[str, Any]:
        kinds = {one["id"]: (one["type"], one["props"].get("elem_id")) for one in self._config["components"]}
        boxes = {box for box, name in event["targets"] if name == "submit"}
        data = [
            None
            if kinds[one][0] == "state"
            else pressed.question
            if one in boxes or kinds[one][1] in ASKED_BOXES
            else self._values[one]
            for one in event["inputs"]
        ]
        trigger = next((box for box, _ in event["targets"]), None)
        told = {"data": data, "event_data": pressed.data, "fn_index": event["id"], "trigger_id": trigger}
        return {**told, "session_hash": self.session}

    async def _sent(self, event: Mapping[str, Any], pressed: _Pressed) -> AsyncIterator[Any]:
        """Yield what the server sends for an event, piece by piece where it is queued."""
        body = self._body(event, pressed)
        if event["queue"] is False:
            async with self.http.post(self._url("run/predict"), json=body) as reply:
                yield _data_of(await reply.json(), reply.status)
            return
        async with self._stream, self.http.post(self._url("queue/join"), json=body) as reply:
            joined = await reply.json()
            if reply.status != 200:
                raise RefusedError(str(joined.get("detail", joined)))
            async with self.http.get(self._url("queue/data"), params={"session_hash": self.session}) as stream:
                if stream.status != 200:
                    raise RefusedError(f"status {stream.status}")
                async for message in _messages(stream):
                    if message["msg"] == _ENDED:
                        return
                    if message["msg"] in ("process_generating", "process_completed"):
                        yield _data_of(message["output"], 200 if message["success"] else 500)


class RefusedError(Exception):
    """The server did not do what was asked for."""


def _data_of(output: Mapping[str, Any], status: int) -> Any:
    if status != 200 or "data" not in output:
        raise RefusedError(str(output.get("error") or output.get("detail") or f"status {status}"))
    return output["data"]


def _values_in(outputs: list[int], sent: Any) -> Iterator[tuple[int, Any]]:
    """Yield the components that have a new value, with it."""
    for output, value in zip(outputs, sent, strict=False):
        if isinstance(value, dict) and value.get("__type__") == "update":
            if "value" in value:
                yield output, value["value"]
        else:
            yield output, value


async def _messages(stream: "ClientResponse") -> AsyncIterator[dict[str, Any]]:
    """Yield the messages of a stream of events; a line may come in pieces longer than any buffer."""
    rest = b""
    async for piece in stream.content.iter_any():
        rest += piece
        *whole, rest = rest.split(b"\n\n")
        for one in whole:
            for line in _data_lines(one):
                yield json.loads(line)


def _data_lines(message: bytes) -> Iterator[bytes]:
    yield from (line[5:] for line in message.splitlines() if line.startswith(b"data:"))
