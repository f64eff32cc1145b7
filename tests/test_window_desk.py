from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from assistant.answering.generate import Progress
from assistant.errors import UsageError
from assistant.schema import Answer, TargetTable, Turn
from assistant.window.conversation import Exchange
from assistant.window.desk import CHIPS, Desk
from assistant.window.labels import EXAMPLES
from tests.fakes import TABLE, FakeAssistant, scripted_answer
from tests.window_page import assert_inert, tags


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def desk(assistant: FakeAssistant) -> Desk:
    return Desk(assistant, today=lambda: date(2026, 11, 23))


def ask(desk: Desk, question: str, exchanges: tuple[Exchange, ...] = ()) -> Exchange:
    return desk.answer(desk.pending(question, exchanges, "zh"), exchanges, "zh")


def test_an_answer_takes_the_place_of_what_was_pending(desk: Desk) -> None:
    pending = desk.pending("园区科协有几家？", (), "zh")
    assert pending.answer is None and "正在查找" in pending.notice
    exchange = desk.answer(pending, (), "zh")
    assert exchange.number == pending.number
    assert exchange.answer is not None and "6家" in exchange.answer.text


def test_a_follow_up_carries_the_conversation(desk: Desk, assistant: FakeAssistant) -> None:
    first = ask(desk, "一线工程师培训了多少名？")
    ask(desk, "那企业呢", (first,))
    assert first.answer is not None
    assert assistant.histories[-1] == (Turn("user", first.question), Turn("assistant", first.answer.text))


def test_an_expected_error_is_shown_in_its_own_words(desk: Desk) -> None:
    assert ask(desk, "坏了").notice == "The index is being rebuilt. Wait a moment."


def test_an_unexpected_error_is_logged_and_shown_as_one_calm_line(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    exchange = ask(desk, "故障")
    assert exchange.notice == "这次没有成功，请稍后再试。"
    assert "secret detail" in caplog.text


def test_a_question_that_is_too_long_is_refused_with_its_length(assistant: FakeAssistant) -> None:
    desk = Desk(assistant, longest_question=20)
    assert desk.refusal("问" * 20, "zh") == ""
    assert "问题有 21 个字，最多 20 个" in desk.refusal("问" * 21, "zh")


def test_examples_come_first_and_suggestions_follow_an_answer(desk: Desk) -> None:
    assert desk.chips((), "en") == EXAMPLES["en"][:CHIPS]
    answered = ask(desk, "一线工程师培训了多少名？")
    assert answered.answer is not None
    assert desk.chips((answered,), "zh") == answered.answer.suggestions
    assert desk.chips((ask(desk, "故障"),), "zh") == ()
    assert "接着问" in desk.hint((answered,), "zh")
    assert desk.hint((ask(desk, "故障"),), "zh") == ""


def test_targets_are_written_anew_as_soon_as_the_ledger_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.targets(None, "zh")
    assert desk.targets(None, "zh") is before
    table = desk.assistant.targets()
    changed = replace(table, indicators=table.indicators[:1])
    monkeypatch.setattr(type(desk.assistant), "targets", lambda *_, **__: changed)
    assert desk.targets(None, "zh") != before


def test_what_is_prepared_is_written_before_anybody_opens_it(
    desk: Desk, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prepare()
    read: list[str] = []
    monkeypatch.setattr(assistant, "document", read.append)
    assert "1,500名" in desk.targets(None, "zh") and "1,500 people" in desk.targets("", "en")
    assert read == []


def test_targets_can_be_seen_as_of_a_date(desk: Desk) -> None:
    assert "1,500名" in desk.targets(None, "zh")
    assert "没有资料" in desk.targets("2021", "zh")
    assert desk.dates("zh") == [("最新", ""), ("2022-04", "2022-04")]


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_table_can_be_taken_away_as_of_a_date(desk: Desk, kind: Literal["csv", "xlsx"], start: bytes) -> None:
    whole, early = desk.download(kind, "", "zh"), desk.download(kind, "2021", "zh")
    assert whole.startswith(start) and early.startswith(start)
    assert len(early) < len(whole)
    with pytest.raises(UsageError, match="2022-04-30"):
        desk.download(kind, "yesterday", "en")


def test_an_answer_shows_which_of_its_evidence_was_corrected(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    status = TABLE.indicators[1]
    assert status.latest is not None
    corrected = replace(status, latest=replace(status.latest, overridden="漏计一家 (王芳)"))
    monkeypatch.setattr(desk.assistant, "targets", lambda as_of=None: TargetTable(None, (corrected,)))
    html = desk.evidence((ask(desk, "园区科协有几家？"),), "zh")
    assert html.count("✎ 人工更正：漏计一家（王芳）") == 1


def test_a_broken_file_of_overrides_is_said_where_the_table_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(as_of: str | None = None) -> TargetTable:
        raise UsageError("ledger.csv, line 2, column date: wrong.")

    exchange = ask(desk, "园区科协有几家？")
    monkeypatch.setattr(desk.assistant, "targets", broken)
    assert "ledger.csv, line 2" in desk.targets(None, "zh")
    assert desk.dates("zh") == [("最新", "")]
    assert "园区科协成立6家。" in desk.evidence((exchange,), "zh")


@pytest.mark.parametrize("date_typed", ["昨天", "2022-4", "2022-13", "2022-04-32", "<script>"])
def test_a_date_that_cannot_be_read_is_explained(desk: Desk, date_typed: str) -> None:
    html = desk.targets(date_typed, "zh")
    assert "日期写成" in html
    assert_inert(html)


def test_evidence_of_a_removed_document_still_shows_its_quote(assistant: FakeAssistant) -> None:
    desk = Desk(assistant)
    exchange = ask(desk, "园区科协有几家？")
    assistant.texts.clear()
    assert "园区科协成立6家。" in desk.evidence((exchange,), "zh")


def test_messages_are_inert(desk: Desk) -> None:
    exchange = ask(desk, "园区科协有几家？<script>alert(1)</script>")
    for message in desk.messages((exchange,)):
        assert_inert(message["content"])


def test_a_term_is_explained_where_an_answer_first_names_it(desk: Desk) -> None:
    content = desk.messages((ask(desk, "园区科协有几家？"),))[-1]["content"]
    terms = [attributes for tag, attributes in tags(content) if attributes.get("class") == "term"]
    assert [term["title"] for term in terms] == ["设在园区里的科协组织。"]


def test_an_answer_is_shown_while_it_is_written(desk: Desk) -> None:
    pending = desk.pending("一线工程师培训了多少名？", (), "zh")
    written, done = desk.answering(pending, (), "zh")
    assert written.answer is None and len(written.claims) == 1
    shown = desk.messages((written,))[-1]["content"]
    assert "企业一线工程师培训已达1500名" in shown
    assert f'<p class="claim begun">{written.begun}</p>' in shown
    assert "还没有核实" in shown
    assert done.answer is not None and done == desk.answer(pending, (), "zh")


def test_words_that_are_being_written_are_inert(desk: Desk) -> None:
    writing = Exchange(1, "问？", notice="…", begun="<img src=x onerror=alert(1)>")
    assert_inert(desk.messages((writing,))[-1]["content"])


def test_while_a_model_thinks_the_page_says_what_it_waits_for() -> None:
    class Thinking(FakeAssistant):
        def stream(self, question: str, **_: Any) -> Iterator[Progress | Answer]:
            yield Progress(())
            yield scripted_answer(question)

    desk = Desk(Thinking())
    waiting, done = desk.answering(desk.pending("园区？", (), "zh"), (), "zh")
    assert "正在等语言模型" in waiting.notice and done.answer is not None
