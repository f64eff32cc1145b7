"""A clock that is set back or forward while the window runs: sign-ins, pace, waits, conversations and answers."""

import inspect
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.operations.running import Running
from assistant.people.attempts import Attempts
from assistant.people.pace import Pace
from assistant.people.sign_ins import SignIns
from assistant.pipeline import Assistant
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.window.sessions import Sessions
from tests.fakes import scripted_answer

QUESTION = "园区科协成立了几家？"
TEN_YEARS = timedelta(days=3_650)


@pytest.fixture(params=[-TEN_YEARS, TEN_YEARS], ids=["back", "forward"])
def turn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what sets the clock of the machine ten years off; the monotonic one goes on, as it does then."""
    real, seconds = time.time, request.param.total_seconds()
    return lambda: monkeypatch.setattr(time, "time", lambda: real() + seconds)


@pytest.mark.parametrize("kind", [Attempts, Pace, SignIns, Sessions, Running])
def test_what_waits_or_ends_is_measured_by_the_clock_that_nobody_sets(kind: type) -> None:
    assert inspect.signature(kind).parameters["clock"].default is time.monotonic


def test_an_answer_and_the_targets_do_not_depend_on_the_clock(turn: Callable[[], None], assistant: Assistant) -> None:
    before, targets = assistant.ask(QUESTION), assistant.targets()
    day = date.today()
    turn()
    assert abs(date.today() - day) > timedelta(days=3_000)
    after = assistant.ask(QUESTION)
    assert (after.text, after.as_of) == (before.text, before.as_of)
    assert assistant.targets() == targets


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.mark.parametrize("by", [-TEN_YEARS, TEN_YEARS], ids=["back", "forward"])
def test_a_conversation_keeps_its_order_and_can_be_brought_back(by: timedelta, tmp_path: Path) -> None:
    clock = Clock()
    records = Records(read_address(f"sqlite:///{tmp_path}/records.sqlite"), now=clock)
    for number in range(4):
        if number == 2:
            clock.now += by
        question = f"第{number}问"
        records.keep("li", "talk", turn=f"turn-{number}", answer=scripted_answer(question), question=question)
    found = records.conversation("li", "talk")
    assert found is not None and [turn.id for turn in found.turns] == [f"turn-{number}" for number in range(4)]
    records.delete("li", "talk")
    assert records.restore("li", "talk")
    assert records.latest("li") is not None
