from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from assistant.answering import coverage
from assistant.answering.coverage import (
    answer_how_recent,
    asks_how_recent,
    asks_since_when,
    first_mention,
)
from assistant.answering.knowledge import Knowledge
from assistant.answering.understand import Understanding, understand
from assistant.index.search import Snapshot
from assistant.ledger.table import build_table
from assistant.schema import Document, Page, Passage, Reason, Source
from tests.ledger_values import table

EARLY = Source("early", "大赛收官", "晚报", "2021-10-17", None, "news", "zh")
LATE = Source("late", "一年来的进展", "日报", "2022-04-08", None, "news", "zh")
UNDATED = Source("undated", "随手记", "某网站", None, None, "news", "zh")
TEXTS = {
    "early": "大赛在泾河新城收官。大赛写入“围绕实施好12621工程”。",
    "late": "# 一年来\n“12621工程”已经实施一年。",
    "undated": "12621工程开始了。",
}
REMARK = Passage("late#9", "late", 1, 0, 12, "“12621工程”已经实施", note=True)


class Shelf:
    """Three documents, one passage each, and an editor's remark, as a snapshot gives them."""

    def __init__(self, *shown: Source) -> None:
        self.shown = shown or (LATE, UNDATED, EARLY)

    @property
    def oldest_and_newest(self) -> tuple[Source, ...]:
        dated = sorted((one for one in self.shown if one.published), key=lambda one: one.published or "")
        return tuple(dict.fromkeys((*dated[:1], *dated[-1:])))

    def sources_of(self, document_ids: Iterable[str]) -> dict[str, Source]:
        wanted = set(document_ids)
        return {source.id: source for source in self.shown if source.id in wanted}

    def document(self, document_id: str) -> Document:
        text = TEXTS[document_id]
        return Document(self.sources_of([document_id])[document_id], "0", text, (Page(1, 0, len(text)),))

    def rows_naming(self, names: Sequence[str], *, limit: int) -> list[int]:
        return list(range(len(self.shown) + 1))[:limit]

    def passages_at(self, rows: Sequence[int]) -> list[Passage]:
        texts = [(source.id, TEXTS[source.id]) for source in self.shown]
        passages = [Passage(f"{name}#0", name, 1, 0, len(text), text) for name, text in texts]
        return [[*passages, REMARK][row] for row in rows]


def asked(question: str, knowledge: Knowledge) -> Understanding:
    return understand(question, glossary=knowledge.glossary, programme=knowledge.programme)


@pytest.mark.parametrize(
    "question",
    [
        "你的数据截止到哪天？",
        "资料最新到什么时候",
        "最近一次更新是什么时候？",
        "這裡的資料更新到哪天？",
        "How up to date are your sources?",
        "What is the latest data you have?",
    ],
)
def test_a_question_about_the_age_of_the_sources_is_known(question: str, knowledge: Knowledge) -> None:
    assert asks_how_recent(asked(question, knowledge))


@pytest.mark.parametrize(
    "question",
    [
        "园区科协的最新数据是什么时候的？",
        "秦创原最近一次报道是什么时候",
        "12621工程什么时候完成？",
        "What is the latest figure for science-park associations?",
    ],
)
def test_a_question_about_something_in_them_is_not_about_their_age(question: str, knowledge: Knowledge) -> None:
    assert not asks_how_recent(asked(question, knowledge))


def test_the_newest_document_and_the_newest_progress_are_told_with_their_evidence(knowledge: Knowledge) -> None:
    question = asked("你的数据截止到哪天？", knowledge)
    shelf = cast(Snapshot, Shelf())
    draft = answer_how_recent(question, shelf, table(knowledge.programme), knowledge.programme)
    newest, progress = draft.claims
    assert "2022年4月8日" in newest.text
    cited = newest.citations[0]
    assert cited.quote == TEXTS["late"][cited.start : cited.end] == "“12621工程”已经实施一年。"
    assert "2022年4月" in progress.text and progress.citations[0].source.id == "report"


def test_without_dated_documents_and_progress_the_question_is_declined(knowledge: Knowledge) -> None:
    question = asked("你的数据截止到哪天？", knowledge)
    nothing = build_table([], knowledge.programme)
    draft = answer_how_recent(question, cast(Snapshot, Shelf(UNDATED)), nothing, knowledge.programme)
    assert (draft.declined, draft.claims) == (True, ())


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("12621工程是什么时候提出的？", True),
        ("When was the 12621 programme launched?", True),
        ("12621工程什么时候完成？", False),
        ("12621工程的目标是什么时候提出的？", False),
        ("秦创原什么时候启动的？", False),
    ],
)
def test_since_when_is_told_from_until_when(question: str, knowledge: Knowledge, *, since: bool) -> None:
    assert asks_since_when(asked(question, knowledge)) is since


def test_the_earliest_dated_source_that_names_the_programme_is_told_as_no_more_than_that(knowledge: Knowledge) -> None:
    draft = first_mention(asked("12621工程是什么时候提出的？", knowledge), cast(Snapshot, Shelf()), knowledge)
    assert draft is not None
    (claim,) = draft.claims
    assert (draft.declined, draft.reason) == (True, Reason.NOT_REPORTED)
    assert claim.citations[0].quote == "大赛写入“围绕实施好12621工程”。"
    assert TEXTS["early"][claim.citations[0].start : claim.citations[0].end] == claim.citations[0].quote
    assert claim.text.startswith("晚报（2021年10月17日）：")


def test_a_remark_of_editors_is_no_first_mention(knowledge: Knowledge) -> None:
    class Remarked(Shelf):
        def passages_at(self, rows: Sequence[int]) -> list[Passage]:
            return [REMARK]

    assert first_mention(asked("12621工程何时提出？", knowledge), cast(Snapshot, Remarked()), knowledge) is None


def test_where_more_passages_name_the_programme_than_are_at_hand_none_is_called_the_first(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "_MOST_PASSAGES", 3)
    assert first_mention(asked("12621工程何时提出？", knowledge), cast(Snapshot, Shelf()), knowledge) is None
