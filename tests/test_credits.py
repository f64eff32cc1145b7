"""Dates and publishers are read in every way that pages print them, and only from lines that hold nothing else."""

import pytest

from assistant.ingestion.credits import find_publisher, printed_dates

TITLE, STORY = "园区科协成立大会", "昨天，三家园区科协成立。"


@pytest.mark.parametrize(
    "line",
    [
        "发布：陕西省科协 2026-03-01",
        "发布：2026-03-01",
        "发布时间：2026/3/1 浏览次数：12",
        "发布日期：2026.3.1",
        "發佈日期：２０２６年３月１日",
        "发布日期：二〇二六年三月一日",
        "二〇二六年三月一日",
        "日期：2026-03-01",
        "时间：2026-03-01 10:20",
        "来源：陕西日报 | 2026年03月01日",
        "来源：陕西日报（2026年3月1日）",
        "发布时间 2026年3月1日 来源 陕西日报",
        "【发布时间】2026-03-01",
        "发布于2026-03-01",
        "发布日期：20260301",
        "发表时间：2026-03-01 星期日",
        "印发日期：2026年3月1日",
        "发布者：陕西省科协 2026-03-01",
        "陕西日报 2026年3月1日",
        "《陕西日报》（2026年3月1日 第3版）",
        "2026年03月01日 第03版 要闻",
        "陕西省科学技术协会办公室　　　　　2026年3月1日印发",
        "Published: March 1, 2026",
        "Published on 1 March 2026",
        "Publication date: Mar. 1, 2026",
        "By Wang Fang, March 1, 2026",
        "Source: Xinhua | March 1, 2026",
        "Posted: Sunday, March 1, 2026 10:00",
        "1 March 2026",
    ],
)
@pytest.mark.parametrize("at", [1, -1])
def test_a_day_is_read_however_a_page_prints_it(line: str, at: int) -> None:
    lines = [TITLE, line, *[STORY] * 20] if at == 1 else [TITLE, *[STORY] * 20, line]
    assert printed_dates(lines).published == "2026-03-01"


@pytest.mark.parametrize("line", ["发布：2026年3月", "Published: March 2026", "发布时间：2026-03"])
def test_a_month_is_read_as_a_month(line: str) -> None:
    assert printed_dates([TITLE, line, STORY]).published == "2026-03"


@pytest.mark.parametrize(
    "lines",
    [
        ["2026年3月1日，省科协召开大会"],
        ["会议时间：2026年3月1日"],
        ["会议日期 2026-03-01"],
        ["活动时间：2026年3月1日至3月5日"],
        ["时间：2026年3月1日", "地点：西安"],
        ["Date: March 1, 2026", "Venue: Xi'an"],
        ["报名截止日期：2026年3月1日"],
        ["施行日期：2026年3月1日"],
        ["自2026年3月1日起施行"],
        ["有效期至2026年3月1日"],
        ["签约日期：2026-03-01"],
        ["科协年会 2026年3月1日"],
        ["the association will have been founded", "by March 1, 2026"],
        ["Due date: March 1, 2026"],
        ["2026年的三项任务"],
        ["发布日期：2026-02-30"],
    ],
)
def test_the_day_of_what_a_page_tells_of_is_not_that_of_its_publication(lines: list[str]) -> None:
    assert printed_dates([TITLE, *lines, STORY]).published is None


def test_a_labelled_day_comes_before_one_that_stands_alone() -> None:
    assert printed_dates([TITLE, "2026年2月20日", "发布时间：2026-03-01", STORY]).published == "2026-03-01"


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["发布：陕西省科协 2026-03-01"], "陕西省科协"),
        (["发布：陕西省科协 2026-03-01", "来源：陕西日报"], "陕西日报"),
        (["发布：2026-03-01", "来源：陕西日报"], "陕西日报"),
        (["发布：管理员 2026-03-01"], None),
        (["发布者：admin 2026-03-01"], None),
        (["发文机关：陕西省科学技术协会"], "陕西省科学技术协会"),
        (["发布时间 2026年3月1日 来源 陕西日报"], "陕西日报"),
        (["陕西日报 2026-03-01"], "陕西日报"),
        (["《陕西日报》（2026年3月1日 第3版）"], "陕西日报"),
        (["科协年会 2026年3月1日"], None),
        (["Published by: Shaanxi Daily"], "Shaanxi Daily"),
        ([STORY, "陕西省科学技术协会", "2026年3月1日"], "陕西省科学技术协会"),
        ([STORY, "陕西省科学技术协会办公室 2026年3月1日印发"], "陕西省科学技术协会办公室"),
    ],
)
def test_the_publisher_is_read_from_its_label_or_from_the_signature(lines: list[str], publisher: str | None) -> None:
    assert find_publisher([TITLE, *lines]) == publisher


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
