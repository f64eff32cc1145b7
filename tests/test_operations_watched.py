"""Answers counted, logged and waited for; nothing of a question, a person or a key where it does not belong."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.config import Config
from assistant.errors import AnswerFailedError, ShuttingDownError, StaleIndexError, UsageError
from assistant.index.search import IndexState
from assistant.operations.logs import JsonLines, Masker, PlainLines, secrets_of
from assistant.operations.metrics import Metrics
from assistant.operations.requests import current_request_id
from assistant.operations.running import SETTLE_SECONDS, Running
from assistant.operations.settings import shown_settings, unknown_settings
from assistant.operations.watched import Watched
from assistant.schema import Answer
from assistant.window.conversation import Exchange
from assistant.window.desk import Desk
from tests.fakes import FakeAssistant, scripted_answer

QUESTION = "王芳的园区科协有几家？"


class Scripted(FakeAssistant):
    """Answers with whatever it is given, or raises it."""

    def __init__(self, outcome: Answer | Exception) -> None:
        super().__init__()
        self.outcome = outcome

    def ask(self, question: str, **_: Any) -> Answer:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def stream(self, question: str, **_: Any) -> Iterator[Answer]:
        yield self.ask(question)
        yield self.ask(question)


def watched(outcome: Answer | Exception, *, log_questions: bool = False) -> Watched:
    return Watched(Scripted(outcome), Metrics(), Running(), log_questions)


def numbers(metrics: Metrics) -> dict[str, float]:
    lines = (line.rsplit(" ", 1) for line in metrics.text().decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def answer(**changes: Any) -> Answer:
    return replace(scripted_answer(QUESTION), timings_ms={"retrieve": 20.0, "total": 30.0}, **changes)


def test_answers_are_counted_by_kind_and_timed_by_stage() -> None:
    one = watched(answer(declined=False))
    one.ask(QUESTION)
    replace(one, assistant=Scripted(answer(declined=True))).ask(QUESTION)
    found = numbers(one.metrics)
    mode = answer().mode
    assert found[f'assistant_answers_total{{kind="answered",mode="{mode}"}}'] == 1
    assert found[f'assistant_answers_total{{kind="declined",mode="{mode}"}}'] == 1
    assert found['assistant_answer_seconds_count{stage="retrieve"}'] == 2
    assert found['assistant_answer_seconds_sum{stage="total"}'] == pytest.approx(0.06)
    assert found["process_resident_memory_bytes"] > 1_000_000
    assert QUESTION not in one.metrics.text().decode()


def test_the_index_and_the_answers_under_way_are_looked_up_with_each_scrape() -> None:
    metrics, running = Metrics(), Running()
    states: list[IndexState | Exception] = [IndexState("000001-ab", 7, 2), StaleIndexError("its format is 4, not 5")]

    def state() -> IndexState:
        now = states.pop(0)
        if isinstance(now, Exception):
            raise now
        return now

    metrics.watch(index=state, running=lambda: running.count)
    with running.one():
        found = numbers(metrics)
    assert found['assistant_index_info{build_id="000001-ab"}'] == 1
    assert (found["assistant_index_passages"], found["assistant_index_documents"]) == (7, 2)
    assert (found["assistant_index_open"], found["assistant_answers_running"]) == (1, 1)
    found = numbers(metrics)
    assert (found["assistant_index_open"], found["assistant_answers_running"]) == (0, 0)
    assert "assistant_index_passages" not in found


def test_a_bug_is_told_by_an_id_under_which_the_log_has_it(caplog: pytest.LogCaptureFixture) -> None:
    one = watched(KeyError(QUESTION))
    with pytest.raises(AnswerFailedError) as failed:
        one.ask(QUESTION)
    (record,) = caplog.records
    line = JsonLines(Masker()).format(record)
    told = json.loads(line)
    assert told["request_id"] == failed.value.request_id and told["level"] == "error"
    assert "KeyError at test_operations_watched.py" in told["where"]
    assert QUESTION not in line and "王芳" not in line
    assert numbers(one.metrics)['assistant_errors_total{error="KeyError"}'] == 1
    assert one.running.count == 0


@pytest.mark.parametrize(
    ("outcome", "english"),
    [(KeyError("x"), "That did not work this time"), (StaleIndexError("its format is 4, not 5"), "index --rebuild")],
)
def test_the_line_that_a_visitor_reads_names_the_id(
    outcome: Exception, english: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(watched(outcome))
    notices = {language: desk.answer(Exchange(1, QUESTION), (), language).notice for language in ("zh", "en")}
    ids = [json.loads(JsonLines(Masker()).format(record))["request_id"] for record in caplog.records]
    assert english in notices["en"]
    assert notices["zh"].endswith(f"（请求编号 {ids[0]}）") and notices["en"].endswith(f"(request {ids[1]})")


def test_a_wrong_question_is_no_fault_and_has_no_id() -> None:
    one = watched(UsageError("The question is empty."))
    with pytest.raises(UsageError) as refused:
        one.ask("")
    assert refused.value.request_id == ""
    found = numbers(one.metrics)
    assert found['assistant_refusals_total{reason="question"}'] == 1
    assert not any(name.startswith("assistant_errors_total") for name in found)


def test_a_line_for_each_answer_holds_how_it_came_about_and_not_what_was_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    watched(answer(build_id="000001-ab")).ask(QUESTION)
    watched(answer(), log_questions=True).ask(QUESTION)
    silent, open_one = (json.loads(JsonLines(Masker()).format(record)) for record in caplog.records)
    assert (silent["kind"], silent["build_id"], silent["retrieve_ms"]) == ("answered", "000001-ab", 20.0)
    assert "question" not in silent and QUESTION not in json.dumps(silent, ensure_ascii=False)
    assert open_one["question"] == QUESTION
    assert silent["request_id"] != open_one["request_id"]
    assert f"request_id={silent['request_id']}" in PlainLines(Masker()).format(caplog.records[0])


def test_an_answer_that_is_stopped_is_counted_and_no_longer_runs() -> None:
    one = watched(answer())
    words = one.stream(QUESTION)
    next(words)
    assert one.running.count == 1
    words.close()  # type: ignore[attr-defined]
    assert one.running.count == 0
    assert numbers(one.metrics)["assistant_stopped_total"] == 0  # it had been answered by then


def test_no_question_is_taken_once_the_end_is_near() -> None:
    one = watched(answer())
    one.running.drain()
    with pytest.raises(ShuttingDownError):
        one.ask(QUESTION)
    assert numbers(one.metrics)['assistant_refusals_total{reason="shutting_down"}'] == 1
    told = [Desk(one).answer(Exchange(1, QUESTION), (), language).notice for language in ("zh", "en")]
    assert "重启" in told[0] and "restarted" in told[1]


def test_the_end_waits_for_answers_but_not_for_ever() -> None:
    now = [100.0]
    running = Running(lambda: now[0])
    assert not running.drained(20)
    with running.one():
        running.drain()
        assert not running.drained(20)
        now[0] += 19
        running.drain()  # asked twice: the time counts from the first
        assert not running.drained(20)
        now[0] += 1
        assert running.drained(20)
        now[0] -= 10
    assert not running.drained(20)  # its browser has yet to fetch it
    now[0] += SETTLE_SECONDS
    assert running.drained(20)


def test_nothing_has_to_be_waited_for_where_nothing_was_asked() -> None:
    running = Running()
    running.drain()
    assert running.drained(20)


def test_keys_are_hidden_in_messages_values_and_tracebacks() -> None:
    config = Config(chat_api_key=SecretStr("key-of-ours"), database_url=SecretStr("postgresql://me:geheim@db/x"))
    mask = Masker(secrets_of(config, {"OPENAI_API_KEY": "key-of-theirs", "PATH": "/usr/bin"}))
    error = ValueError("Bearer abc.def and key-of-ours")
    record = logging.LogRecord("x", logging.ERROR, "", 1, "with key-of-theirs", (), (ValueError, error, None))
    record.fields = {"why": "postgresql://me:geheim@db/x", "deep": {"token": "sk-1234567890"}}
    for line in (JsonLines(mask, quoting=True).format(record), PlainLines(mask, quoting=True).format(record)):
        assert not any(secret in line for secret in ("key-of", "geheim", "abc.def", "sk-123"))
        assert "ValueError" in line and "***" in line
    assert "abc" not in JsonLines(Masker()).format(record)  # an error's message may hold a question


def test_every_setting_is_shown_and_no_secret() -> None:
    config = Config(
        chat_api_key=SecretStr("key-of-ours"),
        metrics_token=SecretStr("token-of-ours"),
        database_url=SecretStr("postgresql+psycopg://me:geheim@db/x?sslpassword=hush"),
        chat_base_url="https://me:geheim@gateway/v1",
    )
    shown = {setting.name: setting for setting in shown_settings(config, {})}
    assert len(shown) == len(Config.model_fields)
    assert shown["ASSISTANT_DATABASE_URL"].value == "postgresql+psycopg://me:***@db/x?sslpassword=***"
    assert shown["ASSISTANT_CHAT_BASE_URL"].value == "https://me:***@gateway/v1"
    assert (shown["ASSISTANT_CHAT_API_KEY"].value, shown["ASSISTANT_METRICS_TOKEN"].value) == ("***", "***")
    assert (shown["ASSISTANT_PORT"].value, shown["ASSISTANT_PORT"].origin) == ("7860", "default")
    assert shown["ASSISTANT_CHAT_BASE_URL"].origin == "set"
    told = " ".join(setting.value for setting in shown.values())
    assert not any(secret in told for secret in ("of-ours", "geheim", "hush"))


def test_a_setting_that_is_misspelt_is_named() -> None:
    assert unknown_settings({"ASSISTANT_PROT": "1", "assistant_port": "2", "PATH": ""}) == ["ASSISTANT_PROT"]


def test_outside_of_any_request_each_id_is_new() -> None:
    assert current_request_id() != current_request_id()
