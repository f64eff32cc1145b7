"""Where things stand on the page: nothing covers or cuts what is read, on screens of any width and on paper."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_window import ask, open_tab
from tests.fakes import GOALS

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator

pytestmark = pytest.mark.browser

TRAINED, PARKS = "一线工程师培训了多少名？", "园区科协有几家？"
MARKS = """
(scale) => {
  const marks = document.createElement("div");
  marks.className = "marks";
  marks.innerHTML = [3, 12, 21, 30].map((left) => `<span class="mark" style="left:${left}%">○ a b c</span>`).join("");
  scale.append(marks);
}
"""
"""More figures of other measures, near each other, than the scripted documents have."""


def box(found: "Locator") -> "FloatRect":
    """Return where an element stands."""
    place = found.bounding_box()
    assert place is not None
    return place


@pytest.mark.parametrize("width", [900, 1280, 1920])
def test_what_is_read_leaves_the_conversation_whole(open_page: OpenPage, scripted_window: str, width: int) -> None:
    page = open_page(scripted_window, width=width)
    ask(page, TRAINED)
    page.locator("#evidence a.source").first.click()
    page.locator("#reader h2").wait_for()
    beside = box(page.locator("#reader"))["x"]
    for part in ("#conversation", "#conversation .question", "#send", "#clear"):
        place = box(page.locator(part).last)
        assert place["width"] > 0 and place["x"] + place["width"] <= beside, part
    page.keyboard.press("Escape")
    assert page.locator("#evidence").is_visible()
    assert page.evaluate("document.activeElement.closest('#evidence') !== null")


@pytest.mark.parametrize("height", [740, 900])
def test_opening_evidence_scrolls_the_panel_and_not_the_page(
    open_page: OpenPage, scripted_window: str, height: int
) -> None:
    page = open_page(scripted_window)
    page.set_viewport_size({"width": 1280, "height": height})
    for _ in range(2):
        ask(page, PARKS)
        ask(page, TRAINED)
    page.locator("#conversation .answer").last.locator("a.cite").last.click()
    page.locator("#evidence .card.found").wait_for()
    page.wait_for_function("document.querySelector('#evidence .panel').scrollTop > 0")
    panel, talk = box(page.locator("#evidence .panel")), box(page.locator("#talk"))
    assert panel["y"] + panel["height"] <= talk["y"] + talk["height"] + 1
    assert page.evaluate("scrollY") == 0


def test_a_wide_screen_shows_evidence_and_source_side_by_side(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, width=3840)
    ask(page, TRAINED)
    page.locator("#evidence a.source").first.click()
    page.locator("#reader h2").wait_for()
    evidence, reader = box(page.locator("#evidence")), box(page.locator("#reader"))
    assert page.locator("#evidence").is_visible()
    assert 0 <= reader["x"] - (evidence["x"] + evidence["width"]) < 60


def test_paper_shows_the_whole_conversation_and_below_it_all_evidence(
    open_page: OpenPage, scripted_window: str
) -> None:
    page = open_page(scripted_window)
    for question in (TRAINED, PARKS, TRAINED, PARKS):
        ask(page, question)
    page.set_viewport_size({"width": 760, "height": 500})  # about a sheet of paper
    page.emulate_media(media="print")
    talk, evidence = box(page.locator("#conversation")), box(page.locator("#evidence"))
    answers = [box(one) for one in page.locator("#conversation .answer").all()]
    assert len(answers) == 4
    assert answers[0]["y"] >= talk["y"] and answers[-1]["y"] + answers[-1]["height"] <= talk["y"] + talk["height"]
    assert evidence["y"] >= talk["y"] + talk["height"]
    assert abs(evidence["width"] - talk["width"]) < 40
    # The evidence of earlier questions is folded away on the screen.
    earlier = page.locator("#evidence details.earlier .card mark").first
    assert earlier.is_visible()
    assert "underline" in earlier.evaluate("(mark) => getComputedStyle(mark).textDecorationLine")
    link = page.locator("#evidence .card", has_text=GOALS.source.title).locator("a.out").first
    address = link.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "https://example.org/plan?a=1&b=2" in address


def test_paper_leaves_no_gap_below_a_short_conversation(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, width=800)
    ask(page, PARKS)
    page.emulate_media(media="print")
    answer, evidence = box(page.locator("#conversation .answer")), box(page.locator("#evidence"))
    assert 0 <= evidence["y"] - (answer["y"] + answer["height"]) < 80


def test_letters_of_near_figures_do_not_cover_each_other_on_a_phone(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, width=360)
    open_tab(page, "目标与进展")
    scale = page.locator("#targets .chart .scale").last
    scale.evaluate(MARKS)
    marks = [box(one) for one in scale.locator(".mark").all()[-4:]]
    for place, one in enumerate(marks):
        for other in marks[place + 1 :]:
            apart = one["x"] + one["width"] <= other["x"] or abs(one["y"] - other["y"]) >= 12
            assert apart, marks
