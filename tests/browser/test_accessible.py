"""Every tab of the window under axe-core, in both languages, light and dark, wide and narrow."""

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.test_window import ask

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 1280), (False, 360)])
def test_no_tab_violates_a_rule_of_accessibility(
    open_page: OpenPage, scripted_window: str, locale: str, dark: bool, width: int
) -> None:
    page = open_page(scripted_window, locale=locale, dark=dark, width=width)
    assert violations(page) == []
    ask(page, "一线工程师培训了多少名？")
    ask(page, "园区科协有几家？")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.locator('[role=tab][aria-selected="true"]', has_text=tab.inner_text()).wait_for()
        assert violations(page) == [], tab.inner_text()


def test_the_check_finds_what_is_wrong(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    page.evaluate("() => document.querySelector('.masthead').append(document.createElement('button'))")
    assert any("button-name" in violation for violation in violations(page))


def test_tabs_and_choices_are_reached_with_the_keyboard(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    box = page.locator("#question textarea")
    edge = "(box) => getComputedStyle(box).borderColor"
    box.blur()
    before = box.evaluate(edge)
    box.focus()
    assert box.evaluate(edge) != before

    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.innerText") == tabs.last.inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.innerText") == tabs.nth(1).inner_text()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("#sources li").first.wait_for()

    page.locator("#source-publisher input").focus()
    choices = page.get_by_role("listbox")
    choices.wait_for()
    # As long as that of an office with many publishers, which scrolls.
    choices.evaluate("(list) => { for (let i = 0; i < 200; i++) list.append(list.firstElementChild.cloneNode(true)); }")
    assert choices.evaluate("(list) => list.scrollHeight > list.clientHeight")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('#source-year') !== null")
