"""Journeys of readers: a newcomer explores, evidence is read beside an answer and on a phone, sources are searched."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage, missing
from tests.browser.test_window import CONTRAST, ask, enter, open_tab, overflow
from tests.fakes import GOALS, PARKS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


def reader(page: "Page") -> "Locator":
    """Return the reader once it shows something."""
    page.locator("#reader:visible h2").wait_for()
    return page.locator("#reader")


def axe() -> str:
    """Return the script of axe, which looks for faults that keep people out."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        missing("The package axe-playwright-python is not installed: accessibility was not checked.")
        return ""
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def within(page: "Page", inner: "Locator", outer: "Locator") -> bool:
    """Tell whether an element stands in the visible part of another."""
    page.wait_for_timeout(100)
    one, other = inner.bounding_box(), outer.bounding_box()
    assert one is not None and other is not None
    return other["y"] <= one["y"] <= other["y"] + other["height"]


def test_a_newcomer_explores_and_every_statement_opens_its_source(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    open_tab(page, "认识 12621")
    page.get_by_role("heading", name="为什么叫“12621工程”").wait_for()
    assert "1 + 2×10 + 6×100 + 2×1000 + 1×10000" in page.locator("#explore").inner_text()
    page.locator("#explore .events a.said").first.click()
    shown = reader(page)
    assert shown.locator(".text mark").inner_text().startswith("截至2022年4月")
    assert page.evaluate("document.activeElement.id") == "reader-heading"
    page.keyboard.press("Escape")
    assert not shown.is_visible()
    assert page.evaluate("document.activeElement.className") == "source said"
    page.locator("#explore .who a.name").first.click()
    assert "资料里怎么说" in reader(page).inner_text()
    shown.locator(".told a.said").first.click()
    shown.locator(".text mark").wait_for()
    shown.get_by_role("button", name="返回").click()
    shown.locator(".told").wait_for()
    shown.get_by_role("button", name="关闭").click()
    enter(page.get_by_label("查一个词"), "academicians", until=page.get_by_text("5 个词中的 1 个"))
    assert page.locator("#glossary dt").inner_text().startswith("院士之家")


def test_a_newcomer_explores_in_english_by_keyboard_alone(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, locale="en-GB")
    page.get_by_role("tab", name="Explore").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Why it is called").wait_for()
    figure = page.get_by_role("link", name="Front-line engineers trained, Latest").first
    figure.focus()
    page.keyboard.press("Enter")
    assert reader(page).locator("mark").count() >= 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#reader').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.locator("#reader").is_visible()


def test_the_full_text_opens_beside_the_answer_at_the_quote(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    ask(page, "园区科协有几家？")
    page.locator("#e1-1").get_by_text("阅读全文").click()
    shown = reader(page)
    assert shown.locator("mark").inner_text() == PARKS.quote
    assert within(page, shown.locator("mark"), shown)
    answer, beside = page.locator("#conversation .answer").bounding_box(), shown.bounding_box()
    assert answer is not None and beside is not None
    assert beside["x"] > answer["x"] + 200 and beside["x"] + beside["width"] <= 1281


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_evidence_on_a_phone_opens_below_and_leaves_the_answer_in_sight(
    open_page: OpenPage, scripted_window: str, locale: str
) -> None:
    page = open_page(scripted_window, width=360, touch=True, locale=locale)
    ask(page, "园区科协有几家？")
    whole = page.locator("#e1-1 a.full")
    whole.scroll_into_view_if_needed()
    whole.tap()
    shown = reader(page)
    assert within(page, shown.locator("mark"), shown)
    box = shown.bounding_box()
    assert box is not None
    assert box["y"] > 150 and box["width"] == 360
    assert overflow(page) <= 0
    shown.locator(".reader-close").tap()
    assert not shown.is_visible()


def test_a_term_explains_itself_to_pointer_keyboard_and_touch(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, touch=True)
    ask(page, "园区科协有几家？")
    term, tip = page.locator("#conversation a.term").first, page.locator("#term-tip")
    assert term.evaluate("(element) => getComputedStyle(element).textDecorationStyle") == "dotted"
    term.hover()
    tip.get_by_text("设在园区里的科协组织。").wait_for()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.mouse.move(5, 5)
    term.focus()
    tip.wait_for()
    assert term.get_attribute("aria-describedby") == "term-meaning"
    page.locator("#question textarea").focus()
    assert not tip.is_visible()
    term.tap()
    tip.get_by_text("设在园区里的科协组织。").wait_for()
    tip.get_by_text("出处和更多").tap()
    assert "资料里怎么说" in reader(page).inner_text()


def test_sources_are_searched_filtered_and_read(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    open_tab(page, "资料")
    page.get_by_text("3 份资料", exact=True).wait_for()
    enter(page.get_by_label("在资料里查找"), "领导小组", until=page.get_by_text("3 份资料中的 1 份"))
    hit = page.locator("#sources p.found")
    assert hit.locator("mark").inner_text() == "领导小组"
    hit.locator("a").click()
    assert "设立领导小组" in reader(page).locator("mark").inner_text()
    page.keyboard.press("Escape")
    page.get_by_label("在资料里查找").fill("")
    page.get_by_text("3 份资料", exact=True).wait_for()
    page.get_by_label("类型").click()
    page.get_by_role("option", name="政策文件 (1)").click()
    page.get_by_text("3 份资料中的 1 份").wait_for()
    assert page.locator("#sources li").count() == 1


def test_every_mark_of_the_chart_and_every_cell_opens_its_evidence(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    open_tab(page, "目标与进展")
    page.locator("#targets .chart").wait_for()
    line = page.locator("#targets .chart > li", has_text="创新创业人才")
    line.locator(".mark a").focus()
    page.keyboard.press("Enter")
    assert "180名" in reader(page).locator("mark").inner_text()
    parks = page.locator("#targets .chart > li", has_text="园区科协").first
    for mark, quote in ((parks.locator("a.opens-bar"), PARKS.quote), (parks.locator("a.goal-line"), GOALS.quote)):
        page.keyboard.press("Escape")
        mark.focus()
        page.keyboard.press("Enter")
        page.locator("#reader mark").get_by_text(quote).wait_for()
    page.keyboard.press("Escape")
    row = page.locator("#targets tbody", has=page.get_by_role("rowheader", name="园区科协")).locator("tr").nth(1)
    assert not row.locator("td.figure .card").is_visible()
    row.locator("td.figure_kind").click()
    row.locator("td.figure .card").wait_for()
    row.locator("td.date a").click()
    assert reader(page).locator("mark").inner_text() == PARKS.quote


def test_the_reader_is_a_page_of_its_own_too(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    ask(page, "园区科协有几家？")
    address = page.locator("#e1-1 a.full").get_attribute("href")
    page.goto(f"{scripted_window}/{address}")
    assert page.locator("mark").inner_text() == PARKS.quote
    page.get_by_text("转为繁体").click()
    page.locator('.text[lang="zh-Hant"]').wait_for()
    assert "園區科協" in page.locator("mark").inner_text()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "locale"), [(360, "en-GB"), (3840, "zh-CN")])
def test_reading_fits_and_has_enough_contrast(
    open_page: OpenPage, scripted_window: str, width: int, locale: str, dark: bool
) -> None:
    page = open_page(scripted_window, width=width, locale=locale, dark=dark)
    english = locale.startswith("en")
    open_tab(page, "Explore" if english else "认识 12621")
    page.locator("#explore .events").wait_for()
    assert overflow(page) <= 0
    for selector in (".where", "time", ".definition", ".contents a", ".digit strong", ".state", "a.said"):
        ratio = page.locator(f"#explore {selector}").first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"
    page.locator("#explore .events a.said").first.click()
    shown = reader(page)
    for selector in (".facts", "mark", ".text p", ".choice > *", ".bar button"):
        ratio = shown.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"
    assert overflow(page) <= 0


def test_no_serious_violation_of_accessibility(open_page: OpenPage, scripted_window: str) -> None:
    script = axe()
    page = open_page(scripted_window)
    ask(page, "园区科协有几家？")
    page.locator("#e1-1 a.full").click()
    reader(page)
    page.evaluate(script)
    for tab in ("提问", "目标与进展", "认识 12621", "资料"):
        open_tab(page, tab)
        page.wait_for_timeout(500)
        for part in ("#reader", "#targets", "#explore", "#glossary", "#sources", "#conversation .answer", "#evidence"):
            if not page.locator(part).first.is_visible():
                continue
            found = page.evaluate("(part) => axe.run(part).then((run) => run.violations)", part)
            bad = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
            assert bad == [], f"{tab} {part}"
