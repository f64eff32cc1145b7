from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.schema import TargetTable
from assistant.window.targets import percent, report_dates, targets_html
from tests.fakes import TABLE, FakeAssistant
from tests.window_page import assert_inert, tags, visible

read = FakeAssistant().document


def test_a_bar_tells_its_share_to_eyes_and_ears() -> None:
    bars = [
        attributes for tag, attributes in tags(targets_html(TABLE, "zh", read=read)) if "aria-valuenow" in attributes
    ]
    told = [(bar["aria-label"], bar["aria-valuenow"], bar["aria-valuetext"]) for bar in bars]
    assert told == [
        ("院士之家", "100", "1个, 目标的 100%"),
        ("园区科协", "60", "6家, 目标的 60%"),
        ("培训企业一线工程师", "150", "1,500名, 目标的 150%"),
        ("服务企业", "50", "500余家, 目标的 50% 以上"),
    ]
    assert all(bar["role"] == "progressbar" and int(bar["aria-valuemax"]) >= int(bar["aria-valuenow"]) for bar in bars)


def test_what_is_not_reported_says_so_and_gets_no_bar() -> None:
    unreported = replace(TABLE, indicators=TABLE.indicators[-1:])
    html = targets_html(unreported, "zh", read=read)
    assert "progressbar" not in html
    assert "没有来源报告过同口径的进展" in html and "未报告" in html


def test_figures_of_another_measure_are_listed_but_never_drawn() -> None:
    talents = replace(TABLE, indicators=TABLE.indicators[2:3])
    html = targets_html(talents, "zh", read=read)
    assert "○ 青年人才托举 180名" in visible(html)
    assert "180%" not in html and "progressbar" not in html


def test_every_row_opens_its_evidence() -> None:
    html = targets_html(TABLE, "zh", read=read)
    assert html.count('<details class="rows">') == len(TABLE.indicators)
    assert "查看依据（3）" in html
    assert html.count("<mark>") >= len(TABLE.indicators)
    assert "来源不一致" in html


def test_english_has_no_chinese_units() -> None:
    text = visible(targets_html(replace(TABLE, indicators=TABLE.indicators[3:5]), "en", read=read))
    assert "1,500 people" in text and "over 50% of target" in text and "by 2023" in text


def test_titles_and_names_are_escaped() -> None:
    hostile = replace(TABLE.indicators[1], name_zh='"><img src=x onerror=alert(1)>')
    assert_inert(targets_html(TargetTable("${x}", (hostile,)), "zh", read=read))


def test_an_empty_table_says_so() -> None:
    assert "没有资料" in targets_html(TargetTable("2020-01-01", ()), "zh", read=read)


def test_the_dates_to_choose_from_are_those_of_reports_newest_first() -> None:
    assert report_dates(TABLE) == ["2022-04"]


@pytest.mark.parametrize(("ratio", "shown"), [("0.999", 99), ("1", 100), ("1.5", 150), ("0.005", 1), ("0.124", 12)])
def test_percent_never_rounds_up_to_a_target_that_was_missed(ratio: str, shown: int) -> None:
    assert percent(Decimal(ratio)) == shown
