"""What Gradio keeps of the pages in; the memory that those took which were closed out.

Gradio keeps what it knows of the last ten thousand pages, with all that they show, for those that come back. A few are
enough: a browser comes back after it has slept, and conversations are kept in the database.
"""

from typing import Any

KEPT_CLOSED = 20
"""Closed pages that are remembered, those that were used last."""


def forget_closed(holder: Any, *, most: int = KEPT_CLOSED) -> list[str]:
    """Drop the closed pages that were not used for longest from a ``StateHolder`` of Gradio's; return their names.

    To be called when a page is opened: what Gradio offers to be called when one is closed is not called for a page
    whose connection breaks off.
    """
    with holder.lock:
        # The order is that of their last use.
        closed = [name for name, state in holder.session_data.items() if state.is_closed]
        for name in closed[:-most]:
            holder.session_data.pop(name, None)
            holder.time_last_used.pop(name, None)
        return closed[:-most]
