"""An assistant whose answers come from another process where questions meet."""

import atexit
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Config
from assistant.errors import AssistantError
from assistant.schema import Answer, Turn
from assistant.window.answerers import (
    ALONE_SECONDS,
    MOST_STARTS,
    STARTS_SECONDS,
    AnswererError,
    Answerers,
    processes_beside,
)
from tests.fakes import FakeAssistant, scripted_answer

PARKS, SECONDS = "园区科协有几家？", 60


class Marked(FakeAssistant):
    """Says in its answer which process it is in; any other than ``here`` dies of one question and hangs at another."""

    def __init__(self, here: int) -> None:
        super().__init__()
        self.here = here

    def ask(self, question: str, *, history: Sequence[Turn] = (), **settings: Any) -> Answer:
        if os.getpid() != self.here:
            if question == "死":
                os._exit(9)
            if question == "满":
                raise MemoryError
            if question == "停":
                time.sleep(10 * SECONDS)
        answer = super().ask(question, history=history, **settings)
        return replace(answer, standalone=str(os.getpid()))


def tidying(here: int, sign: Path) -> Marked:
    """Return the assistant of a process that makes a sign when it ends in good order."""
    atexit.register(sign.touch)
    return Marked(here)


class Meeting(Marked):
    """Lets a second question meet the first."""

    def __init__(self) -> None:
        super().__init__(os.getpid())
        self.asked, self.go = threading.Event(), threading.Event()

    def ask(self, question: str, *, history: Sequence[Turn] = (), **settings: Any) -> Answer:
        if question == "等":
            self.asked.set()
            assert self.go.wait(SECONDS)
        return super().ask(question, history=history, **settings)


@contextmanager
def meeting(answerers: Answerers, local: Meeting) -> Iterator[None]:
    """Keep a question waiting, so that whatever is asked meanwhile meets it."""
    local.asked.clear()
    local.go.clear()
    waiting = threading.Thread(target=answerers.ask, args=("等",))
    waiting.start()
    try:
        assert local.asked.wait(SECONDS)
        yield
    finally:
        local.go.set()
        waiting.join()


def started(answerers: Answerers, local: Meeting) -> None:
    """Let two questions meet until another process answers."""
    deadline = time.monotonic() + SECONDS
    with meeting(answerers, local):
        while answerers.ask(PARKS).standalone == str(os.getpid()):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def stays_here(answerers: Answerers, local: Meeting) -> None:
    with meeting(answerers, local):
        for _ in range(5):
            assert answerers.ask(PARKS).standalone == str(os.getpid())
            time.sleep(0.05)


@pytest.fixture
def local() -> Meeting:
    return Meeting()


@pytest.fixture
def answerers(local: Meeting) -> Iterator[Answerers]:
    made = Answerers(local, partial(Marked, os.getpid()))
    yield made
    made.close()


def test_whoever_asks_alone_is_answered_in_this_process(answerers: Answerers) -> None:
    assert {answerers.ask(PARKS).standalone for _ in range(3)} == {str(os.getpid())}
    assert [answer.text for answer in answerers.stream(PARKS) if isinstance(answer, Answer)] == [
        scripted_answer(PARKS).text
    ]


def test_where_questions_meet_another_process_gives_the_same_answers(answerers: Answerers, local: Meeting) -> None:
    started(answerers, local)
    there = answerers.ask(PARKS, history=(Turn("user", "?"),))
    assert there.standalone != str(os.getpid())
    assert (there.text, there.claims) == (scripted_answer(PARKS).text, scripted_answer(PARKS).claims)
    with pytest.raises(AssistantError, match="The index is being rebuilt"):
        answerers.ask("坏了")
    with pytest.raises(AnswererError, match="secret detail"):
        answerers.ask("故障")


def test_a_process_that_dies_is_replaced_a_few_times(answerers: Answerers, local: Meeting) -> None:
    for _ in range(MOST_STARTS):
        started(answerers, local)
        assert answerers.ask("死").standalone == str(os.getpid())
    stays_here(answerers, local)


def test_a_process_that_died_often_is_tried_again_after_a_while(local: Meeting) -> None:
    now = 0.0
    answerers = Answerers(local, partial(Marked, os.getpid()), clock=lambda: now)
    try:
        for _ in range(MOST_STARTS):
            started(answerers, local)
            answerers.ask("死")
            now += 1
        stays_here(answerers, local)
        now = STARTS_SECONDS
        started(answerers, local)
        answerers.ask("死")
        stays_here(answerers, local)
    finally:
        answerers.close()


def test_where_memory_runs_out_the_process_goes_and_this_one_answers(answerers: Answerers, local: Meeting) -> None:
    started(answerers, local)
    assert answerers.ask("满").standalone == str(os.getpid())
    started(answerers, local)


def test_a_process_that_hangs_is_ended_and_all_its_questions_are_answered_here(local: Meeting) -> None:
    answerers = Answerers(local, partial(Marked, os.getpid()), silent_seconds=0.5)
    told: list[str] = []
    try:
        started(answerers, local)
        (hung,) = multiprocessing.active_children()
        asking = [
            threading.Thread(target=lambda asked: told.append(answerers.ask(asked).standalone), args=(asked,))
            for asked in ("停", PARKS, PARKS)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(SECONDS)
        assert told == [str(os.getpid())] * 3
        hung.join(SECONDS)
        assert not hung.is_alive()
        started(answerers, local)
    finally:
        answerers.close()


def test_a_process_that_was_stopped_does_not_keep_the_window_from_ending(local: Meeting) -> None:
    answerers = Answerers(local, partial(Marked, os.getpid()))
    started(answerers, local)
    (stopped,) = multiprocessing.active_children()
    assert stopped.pid
    os.kill(stopped.pid, signal.SIGSTOP)
    answerers.close()
    stopped.join(SECONDS)
    assert not stopped.is_alive()


def test_a_process_ends_by_itself_with_the_window_and_tidies_up(local: Meeting, tmp_path: Path) -> None:
    answerers = Answerers(local, partial(tidying, os.getpid(), tmp_path / "tidied"))
    started(answerers, local)
    answerers.close()
    assert (tmp_path / "tidied").exists()


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="Linux alone says whom it ends first")
def test_where_the_machine_has_no_memory_left_the_window_stays(answerers: Answerers, local: Meeting) -> None:
    started(answerers, local)
    other = answerers.ask(PARKS).standalone
    scores = [int(Path(f"/proc/{one}/oom_score_adj").read_text("ascii")) for one in (other, "self")]
    assert scores[0] > scores[1]


def test_nothing_is_started_once_it_is_closed(answerers: Answerers, local: Meeting) -> None:
    answerers.close()
    stays_here(answerers, local)


def test_who_asks_alone_for_long_ends_the_process_until_questions_meet_again(local: Meeting) -> None:
    now = 0.0
    answerers = Answerers(local, partial(Marked, os.getpid()), clock=lambda: now)
    try:
        for _ in range(MOST_STARTS + 1):
            started(answerers, local)
            now += ALONE_SECONDS - 1
            assert answerers.ask(PARKS).standalone != str(os.getpid())
            now += 2
            assert answerers.ask(PARKS).standalone == str(os.getpid())
    finally:
        answerers.close()


@pytest.mark.parametrize(
    ("cores", "wanted", "processes"), [(1, None, 0), (2, None, 1), (16, None, 1), (16, 0, 0), (1, 3, 3)]
)
def test_a_process_stands_beside_the_window_where_there_is_a_core_for_it(
    cores: int, wanted: int | None, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.window.answerers.usable_cores", lambda: cores)
    assert processes_beside(Config(answer_processes=wanted)) == processes
