"""What a visitor sees of a question that waits, is turned away, is stopped or fails on its way; without a model."""

from collections.abc import Iterator

import pytest

import ui
from tests.browser.conftest import OpenPage
from tests.browser.test_window import ask
from tests.fakes import FakeAssistant
from tests.served import served
from tests.test_window_asking import Held

pytestmark = pytest.mark.browser
PARKS, TRAINED = "园区科协有几家？", "How many engineers have been trained?"
TAG = '慢<b>"问题"</b>${1}'
REMARK = "() => getComputedStyle(document.querySelector('#again'), '::after').content"
"""What stands beside the button that stops an answer."""


@pytest.fixture
def assistant() -> Held:
    return Held()


@pytest.fixture
def window(assistant: Held) -> Iterator[str]:
    with served(ui.create_app(assistant)) as where:
        yield where
        assistant.go.set()


def test_the_question_shows_at_once_as_it_was_typed_and_the_box_is_free(
    open_page: OpenPage, window: str, assistant: Held
) -> None:
    page = open_page(window)
    box = page.locator("#question textarea")
    box.fill(TAG)
    box.press("Enter")
    page.get_by_text("正在查找资料").wait_for()
    assert page.locator("#conversation .question").inner_text() == TAG
    assert box.input_value() == ""
    box.fill("下一个")
    assert "答完这个问题" in page.evaluate(REMARK)
    box.press("Enter")  # waits until the first is answered
    assert box.input_value() == "下一个"
    assistant.go.set()
    page.locator("#conversation .answer").wait_for()
    assert page.locator("#conversation .question").all_inner_texts() == [TAG]
    assert box.input_value() == "下一个"
    page.wait_for_function(f"() => ({REMARK})() === 'none'")


def test_a_question_that_waits_can_be_stopped_and_edited(open_page: OpenPage, window: str, assistant: Held) -> None:
    page = open_page(window)
    box = page.locator("#question textarea")
    box.fill(PARKS)
    box.press("Enter")
    page.locator("#stop").click()
    page.get_by_text("已停止").wait_for()
    assistant.go.set()
    page.locator("#edit").click()
    page.locator("#notice", has_text="正在修改").wait_for()
    box.fill("火星上有水吗")
    box.press("Enter")
    page.locator("#conversation .answer.declined").wait_for()
    assert page.locator("#conversation .question").all_inner_texts() == ["火星上有水吗"]
    assert page.locator("#conversation .answer").count() == 1


def test_when_too_many_ask_a_calm_line_says_so_and_the_question_stays(
    open_page: OpenPage, window: str, assistant: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.window.asking.WAITING", 0)
    monkeypatch.setattr("assistant.window.asking.AT_ONCE", 1)
    first, second = open_page(window), open_page(window, locale="en-GB")
    first.locator("#question textarea").fill(PARKS)
    first.locator("#question textarea").press("Enter")
    first.get_by_text("正在查找资料").wait_for()
    box = second.locator("#question textarea")
    box.fill(TRAINED)
    box.press("Enter")
    second.locator("#notice", has_text="Many people are asking right now").wait_for()
    assert box.input_value() == TRAINED and second.locator("#conversation .question").count() == 0
    assistant.go.set()
    first.locator("#conversation .answer").wait_for()
    box.press("Enter")
    second.locator("#conversation .answer").wait_for()
    assert second.locator("#notice").inner_text().strip() == ""


def test_who_is_turned_away_keeps_the_conversation_and_its_evidence(
    open_page: OpenPage, window: str, assistant: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.go.set()
    page = open_page(window)
    ask(page, PARKS)
    shown = [page.locator(part).inner_text() for part in ("#conversation", "#evidence", "#chips")]
    monkeypatch.setattr("assistant.window.asking.WAITING", -1)
    monkeypatch.setattr("assistant.window.asking.AT_ONCE", 1)  # nobody is answered any more
    page.locator("#retry").click()
    page.locator("#notice", has_text="现在提问的人很多").wait_for()
    page.locator("#question textarea").fill(TRAINED)
    page.locator("#question textarea").press("Enter")
    page.wait_for_function(f"document.querySelector('#question textarea').value === '{TRAINED}'")
    page.locator("#notice", has_text="现在提问的人很多").wait_for()
    page.locator("#conversation .question.awaited").wait_for(state="detached")
    assert [page.locator(part).inner_text() for part in ("#conversation", "#evidence", "#chips")] == shown
    assert page.locator("#retry").is_visible()


def test_a_question_that_fails_on_its_way_goes_back_into_the_box(open_page: OpenPage) -> None:
    with served(ui.create_app(FakeAssistant())) as window:
        page = open_page(window)
        ask(page, PARKS)
        page.evaluate("() => { window.fetch = () => Promise.resolve(new Response('{}', {status: 500})); }")
        box = page.locator("#question textarea")
        box.fill("火星上有水吗")
        box.press("Enter")
        page.locator("#notice", has_text="这次没有成功").wait_for()
        assert box.input_value() == "火星上有水吗"
        assert page.locator("#conversation .question").all_inner_texts() == [PARKS]
        assert page.locator("#retry").is_visible()
