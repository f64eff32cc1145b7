"""Titles, dates and publishers are taken from where they are stated, not from where they are mentioned."""

import pytest

from assistant.ingestion.metadata import (
    date_in_address,
    document_id,
    find_kind,
    find_language,
    find_publisher,
    find_title,
    is_low_reliability,
    iso_date,
    printed_dates,
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


def test_a_date_inside_a_sentence_is_not_the_publication_date() -> None:
    assert printed_dates(["标题在此", "2021年3月5日，省科协决定实施工程。"]).published is None
    assert printed_dates(["标题在此", "发布时间：2022年4月8日 浏览次数：12"]).published == "2022-04-08"


@pytest.mark.parametrize(
    "lines",
    [
        ["首发：光明网 2022-04-08", "转载：某某网 2023-05-01"],
        ["转载于2023-05-01", "来源：光明网 2022年4月8日"],
        ["2023-05-01 10:20 来源：某某网", "原载：光明网 ２０２２－０４－０８"],
        ["发布时间：2022-04-08 更新时间：2023-05-01"],
        ["First published: Daily 2022-04-08 | Reposted: 2023-05-01"],
    ],
)
def test_the_first_publication_and_the_repost_are_two_dates(lines: list[str]) -> None:
    dates = printed_dates(["标题在此", *lines, "昨天，三家园区科协成立。"])
    assert (dates.published, dates.republished) == ("2022-04-08", "2023-05-01")


def test_the_original_publisher_beats_the_one_that_took_the_text_over() -> None:
    assert find_publisher(["标题", "来源：某某网 2023-05-01", "原载：光明网 2022-04-08"]) == "光明网"
    assert find_publisher(["标题", "转载：某某网 2023-05-01", "来源：光明网"]) == "光明网"


def test_the_address_gives_the_date_when_the_page_does_not() -> None:
    assert date_in_address("http://example.cn/202509/t20250910_12.html") == "2025-09-10"
    assert date_in_address("http://example.cn/info/1087/7744.htm") is None


@pytest.mark.parametrize(
    "line",
    ["來源：光明網 作者：谷豆豆", "2022-04-08 14:43:53 来源:光明网", "来源：光明网｜作者：谷豆豆", "（来源：光明网）"],
)
def test_the_publisher_is_the_name_behind_its_label(line: str) -> None:
    publisher = find_publisher(["标题在此", line])
    assert publisher is not None
    assert publisher.rstrip("）") == "光明网"


def test_an_english_publisher_keeps_its_words() -> None:
    assert find_publisher(["A headline", "Source: Science Daily News"]) == "Science Daily News"


def test_a_source_that_a_sentence_mentions_is_no_publisher() -> None:
    assert find_publisher(["标题在此", "资金来源：财政拨款一百万元，用于培训一线工程师和服务企业。"]) is None


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
