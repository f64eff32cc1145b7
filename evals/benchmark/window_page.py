"""The address of the window and questions in; how soon Chromium shows it, takes a question and shows an answer out."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Nothing that the browser itself fetches may be measured."""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_ANSWERS = "document.querySelectorAll('#conversation .answer').length"


@dataclass(frozen=True, slots=True)
class Shown:
    """Milliseconds, one for each time that the page was opened or a question asked."""

    paint_ms: Sequence[float]
    usable_ms: Sequence[float]
    answer_ms: Sequence[float]


def measure_page(address: str, questions: Sequence[str], *, openings: int) -> Shown:
    """Open the window with an empty profile each time, then ask; raises UsageError without Chromium or Playwright."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise UsageError("Chromium is not installed. Install it, or leave the browser out with --openings 0.")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UsageError("Run `pip install -c constraints.txt playwright`, or use --openings 0.") from error
    with sync_playwright() as driver:
        opened = [_opening(driver, chromium, address, questions if last else ()) for last in _lasts(openings)]
    return Shown(
        [one[0] for one in opened],
        [one[1] for one in opened],
        [milliseconds for one in opened for milliseconds in one[2]],
    )


def _lasts(openings: int) -> list[bool]:
    return [number == openings - 1 for number in range(openings)]


def _opening(
    driver: "Playwright", chromium: str, address: str, questions: Sequence[str]
) -> tuple[float, float, list[float]]:
    browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
    try:
        page = browser.new_page(locale="zh-CN")
        started = perf_counter()
        page.goto(address, wait_until="commit")
        # The greeting comes with the language, which the load event settles: from then on the page stays as it is.
        page.locator('.masthead[lang="zh"]').wait_for()
        page.locator("#question textarea:enabled").wait_for()
        usable = 1_000 * (perf_counter() - started)
        page.locator("#state span").wait_for(state="attached")
        return float(page.evaluate(_PAINT)), usable, [_ask(page, question) for question in questions]
    finally:
        browser.close()


def _ask(page: "Page", question: str) -> float:
    before = page.evaluate(_ANSWERS)
    box = page.locator("#question textarea")
    box.fill(question)
    started = perf_counter()
    box.press("Enter")
    page.wait_for_function(f"{_ANSWERS} > {before}")
    return 1_000 * (perf_counter() - started)
