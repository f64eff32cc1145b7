from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.conflicts import RegisteredConflict, conflicts_of, load_conflicts, sides_of
from assistant.answering.knowledge import Knowledge
from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.schema import Citation, Claim, Document, Page, Source

TEXTS = {"a": "第一页。\n有300个项目入围。", "b": "最后是296个项目。"}
CONFLICT = RegisteredConflict(
    "finalists", "预告300个，事后296个。", "300 before, 296 after.", (("a", "有300个项目入围。"), ("b", "296个项目"))
)


def document(document_id: str) -> Document:
    text = TEXTS[document_id]
    source = Source(document_id, "标题", "日报", "2021-11-01", None, "news", "zh")
    pages = (Page(1, 0, 5), Page(2, 5, len(text))) if document_id == "a" else (Page(1, 0, len(text)),)
    return Document(source, "0", text, pages)


def claim(document_id: str, quote: str) -> Claim:
    start = TEXTS[document_id].index(quote)
    return Claim(quote, (Citation(document(document_id).source, 1, start, start + len(quote), quote),))


def test_a_claim_on_one_side_brings_the_evidence_of_both() -> None:
    (found,) = conflicts_of([claim("b", TEXTS["b"])], [CONFLICT], document, "zh")
    assert found.text == CONFLICT.note_zh
    assert [(c.source.id, c.page) for c in found.citations] == [("a", 2), ("b", 1)]
    assert all(TEXTS[c.source.id][c.start : c.end] == c.quote for c in found.citations)


def test_the_note_speaks_the_language_of_the_answer() -> None:
    assert conflicts_of([claim("b", TEXTS["b"])], [CONFLICT], document, "en")[0].text == CONFLICT.note_en


def test_a_claim_about_something_else_brings_nothing() -> None:
    assert conflicts_of([claim("a", "第一页。")], [CONFLICT], document, "zh") == []


def test_what_only_needs_telling_apart_is_said_where_both_are_cited() -> None:
    apart = replace(CONFLICT, kind="distinguish")
    both = [claim("a", "有300个项目入围。"), claim("b", TEXTS["b"])]
    assert conflicts_of(both[:1], [apart], document, "zh") == []
    assert [found.kind for found in conflicts_of(both, [apart], document, "zh")] == ["distinguish"]


@pytest.mark.parametrize("lost", [("a", "没有这句话"), ("gone", "有300个项目入围。")])
def test_a_conflict_needs_two_sides_that_still_stand(lost: tuple[str, str]) -> None:
    broken = RegisteredConflict("x", "注", "note", (lost, CONFLICT.evidence[1]))
    assert sides_of(broken, document) == ()
    assert conflicts_of([claim("b", TEXTS["b"])], [broken], document, "zh") == []


def test_a_corpus_without_a_register_has_no_conflicts(tmp_path: Path) -> None:
    assert load_conflicts(tmp_path / "conflicts.yaml") == ()


@pytest.mark.parametrize("text", ["- {id: x, note_zh: y}", "- [", "- 5", "7"])
def test_a_wrong_register_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "conflicts.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"conflicts\.yaml"):
        load_conflicts(path)


def test_every_quote_of_the_shipped_register_stands_in_its_document(knowledge: Knowledge, assistant: Assistant) -> None:
    assert knowledge.register
    lost = [
        (conflict.id, name)
        for conflict in knowledge.register
        for name, quote in conflict.evidence
        if quote not in assistant.document(name).text
    ]
    assert lost == []
