"""The reader shows the right place of a document, in both scripts, and never more of it than a browser can take."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.schema import Document, Page
from assistant.window.links import citation_address, quote_seal
from assistant.window.reader import SHOWN_CHARS, Place, reader_page, reading_html
from tests.fakes import PARKS, PLAN, REPORT, RUMOUR, TEXTS
from tests.window_page import assert_inert, tags, visible


def document(text: str = TEXTS[REPORT.id], pages: tuple[Page, ...] = (), **fields: str) -> Document:
    return Document(replace(REPORT, **fields), "0" * 64, text, pages or (Page(1, 0, len(text)),))  # type: ignore[arg-type]


def place_of(quote: str, text: str) -> Place:
    start = text.index(quote)
    return Place(start, start + len(quote), quote_seal(quote))


def links(html: str) -> list[str]:
    return [one["href"] for tag, one in tags(html) if tag == "a" and "source" in one["class"].split()]


def test_the_whole_text_is_there_with_the_quote_marked() -> None:
    html = reading_html(document(), place_of(PARKS.quote, TEXTS[REPORT.id]), "zh", pictured=False)
    assert html.count("<mark>") == 1 and f"<mark>{PARKS.quote}</mark>" in html
    for part in ("一年来的进展", "本地日报 · 2022年4月8日 · 新闻报道", "下一步将办好年会", "打开原文网页"):
        assert part in visible(html)
    assert_inert(html)


def test_a_quote_over_several_lines_is_marked_in_each_of_them() -> None:
    text = "## 头\n第一段的后半。\n第二段的前半。\n"
    html = reading_html(document(text), place_of("后半。\n第二段", text), "zh", pictured=False)
    assert re.findall("<mark>(.*?)</mark>", html) == ["后半。", "第二段"]
    assert "<h3>头</h3>" in html


def test_a_text_that_has_changed_since_is_shown_without_a_mark_and_says_so() -> None:
    place = Place(PARKS.start, PARKS.end, quote_seal("别的文字"))
    html = reading_html(document(), place, "en", pictured=False)
    assert "<mark>" not in html and "changed since it was cited" in visible(html)
    beyond = Place(10**6, 10**6 + 5, quote_seal("x"))
    assert "changed since" in visible(reading_html(document(), beyond, "en", pictured=False))


def test_a_source_in_traditional_script_can_be_read_in_simplified_script_with_the_same_mark() -> None:
    text = "園區科協成立了6家。陝西省科協說，還會更多。\n"
    place = place_of("陝西省科協說", text)
    stored = reading_html(document(text), place, "zh", pictured=False)
    assert 'class="text" lang="zh-Hant"' in stored and "<mark>陝西省科協說</mark>" in stored
    assert "原文（繁体）" in visible(stored)
    (address,) = [one for one in links(stored) if "script=" in one]
    assert "script=zh-Hans" in address and f"start={place.start}" in address
    simple = reading_html(document(text), replace(place, script="zh-Hans"), "zh", pictured=False)
    assert 'class="text" lang="zh-Hans"' in simple and "<mark>陕西省科协说</mark>" in simple
    back = next(one for one in links(simple) if "view=" not in one)
    assert "script=" not in back


def test_english_sources_have_no_other_script() -> None:
    html = reading_html(document("Plain text.\n", language="en"), Place(), "en", pictured=False)
    assert "script" not in html and 'class="text" lang="en"' in html


def test_a_book_is_shown_in_parts_around_the_quote() -> None:
    text = "".join(f"第{number}句说的是别的事情，很长很长很长。\n" for number in range(20_000))
    place = place_of("第15000句", text)
    html = reading_html(document(text), place, "zh", pictured=False)
    assert "<mark>第15000句</mark>" in html
    assert len(html) < 3 * SHOWN_CHARS
    earlier, later = (one for one in links(html) if "at=" in one)
    before, after = (int(re.findall(r"at=(\d+)", one)[0]) for one in (earlier, later))
    assert before < place.start - SHOWN_CHARS // 2 < place.start < after
    following = reading_html(document(text), Place(at=after), "zh", pictured=False)
    assert text[after : after + 12].rstrip("\n") in visible(following)


@given(st.integers(-5, 400), st.integers(-5, 400), st.integers(-5, 400))
def test_no_place_breaks_the_reader_or_the_text(start: int, end: int, at: int) -> None:
    text = TEXTS[REPORT.id]
    place = Place(start, end, quote_seal(text[max(0, start) : max(0, end)]), at)
    html = reading_html(document(), place, "zh", pictured=False)
    shown = visible(html[html.index('<div class="text"') :])
    assert text.replace("\n", "").endswith(shown.replace("\n", "")[-20:]) or shown.startswith(text[:4])


def test_pages_are_shown_as_pictures_with_their_neighbours() -> None:
    text = TEXTS[PLAN.id]
    paper = Document(PLAN, "0" * 64, text, (Page(1, 0, 20), Page(2, 21, len(text))))
    place = replace(place_of("设立领导小组", text), view="page")
    html = reading_html(paper, place, "zh", pictured=True)
    (picture,) = [one for tag, one in tags(html) if tag == "img"]
    assert picture["src"] == f"documents/plan-2021/pages/2.png?lang=zh&start={place.start}&end={place.end}"
    assert "引文已用红框标出" in picture["alt"]
    assert "第 2 页，共 2 页" in visible(html) and "上一页" in visible(html) and "下一页" not in visible(html)
    other = reading_html(paper, replace(place, page=1), "zh", pictured=True)
    (picture,) = [one for tag, one in tags(other) if tag == "img"]
    assert picture["src"] == "documents/plan-2021/pages/1.png?lang=zh"


def test_a_document_without_pictures_offers_none() -> None:
    html = reading_html(document(), Place(view="page"), "zh", pictured=False)
    assert "原版页面" not in html and "<img" not in html and '<div class="text"' in html


def test_hostile_documents_stay_text_in_the_reader_and_on_its_page() -> None:
    hostile = Document(RUMOUR, "0" * 64, TEXTS[RUMOUR.id], (Page(1, 0, len(TEXTS[RUMOUR.id])),))
    html = reading_html(hostile, Place(), "zh", pictured=False)
    assert_inert(html)
    page = reader_page(html, RUMOUR.title, "zh")
    assert "<script" not in page and page.count("</style>") == 1 and "<img" not in page


def test_an_address_names_the_document_and_the_words() -> None:
    odd = replace(PARKS, source=replace(REPORT, id="a/../b?c#d"))
    address = citation_address(odd, "zh")
    assert address.startswith("documents/a%2F..%2Fb%3Fc%23d?lang=zh&start=")
    assert f"seal={quote_seal(PARKS.quote)}" in address
