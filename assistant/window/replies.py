"""What an application replies in; the same reply out again, as often as somebody asks for it."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from assistant.window.gate import Message, Send

_OK = 200


class Replies:
    """Replies that are the same for everybody, at most so many: those asked for longest ago go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Message, bytes]] = OrderedDict()

    async def send(self, key: Hashable, send: Send) -> bool:
        """Send the reply that is kept under a key; return False where there is none."""
        if key not in self._kept:
            return False
        self._kept.move_to_end(key)
        start, body = self._kept[key]
        # Whoever is on the way out adds headers of their own.
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})
        return True

    def keeping(self, key: Hashable, send: Send) -> Send:
        """Return what passes a reply on and keeps it, unless it is a failure or is sent in a way of its own."""
        start: dict[str, Any] = {}
        body = bytearray()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update({**message, "headers": list(message["headers"])})
            elif message["type"] == "http.response.body" and start.get("status") == _OK:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._keep(key, start, bytes(body))
            else:
                start.clear()
            await send(message)

        return sent

    def _keep(self, key: Hashable, start: Message, body: bytes) -> None:
        self._kept[key] = start, body
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
