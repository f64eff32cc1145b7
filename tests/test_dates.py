"""Dates are read as far as the text states them, and written as people write them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.dates import age_text, date_matches, find_dates, format_date, in_brackets, last_day


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2022年4月8日", ["2022-04-08"]),
        ("2022年04月08日", ["2022-04-08"]),
        ("2022 年 4 月 8 日", ["2022-04-08"]),
        ("2022年4月8号", ["2022-04-08"]),
        ("２０２２年４月８日", ["2022-04-08"]),
        ("截至2022年4月，", ["2022-04"]),
        ("2022年", ["2022"]),
        ("2022年度", ["2022"]),
        ("到2023年，", ["2023"]),
        ("到2023年底", ["2023-12-31"]),
        ("2023年末", ["2023-12-31"]),
        ("力争2023年底前完成", ["2023-12-31"]),
        ("2022年上半年", ["2022-06"]),
        ("2023年1至6月新增", ["2023-06"]),
        ("2023年1—9月新增", ["2023-09"]),
        ("in Q1 2022", ["2022-03"]),
        ("on July 29–30, 2021", ["2021-07-29", "2021-07-30"]),
        ("2023 H1", ["2023-06"]),
        ("2021年9月27日至30日", ["2021-09-27", "2021-09-30"]),
        ("2021年9月27日到30日", ["2021-09-27", "2021-09-30"]),
        ("2021年9月27至30日", ["2021-09-27", "2021-09-30"]),
        ("2022年4月8日—10日", ["2022-04-08", "2022-04-10"]),
        ("2022年4月8日和9日", ["2022-04-08", "2022-04-09"]),
        ("9月27日至30日", ["--09-27", "--09-30"]),
        ("2021—2023年", ["2021", "2023"]),
        ("2021-2023年", ["2021", "2023"]),
        ("2021至2023年", ["2021", "2023"]),
        ("2021年至2023年", ["2021", "2023"]),
        ("截至2022年4月，到2023年底", ["2022-04", "2023-12-31"]),
        ("2022-04-08", ["2022-04-08"]),
        ("2022-04", ["2022-04"]),
        ("2022/4/8", ["2022-04-08"]),
        ("2022.4.8", ["2022-04-08"]),
        ("4月8日", ["--04-08"]),
        ("4月", ["--04"]),
        ("2021“科创中国”榜单", ["2021"]),
        ("the 2021 list", ["2021"]),
        ("by the end of 2023", ["2023-12-31"]),
        ("8 April 2022", ["2022-04-08"]),
        ("8th of April 2022", ["2022-04-08"]),
        ("April 8, 2022", ["2022-04-08"]),
        ("April 8th 2022", ["2022-04-08"]),
        ("April 2022", ["2022-04"]),
        ("Apr. 2022", ["2022-04"]),
        ("Sept 2021", ["2021-09"]),
        ("in May 2022", ["2022-05"]),
        ("on 8 April", ["--04-08"]),
        ("April 8", ["--04-08"]),
        ("from 2021 to 2023", ["2021", "2023"]),
    ],
)
def test_dates_are_read_as_far_as_they_are_stated(text: str, dates: list[str]) -> None:
    assert [mention.iso for mention in find_dates(text)] == dates


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12621工程",
        "陕科协发〔2021〕12号",
        "2021家企业",
        "2000余名",
        "2021 firms",
        "2022%",
        "20221",
        "3年",
        "12,021",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize("text", ["2022-13-01", "2022/4/32", "0 April", "13月1日"])
def test_days_that_no_calendar_has_are_not_read_as_days(text: str) -> None:
    assert all(len(mention.iso) < len("--04-08") for mention in find_dates(text))


def test_a_date_knows_its_place_in_the_text_as_given() -> None:
    text = "截至２０２２年４月，園區科協6家；到2023年底10家。"
    assert [text[mention.start : mention.end] for mention in find_dates(text)] == ["２０２２年４月", "2023年底"]


@given(st.one_of(st.text(), st.text("2021年9月27日号至到—-/. 〔〕底末AprilMay,")))
def test_dates_stand_in_order_apart_and_inside_the_text(text: str) -> None:
    found = find_dates(text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["zh", "en"]))
def test_a_written_date_is_read_back(day: date, language: str) -> None:
    written = format_date(day.isoformat(), language)
    assert [mention.iso for mention in find_dates(written)] == [day.isoformat()]


@pytest.mark.parametrize(
    ("stated", "known", "matches"),
    [
        ("2022-04-08", "2022-04-08", True),
        ("2022-04", "2022-04-08", True),
        ("2022", "2022-04-08", True),
        ("2022-04-09", "2022-04-08", False),
        ("2023", "2022-04-08", False),
        ("2022-04-08", "2022-04", False),
        ("2022-1", "2022-12", False),
        ("--04-08", "2022-04-08", True),
        ("--04", "2022-04-08", True),
        ("--05-08", "2022-04-08", False),
    ],
)
def test_a_stated_date_matches_what_says_the_same_or_more(stated: str, known: str, matches: bool) -> None:
    assert date_matches(stated, known) is matches


@pytest.mark.parametrize(
    ("iso", "end"), [("2022", "2022-12-31"), ("2022-04", "2022-04-31"), ("2022-04-08", "2022-04-08")]
)
def test_a_period_is_sorted_by_its_last_day(iso: str, end: str) -> None:
    assert last_day(iso) == end


@pytest.mark.parametrize(
    ("iso", "chinese", "english"),
    [
        ("2022", "2022年", "2022"),
        ("2022-04", "2022年4月", "April 2022"),
        ("2022-04-08", "2022年4月8日", "8 April 2022"),
        ("2023-12-31", "2023年12月31日", "31 December 2023"),
    ],
)
def test_dates_are_written_as_people_write_them(iso: str, chinese: str, english: str) -> None:
    assert (format_date(iso, "zh"), format_date(iso, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("iso", "chinese", "english"),
    [
        ("2022-04-08", "4年7个月前", "4 years 7 months ago"),
        ("2025-11-20", "1年前", "1 year ago"),
        ("2026-10", "1个月前", "1 month ago"),
        ("2026-11-20", "一个月内", "within a month"),
        ("2027-01-01", "一个月内", "within a month"),
        ("2022-02-31", "", ""),
        (None, "", ""),
    ],
)
def test_ages_are_told_in_years_and_months(iso: str | None, chinese: str, english: str) -> None:
    today = date(2026, 11, 23)
    assert (age_text(iso, today, "zh"), age_text(iso, today, "en")) == (chinese, english)


def test_brackets_are_those_of_the_language_and_enclose_something() -> None:
    assert [in_brackets("x", "zh"), in_brackets("x", "en"), in_brackets("", "zh")] == ["（x）", " (x)", ""]


def test_a_spelled_day_that_there_is_not_is_no_date() -> None:
    assert [mention.iso for mention in find_dates("二〇二二年四月八日")] == ["2022-04-08"]
    assert not any(len(mention.iso) > len("2022-04") for mention in find_dates("二〇二二年二月三十日"))
