"""Reading numbers and dates, and finding gold figures in answers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.dates import Date, date_stands_in, read_dates
from evals.metrics.figures import figure_stands_in
from evals.metrics.numbers import han_value, read_numbers, tidy


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("培训１，５００名", ["1500"]),
        ("突破4100亿元，占2.34%", ["410000000000", "2.34"]),
        ("1.6万家", ["16000"]),
        ("六家，十二个，一百家，一万二千名", ["6", "12", "100", "12000"]),
        ("500余家", ["500"]),
        ("增长百分之六十", ["60"]),
        ("288.13 billion yuan", ["288130000000"]),
        ("two hundred and fifty teams, ranked 5th", ["5", "250"]),
        ("“三新三小”竞赛和一线工程师", []),
        ("十四五规划", []),
        ("到2023年，2022-04-08，24 April 2024，4月24日", []),
        ("12621工程的10个园区科协[1]，见第3页", ["10"]),
        ("U30青年、5G和H1", []),
        ("引育科技企业2000家", ["2000"]),
        ("百余所高校，收入过亿元，每万人", ["100", "100000000", "10000"]),
        ("9月27日至30日，from 27 to 30 September 2021", []),
    ],
)
def test_numbers_are_read_and_names_dates_and_marks_are_not(text: str, values: list[str]) -> None:
    assert [number.value for number in read_numbers(text)] == [Decimal(value) for value in values]


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_number_is_the_same_with_and_without_separators(value: int) -> None:
    (number,) = read_numbers(f"共{value:,}家")
    assert number.value == value


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=0, max_value=9))
def test_a_number_is_never_found_within_a_longer_one(value: int, digit: int) -> None:
    assert not figure_stands_in(str(value), f"共{value}{digit}家")


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿", max_size=8))
def test_any_row_of_numerals_is_read_or_refused_without_an_error(numeral: str) -> None:
    value = han_value(numeral)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("gold", "answer", "found"),
    [
        ("1648.56", "成交额1648.56亿元", True),
        ("1648.56", "164.856 billion yuan", True),
        ("1648.56", "16489.56亿元", False),
        ("1000", "1,000名", True),
        ("1000", "1500名", False),
        ("60%", "6 ÷ 10 = 60%", True),
        ("60%", "60家", False),
        ("6", "six associations", True),
        ("10", "十个", True),
        ("1", "综合第一", True),
        ("10000", "一万名", True),
        ("4.4万", "44,000 firms", True),
        ("1", "12621工程", False),
        ("10", "2010年的10月10日", False),
        ("2023", "以2023年为限", True),
        ("2023", "2022年", False),
        ("2024-04-24", "2024年4月24日", True),
        ("2024-04-24", "on 24 April 2024", True),
        ("2024-04-24", "April 24, 2024", True),
        ("2024-04-24", "2024年4月25日", False),
        ("2024-04-24", "2024年的发布会在4月24日举行", True),
        ("2024-04-24", "2023年的发布会在4月24日举行", False),
        ("2021-03", "March 2021", True),
        ("2021-03", "2021年4月", False),
    ],
)
def test_a_gold_figure_is_found_in_any_writing_and_only_as_itself(gold: str, answer: str, found: bool) -> None:
    assert figure_stands_in(gold, answer) is found


def test_dates_are_read_as_far_as_they_are_written() -> None:
    text = "2022-04-08；2022年4月；April 8, 2022；4月8日；2023"
    assert set(read_dates(text)) == {Date(2022, 4, 8), Date(2022, 4), Date(None, 4, 8), Date(2023)}


@pytest.mark.parametrize("text", ["2021年7月29至30日", "29–30 July 2021", "July 29-30"])
def test_a_range_of_days_is_read_as_its_ends(text: str) -> None:
    assert {date.day for date in read_dates(text)} == {29, 30}


def test_a_year_after_a_full_width_comma_is_a_year() -> None:
    assert Date(2024) in read_dates(tidy("该页称，2024年单列管理"))


def test_a_month_of_one_date_and_a_day_of_another_do_not_make_a_third() -> None:
    assert not date_stands_in(Date(2022, 4, 9), [Date(2022, 4), Date(None, 5, 9)])
