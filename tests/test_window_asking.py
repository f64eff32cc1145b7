"""A question to one reply: what is new, why it was not asked, and what became of keeping it."""

import asyncio
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.people.pace import Pace
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.schema import Answer, Turn
from assistant.window.archive import Archive
from assistant.window.asking import AT_ONCE, WAITING, Asking
from assistant.window.conversation import KEPT_EXCHANGES
from assistant.window.desk import Desk
from assistant.window.sessions import Page, Sessions
from tests.fakes import FakeAssistant
from tests.served import finished

HERE, PARKS, TRAINED = Page("wang", "a"), "园区科协有几家？", "一线工程师培训了多少名？"
LIMIT = 30


class Held(FakeAssistant):
    """Answers no question before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = threading.Semaphore(0), threading.Event()

    def ask(self, question: str, *, history: Sequence[Turn] = (), **settings: Any) -> Answer:
        self.asked.release()
        assert self.go.wait(30)
        return super().ask(question, history=history, **settings)


class Desktop:
    """A desk with a place to keep what is said, and the pages before it."""

    def __init__(self, assistant: FakeAssistant, database: str) -> None:
        self.sessions = Sessions()
        self.records = Records(read_address(database))
        desk = Desk(assistant, longest_question=LIMIT, rated=True, pace=Pace(3))
        self.asking = Asking(desk, Archive(self.records), self.sessions)

    def ask(self, question: str, *, page: Page = HERE, talk: str = "", again: bool = False) -> dict[str, Any]:
        return finished(self.reply(question, page=page, talk=talk, again=again))

    async def reply(self, question: str, *, page: Page = HERE, talk: str = "", again: bool = False) -> dict[str, Any]:
        replied: dict[str, Any] = json.loads(await self.asking.ask(question, "zh", page, talk=talk, again=again))
        return replied


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(FakeAssistant(), f"sqlite:///{tmp_path}/records.sqlite")


def test_the_reply_holds_the_new_exchange_alone_and_it_is_kept(desktop: Desktop) -> None:
    first, second = desktop.ask(TRAINED), desktop.ask(PARKS)
    assert (first["first"], second["first"]) == (1, 2)
    question, answer = second["messages"]
    assert PARKS in question["content"] and 'class="question n2"' in question["content"]
    assert "园区科协成立6家" in answer["content"] and "1500" not in json.dumps(second["messages"])
    assert "e2-1" in second["evidence"] and "asked" in second["state"] and second["notice"] == ""
    (listed,) = desktop.records.conversations("wang")
    assert listed.turns == 2


def test_a_reply_is_as_long_after_forty_questions_as_after_ten(desktop: Desktop) -> None:
    replies = [desktop.ask(PARKS, page=Page(None, "a")) for _ in range(KEPT_EXCHANGES + 5)]
    lengths = [len(json.dumps(reply)) for reply in replies]
    assert [len(reply["messages"]) for reply in replies] == [2] * len(replies)
    assert max(lengths[10:]) < 1.02 * lengths[10]


def test_an_empty_question_changes_nothing(desktop: Desktop) -> None:
    assert desktop.ask("  ") == {}


def test_a_conversation_that_was_forgotten_cannot_be_asked_again_and_that_is_said(desktop: Desktop) -> None:
    told = desktop.ask("", again=True)
    assert told["messages"] == [] and "不在了" in told["notice"] and "idle" in told["state"]


def test_a_page_that_was_forgotten_goes_on_with_its_conversation(desktop: Desktop) -> None:
    talk = desktop.ask(TRAINED)["talk"]
    desktop.sessions.forget([HERE.session])
    told = desktop.ask("那企业呢", talk=talk)
    assert "理解为" in told["messages"][3]["content"] and told["notice"] == ""
    # All of it, as the numbers on the page need not be those of the records.
    assert told["first"] == 0 and TRAINED in told["messages"][0]["content"] and len(told["messages"]) == 4
    assert told["talk"] == talk
    (listed,) = desktop.records.conversations("wang")
    assert listed.turns == 2
    desktop.sessions.forget([HERE.session])
    assert "理解为" in desktop.ask("", talk=talk, again=True)["messages"][3]["content"]


def test_a_page_goes_on_with_no_conversation_of_somebody_else(desktop: Desktop) -> None:
    talk = desktop.ask(TRAINED)["talk"]
    told = desktop.ask("那企业呢", page=Page("li", "b"), talk=talk)
    assert "不在了" in told["notice"] and len(told["messages"]) == 2 and told["talk"] != talk
    assert "1500" not in json.dumps(told, ensure_ascii=False)


def test_where_nothing_is_kept_a_page_that_was_forgotten_says_so_once() -> None:
    sessions = Sessions()
    asking = Asking(Desk(FakeAssistant()), Archive(), sessions)

    def ask(question: str, talk: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(finished(asking.ask(question, "zh", HERE, talk=talk)))
        return told

    talk = ask(TRAINED, "")["talk"]
    sessions.forget([HERE.session])
    told = ask(PARKS, talk)
    assert "没有留下来" in told["notice"] and PARKS in told["messages"][0]["content"] and told["first"] == 0
    assert ask(PARKS, told["talk"])["notice"] == ""


@pytest.mark.parametrize(("question", "why"), [("长" * (LIMIT + 1), "最多 30 个"), (PARKS, "每分钟最多 3 个")])
def test_a_refused_question_goes_back_into_the_box(desktop: Desktop, question: str, why: str) -> None:
    for _ in range(3):
        desktop.ask(TRAINED)
    told = desktop.ask(question)
    assert why in told["notice"] and told["box"] == question
    assert told["messages"] == [] and told["first"] > 3 and told["evidence"] is None  # all that is shown stays


def test_what_may_not_be_asked_again_yet_comes_back_with_its_answer(desktop: Desktop) -> None:
    for question in (TRAINED, TRAINED, PARKS):
        desktop.ask(question)
    told = desktop.ask("", again=True)
    assert "每分钟最多 3 个" in told["notice"] and told["box"] is None and told["first"] == 3
    assert PARKS in told["messages"][0]["content"] and "园区科协成立6家" in told["messages"][1]["content"]


def test_asking_again_replaces_the_last_answer_on_the_page_and_where_it_is_kept(desktop: Desktop) -> None:
    desktop.ask(TRAINED)
    desktop.ask(PARKS)
    told = desktop.ask("", again=True)
    assert told["first"] == 2 and PARKS in told["messages"][0]["content"]
    assert len(desktop.sessions.of(HERE).exchanges) == 2
    (listed,) = desktop.records.conversations("wang")
    assert listed.turns == 2


def test_a_failure_is_one_calm_line_in_the_conversation(desktop: Desktop) -> None:
    told = desktop.ask("故障")
    assert "这次没有成功" in told["messages"][1]["content"] and "secret" not in json.dumps(told)
    assert desktop.records.conversations("wang") == []


def test_a_database_that_is_down_is_said_with_the_answer_and_made_up_for_later(tmp_path: Path) -> None:
    place = tmp_path / "records.sqlite"
    place.write_text("no database " * 100)
    desktop = Desktop(FakeAssistant(), f"sqlite:///{place}")
    told = desktop.ask(TRAINED)
    assert "1500" in told["messages"][1]["content"] and "没有保存下来" in told["notice"]
    place.unlink()
    assert desktop.ask(PARKS)["notice"] == ""
    desktop.asking._keeper.shutdown()  # an answer waits a quarter of a second for this, and a busy machine takes longer
    (listed,) = desktop.records.conversations("wang")
    assert listed.turns == 2


def test_whoever_comes_when_too_many_wait_is_told_so_at_once(tmp_path: Path) -> None:
    assistant = Held()
    desktop = Desktop(assistant, f"sqlite:///{tmp_path}/records.sqlite")

    async def many() -> tuple[dict[str, Any], list[dict[str, Any]]]:
        pages = [Page(str(number), "a") for number in range(WAITING + AT_ONCE)]
        waiting = [asyncio.create_task(desktop.reply(PARKS, page=page)) for page in pages]
        await asyncio.sleep(0)
        refused = await desktop.reply(PARKS)
        assistant.go.set()
        return refused, await asyncio.gather(*waiting)

    refused, answered = finished(many())
    assert "现在提问的人很多" in refused["notice"] and refused["box"] == PARKS and refused["messages"] == []
    assert len(answered) == WAITING + AT_ONCE
    assert all("园区科协成立6家" in told["messages"][1]["content"] for told in answered)
    assert "园区科协成立6家" in desktop.ask(PARKS)["messages"][1]["content"]


def test_what_was_stopped_is_not_shown_when_it_is_there(tmp_path: Path) -> None:
    assistant = Held()
    desktop = Desktop(assistant, f"sqlite:///{tmp_path}/records.sqlite")

    async def stopped() -> dict[str, Any]:
        asked = asyncio.create_task(desktop.reply(PARKS))
        assert await asyncio.to_thread(assistant.asked.acquire, timeout=30)
        session = desktop.sessions.of(HERE)
        desktop.sessions.put(HERE, type(session)(session.exchanges, session.talk))
        assistant.go.set()
        return await asked

    told = finished(stopped())
    assert told["first"] == 0 and "已停止" in told["messages"][1]["content"] and len(told["messages"]) == 2
    (left,) = desktop.sessions.of(HERE).exchanges
    assert left.answer is None and "已停止" in left.notice
