import re
from dataclasses import replace

import pytest

from assistant.ledger.export import export_rows
from assistant.schema import Language, TargetTable
from assistant.window.targets import report_dates, targets_html
from tests.fakes import FIVE_PARKS, GOALS, PARKS, SERVED, TABLE, TRAINED, YOUTH, FakeAssistant
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


def test_figures_of_another_measure_are_marked_and_called_so_but_are_no_progress() -> None:
    talents = replace(TABLE, indicators=TABLE.indicators[2:3])
    html = targets_html(talents, "zh", read=read)
    assert "○ a 青年人才托举 180名 2022年4月 口径不同，超出图的右端" in visible(html)
    assert "180%" not in html and "progressbar" not in html


def test_every_figure_opens_its_evidence() -> None:
    html = targets_html(TABLE, "zh", read=read)
    figures = [row for status in TABLE.indicators for row in (status.target, status.latest, *status.related) if row]
    disputes = sum(len(status.conflicts) for status in TABLE.indicators)
    assert html.count('<details class="opens">') == len(figures) + disputes
    assert html.count("<mark>") == len(figures) + 2 * disputes
    assert "查看依据（2）" in html and "来源不一致" in html


def test_earlier_reports_have_cells_of_their_own_newest_first() -> None:
    status = TABLE.indicators[1]
    assert status.latest is not None
    older = [replace(status.latest, date=day) for day in ("2021-06", "2021-12")]
    table = replace(TABLE, indicators=(replace(status, history=(*older, status.latest)),))
    html = targets_html(table, "zh", read=read)
    assert re.findall('<td class="figure_kind">(.*?)</td>', html) == ["目标", "最近进展", "历次报告", "历次报告"]
    assert re.findall('<td class="date"><a [^>]*>(.*?)</a></td>', html) == [
        "2023年",
        "2022年4月",
        "2021年12月",
        "2021年6月",
    ]


def test_paper_gets_each_citation_once_as_a_numbered_note() -> None:
    html = targets_html(TABLE, "zh", read=read)
    notes = html[html.index('<div class="footnotes">') :]
    assert notes.count("<li>") == len(
        {GOALS.quote, PARKS.quote, FIVE_PARKS.quote, TRAINED.quote, SERVED.quote, YOUTH.quote}
    )
    assert notes.count(GOALS.quote) == 1 and "https://example.org/plan?a=1&amp;b=2" in notes
    assert html.count(">1</sup>") == sum(status.target is not None for status in TABLE.indicators)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_corrected_by_hand_says_so(language: Language) -> None:
    status = TABLE.indicators[1]
    assert status.latest is not None
    latest = replace(status.latest, overridden="漏计一家 (王芳)")
    table = replace(TABLE, indicators=(replace(status, latest=latest, history=(latest,)),))
    said = {"zh": "人工更正：漏计一家（王芳）", "en": "Corrected by hand: 漏计一家 (王芳)"}[language]
    assert said in visible(targets_html(table, language, read=read))
    assert "✎" not in targets_html(TABLE, language, read=read)


def test_downloads_keep_the_language_and_the_date() -> None:
    links = [a["href"] for tag, a in tags(targets_html(TABLE, "en", read=read, as_of="2022")) if "download" in a]
    assert links == ["targets.csv?lang=en&as_of=2022", "targets.xlsx?lang=en&as_of=2022"]


def test_english_has_no_chinese_units() -> None:
    text = visible(targets_html(replace(TABLE, indicators=TABLE.indicators[3:5]), "en", read=read))
    assert "1,500 people" in text and "over 50% of target" in text and "by 2023" in text


def test_other_measures_have_their_english_name_in_english() -> None:
    (talents,) = TABLE.indicators[2:3]
    named = replace(talents, labels_en={"青年人才托举": "youth talents backed"})
    table = replace(TABLE, indicators=(named,))
    english = visible(targets_html(table, "en", read=read))
    assert english.count("youth talents backed") >= 2  # in the chart and in the table
    assert "○ 青年人才托举" not in english
    assert "youth talents" not in targets_html(table, "zh", read=read)
    labels = [row[7] for row in export_rows(table, "en")]
    assert "youth talents backed" in labels and "青年人才托举" not in labels


def test_titles_and_names_are_escaped() -> None:
    hostile = replace(TABLE.indicators[1], name_zh='"><img src=x onerror=alert(1)>')
    assert_inert(targets_html(TargetTable("${x}", (hostile,)), "zh", read=read, as_of='"><b>'))


def test_an_empty_table_says_so() -> None:
    assert "没有资料" in targets_html(TargetTable("2020-01-01", ()), "zh", read=read)


def test_the_dates_to_choose_from_are_those_of_reports_newest_first() -> None:
    assert report_dates(TABLE) == ["2022-04"]


def test_every_figure_date_and_share_opens_its_evidence() -> None:
    html = targets_html(TABLE, "zh", read=read)
    for cell in re.findall('<td class="(?:date|portion)">(.*?)</td>', html):
        assert cell in ("", '<span class="tag">口径不同</span>') or cell.startswith(
            '<a class="source" href="documents/'
        )
    figures = re.findall('<td class="figure">(.*?)</td>', html, re.DOTALL)
    assert all(figure.startswith(('<details class="opens">', '<span class="none">')) for figure in figures)
