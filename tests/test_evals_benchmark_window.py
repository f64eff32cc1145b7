"""The visitors of the benchmark meet the real page, over a scripted assistant, in this process."""

import os

import pytest

import ui
from evals.benchmark.window import ANSWERED, PEER, window_table
from evals.benchmark.window_users import Crowd, Job, crowd
from tests.fakes import FakeAssistant
from tests.served import finished, served

pytest.importorskip("aiohttp")
pytest.importorskip("psutil")


def asked_of(assistant: FakeAssistant, sign: str, *, questions: int, users: int = 2, visit: int = 2) -> Crowd:
    with served(ui.create_app(assistant)) as where:
        return finished(crowd(Job(where, sign, ["园区科协有几家？"] * questions, users, visit, os.getpid())))


def test_every_visitor_gets_an_answer_to_each_question_over_several_visits() -> None:
    seen = asked_of(FakeAssistant(), ANSWERED, questions=10)
    assert len(seen.seconds) == 10 and seen.errors == []
    # One and two questions on the pages that were open at first, then two on each.
    assert len(seen.opening_seconds) == 4 and min(seen.opening_seconds) > 0
    assert min(seen.seconds) > 0 and seen.cpu_seconds > 0 and min(seen.memory_mb) > 10


def test_what_is_no_answer_counts_as_an_error() -> None:
    seen = asked_of(FakeAssistant(), "no page says this", questions=2)
    assert seen.seconds == [] and len(seen.errors) == 2


def test_a_server_that_is_not_there_is_an_error_at_once() -> None:
    with pytest.raises(Exception, match="Cannot connect"):
        finished(crowd(Job("http://127.0.0.1:9", ANSWERED, ["?"], 1, 1, os.getpid())))


def test_the_table_has_a_line_for_each_server_and_the_browser_above() -> None:
    one: dict[str, object] = {"answered": 3, "errors": 1, "answers_per_second": 2.0, "cpu_ms_per_answer": 70.0}
    one |= {"seconds_p50": 0.5, "seconds_p95": 1.25, "seconds_p99": None, "memory_mb": [1.0], "memory_growth_mb": 2.0}
    one["opening_seconds_p95"] = 0.04
    told = window_table({"users": 4, "window": one, PEER: one, "browser": {"answer_ms_p50": 99.6, "openings": 1}})
    assert "answer p50" in told and "100" in told
    assert [line.split("  ")[0] for line in told.splitlines()[-2:]] == ["window, 4 users", f"{PEER}, 4 users"]
    assert "1.25" in told and "0.04" in told and "–" in told
