"""Pages that were closed in; the memory that they took out.

Gradio keeps what it knows of the last ten thousand pages, a megabyte or so each, for those that come back. A few are
enough: a browser comes back after it has slept, and the conversation itself lies elsewhere.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

KEPT_CLOSED = 50
"""Closed pages that are remembered."""


class ClosedPages:
    """Forgets the oldest of the pages that were closed and not used since."""

    def __init__(self, most: int = KEPT_CLOSED) -> None:
        self._most = most
        self._lock = Lock()
        self._closed: OrderedDict[str, datetime] = OrderedDict()

    def close(self, session: str, holder: Any) -> None:
        """Note that a page was closed; ``holder`` is what Gradio keeps its pages in."""
        with self._lock:
            self._closed.pop(session, None)
            self._closed[session] = datetime.now()  # as Gradio notes when a page was last used
            while len(self._closed) > self._most:
                oldest, at = self._closed.popitem(last=False)
                if holder.time_last_used.get(oldest, at) <= at:
                    holder.session_data.pop(oldest, None)
                    holder.time_last_used.pop(oldest, None)


def forget_closed(page: "gr.Blocks") -> None:
    """Let a page that is being laid out give back what was kept of it."""
    import gradio as gr

    closed = ClosedPages()

    def left(request: gr.Request) -> None:
        closed.close(request.session_hash or "", page.state_holder)

    page.unload(left)
