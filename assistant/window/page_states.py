"""A page of Gradio's in; what Gradio notes of each browser that opens it out, without describing every component.

For each page that is opened Gradio describes all components, in case a link to just this state of the page is made:
a third of the processor time of an opening and a megabyte of memory. Here they are described when one is made.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from gradio.state_holder import SessionState, StateHolder
from starlette.routing import Mount

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI


class PageState(SessionState):
    """What is noted of one open page: its components, and what those show that an event has changed."""

    def __init__(self, page: "gr.Blocks") -> None:
        # Gradio describes at once those components that are among ``blocks``.
        super().__init__(SimpleNamespace(default_config=page.default_config, blocks={}))  # type: ignore[arg-type]
        self._shown: dict[int, Any] = {}

    @property
    def components(self) -> Iterator[dict[str, Any]]:
        """Yield the description of each component as it is now."""
        for key, block in list(self.blocks_config.blocks.items()):
            described = self.blocks_config.config_for_block(key, [], block)
            if key in self._shown:
                described["props"]["value"] = self._shown[key]
            yield described

    def _update_config(self, key: int) -> None:
        """Describe nothing yet."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        self._shown[key] = value


class PageStates(StateHolder):
    """What is noted of all open pages, in the place of Gradio's own."""

    def __getitem__(self, session_id: str) -> SessionState:
        """Return what is noted of a page, which is nothing yet of one that was just opened."""
        with self.lock:
            if session_id not in self.session_data:
                self.session_data[session_id] = PageState(self.blocks)
        return super().__getitem__(session_id)


def note_little(app: "FastAPI", page: "gr.Blocks") -> None:
    """Take the place of what Gradio keeps for a page that is mounted in an application, before anybody opens it."""
    mounted: list[Any] = [route.app for route in app.routes if isinstance(route, Mount)]
    (gradio_app,) = mounted
    states: Any = PageStates()  # type: ignore[no-untyped-call]
    states.set_blocks(page)
    gradio_app.state_holder = states
