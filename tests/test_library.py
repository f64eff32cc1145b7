"""The library over the shipped corpus, and over one that changes."""

from pathlib import Path

import pytest

from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.wiring import build, open_assistant

REPORT = """---
title: {title}
publisher: 本地日报
published: 2024-05-01
---

2024年5月1日，省科协的12621工程在安康建成第{number}个园区科协。李豫琦出席了揭牌仪式。
"""


def test_every_statement_of_the_shipped_corpus_stands_where_it_says(assistant: Assistant) -> None:
    library = assistant.library
    people = [term for term in library.glossary.terms if term.kind == "person"]
    told = [event.citation for event in library.timeline()]
    told += [statement.citation for term in people for statement in library.statements(term)]
    assert len(told) > 150
    for citation in told:
        text = library.document(citation.source.id).text
        assert text[citation.start : citation.end] == citation.quote


def test_a_longer_name_that_holds_the_name_of_a_term_is_another_thing(assistant: Assistant) -> None:
    library = assistant.library
    term = library.glossary.definition("企业科协", language="zh")
    assert term is not None
    quotes = [statement.citation.quote for statement in library.statements(term)]
    assert quotes and not any(quote.count("企业科协") == quote.count("企业科协工作站") for quote in quotes)


def test_what_explains_a_term_comes_first(assistant: Assistant) -> None:
    library = assistant.library
    term = library.glossary.definition("杜寿平", language="zh")
    assert term is not None
    assert "理事长" in library.statements(term)[0].citation.quote


def test_copies_are_not_listed_and_the_newest_comes_first(assistant: Assistant) -> None:
    sources = assistant.library.sources()
    assert not any(source.mirror_of for source in sources)
    dates = [source.published or "" for source in sources]
    assert dates == sorted(dates, reverse=True)


def test_full_text_search_and_what_is_nearest(assistant: Assistant) -> None:
    library = assistant.library
    for held in library.holding("院士之家"):
        assert any("院士之家" in passage.text for passage in library.passages_at(held.rows)) or held.count
    assert library.holding("院士之家") and not library.holding("不存在的词语")
    assert library.similar("哪里给院士提供固定场所")


@pytest.fixture
def small(tmp_path: Path) -> Config:
    folder = tmp_path / "corpus" / "news"
    folder.mkdir(parents=True)
    (folder / "one.md").write_text(REPORT.format(title="头一篇", number=7), encoding="utf-8")
    settings = Config(corpus=tmp_path / "corpus", index=tmp_path / "index")
    build(settings)
    return settings


def test_a_new_document_changes_the_timeline_and_who_is_who(small: Config) -> None:
    library = open_assistant(small).library
    person = library.glossary.definition("李豫琦", language="zh")
    assert person is not None
    assert (len(library.timeline()), library.count_naming(person)) == (1, 1)
    text = REPORT.format(title="又一篇", number=8).replace("2024年5月1日", "2024年6月3日").replace("安康", "商洛")
    (small.corpus / "news" / "two.md").write_text(text, encoding="utf-8")
    build(small)
    assert [event.date for event in library.timeline()] == ["2024-05-01", "2024-06-03"]
    assert library.count_naming(person) == 2


def test_an_original_is_a_file_of_the_corpus_and_nothing_else(small: Config, tmp_path: Path) -> None:
    library = open_assistant(small).library
    document = library.document("one")
    assert library.original(document) == (small.corpus / "news" / "one.md").resolve()
    secret = tmp_path / "secret.md"
    (small.corpus / "news" / "one.md").replace(secret)
    (small.corpus / "news" / "one.md").symlink_to(secret)
    assert library.original(document) is None
    (small.corpus / "news" / "one.md").unlink()
    assert library.original(document) is None
