"""The page for newcomers is made of the corpus: its name, its targets, its dated sentences, its people."""

from dataclasses import replace

import pytest

from assistant.browsing.library import Library
from assistant.pipeline import Assistant
from assistant.schema import TargetTable
from assistant.window.explore import explore_html, name_sum
from assistant.window.explore_tab import read_ahead
from assistant.window.glossary import PAGE, TermList
from assistant.window.term import Explainer, term_html
from tests.fake_library import TERMS, FakeLibrary, shipped_glossary
from tests.fakes import PARKS, TABLE, FakeAssistant
from tests.window_page import assert_inert, tags, visible


@pytest.fixture
def library() -> FakeLibrary:
    return FakeAssistant().library


def test_the_name_is_the_sum_of_the_indicators(assistant: Assistant) -> None:
    programme = assistant.library.programme
    assert name_sum(programme) == "1 + 2×10 + 6×100 + 2×1000 + 1×10000"
    fewer = replace(programme, indicators=programme.indicators[:3])
    assert name_sum(fewer) == "1 + 2×10"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_statement_of_the_shipped_page_opens_its_source(assistant: Assistant, language: str) -> None:
    html = explore_html(assistant.library, assistant.targets(), "en" if language == "en" else "zh")
    assert_inert(html)
    links = [one["href"] for tag, one in tags(html) if tag == "a"]
    assert sum(link.startswith("documents/") and "seal=" in link for link in links) > 100
    items = html.split("<li>")[1:]
    assert all("href=" in item for item in items if 'class="digit"' not in item)
    anchors = {one["id"] for _, one in tags(html) if "id" in one}
    assert {link[1:] for link in links if link.startswith("#")} <= anchors | {"terms"}
    assert len(html) < 200_000


def test_the_twelve_targets_are_shown_with_figures_that_open_their_evidence(assistant: Assistant) -> None:
    html = explore_html(assistant.library, assistant.targets(), "zh")
    why = html[html.index('id="explore-why"') : html.index('id="explore-when"')]
    assert why.count('class="state"') == 12
    assert "培训企业一线工程师, 最近进展 1,500名, 依据" in why
    assert "1 + 2×10 + 6×100 + 2×1000 + 1×10000" in visible(why)


def test_english_readers_get_translations_and_are_told_where_there_is_none(library: FakeLibrary) -> None:
    library.renderings[PARKS.quote] = "Six park associations were founded."
    event = "截至2022年4月，院士之家已经建成1个，园区科协成立6家。"
    assert "Chinese original" in visible(explore_html(library, TABLE, "en"))
    library.renderings[event] = "By April 2022 there was one home."
    html = explore_html(library, TABLE, "en")
    assert "By April 2022 there was one home." in visible(html)


def test_what_the_corpus_does_not_say_has_no_part_of_the_page() -> None:
    empty = FakeLibrary(list, FakeAssistant().document)
    html = explore_html(empty, TargetTable(None, ()), "zh")
    assert 'id="explore-when"' not in html and 'id="explore-who"' not in html
    assert "大事记" not in visible(html)


def test_a_term_shows_its_names_its_explanation_and_who_says_it(library: FakeLibrary) -> None:
    term = library.glossary.definition("园区科学技术协会", language="zh")
    assert term is not None
    html = term_html(term, library.statements(term), "zh", rendering=library.rendering)
    text = visible(html)
    for part in ("园区科协", "science-park association", "又称：园区科学技术协会", "设在园区里的科协组织。"):
        assert part in text
    assert any(one["href"].startswith("documents/report-2022?") for tag, one in tags(html) if tag == "a")
    assert_inert(html)


def test_a_term_is_explained_once_an_answer_and_hostile_text_stays_text(library: FakeLibrary) -> None:
    write = Explainer(library.glossary, "zh")
    first = write("园区科协<img src=x>和院士之家。\n第二行")
    assert first.count('class="term"') == 2 and "<br>第二行" in first
    assert 'class="term"' not in write("园区科协又来了。")
    assert_inert(first)
    assert visible(first) == "园区科协<img src=x>和院士之家。第二行"


def test_terms_without_an_explanation_are_left_alone(library: FakeLibrary) -> None:
    assert 'class="term"' not in Explainer(library.glossary, "zh")("张三参加了路演。")
    assert 'class="term"' in Explainer(library.glossary, "en")("Two science-park associations exist.")


def test_the_glossary_can_be_searched_in_both_languages_and_is_paged() -> None:
    terms = TermList(shipped_glossary())
    everything = terms.page("", 0, "zh")
    assert everything.more and len(everything.terms) == PAGE and everything.total == len(terms.glossary.terms)
    assert all(term.definition_zh for term in everything.terms)
    for wanted in ("飛地", "enclave"):
        assert "创新飞地" in [term.zh for term in terms.page(wanted, 0, "en").terms]
    assert terms.page("飞地", 0, "zh").terms[0].zh == "创新飞地"
    assert "词汇表里没有" in visible(terms.html(terms.page("火星车", 0, "zh"), "zh"))
    last = terms.page("", 10**6, "en")
    assert not last.more and last.terms


def test_the_glossary_counts_and_escapes() -> None:
    from assistant.language.glossary import build_glossary

    terms = TermList(build_glossary(TERMS))
    html = terms.html(terms.page("", 0, "zh"), "zh")
    assert "5 个词，其中 3 个有解释" in visible(html)
    assert "1 of 5 terms" in visible(terms.html(terms.page("张三", 0, "en"), "en"))
    assert_inert(html)


def test_one_document_that_names_somebody_is_not_called_documents(
    library: FakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeLibrary, "count_naming", lambda self, term: 1)
    html = visible(explore_html(library, TABLE, "en"))
    assert "in 1 document" in html and "in 1 documents" not in html


def test_what_was_read_ahead_is_not_read_again_for_a_visitor(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = assistant.library
    library = Library(known._index, known._knowledge)
    read_ahead(library, assistant.targets)

    def read_again(*_: object) -> None:
        pytest.fail("the documents are read while a visitor waits")

    monkeypatch.setattr(Library, "_timeline", read_again)
    monkeypatch.setattr(Library, "_statements", read_again)
    monkeypatch.setattr(Library, "holding", read_again)
    for language in ("zh", "en"):
        assert 'class="events"' in explore_html(library, assistant.targets(), "en" if language == "en" else "zh")
