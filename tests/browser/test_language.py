"""Another language while something is looked for: every text changes at once, and what was typed or chosen stays."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_window import enter, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def switch(page: "Page", language: str, heading: str) -> None:
    """Choose a language, and wait until the tabs are in it."""
    page.locator("#language label", has_text=language).click()
    page.get_by_role("tab", name=heading).wait_for()


def test_a_search_of_the_sources_goes_on_in_the_other_language(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    open_tab(page, "资料")
    items = page.locator("#sources li")
    items.nth(2).wait_for()
    page.locator("#source-kind input").click()
    page.get_by_role("option", name="新闻报道").click()
    items.nth(2).wait_for(state="detached")
    page.locator("#wanted").locator("input, textarea").fill("进展")
    items.nth(1).wait_for(state="detached")
    switch(page, "English", "Sources")
    page.locator("#sources .count", has_text="1 of 3 documents").wait_for()
    assert page.locator("#wanted").locator("input, textarea").input_value() == "进展"
    assert page.locator("#source-kind input").input_value().startswith("News")


def test_the_day_of_the_targets_and_the_term_stay_in_the_other_language(
    open_page: OpenPage, scripted_window: str
) -> None:
    page = open_page(scripted_window)
    open_tab(page, "认识 12621")
    page.locator("#glossary dt, #glossary .terms > *").nth(1).wait_for()
    page.locator("#wanted-term").locator("input, textarea").fill("秦创原")
    open_tab(page, "目标与进展")
    enter(page.locator("#as-of input"), "2022-05", until=page.locator('#targets a[href$="as_of=2022-05"]').first)
    switch(page, "English", "Targets")
    page.locator('#targets a[href*="lang=en"][href$="as_of=2022-05"]').first.wait_for()
    assert page.locator("#as-of input").input_value() == "2022-05"
    open_tab(page, "Explore")
    assert page.locator("#wanted-term").locator("input, textarea").input_value() == "秦创原"


def test_the_targets_come_when_they_are_looked_at(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    assert page.locator("#targets .chart").count() == 0
    open_tab(page, "目标与进展")
    page.locator("#targets .chart li").first.wait_for()


def test_the_chosen_language_holds_for_the_next_visit(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(f"{scripted_window}/?lang=zh")
    switch(page, "English", "Sources")
    page.reload()
    page.locator('.masthead[lang="en"]').wait_for()
    page.goto(f"{scripted_window}/?lang=zh")
    page.locator('.masthead[lang="zh"]').wait_for()
    page.locator("#state span").wait_for(state="attached")
    page.wait_for_timeout(500)
    assert page.locator('.masthead[lang="zh"]').count() == 1
