from dataclasses import replace
from threading import Lock
from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio.state_holder import StateHolder

from assistant.window.archive import Talk
from assistant.window.closing import forget_closed
from assistant.window.conversation import Exchange
from assistant.window.sessions import FORGET_AFTER_SECONDS, MOST_PAGES, Page, Session, Sessions
from tests.fakes import scripted_answer

HERE, ASKED = Page("wang", "a"), Exchange(1, "园区科协有几家？", key="first")
ANSWERED = replace(ASKED, answer=scripted_answer(ASKED.question))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_page_is_its_users_alone() -> None:
    sessions = Sessions()
    sessions.put(HERE, Session((ANSWERED,), Talk("t")))
    assert sessions.of(HERE).exchanges == (ANSWERED,)
    assert sessions.of(Page("li", "a")) == sessions.of(Page(None, "a")) == Session()


def test_an_answer_takes_the_place_of_what_is_awaited_once() -> None:
    sessions = Sessions()
    sessions.put(HERE, Session((ASKED,), Talk("t"), awaited="first"))
    begun = replace(ASKED, begun="截至")
    advanced, settled = sessions.advance(HERE, begun), sessions.settle(HERE, ANSWERED)
    assert advanced is not None and (advanced.exchanges, advanced.awaited) == ((begun,), "first")
    assert settled is not None and (settled.exchanges, settled.awaited) == ((ANSWERED,), "")
    assert sessions.settle(HERE, ANSWERED) is None
    assert sessions.of(HERE) == settled


def test_an_answer_that_was_stopped_or_cleared_away_changes_nothing() -> None:
    sessions = Sessions()
    stopped = sessions.put(HERE, Session((ASKED,), Talk("t")))
    assert sessions.settle(HERE, ANSWERED) is None and sessions.of(HERE) == stopped
    sessions.put(HERE, Session())
    assert sessions.advance(HERE, ANSWERED) is None and sessions.of(HERE) == Session()


def test_what_was_left_alone_for_a_day_is_forgotten() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    sessions.put(HERE, Session((ANSWERED,)))
    clock.now = FORGET_AFTER_SECONDS - 1
    sessions.put(Page("li", "b"), Session((ANSWERED,)))
    assert sessions.of(HERE).exchanges
    clock.now = FORGET_AFTER_SECONDS + 1
    sessions.put(Page("li", "c"), Session())
    assert not sessions.of(HERE).exchanges and sessions.of(Page("li", "b")).exchanges


def test_the_page_that_was_left_alone_longest_goes_first_when_there_are_too_many() -> None:
    sessions = Sessions()
    for number in range(MOST_PAGES + 1):
        sessions.put(Page(None, str(number)), Session((ANSWERED,)))
        sessions.change(Page(None, "0"), lambda now: now)
    assert sessions.of(Page(None, "0")).exchanges and sessions.of(Page(None, "2")).exchanges
    assert not sessions.of(Page(None, "1")).exchanges


def test_a_page_that_was_closed_is_forgotten_and_no_other() -> None:
    sessions = Sessions()
    for name in ("a", "b"):
        sessions.put(Page("wang", name), Session((ANSWERED,)))
    sessions.forget(["a", "never seen"])
    assert not sessions.of(HERE).exchanges and sessions.of(Page("wang", "b")).exchanges


def test_of_closed_pages_those_used_last_are_kept_and_of_open_ones_all() -> None:
    pages = {name: SimpleNamespace(is_closed=name != "open") for name in ("a", "open", "b", "c")}
    holder = SimpleNamespace(session_data=pages, time_last_used=dict.fromkeys(pages, 0), lock=Lock())
    assert forget_closed(holder, most=3) == []
    assert list(holder.session_data) == ["a", "open", "b", "c"]
    assert forget_closed(holder, most=2) == ["a"]
    assert list(holder.session_data) == list(holder.time_last_used) == ["open", "b", "c"]


def test_gradio_keeps_its_pages_as_that_expects() -> None:
    with gr.Blocks() as blocks:
        gr.State(0)
    holder: Any = StateHolder()  # type: ignore[no-untyped-call]
    holder.set_blocks(blocks)
    for name in ("a", "b"):
        holder[name].is_closed = True
    holder["c"].is_closed = False
    assert holder["a"].is_closed  # used again, after b
    forget_closed(holder, most=1)
    assert list(holder.session_data) == ["c", "a"]
