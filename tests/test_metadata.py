"""Titles, kinds and dates are taken from where they are stated, not from where they are mentioned."""

import pytest

from assistant.ingestion.metadata import (
    date_in_address,
    document_id,
    find_kind,
    find_language,
    find_title,
    is_low_reliability,
    iso_date,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-04-08", "2022-04-08"),
        ("2022年4月8日", "2022-04-08"),
        ("2022/04/08 14:43", "2022-04-08"),
        ("2022-04-08T14:43:53+08:00", "2022-04-08"),
        ("20220408", "2022-04-08"),
        ("2022年4月", "2022-04"),
        ("2022-04", "2022-04"),
        ("2022", "2022"),
        ("2022-02-30", None),
        ("2022-13", None),
        ("2022-04-123", None),
        ("April 2022", None),
        ("", None),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_written(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


def test_the_address_gives_the_date_when_the_page_does_not() -> None:
    assert date_in_address("http://example.cn/202509/t20250910_12.html") == "2025-09-10"
    assert date_in_address("http://example.cn/info/1087/7744.htm") is None


def test_the_title_is_the_headline_and_not_the_spam_above_it() -> None:
    lines = ["某某在线观看大全", "园区科协成立", "2022-04-08", "昨天，三家园区科协成立。"]
    assert find_title(lines) == "园区科协成立"


def test_a_text_of_sentences_has_no_title() -> None:
    assert find_title(["昨天，三家园区科协成立。"]) is None


def test_the_language_is_that_of_most_words_unless_declared() -> None:
    assert find_language("陕西省科协的 12621 project") == "zh"
    assert find_language("The association of Shaanxi (科协) set up three parks") == "en"
    assert find_language("English words", declared="zh-CN") == "zh"


def test_reliability_and_kind_follow_the_remark_and_the_folder() -> None:
    assert is_low_reliability("Low – repost")
    assert is_low_reliability("內容農場轉載")
    assert not is_low_reliability("official, follow-up")
    assert (find_kind("policy"), find_kind("news"), find_kind("a.txt")) == ("policy", "news", "news")


def test_ids_keep_chinese_and_lose_what_would_break_a_citation() -> None:
    assert document_id("实施方案 #1（草稿）") == "实施方案-1-草稿"
    assert document_id("***") == "document"
