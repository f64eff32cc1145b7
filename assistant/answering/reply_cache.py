"""Prompts to the replies that a model gave to them, as many as are kept; thrown away with the process."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_KEPT = 256
"""Replies of a few thousand characters: about a megabyte."""


class ReplyCache:
    """Keeps whole replies by their prompt: rules, passages and question. Safe to use from several threads."""

    def __init__(self, *, kept: int = _KEPT) -> None:
        self._kept = kept
        self._replies: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, messages: "Sequence[BaseMessage]") -> str | None:
        """Return the reply to a prompt, None when it is not known."""
        with self._lock:
            reply = self._replies.get(key := _key(messages))
            if reply is not None:
                self._replies.move_to_end(key)
            return reply

    def put(self, messages: "Sequence[BaseMessage]", reply: str) -> None:
        """Keep a reply and forget the one that was not asked for longest."""
        with self._lock:
            self._replies[_key(messages)] = reply
            while len(self._replies) > self._kept:
                self._replies.popitem(last=False)


def _key(messages: "Sequence[BaseMessage]") -> str:
    return sha256("\x00".join(f"{message.type}\x00{message.text}" for message in messages).encode()).hexdigest()
