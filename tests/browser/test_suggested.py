"""Questions to ask next in a real browser: they leave the conversation its room, and the keyboard reaches each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

import ui
from assistant.answering.generate import Progress
from assistant.schema import Answer
from tests.browser.conftest import OpenPage
from tests.fakes import FakeAssistant
from tests.served import served

pytestmark = pytest.mark.browser

LONG = tuple(
    f"Are the {name} and the {name} of one campaign that a newspaper wrote about the same thing?"
    for name in ("enterprises served", "engineers trained", "park associations", "workstations")
)
LINE_PX = 21
"""Of a suggestion in the size of a wide window, the larger one."""
FRAME_PX = 24
"""Border, inner space and the bar by which the row is moved."""


class Talkative(FakeAssistant):
    """An assistant that suggests long questions."""

    def stream(self, question: str, **asked: object) -> Iterator[Progress | Answer]:
        """Yield what the scripted assistant does."""
        for event in super().stream(question, **asked):  # type: ignore[arg-type]
            yield replace(event, suggestions=LONG) if isinstance(event, Answer) else event


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 600), (1280, 900)])
def test_long_suggestions_take_one_row_and_the_last_one_is_reached_by_keyboard(
    open_page: OpenPage, width: int, height: int
) -> None:
    with served(ui.create_app(Talkative())) as window:
        page = open_page(window, width=width, locale="en-GB")
        page.set_viewport_size({"width": width, "height": height})
        page.locator("#question textarea").fill("How many engineers have been trained?")
        page.locator("#question textarea").press("Enter")
        chips = page.locator("#chips .chip")
        chips.filter(has_text="the workstations").wait_for()
        row = page.locator("#chips .chips").bounding_box()
        assert chips.count() == len(LONG) and row and row["height"] <= 2 * LINE_PX + FRAME_PX
        chips.first.focus()
        for _ in LONG[1:]:
            page.keyboard.press("Tab")
        last = chips.last
        assert last.evaluate("(chip) => chip === document.activeElement")
        page.wait_for_function(
            """() => {
              const row = document.querySelector('#chips .chips').getBoundingClientRect();
              const chip = [...document.querySelectorAll('#chips .chip')].pop().getBoundingClientRect();
              return chip.left >= row.left - 1 && chip.right <= row.right + 1;
            }"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Enter")
        page.locator("#conversation .question", has_text=LONG[-1]).wait_for()
