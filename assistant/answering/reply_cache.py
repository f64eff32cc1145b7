"""Prompts to the replies that a model gave to them: in memory, and in a folder where one is named."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answering.reply_folder import ReplyFolder

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_KEPT = 256
"""Replies of a few thousand characters: about a megabyte."""


class ReplyCache:
    """Keeps whole replies by their prompt: rules, passages, facts and question. Safe to use from several threads.

    ``of`` names the model and its address, so that a folder never gives one model the words of another.
    """

    def __init__(self, *, kept: int = _KEPT, of: str = "", folder: ReplyFolder | None = None) -> None:
        self._kept = kept
        self._of = of
        self._folder = folder
        self._replies: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, messages: "Sequence[BaseMessage]") -> str | None:
        """Return the reply to a prompt, None when it is not known."""
        key = self._key(messages)
        with self._lock:
            reply = self._replies.get(key)
            if reply is not None:
                self._replies.move_to_end(key)
                return reply
        if self._folder is None:
            return None
        found = self._folder.get(key)
        if found is not None:
            self._remember(key, found)
        return found

    def put(self, messages: "Sequence[BaseMessage]", reply: str) -> None:
        """Keep a reply that came to its end, and forget the one that was not asked for longest."""
        key = self._key(messages)
        if self._remember(key, reply) and self._folder is not None:
            self._folder.put(key, reply)

    def _remember(self, key: str, reply: str) -> bool:
        """Tell whether the reply is news."""
        with self._lock:
            news = self._replies.get(key) != reply
            self._replies[key] = reply
            self._replies.move_to_end(key)
            while len(self._replies) > self._kept:
                self._replies.popitem(last=False)
            return news

    def _key(self, messages: "Sequence[BaseMessage]") -> str:
        parts = [self._of, *(f"{message.type}\x00{message.text}" for message in messages)]
        return sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
