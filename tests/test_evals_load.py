"""The load test: its plans repeat, its users meet the real page, and what is lost or mixed up is found."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ui
from assistant.answering.render import terminal_text
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.schema import Language
from assistant.window.archive import Archive, Talk
from assistant.window.asking import Asking
from assistant.window.conversation import Exchange
from assistant.window.sessions import Page
from evals.__main__ import app
from evals.benchmark.load_plan import WEIGHTS, Plan, Step, conversation_plans, office_plans, rush_plans
from evals.benchmark.load_records import Tally, compare, kept_of, told_alone
from evals.benchmark.load_report import crowd_figures, load_tables, rush_figures
from evals.benchmark.load_users import Job, Load, load
from tests.fakes import FakeAssistant, scripted_answer
from tests.served import finished, served
from tests.signed_in import PASSWORD, USERS, door_of

pytest.importorskip("aiohttp")
pytest.importorskip("psutil")

TALKS = [("园区科协有几家？", "服务了多少家企业？"), ("培训了多少工程师？", "企业呢？"), ("今天天气？", "那企业呢？")]
TALKS += [(f"第{number}个园区有几家？", "服务了多少家企业？") for number in range(5)]
NAMES = list(USERS)


def named(plans: Sequence[Plan]) -> list[Plan]:
    """Give plans to the users of the tests."""
    return [replace(plan, user=name) for plan, name in zip(plans, NAMES, strict=True)]


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder}/records.sqlite"


def lived(folder: Path, *runs: Sequence[Plan], archive: type[Archive] = Archive, opened: bool = False) -> list[Load]:
    """Follow plans, one run after the other, at the page over a scripted assistant."""
    window = ui.create_app(
        FakeAssistant(),
        archive=archive(Records(read_address(url_in(folder)))),
        door=door_of(folder, questions_per_minute=10_000),
    )
    passwords = dict.fromkeys(NAMES, PASSWORD)
    with served(window) as where:
        return [finished(load(Job(where, os.getpid(), plans, passwords, 0.1, opened))) for plans in runs]


def checked(folder: Path, loaded: Load, *, alone: Load | None = None) -> Tally:
    return compare(loaded.logs, kept_of(url_in(folder), NAMES), told_alone(alone.logs) if alone else None)


def test_a_seed_plans_the_same_and_another_one_something_else() -> None:
    sizes: dict[str, Any] = {"users": 4, "steps": 30, "thinking": 5.0}
    planned = office_plans(TALKS, ["园区"], **sizes, seed=1)
    assert planned == office_plans(TALKS, ["园区"], **sizes, seed=1)
    assert planned != office_plans(TALKS, ["园区"], **sizes, seed=2)
    assert rush_plans(TALKS, users=2, questions=3, seed=1) == rush_plans(TALKS, users=2, questions=3, seed=1)
    assert planned[0].steps != planned[1].steps


def test_an_office_does_all_sorts_of_things_in_an_order_that_makes_sense() -> None:
    plans = office_plans(TALKS, ["园区"], users=20, steps=60, thinking=4.0, seed=3)
    kinds = [[step.kind for step in plan.steps] for plan in plans]
    assert {kind for one in kinds for kind in one} == {*WEIGHTS, "page", "reopen"}
    assert all(one[0] == "page" for one in kinds)
    about = {"follow-up", "evidence", "rate", "new"}
    assert all("ask" in one[: one.index(kind)] for one in kinds for kind in about & {*one})
    pauses = [step.pause for plan in plans for step in plan.steps[1:]]
    assert 3.0 < sum(pauses) / len(pauses) < 5.0


def test_conversations_in_parts_are_those_in_one() -> None:
    def had(plans: Sequence[Plan]) -> set[tuple[str, tuple[str, ...]]]:
        said = [(plan.user, "|".join(step.text or step.kind[0] for step in plan.steps)) for plan in plans]
        return {
            (user, tuple(part.strip("|") for part in text.replace("p", "n").split("n") if part)) for user, text in said
        }

    whole = had(conversation_plans(TALKS, users=3, numbers=range(6)))
    parts = [dict(had(conversation_plans(TALKS, users=3, numbers=numbers))) for numbers in (range(3), range(3, 6))]
    assert dict(whole) == {user: parts[0][user] + parts[1][user] for user in parts[0]}


def test_three_users_work_at_the_window_and_nothing_goes_wrong(tmp_path: Path) -> None:
    plans = office_plans(TALKS, ["园区"], users=3, steps=25, thinking=0.02, seed=5)
    (seen,) = lived(tmp_path, named(plans))
    figures = crowd_figures(seen)
    assert figures["errors"] == 0 and figures["busy"] == 0, figures["error_texts"]
    tally = checked(tmp_path, seen)
    assert tally.turns == figures["answers"] > 10 and (tally.lost, tally.mixed, tally.unsure) == (0, 0, 0), tally
    assert {"evidence", "search", "rate", "targets", "history"} <= {*figures["other_s"]}
    assert "office, 3 users" in load_tables({"office": {"runs": [{"users": 3, **figures, "kept": vars(tally)}]}})


def conversations(count: int = 12) -> list[Plan]:
    return named(conversation_plans(TALKS, users=3, numbers=range(count)))


def test_conversations_at_once_are_kept_as_they_were_and_answered_as_if_alone(tmp_path: Path) -> None:
    alone = [Plan(NAMES[0], conversation_plans(TALKS, users=1, numbers=range(len(TALKS)))[0].steps)]
    before, seen = lived(tmp_path, alone, conversations())
    both = replace(seen, logs=[*before.logs, *seen.logs[1:]])
    both.logs[0].conversations += seen.logs[0].conversations
    tally = checked(tmp_path, both, alone=before)
    assert (tally.conversations, tally.turns) == (12 + len(TALKS), 2 * (12 + len(TALKS)))
    assert (tally.lost, tally.mixed, tally.unsure) == (0, 0, 0), tally


def test_pages_that_share_their_state_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Page, "of", classmethod(lambda cls, request: cls(request.username, "")))
    monkeypatch.setattr(Page, "__eq__", lambda one, other: True)
    monkeypatch.setattr(Page, "__hash__", lambda one: 1)
    (seen,) = lived(tmp_path, conversations())
    assert checked(tmp_path, seen).mixed > 0


def test_a_question_that_is_answered_after_what_somebody_else_said_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, said = Asking._begin, []
    alone = terminal_text(scripted_answer("企业有多少？"), today=date.today())

    def shared(self: Asking, *args: Any, **options: Any) -> Any:
        begun = begin(self, *args, **options)
        said.append(getattr(begun, "before", ()))
        return replace(begun, before=max(said, key=len)) if not isinstance(begun, str) else begun

    monkeypatch.setattr(Asking, "_begin", shared)
    plans = named(conversation_plans([("企业有多少？", "园区呢？"), *TALKS], users=3, numbers=range(30)))
    (seen,) = lived(tmp_path, plans)
    assert compare(seen.logs, kept_of(url_in(tmp_path), NAMES), {("企业有多少？",): alone}).mixed > 0


class Forgetful(Archive):
    """Keeps every other answer."""

    kept = 0

    def keep(
        self, owner: str, talk: Talk, exchange: Exchange, before: Sequence[Exchange], language: Language
    ) -> tuple[Talk, str]:
        Forgetful.kept += 1
        return super().keep(owner, talk, exchange, before, language) if Forgetful.kept % 2 else (talk, "")


class Careless(Archive):
    """Keeps everything for one user."""

    def keep(
        self, owner: str, talk: Talk, exchange: Exchange, before: Sequence[Exchange], language: Language
    ) -> tuple[Talk, str]:
        return super().keep(NAMES[1], talk, exchange, before, language)


def test_answers_that_are_not_kept_are_counted(tmp_path: Path) -> None:
    (seen,) = lived(tmp_path, conversations(4), archive=Forgetful)
    assert checked(tmp_path, seen).lost == 4


def test_answers_that_are_kept_for_somebody_else_are_lost_and_mixed_up(tmp_path: Path) -> None:
    (seen,) = lived(tmp_path, conversations(3), archive=Careless)
    tally = checked(tmp_path, seen)
    assert (tally.lost, tally.mixed) == (4, 4) and len(tally.examples) > 0


def test_an_answer_unlike_the_one_to_somebody_alone_is_found(tmp_path: Path) -> None:
    (seen,) = lived(tmp_path, conversations(3))
    told = dict.fromkeys(told_alone(seen.logs), "another answer")
    assert compare(seen.logs, kept_of(url_in(tmp_path), NAMES), told).mixed == 6


def test_who_is_told_that_it_is_busy_tries_again_until_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.window.asking.WAITING", -3)  # nobody is admitted …
    ask = Asking.ask
    tries: list[str] = []

    async def patient(self: Asking, question: str, *args: Any, **options: Any) -> str:
        tries.append(question)
        if len(tries) > 3:  # … until three were told so
            monkeypatch.setattr("assistant.window.asking.WAITING", 64)
        return await ask(self, question, *args, **options)

    monkeypatch.setattr(Asking, "ask", patient)
    (seen,) = lived(tmp_path, named(rush_plans(TALKS, users=3, questions=1, seed=1)), opened=True)
    figures = rush_figures(seen)
    assert (figures["answers"], figures["busy"], figures["errors"]) == (3, 3, 0)
    assert figures["until_answered_s"]["most"] > figures["answer_s"]["p50"]
    assert figures["other_s"]["page"]["count"] == 3


def test_a_page_that_fails_is_an_error_and_the_day_goes_on(tmp_path: Path) -> None:
    steps = [Step(0, "page"), Step(0, "ask", "故障"), Step(0, "ask", "园区科协有几家？"), Step(0, "rate", "", 0.1)]
    (seen,) = lived(tmp_path, [Plan(NAMES[0], steps)])
    assert [bool(event.status) for event in seen.events] == [False, True, False, False]
    assert checked(tmp_path, seen) == Tally(conversations=1, turns=1)


def test_the_command_writes_each_part_and_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[tuple[int, int]] = []

    def had(talks: object, alone: object, *, users: int, first: int, count: int) -> dict[str, Any]:
        parts.append((first, count))
        seconds = {"p50": 0.1, "p95": 0.2 * first, "p99": 0.3, "most": 0.4}
        kept = {"conversations": count, "turns": 2 * count, "lost": 0, "mixed": first // 1000, "unsure": 0}
        cost = {
            "requests_per_s": 2.0,
            "cpu_ms_per_answer": 3.0,
            "cores_used": 1.0,
            "memory_mb": {"first": 1, "most": 2},
        }
        told = {"answers": 2 * count, "busy": 0, "errors": 0, "wall_s": 10.0, "error_texts": [], "answer_s": seconds}
        return {"users": users, **told, **cost, "kept": {**kept, "examples": []}}

    monkeypatch.setattr("evals.benchmark.load_command.measure_conversations", had)
    monkeypatch.setattr("evals.benchmark.load_command.answers_alone", lambda _: {})
    out = tmp_path / "reports" / "load.json"
    command = ["benchmark", "load", "--users", "", "--out", str(out), "--conversations"]
    assert CliRunner().invoke(app, [*command, "1000"]).exit_code == 0
    result = CliRunner().invoke(app, [*command, "2500"])
    assert result.exit_code == 1  # something was mixed up in the later parts
    assert parts == [(0, 1000), (1000, 1000), (2000, 500)]
    written = json.loads(out.read_text("utf-8"))["conversations"]
    assert (written["kept"]["conversations"], written["kept"]["mixed"], written["answers"]) == (2500, 3, 5000)
    assert written["answer_s"]["p95"] == 400.0 and written["command"].endswith("--conversations 2500 --crowd 50")


@pytest.mark.parametrize("given", [["--users", "many"], ["--users", "0"], ["--conversations", "5", "--crowd", "4000"]])
def test_bad_numbers_are_refused(given: list[str]) -> None:
    assert CliRunner().invoke(app, ["benchmark", "load", *given]).exit_code == 2
