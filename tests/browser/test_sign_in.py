"""Signing in and out in a real browser, with what each role sees."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.people.users_file import change_users
from assistant.window.gate import COOKIE
from tests.browser.conftest import FLAGS, OPENING_MS, Watch, chromium
from tests.browser.test_window import CONTRAST, ask, overflow
from tests.served import served
from tests.signed_in import PASSWORD, door_of, guarded_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

pytestmark = pytest.mark.browser

REFUSED = "Failed to load resource: the server responded with a status of 401"
"""What Chromium writes about every wrong password and every page that was closed meanwhile."""
QUESTIONS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signed-in")


@pytest.fixture(scope="module")
def window(folder: Path) -> Iterator[str]:
    """Serve the window behind its door and return its address."""
    app = guarded_app(folder, door_of(folder, questions_per_minute=QUESTIONS))
    with served(app) as where:
        yield where


@pytest.fixture(scope="module")
def chrome(playwright: "Playwright") -> "Iterator[Browser]":
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
    yield browser
    browser.close()


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(chrome: "Browser", window: str) -> Iterator[Visit]:
    """Open the window as a new visitor; the test fails if a page misbehaved."""
    watch = Watch()

    def opened(*, width: int = 1280, **settings: Any) -> "Page":
        settings = {"locale": "zh-CN", "viewport": {"width": width, "height": 860}, **settings}
        page = chrome.new_context(**settings).new_page()
        page.set_default_timeout(OPENING_MS)
        watch.over(page)
        page.goto(window)
        page.locator("#username").wait_for()
        return page

    yield opened
    for context in chrome.contexts:
        context.close()
    assert [one for one in watch.complaints if REFUSED not in one] == []


def enter(page: "Page", name: str, password: str = PASSWORD) -> None:
    page.locator("#username").fill(name)
    page.locator("#password").fill(password)
    page.locator("button[type=submit]").click()


def names_of_tabs(page: "Page") -> list[str]:
    return [tab.inner_text() for tab in page.get_by_role("tab").all()]


def test_a_reader_signs_in_after_a_wrong_password_asks_and_signs_out(visit: Visit) -> None:
    page = visit()
    enter(page, "小李", "wrong password")
    page.get_by_role("alert").get_by_text("用户名或密码不对。").wait_for()
    assert page.locator("#username").input_value() == "小李"
    assert page.evaluate("document.activeElement.id") == "password"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".account", has_text="小李").wait_for()
    assert "园区科协成立6家" in ask(page, "园区科协有几家？").inner_text()
    page.get_by_role("button", name="退出登录").click()
    page.locator("#username").wait_for()
    page.go_back()
    page.locator("#username").wait_for()  # the page is not shown from a cache


def test_an_evaluator_sees_the_tab_and_a_reader_does_not(visit: Visit) -> None:
    evaluator, reader = visit(), visit()
    enter(evaluator, "王芳")
    evaluator.get_by_role("tab", name="评测").click()
    evaluator.locator("#eval-cases details.case").nth(3).wait_for()
    evaluator.locator("#eval-sets input").click()
    evaluator.get_by_role("option", name="short").wait_for()
    with evaluator.expect_download() as taken:
        evaluator.locator("#eval-exports a", has_text="JSONL").first.click()
    assert Path(taken.value.path()).stat().st_size > 0
    enter(reader, "小李")
    reader.locator(".account").wait_for()
    reader.locator("#language").get_by_text("English").click()
    reader.get_by_role("tab", name="Targets").wait_for()
    reader.get_by_role("button", name="Sign out").wait_for()
    assert names_of_tabs(reader) == ["Ask", "Targets", "Explore", "Sources"]


def test_a_page_that_was_closed_on_the_server_leads_to_the_login_page(visit: Visit, folder: Path) -> None:
    page = visit()
    enter(page, "editor")
    page.locator(".account").wait_for()
    change_users(folder / "users.jsonl", lambda people: [one for one in people if one.name != "editor"])
    page.locator("#question textarea").fill("园区科协有几家？")
    page.locator("#question textarea").press("Enter")
    page.get_by_role("alert").get_by_text("登录已失效").wait_for()


def test_what_was_typed_is_there_again_after_signing_in_anew_in_the_chosen_language(visit: Visit) -> None:
    page = visit()
    enter(page, "小李")
    page.locator(".account").wait_for()
    page.locator("#language").get_by_text("English").click()
    page.get_by_role("tab", name="Sources").wait_for()
    page.locator("#question textarea").fill("还没有发送的问题")
    page.context.clear_cookies(name=COOKIE)
    page.get_by_role("tab", name="Sources").click()
    page.get_by_role("button", name="Sign in").wait_for()
    enter(page, "小李")
    page.locator("#connection", has_text="Your question is back in the box").wait_for()
    assert page.locator("#question textarea").input_value() == "还没有发送的问题"


def test_whoever_asks_too_fast_keeps_the_question_and_learns_how_long_to_wait(visit: Visit) -> None:
    page = visit()
    enter(page, "王芳")
    page.locator(".account").wait_for()
    for _ in range(QUESTIONS):
        ask(page, "园区科协有几家？")
    page.locator("#question textarea").fill("一个接一个？")
    page.locator("#question textarea").press("Enter")
    page.locator("#notice", has_text=f"每分钟最多 {QUESTIONS} 个问题").wait_for()
    assert page.locator("#question textarea").input_value() == "一个接一个？"


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_login_page_fits_a_phone_and_has_enough_contrast(visit: Visit, locale: str, dark: bool) -> None:
    page = visit(width=360, locale=locale, color_scheme="dark" if dark else "light")
    enter(page, "nobody" * 10, "wrong password")
    page.get_by_role("alert").wait_for()
    assert overflow(page) <= 0
    for selector in (
        "h1",
        "main > p >> nth=0",
        ".notice",
        "label >> nth=0",
        "input >> nth=0",
        "button",
        ".foot p",
        "a",
    ):
        ratio = page.locator(selector).evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"  # WCAG 2 AA for text


def test_a_phone_shows_who_is_signed_in_without_scrolling_sideways(visit: Visit) -> None:
    page = visit(width=360)
    enter(page, "小李")
    page.get_by_role("button", name="退出登录").wait_for()
    assert page.locator(".account .who").is_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_way_out_stands_beside_the_name(visit: Visit, width: int) -> None:
    page = visit(width=width)
    enter(page, "小李")
    name, way_out = page.locator(".account .who"), page.locator(".account button")
    way_out.wait_for()
    one, other = name.bounding_box(), way_out.bounding_box()
    assert one is not None and other is not None
    assert 0 < other["x"] - (one["x"] + one["width"]) < 20
    middle, other_middle = one["y"] + one["height"] / 2, other["y"] + other["height"] / 2
    assert abs(middle - other_middle) < 4


def test_the_login_page_works_without_scripts_and_in_the_other_language(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Sign in").wait_for()
    enter(page, "小李", "wrong password")
    page.get_by_text("The user name or the password is wrong.").wait_for()
    enter(page, "小李")
    page.wait_for_url("**/?lang=en")


def test_the_login_page_can_be_used_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.keyboard.type("小李")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".account").wait_for()
