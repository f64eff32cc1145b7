from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.schema import Citation, Document, Page
from assistant.window.conversation import Exchange
from assistant.window.evidence import citation_card, evidence_html, surroundings
from assistant.window.links import citation_address
from tests.fakes import FIVE_PARKS, GOALS, PLAN, RUMOUR, TEXTS, TRAINED, FakeAssistant, citation, scripted_answer
from tests.window_page import assert_inert, tags, visible

RUMOURED = citation(RUMOUR, "有人说")


def read(document_id: str) -> Document | None:
    try:
        return FakeAssistant().document(document_id)
    except UsageError:
        return None


def test_surroundings_start_and_end_with_a_sentence() -> None:
    text = "第一句很长很长。第二句。引文在这里。第四句。第五句也很长很长。"
    start = text.index("引文")
    near = surroundings(text, start, start + 6, reach=8)
    assert (near.before, near.after) == ("第二句。", "第四句。")
    assert near.cut_before and near.cut_after


@given(st.text(alphabet="字。\n a", max_size=60), st.data())
def test_surroundings_are_next_to_the_quote_and_within_reach(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    near = surroundings(text, start, end, reach=10)
    assert text[:start].endswith(near.before) and text[end:].lstrip().startswith(near.after.lstrip())
    assert len(near.before) <= 10 and len(near.after) <= 10


def test_a_card_shows_source_date_kind_link_and_the_marked_quote() -> None:
    html = citation_card(TRAINED, "zh", read=read, number=1, anchor="e1-1")
    text = visible(html)
    for expected in ("[1] 一年来的进展", "本地日报 · 2022年4月8日 · 新闻报道", "打开原文网页", "阅读全文"):
        assert expected in text
    assert f"<mark>{TRAINED.quote}</mark>" in html
    original, whole = (attributes["href"] for tag, attributes in tags(html) if tag == "a")
    assert original == "http://example.org/report"
    assert whole == citation_address(TRAINED, "zh")
    assert tags(html)[0][1]["id"] == "e1-1"


def test_a_card_that_is_opened_in_place_has_no_link_to_the_full_text_when_it_is_not_wanted() -> None:
    assert "阅读全文" in citation_card(TRAINED, "zh", read=read)
    assert "阅读全文" not in citation_card(TRAINED, "zh", read=read, whole=False)


def test_headings_of_the_stored_text_are_shown_without_their_marks() -> None:
    text = "## 目标\n一共十二项。\n#不是标题"
    document = Document(PLAN, "0" * 64, text, (Page(1, 0, len(text)),))
    cited = Citation(PLAN, 1, text.index("一共"), text.index("一共") + 6, "一共十二项。")
    html = citation_card(cited, "zh", read=lambda _: document)
    assert "<strong>目标</strong>" in html
    assert "#不是标题" in html


def test_what_is_said_of_a_source_is_said_once_per_answer() -> None:
    answer = scripted_answer("园区科协有几家？")
    twice = replace(answer, claims=(replace(answer.claims[0], citations=(FIVE_PARKS, RUMOURED)),))
    html = evidence_html([Exchange(1, "问", twice)], "zh", read=read)
    assert html.count("来自转载网站") == 1
    assert html.count("⚠ 可靠性低") == 2


def test_a_weak_source_is_flagged_in_words_and_its_script_link_is_dropped() -> None:
    html = citation_card(FIVE_PARKS, "zh", read=read)
    text = visible(html)
    assert "⚠ 可靠性低" in text and "来自转载网站" in text and "没有原文链接" in text
    assert "未注明发布者 · 未注明日期" in text
    assert "<script>alert(1)</script>" in text
    assert_inert(html)


def test_english_answers_mark_the_quote_as_chinese() -> None:
    assert "Chinese original" in citation_card(TRAINED, "en", read=read)
    assert "中文原文" not in citation_card(TRAINED, "zh", read=read)


def test_the_page_is_named_only_where_the_document_has_pages() -> None:
    text = TEXTS[PLAN.id]
    paged = Document(PLAN, "0" * 64, text, (Page(1, 0, 20), Page(2, 20, len(text))))
    assert "第 2 页" in citation_card(replace(GOALS, page=2), "zh", read=lambda _: paged)
    assert "第 1 页" not in citation_card(GOALS, "zh", read=read)


@pytest.mark.parametrize("document_id", ["gone", PLAN.id])
def test_a_quote_that_no_longer_fits_the_stored_text_stands_alone_and_says_so(document_id: str) -> None:
    citation = Citation(replace(PLAN, id=document_id), 1, 3, 9, "别的文字")
    html = citation_card(citation, "zh", read=read)
    assert "<mark>别的文字</mark>" in html
    assert "对不上" in html


def test_the_panel_holds_the_newest_evidence_open_and_earlier_evidence_folded() -> None:
    exchanges = [Exchange(number, "园区科协有几家？", scripted_answer("园区科协有几家？")) for number in (1, 2)]
    html = evidence_html(exchanges, "zh", read=read)
    ids = [attributes["id"] for tag, attributes in tags(html) if tag == "article"]
    assert ids == ["e2-1", "e2-2", "e2-3", "e1-1", "e1-2", "e1-3"]
    assert html.index("e2-1") < html.index('class="earlier"') < html.index("e1-1")
    assert_inert(html)


def test_the_panel_explains_itself_while_it_is_empty() -> None:
    assert "引文加亮" in evidence_html([], "zh", read=read)
    declined = Exchange(1, "火星", scripted_answer("火星上有水吗"))
    assert "没有引用任何资料" in evidence_html([declined], "zh", read=read)
