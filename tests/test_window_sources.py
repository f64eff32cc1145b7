from dataclasses import replace

import pytest

from assistant.schema import Source
from assistant.window.shelf import ANY, PAGE, Filters, Shelf
from assistant.window.sources import sources_html
from tests.fake_library import FakeLibrary
from tests.fakes import REPORT, FakeAssistant
from tests.window_page import assert_inert, tags, visible


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(FakeAssistant().library)


def listed(shelf: Shelf, wanted: str = "", filters: Filters = Filters()) -> list[str]:  # noqa: B008 - frozen
    return [found.source.id for found in shelf.page(wanted, filters, 0).found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["report-2022", "plan-2021", "rumour"]),
        ("本地日报 2022年", ["report-2022"]),
        ("2021-06", ["plan-2021"]),
        ("没有署名", ["rumour"]),
        ("園區科協", ["plan-2021", "report-2022", "rumour"]),
        ("领导小组", ["plan-2021"]),
    ],
)
def test_what_is_looked_for_may_stand_in_the_facts_or_in_the_text(shelf: Shelf, wanted: str, found: list[str]) -> None:
    assert listed(shelf, wanted) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(kind="policy"), ["plan-2021"]),
        (Filters(publisher="本地日报"), ["report-2022"]),
        (Filters(year="2021"), ["plan-2021"]),
        (Filters(year="0000"), ["rumour"]),
        (Filters(kind="news", year="2021"), []),
    ],
)
def test_filters_narrow_the_list_and_the_search(shelf: Shelf, filters: Filters, found: list[str]) -> None:
    assert listed(shelf, "", filters) == found
    assert listed(shelf, "园区科协", filters) == found


def test_choices_are_counted(shelf: Shelf) -> None:
    assert shelf.kinds("en") == [("All", ANY), ("News (2)", "news"), ("Policy paper (1)", "policy")]
    assert shelf.years("zh") == [("全部", ANY), ("2022 (1)", "2022"), ("2021 (1)", "2021"), ("未注明日期 (1)", "0000")]
    assert ("publisher unknown (1)", "未注明发布者") in shelf.publishers("en")


def test_the_list_counts_what_it_shows(shelf: Shelf) -> None:
    assert "3 份资料" in visible(sources_html(shelf.page("", Filters(), 0), "zh"))
    assert "1 of 3 documents" in visible(sources_html(shelf.page("领导小组", Filters(), 0), "en", wanted="领导小组"))


def test_passages_show_the_words_marked_and_open_where_they_stand(shelf: Shelf) -> None:
    html = sources_html(shelf.page("领导小组", Filters(), 0), "zh", wanted="领导小组")
    assert "<mark>领导小组</mark>" in html
    (passage,) = [one for tag, one in tags(html) if tag == "a" and "start=" in one["href"]]
    assert passage["href"].startswith("documents/plan-2021?lang=zh&start=")


def test_words_that_no_document_holds_give_what_is_nearest_and_say_so(shelf: Shelf) -> None:
    page = shelf.page("不存在的词", Filters(), 0)
    assert page.similar and [found.source.id for found in page.found] == ["plan-2021"]
    assert "意思最接近" in visible(sources_html(page, "zh", wanted="不存在的词"))
    nothing = shelf.page("不存在的词", Filters(kind="news"), 0)
    assert "没有符合的资料" in visible(sources_html(nothing, "zh", wanted="不存在的词"))


def test_ten_thousand_documents_are_paged() -> None:
    many = [replace(REPORT, id=f"report-{number:05}", title=f"报道{number:05}") for number in range(10_000)]

    def sources() -> list[Source]:
        return many

    shelf = Shelf(FakeLibrary(sources, FakeAssistant().document))
    page = shelf.page("", Filters(), 3)
    assert (page.total, page.first, len(page.found), page.more) == (10_000, 3 * PAGE, PAGE, True)
    html = sources_html(page, "zh")
    assert f"10000 份资料，第 {3 * PAGE + 1}—{4 * PAGE} 份" in visible(html)
    assert len(html) < 50_000
    last = shelf.page("", Filters(), 10**6)
    assert not last.more and last.first + len(last.found) == 10_000


def test_hostile_titles_and_addresses_stay_text(shelf: Shelf) -> None:
    for wanted in ("", "<script>", "园区科协 <b>"):
        html = sources_html(shelf.page(wanted, Filters(), 0), "zh", wanted=wanted)
        assert_inert(html)
    html = sources_html(shelf.page("", Filters(), 0), "zh")
    outside = [one["href"] for tag, one in tags(html) if tag == "a" and one["class"] == "out"]
    assert outside == ["http://example.org/report", "https://example.org/plan?a=1&b=2"]
