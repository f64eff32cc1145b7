"""The report page of two small runs from its file, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.report_page import write_page
from tests.browser.axe import violations
from tests.browser.conftest import FLAGS, Watch, chromium
from tests.report_sample import AFTER, BEFORE, HOSTILE, QUOTE, WRONG, judged_run, run_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

pytestmark = pytest.mark.browser

NAMELESS = """() => [...document.querySelectorAll("button, input, select, a, summary, [role=img]")].filter((node) =>
  !(node.textContent.trim() || node.getAttribute("aria-label") || node.labels?.length)).map((node) => node.outerHTML)"""
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (color) => rgb(color).slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if ((rgb(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *:not(script):not(style):not(noscript):not(option)")) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
    if (node.closest("svg")) continue;
    const [dark, bright] = [light(getComputedStyle(node).color), light(behind(node))].sort((one, two) => one - two);
    if ((bright + 0.05) / (dark + 0.05) < 4.5) faint.push(node.outerHTML.slice(0, 200));
  }
  return faint;
}"""

Open = Callable[..., "Page"]


@pytest.fixture
def browser(playwright: "Playwright") -> Iterator["Browser"]:
    started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def open_report(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Open the comparison page from its file; the test fails if it complained or asked for any other file."""
    summary, records = judged_run(AFTER, WRONG)
    page_file = write_page(tmp_path / "report.html", summary, records, run_of(BEFORE)[1], baseline=tmp_path / "none")
    watch = Watch()
    asked: list[str] = []

    def opened(state: str = "", *, width: int = 1200, dark: bool = False, locale: str = "zh-CN") -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", locale=locale
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: watch.complaints.append(message.text))
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("dialog", lambda dialog: watch.complaints.append(dialog.message))
        page.goto(page_file.as_uri() + state)
        return page

    yield opened
    assert watch.complaints == []
    assert {url.split("#")[0] for url in asked} == {page_file.as_uri()}


def ids(page: "Page") -> list[str]:
    return [str(line.get_attribute("data-id")) for line in page.locator("details.case").all()]


def test_filters_narrow_the_cases_and_are_kept_in_the_address(open_report: Open) -> None:
    page = open_report()
    assert ids(page) == ["parks", "evil", "goal"]
    page.locator("select[name=kind]").select_option("target")
    assert ids(page) == ["goal"]
    page.reload()
    assert (ids(page), page.locator("select[name=kind]").input_value()) == (["goal"], "target")


def test_search_reads_questions_and_answers(open_report: Open) -> None:
    page = open_report()
    page.locator("input[name=q]").fill("园区科协几家")
    assert ids(page) == ["parks"]
    page.locator("input[name=q]").fill("nowhere to be found")
    assert ids(page) == []


def test_only_misses_metric_missed_and_outcome_are_filters(open_report: Open) -> None:
    assert "parks" not in ids(open_report("#only=1"))
    assert ids(open_report("#missed=errors")) == ["goal"]
    assert ids(open_report("#outcome=won")) == ["parks"]


def test_what_became_different_is_filtered_by_its_first_stage_and_by_metric(open_report: Open) -> None:
    assert ids(open_report("#changed=generation")) == ["parks"]
    assert ids(open_report("#changed=any")) == ["parks", "goal"]
    assert ids(open_report("#outcome=lost errors")) == ["goal"]
    page = open_report(locale="en-US")
    page.get_by_role("button", name="crash 1").click()
    assert (ids(page), page.locator("select[name=changed]").input_value()) == (["goal"], "crash")
    page.locator("select[name=changed]").select_option("")
    page.get_by_role("button", name="won figure_recall: 1").focus()
    page.keyboard.press("Enter")
    assert ids(page) == ["parks"]
    assert page.evaluate("document.activeElement.name") == "outcome"


def test_the_opinion_of_the_judge_is_shown_and_filtered(open_report: Open) -> None:
    page = open_report("#judge=disagrees", locale="en-US")
    assert ids(page) == ["parks"]
    page.locator('[data-id="parks"] summary').click()
    assert "another figure" in page.locator('[data-id="parks"]').inner_text()
    assert "agrees with the metrics" in page.locator("#numbers").inner_text()


def test_more_cases_are_added_below_and_the_keyboard_goes_on_with_them(browser: "Browser", tmp_path: Path) -> None:
    summary, records = run_of(AFTER)
    many = [record | {"id": f"{record['id']}-{n}"} for n in range(100) for record in records]
    page = browser.new_page()
    page.goto(write_page(tmp_path / "many.html", summary, many, baseline=tmp_path / "none").as_uri())
    page.locator("details.case summary").first.click()
    assert page.locator("details.case").count() == 200
    page.locator("#more").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.case").count() == 300
    assert page.locator("details.case[open]").count() == 1
    assert page.evaluate("document.activeElement.parentElement.dataset.id") == many[200]["id"]
    assert page.locator("#more").count() == 0


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 360)])
def test_the_page_violates_no_rule_of_accessibility(open_report: Open, locale: str, dark: bool, width: int) -> None:
    page = open_report(dark=dark, width=width, locale=locale)
    for line in page.locator("details.case").all():
        line.locator("summary").click()
    assert violations(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any("button-name" in violation for violation in violations(page))


def test_the_language_of_the_page_is_switched_and_kept(open_report: Open) -> None:
    page = open_report()
    assert page.locator("h1").inner_text() == "评测报告"
    page.locator("#language").click()
    assert page.locator("h1").inner_text() == "Evaluation report"
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"


def test_texts_that_look_like_html_stay_text(open_report: Open) -> None:
    page = open_report()
    for line in page.locator("details.case").all():
        line.locator("summary").click()
    assert page.locator("body img").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    shown = page.locator('[data-id="evil"] .answer').text_content()
    assert shown == HOSTILE


def test_evidence_is_marked_in_its_passage_and_changes_in_the_answer(open_report: Open) -> None:
    page = open_report()
    parks = page.locator('[data-id="parks"]')
    parks.locator("summary").focus()
    page.keyboard.press("Enter")
    assert parks.locator("mark").all_inner_texts() == [QUOTE]
    assert (parks.locator("del").all_inner_texts(), parks.locator("ins").all_inner_texts()) == (["5"], ["6"])


@pytest.mark.parametrize("dark", [False, True])
def test_every_control_has_a_name_and_every_text_contrast(open_report: Open, dark: bool) -> None:
    page = open_report(dark=dark)
    for line in page.locator("details.case").all():
        line.locator("summary").click()
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(CONTRAST) == []


def test_a_narrow_screen_is_never_scrolled_sideways(open_report: Open) -> None:
    page = open_report(width=360)
    for line in page.locator("details.case").all():
        line.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
