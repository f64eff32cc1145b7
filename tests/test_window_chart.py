"""Where the marks of a bullet chart stand, and which figures get one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.schema import IndicatorStatus
from assistant.window.chart import chart_html, lettered, marks_of, percent, same_unit
from assistant.window.links import citation_address
from tests.fakes import TABLE, YOUTH, row
from tests.window_page import tags, visible

PARKS = TABLE.indicators[1]


def beside(*figures: tuple[int, str]) -> IndicatorStatus:
    """Return the park associations (target 10) with related figures."""
    related = tuple(
        row("parks", value, unit, YOUTH, date="2022-04", label=f"相关{place}")
        for place, (value, unit) in enumerate(figures)
    )
    return replace(PARKS, related=related)


def test_marks_stand_on_the_scale_of_the_target_and_outliers_beyond_it() -> None:
    marks = marks_of(beside((14, "家"), (5, "个"), (358, "个")))
    assert [(mark.letters, int(mark.percent), mark.beyond) for mark in marks] == [
        ("b", 50, False),
        ("a", 140, False),
        ("c", 3580, True),
    ]


def test_marks_that_would_cover_each_other_become_one() -> None:
    marks = marks_of(beside((5, "家"), (58, "家"), (5, "个"), (20, "家")))
    assert [mark.letters for mark in marks] == ["ac", "bd"]


def test_the_chart_leaves_room_for_the_most_letters_beyond_its_right_end() -> None:
    crowded = beside((20, "家"), (58, "家"), (358, "个"), (5, "家"))
    assert '<ul class="chart" style="--letters-beyond:3">' in chart_html([beside((20, "家")), crowded], "zh")
    assert '<ul class="chart" style="--letters-beyond:0">' in chart_html([beside((5, "家"))], "zh")


def test_a_figure_of_another_unit_is_listed_but_not_drawn() -> None:
    status = beside((65, "名"), (11, "个"), (22, "场次"))
    assert lettered(status) == {1: "a"}
    text = visible(chart_html((status,), "zh"))
    assert "· 相关0 65名 2022年4月 口径和单位都不同，不画在图上" in text
    assert "○ a 相关1 11个 2022年4月 口径不同" in text


def test_bar_goal_and_each_letter_open_their_evidence() -> None:
    figures = ((5, "家"), (5, "个"), (358, "个"))
    html = chart_html((beside(*figures),), "en")
    links = [one for tag, one in tags(html) if tag == "a"]
    bar, goal = (next(one for one in links if css in one["class"].split()) for css in ("opens-bar", "goal-line"))
    assert PARKS.latest is not None and PARKS.target is not None
    assert bar["href"] == citation_address(PARKS.latest.citation, "en")
    assert goal["href"] == citation_address(PARKS.target.citation, "en")
    assert bar["aria-label"] == "Science-park associations, Latest, 6, Evidence"
    assert [one["aria-label"][0] for one in links if one["aria-label"][1:2] == ","] == ["a", "b", "c"]
    assert all(one["href"].startswith("documents/") and one["aria-label"] for one in links)


def test_without_a_target_there_is_no_scale() -> None:
    status = replace(beside((5, "个")), target=None, latest=None)
    assert (lettered(status), marks_of(status)) == ({}, [])
    html = chart_html((status,), "en")
    assert "goal-line" not in html and 'class="mark' not in html
    assert "no target figure" in html and "相关0" in html


@pytest.mark.parametrize(("value", "beyond"), [(15, False), (16, True)])
def test_a_bar_beyond_the_scale_ends_in_an_arrow(value: int, beyond: bool) -> None:
    latest = row("parks", value, "家", YOUTH, date="2022-04")
    html = chart_html((replace(PARKS, latest=latest),), "zh")
    assert "width:100.0%" in html
    assert ("▸" in html) is beyond


@pytest.mark.parametrize(
    ("one", "other", "same"), [("家", "家", True), ("名", "人", True), ("个", "名", False), ("", "", True)]
)
def test_measure_words_of_one_kind_share_a_scale(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


@pytest.mark.parametrize(("ratio", "shown"), [("0.999", 99), ("1", 100), ("1.5", 150), ("0.005", 1), ("0.124", 12)])
def test_percent_never_rounds_up_to_a_target_that_was_missed(ratio: str, shown: int) -> None:
    assert percent(Decimal(ratio)) == shown
