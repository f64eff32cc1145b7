"""What visitors do with answers and conversations, in a real browser: keep, find, take away, delete, rate, stop."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.answering.generate import Progress
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.schema import Answer
from assistant.window.archive import Archive
from tests.browser.conftest import OpenPage
from tests.browser.test_window import ask, overflow
from tests.fakes import PARKS, FakeAssistant, scripted_answer
from tests.served import served as serving

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

TRAINED, PARK_QUESTION, SLOWLY = "一线工程师培训了多少名？", "园区科协有几家？", "慢慢说工程师"
TOKENS, TOKEN_SECONDS = 200, 0.1
RETRY_SECONDS = 20
LATE_MS = 1_500
LATE = f"""
() => {{
  const wait = window.setTimeout;
  window.setTimeout = (done, ms, ...more) => wait(done, ms === 300 ? {LATE_MS} : ms, ...more);
}}
"""


class SlowAssistant(FakeAssistant):
    """Writes the answer to a slow question word by word, and counts the words; ``ended`` when nobody wants more."""

    writes = True

    def __init__(self) -> None:
        super().__init__()
        self.written = 0
        self.ended = threading.Event()

    def stream(self, question: str, *, history: Sequence[Any] = (), **settings: Any) -> Iterator[Progress | Answer]:
        if question == SLOWLY:
            claims = scripted_answer(TRAINED).claims[:1]
            try:
                for _ in range(TOKENS):
                    self.written += 1
                    yield Progress(claims, "字" * self.written)
                    time.sleep(TOKEN_SECONDS)
            finally:
                self.ended.set()
        yield from super().stream(question, history=history, **settings)


@contextmanager
def served(assistant: FakeAssistant, url: str) -> Iterator[str]:
    import ui

    app = ui.create_app(assistant, archive=Archive(Records(read_address(url))))
    with serving(app) as where:
        yield where


@pytest.fixture
def assistant() -> SlowAssistant:
    return SlowAssistant()


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(read_address(f"sqlite:///{tmp_path}/records.sqlite"))


@pytest.fixture
def window(assistant: SlowAssistant, tmp_path: Path) -> Iterator[str]:
    with served(assistant, f"sqlite:///{tmp_path}/records.sqlite") as found:
        yield found


def questions(page: "Page") -> list[str]:
    return page.locator("#conversation .question").all_inner_texts()


def conversations(page: "Page", name: str = "历史") -> "Locator":
    page.get_by_role("tab", name=name).click()
    page.locator("#talks li").first.wait_for()
    return page.locator("#talks li")


def copied(page: "Page") -> str:
    """Return what was copied, by putting it into the box."""
    box = page.locator("#question textarea")
    box.fill("")
    box.press("ControlOrMeta+v")
    return box.input_value()


def test_a_conversation_stays_is_found_renamed_taken_away_and_deleted(open_page: OpenPage, window: str) -> None:
    page = open_page(window)
    ask(page, TRAINED)
    ask(page, PARK_QUESTION)
    page.reload()
    page.locator("#conversation .answer").nth(1).wait_for()
    assert questions(page) == [TRAINED, PARK_QUESTION]
    assert page.locator("#e2-1 mark").first.inner_text() == PARKS.quote

    page.locator("#clear", has_text="新对话").click()
    page.locator(".welcome").wait_for()
    ask(page, "火星上有水吗")
    items = conversations(page)
    assert items.locator(".title").all_inner_texts() == ["火星上有水吗", TRAINED]
    page.locator("#talk-wanted").locator("input, textarea").fill("園區")
    items.nth(1).wait_for(state="detached")
    assert items.locator("mark").inner_text() == "园区"

    items.locator("button", has_text="改名").click()
    title = page.locator("#talk-title").locator("input, textarea")
    title.wait_for()
    title.fill('季度<img src=x onerror="alert(1)">')
    page.locator("#talk-save").click()
    items.locator(".title", has_text="季度<img").wait_for()

    for place, (form, start) in enumerate((("md", b"# "), ("docx", b"PK"), ("pdf", b"%PDF"))):
        with page.expect_download() as waiting:
            items.locator("a").nth(place).click()
        assert waiting.value.suggested_filename.endswith(f".{form}")
        assert Path(waiting.value.path()).read_bytes().startswith(start)

    items.locator("button", has_text="删除").click()
    page.locator("#talk-told", has_text="已删除").wait_for()
    items.first.wait_for(state="detached")
    page.locator("#talk-told button", has_text="撤销").click()
    items.first.wait_for()
    items.locator("button", has_text="打开").click()
    page.locator("#conversation .answer").nth(1).wait_for()
    assert questions(page) == [TRAINED, PARK_QUESTION]
    ask(page, "那企业呢")
    page.reload()
    page.locator("#conversation .answer").nth(2).wait_for()
    assert questions(page)[-1] == "那企业呢"


def test_thumbs_are_kept_with_a_reason_and_stay(open_page: OpenPage, window: str, records: Records) -> None:
    page = open_page(window)
    ask(page, TRAINED).page.locator("button.rate.up").click()
    page.locator("#notice", has_text="已记下").wait_for()
    ask(page, PARK_QUESTION)
    page.locator("button.rate.down").last.click()
    page.locator("#rating-send").click()
    page.locator("#notice", has_text="请先选择一项").wait_for()
    page.locator("#rating").get_by_text("数字不对").click()
    page.locator("#rating-note textarea").fill("报道写的是6家")  # the pointer still rests on the reason
    chosen = page.locator("#rating input:checked").evaluate("(dot) => getComputedStyle(dot).backgroundColor")
    assert chosen != page.locator("#rating").evaluate("(panel) => getComputedStyle(panel).backgroundColor")
    page.locator("#rating-send").click()
    page.locator("#rating").wait_for(state="detached")
    page.locator("button.rate.down.chosen", has_text="有问题（已选）").wait_for()
    up, down = records.feedback()
    assert (up.rating, up.question, up.owner) == ("up", TRAINED, "local")
    assert (down.rating, down.reason, down.note) == ("down", "wrong_figure", "报道写的是6家")
    assert down.question == PARK_QUESTION and len(down.history) == 2
    page.reload()
    page.locator("button.rate.chosen").nth(1).wait_for()


@pytest.mark.parametrize("allowed", [True, False])
def test_an_answer_is_copied_with_its_evidence(open_page: OpenPage, window: str, allowed: bool) -> None:
    page = open_page(window)
    if not allowed:  # as on an address without https
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    ask(page, TRAINED)
    page.locator("button.copy-text").click()
    page.locator(".said", has_text="已复制").wait_for()
    text = copied(page)
    assert "企业一线工程师培训已达1500名，比目标多500名。[1]" in text and "（未核实）" in text
    assert "http://example.org/report" in text and "「" in text
    page.locator("button.copy-markdown").click()
    # That it was copied has been said before: the text itself tells when it is there.
    deadline = time.monotonic() + 10
    while (markdown := copied(page)) == text and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert "**【未核实，请勿当作事实】** 服务面还会继续扩大。[2]" in markdown


def test_the_last_question_can_be_edited_and_asked_again(open_page: OpenPage, window: str, records: Records) -> None:
    page = open_page(window)
    ask(page, TRAINED)
    ask(page, "火星上有水吗")
    page.locator("#edit").click()
    page.locator("#notice", has_text="正在修改").wait_for()
    box = page.locator("#question textarea")
    assert box.input_value() == "火星上有水吗"
    box.fill("")
    box.press("Enter")
    page.locator("#notice", has_text="没有修改").wait_for()
    page.locator("#edit").click()
    page.locator("#notice", has_text="正在修改").wait_for()
    box.fill(PARK_QUESTION)
    box.press("Enter")
    page.get_by_text("园区科协成立6家，目标是10个。").wait_for()
    assert questions(page) == [TRAINED, PARK_QUESTION]
    (before,) = records.conversations("local")
    page.locator("#retry").click()
    deadline = time.monotonic() + RETRY_SECONDS
    while records.conversations("local")[0].changed_at == before.changed_at and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    (listed,) = records.conversations("local")
    assert listed.changed_at > before.changed_at and listed.turns == 2
    assert questions(page) == [TRAINED, PARK_QUESTION]


def test_stopping_ends_the_work_and_the_question_can_be_edited(
    open_page: OpenPage, window: str, assistant: SlowAssistant, records: Records
) -> None:
    page = open_page(window)
    box = page.locator("#question textarea")
    box.fill(SLOWLY)
    box.press("Enter")
    page.locator("#conversation .begun").wait_for()
    assert not page.locator("#retry").is_visible()
    page.locator("#stop").click()
    page.get_by_text("已停止").wait_for()
    assert assistant.ended.wait(5) and assistant.written < TOKENS
    page.locator("#stop").wait_for(state="hidden")
    assert "企业一线工程师培训已达1500名" in page.locator("#conversation").inner_text()
    assert records.conversations("local") == []
    page.locator("#edit").click()
    page.locator("#notice", has_text="正在修改").wait_for()
    box.fill(PARK_QUESTION)
    box.press("Enter")
    page.get_by_text("园区科协成立6家，目标是10个。").wait_for()
    assert questions(page) == [PARK_QUESTION]


def test_who_stops_and_asks_at_once_again_is_answered(open_page: OpenPage, window: str) -> None:
    page = open_page(window)
    # The second look after a stop comes late, as on a busy machine: the next question is under way by then.
    page.evaluate(LATE)
    page.locator("#question textarea").fill(SLOWLY)
    page.locator("#question textarea").press("Enter")
    page.locator("#conversation .begun").wait_for()
    page.locator("#stop").click()
    page.get_by_text("已停止").wait_for()
    page.locator("#retry").click()
    page.locator("#conversation .begun").wait_for()
    page.wait_for_timeout(2 * LATE_MS)
    assert page.locator("#stop").is_visible() and page.locator("#conversation .begun").count() == 1
    page.locator("#stop").click()


def test_a_database_that_is_down_is_said_calmly_and_questions_are_answered(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "down.sqlite").write_text("no database " * 100)
    with served(FakeAssistant(), f"sqlite:///{tmp_path}/down.sqlite") as window:
        page = open_page(window, locale="en-GB")
        page.locator("#notice", has_text="Earlier conversations cannot be read").wait_for()
        ask(page, "How many engineers have been trained?")
        page.locator("#notice", has_text="This is not being kept").wait_for()
        page.locator("button.rate.up").click()
        page.locator("#notice", has_text="This is not being kept").wait_for()
        assert page.locator("button.rate.chosen").count() == 0


@pytest.mark.parametrize(("locale", "tab"), [("zh-CN", "历史"), ("en-US", "History")])
def test_the_list_fits_a_phone_in_both_languages(open_page: OpenPage, window: str, locale: str, tab: str) -> None:
    page = open_page(window, locale=locale)
    ask(page, PARK_QUESTION)
    page.locator("button.rate.down").click()
    page.locator("#rating").wait_for()
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 780})
    items = conversations(page, tab)
    items.locator("button").nth(1).click()
    page.locator("#talk-title").wait_for()
    page.set_viewport_size({"width": 360, "height": 780})
    assert overflow(page) <= 0


@pytest.mark.parametrize("assistant", [FakeAssistant, SlowAssistant])
def test_a_page_that_was_forgotten_goes_on_with_its_conversation(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assistant: type[FakeAssistant]
) -> None:
    monkeypatch.setattr("assistant.window.sessions.MOST_PAGES", 1)
    with served(assistant(), f"sqlite:///{tmp_path}/records.sqlite") as where:
        page = open_page(where)
        ask(page, TRAINED)
        open_page(where)
        assert "理解为" in ask(page, "那企业呢").inner_text()
        assert page.locator("#conversation .question").count() == 2
        open_page(where)
        page.locator("#language label", has_text="English").click()
        page.locator('.masthead[lang="en"]').wait_for()
        assert page.locator("#conversation .question").all_inner_texts() == [TRAINED, "那企业呢"]
