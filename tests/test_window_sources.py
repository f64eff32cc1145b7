import pytest

from assistant.window.sources import matching, sources_html
from tests.fakes import PLAN, REPORT, RUMOUR
from tests.window_page import assert_inert, tags, visible

SOURCES = [RUMOUR, PLAN, REPORT]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["report-2022", "plan-2021", "rumour"]),
        ("政策", ["plan-2021"]),
        ("本地日报 2022年", ["report-2022"]),
        ("2021-06", ["plan-2021"]),
        ("NEWS", ["report-2022", "rumour"]),
        ("没有署名", ["rumour"]),
        ("本地日报 政策", []),
    ],
)
def test_every_word_must_occur_somewhere_and_the_newest_comes_first(wanted: str, found: list[str]) -> None:
    assert [source.id for source in matching(SOURCES, wanted)] == found


def test_the_list_counts_what_it_shows() -> None:
    assert "3 份资料" in visible(sources_html(SOURCES, "zh"))
    assert "1 of 3 documents" in visible(sources_html(SOURCES, "en", wanted="政策"))
    assert "没有符合的资料" in visible(sources_html(SOURCES, "zh", wanted="<script>"))


def test_hostile_titles_and_addresses_stay_text() -> None:
    html = sources_html(SOURCES, "zh")
    assert_inert(html)
    links = [attributes["href"] for tag, attributes in tags(html) if tag == "a"]
    assert links == ["http://example.org/report", "https://example.org/plan?a=1&b=2"]
