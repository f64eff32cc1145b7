from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.schema import Figure, Language, Qualifier
from assistant.window.markup import (
    date_text,
    escape,
    figure_text,
    number_text,
    outside_link,
    paragraphs,
    running,
    safe_link,
)
from tests.window_page import assert_inert, tags, visible


@given(st.text())
def test_no_text_becomes_a_tag_an_attribute_or_a_template(text: str) -> None:
    html = f'<p title="{escape(text)}">{paragraphs(text)}</p>'
    assert_inert(html)
    assert {tag for tag, _ in tags(html)} <= {"p", "br", "wbr"}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert visible(f"<p>{escape(text)}</p>") == text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>1</script>",
        "//evil.test/x",
        "/healthz",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "https://user:word@example.org/",
        "http://[broken",
        "",
        None,
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) is None
    assert "<a" not in outside_link(url, "标题")


def test_a_link_opens_beside_the_page_and_cannot_break_out_of_its_attribute() -> None:
    html = outside_link('https://example.org/?a=1&b="><img src=x>', "原文")
    assert_inert(html)
    assert [tag for tag, _ in tags(html)] == ["a", "span"]


@given(st.text(), st.text())
def test_any_address_and_title_give_an_inert_link(url: str, title: str) -> None:
    assert_inert(outside_link(url, title))


@pytest.mark.parametrize(
    ("value", "written"), [("1500", "1,500"), ("1", "1"), ("71.60", "71.6"), ("100", "100"), ("0.5", "0.5")]
)
def test_numbers_have_separators_and_keep_their_zeros_before_the_point(value: str, written: str) -> None:
    assert number_text(Decimal(value)) == written


@pytest.mark.parametrize(
    ("qualifier", "language", "written"),
    [
        ("more_than", "zh", "500余家"),
        ("more_than", "en", "over 500"),
        ("exact", "zh", "500家"),
        ("about", "zh", "约 500家"),
        ("nearly", "en", "nearly 500"),
        ("at_least", "en", "at least 500"),
        ("at_most", "zh", "至多 500家"),
    ],
)
def test_a_qualified_figure_stays_qualified(qualifier: Qualifier, language: Language, written: str) -> None:
    assert figure_text(Figure(Decimal(500), "家", qualifier, 0, 4), language) == written


def test_percent_stays_in_both_languages() -> None:
    figure = Figure(Decimal("67.86"), "%", "exact", 0, 6)
    assert figure_text(figure, "zh") == figure_text(figure, "en") == "67.86%"


@pytest.mark.parametrize(
    ("iso", "chinese", "english"),
    [
        ("2022-04-08", "2022年4月8日", "8 Apr 2022"),
        ("2022-04", "2022年4月", "Apr 2022"),
        ("2022", "2022年", "2022"),
        ("2022-13", "2022-13", "2022-13"),
        ("不详", "不详", "不详"),
        (None, "", ""),
    ],
)
def test_dates_are_as_precise_as_they_were(iso: str | None, chinese: str, english: str) -> None:
    assert (date_text(iso, "zh"), date_text(iso, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("On 30 November 2022 it began.", "On 30\u00a0November\u00a02022 it began."),
        ("Since Apr. 2022", "Since Apr.\u00a02022"),
        ("12 Marches in 2022", "12 Marches in 2022"),
    ],
)
def test_no_line_ends_within_an_english_date(text: str, kept: str) -> None:
    assert running(text) == kept
