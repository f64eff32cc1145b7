from decimal import Decimal

import pytest

from assistant.answering import phrases
from assistant.ledger.indicators import Programme
from assistant.schema import Figure, IndicatorStatus, Qualifier
from tests.ledger_values import LATER, REPORT, row, table, target


def status(indicator: str, programme: Programme) -> IndicatorStatus:
    return next(one for one in table(programme).indicators if one.id == indicator)


@pytest.mark.parametrize(
    ("qualifier", "chinese", "english"),
    [
        ("exact", "1500名", "1,500"),
        ("more_than", "1500余名", "more than 1,500"),
        ("at_least", "不少于1500名", "at least 1,500"),
        ("about", "约1500名", "about 1,500"),
        ("nearly", "近1500名", "nearly 1,500"),
        ("at_most", "不超过1500名", "at most 1,500"),
    ],
)
def test_an_amount_keeps_its_qualifier(qualifier: Qualifier, chinese: str, english: str) -> None:
    figure = Figure(Decimal("1500.0"), "名", qualifier, 0, 1)
    assert (phrases.amount(figure, "zh"), phrases.amount(figure, "en")) == (chinese, english)


def test_numbers_have_no_trailing_zeros_and_no_exponents() -> None:
    assert [phrases.number(Decimal(text)) for text in ("10000", "1.50", "0.0")] == ["10000", "1.5", "0"]


def test_a_date_in_the_quote_is_said_as_stated() -> None:
    progress = row("park-associations", 6, "家", REPORT)
    assert phrases.when(progress, "zh") == "截至2022年4月，"
    assert phrases.when(progress, "en") == "By April 2022, "


def test_a_date_that_only_the_report_has_is_said_as_such() -> None:
    progress = row("park-associations", 6, "家", REPORT, date="2022-05-08")
    assert phrases.when(progress, "zh") == "据2022年5月8日的报道，"
    assert phrases.when(progress, "en").startswith("According to a report of 8 May 2022")


def test_a_year_is_not_a_cut_off_day() -> None:
    batch = row("academician-workstations", 20, "家", LATER, date="2023", label="第三批院士专家工作站")
    assert (phrases.when(batch, "zh"), phrases.when(batch, "en")) == ("2023年，", "In 2023, ")


def test_an_undated_report_says_so() -> None:
    undated = row("park-associations", 6, "家", REPORT, date=None)
    assert phrases.when(undated, "zh") == "报道未注明日期："
    assert phrases.when(undated, "en") == "In an undated report, "


def test_targets_and_progress_are_whole_sentences(programme: Programme) -> None:
    parks = programme.indicator("park-associations")
    goal = target("park-associations", 10, "个")
    progress = row("park-associations", 6, "家", REPORT)
    assert phrases.target_sentence(goal, parks, programme, "zh") == "12621工程的目标是：到2023年，成立园区科协10个。"
    assert phrases.target_sentence(goal, parks, programme, "en").endswith("10 science-park associations by 2023.")
    assert phrases.progress_sentence(progress, parks, "zh") == "截至2022年4月，已成立园区科协6家。"
    assert "no later figure" in phrases.progress_sentence(progress, parks, "en", newest=True)


def test_another_measure_is_called_one(programme: Programme) -> None:
    parks = programme.indicator("park-associations")
    other = row("park-associations", 14, "家", REPORT, label="企业科协")
    assert "口径不同" in phrases.related_sentence(other, parks, "zh")
    assert "口径不同" not in phrases.related_sentence(other, parks, "zh", plain=True)
    assert "another measure" in phrases.related_sentence(other, parks, "en")


def test_a_goal_of_another_measure_names_its_year(programme: Programme) -> None:
    goal = row("park-associations", 20, "家", LATER, role="target", date="2025", label="企业科协")
    text = phrases.related_sentence(goal, programme.indicator("park-associations"), "zh")
    assert "2025年" in text and "目标" in text and "口径不同" in text


def test_rates_and_differences_show_their_calculation(programme: Programme) -> None:
    parks = status("park-associations", programme)
    assert phrases.ratio_sentence(parks, "zh") == "完成率为60%（6÷10）。"
    assert phrases.difference_sentence(parks, "zh") == "比目标少4家（10−6）。"
    engineers = status("engineers-trained", programme)
    assert phrases.ratio_sentence(engineers, "en") == "That is 150% of the target (1500 ÷ 1000)."
    assert phrases.difference_sentence(engineers, "en") == "That is 500 above the target (1500 − 1000)."


def test_an_inexact_figure_gives_an_inexact_rate_and_difference(programme: Programme) -> None:
    served = status("enterprises-served", programme)
    assert phrases.ratio_sentence(served, "zh").startswith("完成率超过50%")
    assert "少不到500家" in phrases.difference_sentence(served, "zh")
    assert "more than 50%" in phrases.ratio_sentence(served, "en")
    assert "less than 500 short of" in phrases.difference_sentence(served, "en")
