"""What is noted of an open page: little, and all that Gradio would have noted once it is asked for."""

import json
import re
from collections.abc import Iterator
from typing import Any

import gradio as gr
import httpx
import pytest
from gradio.state_holder import SessionState, StateHolder

import ui
from assistant.window.page_states import PageState, PageStates
from tests.fakes import FakeAssistant
from tests.served import served


@pytest.fixture
def page() -> gr.Blocks:
    page = gr.Blocks()
    with page, gr.Row():
        gr.Textbox("before", label="box")
        gr.State([1])
        gr.HTML("<p>")
    return page


def states(kind: type[StateHolder], page: gr.Blocks) -> Any:
    holder: Any = kind()
    holder.set_blocks(page)
    return holder


def place(page: gr.Blocks, kind: type[Any]) -> int:
    return next(one for one, block in page.default_config.blocks.items() if type(block) is kind)


def changed(state: SessionState, page: gr.Blocks) -> list[dict[str, Any]]:
    """Change what a page shows as Gradio does after an event, and return all components."""
    box, remembered, html = (place(page, kind) for kind in (gr.Textbox, gr.State, gr.HTML))
    state[remembered] = [2]
    state[html] = gr.HTML("", elem_classes="new", render=False)
    state._update_config(html)
    state._update_value_in_config(html, "<b>")
    state._update_value_in_config(box, "after")
    return [one for one in state.components if one["id"] in page.default_config.blocks]


def test_a_page_is_described_as_gradio_would_have(page: gr.Blocks) -> None:
    own, gradios = states(PageStates, page)["a"], states(StateHolder, page)["a"]
    assert isinstance(own, PageState)
    assert list(own.components) == list(gradios.components)
    described = changed(own, page)
    assert described == changed(gradios, page)
    values = {one["type"]: one["props"].get("value") for one in described}
    assert values["textbox"] == "after" and values["html"] == "<b>" and own[place(page, gr.State)] == [2]


def test_pages_know_nothing_of_each_other(page: gr.Blocks) -> None:
    holder = states(PageStates, page)
    changed(holder["a"], page)
    assert list(holder["b"].components) == list(states(StateHolder, page)["b"].components)
    assert holder["a"] is holder["a"] is not holder["b"]


def test_gradio_drops_the_page_used_longest_ago_when_there_are_too_many(page: gr.Blocks) -> None:
    holder = states(PageStates, page)
    holder.capacity = 2
    for name in ("a", "b", "a", "c"):
        holder[name].is_closed = False
    assert list(holder.session_data) == ["a", "c"]


@pytest.fixture(scope="module")
def window() -> Iterator[tuple[str, Any]]:
    app = ui.create_app(FakeAssistant())
    with served(app) as address:
        yield address, app.routes[-1].app  # type: ignore[attr-defined]


def test_opening_the_window_describes_no_component(window: tuple[str, Any]) -> None:
    address, gradio_app = window
    text = httpx.get(address).text
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", text, re.DOTALL)
    assert found
    config = json.loads(found[1])
    loads = [one for one in config["dependencies"] if any(event == "load" for _, event in one["targets"])]
    assert loads
    for event in loads:
        body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "opened"}
        reply = httpx.post(f"{address}/gradio_api/run/predict", json=body)
        assert reply.status_code == 200, reply.text
    state = gradio_app.state_holder["opened"]
    # Only a component that was made anew, for another label or choice, is described by Gradio.
    described = {one["type"] for one in state.config_values.values()}
    assert isinstance(state, PageState) and "chatbot" not in described and len(state.config_values) < 15
    shown = {one["props"].get("elem_id"): one["props"].get("value") for one in state.components}
    assert "12621" in shown["chips"] and shown["evidence"].startswith("<section")
