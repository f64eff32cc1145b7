"""What a file says twice and differently is told to the reader, and so is what happened to its text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.doubts import conflict, swapped_words
from assistant.ingestion.load import read_document
from assistant.schema import Source
from tests.sample_files import write

TITLE = "园区科协助力企业创新见到成效"
BODY = (
    "2021年3月以来，省科协在开发区新建园区科协6家，并把会员之家办到车间，助力企业创新，服务企业500余家。",
    "截至2022年3月底，累计举办培训班18期，培训企业一线工程师1503名，其中女学员420名，成效明显。",
)


def source(tmp_path: Path, name: str, text: str) -> Source:
    return read_document(write(tmp_path / name, text), corpus=tmp_path).source


def remarks(found: Source) -> dict[str, str]:
    return {remark.about: remark.zh for remark in found.remarks}


def page(*, head: str = "", credit: str = "来源：光明网 2022-04-08", title: str = TITLE) -> str:
    body = "".join(f"<p>{line}</p>" for line in (TITLE, credit, *BODY))
    return f"<html><head><title>{title}</title>{head}</head><body><article>{body}</article></body></html>"


def test_a_page_that_agrees_with_itself_raises_no_doubt(tmp_path: Path) -> None:
    head = (
        '<meta name="publisher" content="光明网"><meta property="article:published_time" content="2022-04-08">'
        '<link rel="canonical" href="http://example.cn/2022/0408/1.html">'
    )
    found = source(tmp_path, "news/a.html", page(head=head))
    assert (found.title, found.publisher, found.published, found.remarks) == (TITLE, "光明网", "2022-04-08", ())


def test_meta_tags_and_address_of_a_repost_are_named_beside_what_the_page_prints(tmp_path: Path) -> None:
    head = (
        '<meta property="og:site_name" content="某某转载网"><meta name="pubdate" content="2023-05-01">'
        '<link rel="canonical" href="http://example.cn/202305/t20230502_1.html">'
    )
    found = source(tmp_path, "news/a.html", page(head=head))
    assert (found.publisher, found.published) == ("光明网", "2022-04-08")
    assert remarks(found) == {
        "publisher": "来源不一：页面写明 光明网；网页元数据 某某转载网",
        "published": "日期不一：页面写明 2022-04-08；网页元数据 2023-05-01；网址含 2023-05-02",
    }


def test_what_a_file_declares_is_used_and_what_its_page_prints_is_named(tmp_path: Path) -> None:
    front = (
        f"---\ntitle: {TITLE}\npublisher: 陕西日报\npublished: 2022-04-09\nkind: news\nmirrors: [http://b.cn/1]\n"
        "url: http://a.cn/1\n---\n"
    )
    lines = ("来源：光明网 2022-04-08 原文链接：http://c.cn/1", *BODY)
    found = source(tmp_path, "policy/a.md", front + "\n\n".join(lines))
    assert (found.publisher, found.published, found.kind) == ("陕西日报", "2022-04-09", "news")
    assert set(remarks(found)) == {"publisher", "published", "kind"}
    assert found.addresses == ("http://a.cn/1", "http://b.cn/1", "http://c.cn/1")


def test_the_repost_keeps_its_own_date(tmp_path: Path) -> None:
    credit = ("首发：光明网 2022-04-08", "转载：某某网 2023-05-01")
    found = source(tmp_path, "news/a.txt", "\n".join((TITLE, *credit, *BODY)))
    assert (found.publisher, found.published, found.republished) == ("光明网", "2022-04-08", "2023-05-01")
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("spam", "remark"),
    [("免费看_综合一区_中文字幕一区_成人", "页首的搜索垃圾词已去掉"), ("某某影院在线观看大全", "标题不一")],
)
def test_search_spam_in_the_head_of_a_page_gives_way_to_the_headline(tmp_path: Path, spam: str, remark: str) -> None:
    found = source(tmp_path, "news/a.html", page(title=spam))
    assert found.title == TITLE
    assert remarks(found)["title"].startswith(remark)


def test_a_headline_with_a_number_that_the_text_lacks_is_doubted(tmp_path: Path) -> None:
    found = source(tmp_path, "news/a.txt", "\n".join((f"{TITLE}：新建28家", *BODY)))
    assert remarks(found) == {"title": "标题里的28在正文中没有"}


def test_a_file_name_that_stands_in_for_a_title_is_not_doubted(tmp_path: Path) -> None:
    assert source(tmp_path, "news/scan-0042.txt", "\n".join(BODY)).remarks == ()


def test_words_that_a_spam_engine_swapped_show_where_copies_differ(tmp_path: Path) -> None:
    summary = f"[摘要]{BODY[0].replace('服务企业', '办事公司')[:-1]}..."
    found = source(tmp_path, "news/a.txt", "\n".join((TITLE, summary, *BODY)))
    assert remarks(found) == {"text": "同一句话出现不同的词，可能被改写：办事公司/服务企业"}


def test_another_year_or_another_subject_is_no_swapped_word() -> None:
    assert swapped_words("关于申报2022年决策咨询课题的通知", ["关于申报2023年决策咨询课题的通知"]) == []
    assert swapped_words(TITLE, ["省科协召开常委会会议研究年度工作"]) == []


def test_damage_is_counted_and_a_text_that_is_mostly_damage_is_refused(tmp_path: Path) -> None:
    found = source(tmp_path, "news/a.txt", "\n".join((TITLE, BODY[0].replace("车间", "车\ufffd"), BODY[1])))
    assert remarks(found) == {"text": "正文有1处文字损坏，以�标出"}
    with pytest.raises(UnreadableDocumentError, match="lost in conversion"):
        source(tmp_path, "news/b.txt", "\n".join((TITLE, BODY[0].encode("gb18030").decode("utf-8", "replace") * 3)))


@given(st.lists(st.sampled_from(["2022-04-08", "2022-04", "2022", None]), max_size=4))
def test_dates_that_differ_in_precision_alone_do_not_conflict(dates: list[str | None]) -> None:
    assert conflict("published", [("page", date) for date in dates]) is None
