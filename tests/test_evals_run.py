"""Running cases against scripted assistants: records, summaries, crashes and the stored run."""

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from assistant.config import Config
from assistant.errors import UsageError
from assistant.language.glossary import Term, build_glossary
from assistant.schema import Turn
from assistant.switches import Switches
from evals.metrics.payload import Payload
from evals.report import cell, read_records, read_summary, table_rows, to_markdown, to_terminal, write_run
from evals.run import Record, Target, describe, evaluate, open_target, summarise
from evals.sets import Case

TEXT = "园区科协成立6家。"
PARKS = Case(
    id="parks", question="几家？", lang="zh-Hans", kind="progress", gold_figures=("6",), source_ids=("report",)
)
GOAL = Case(id="goal", question="How many?", lang="en", kind="target", gold_figures=("10",), source_ids=("report",))


def answer(text: str = TEXT) -> Payload:
    citation = {"document_id": "report", "start": 0, "end": len(TEXT), "quote": TEXT}
    return {
        "answer": text,
        "claims": [{"text": text, "citations": [citation]}],
        "declined": False,
        "hits": [{"document_id": "report"}],
    }


def text_of(document_id: str) -> str | None:
    return {"report": TEXT}.get(document_id)


def scripted(replies: dict[str, Payload | Exception]) -> Target:
    def ask(case: Case) -> Payload:
        reply = replies[case.id]
        if isinstance(reply, Exception):
            raise reply
        return reply

    return Target(ask, text_of)


def run(replies: dict[str, Payload | Exception]) -> list[Record]:
    return list(evaluate([PARKS, GOAL], scripted(replies)))


def summary_of(records: list[Record]) -> dict[str, Any]:
    return describe([PARKS, GOAL], records, sets=["own.jsonl"], started="2026-01-01T00:00:00+00:00")


def test_a_record_holds_question_answer_scores_and_the_reason_of_each_miss() -> None:
    first, second = run({"parks": answer(), "goal": answer()})
    assert (first["question"], first["payload"]["answer"], first["error"]) == ("几家？", TEXT, None)
    assert first["scores"]["figure_recall"] == 1
    assert first["misses"] == {}
    assert second["misses"]["figure_recall"] == "missing: 10"
    assert "language_match" in second["misses"]


def test_the_history_reaches_the_assistant() -> None:
    heard: list[tuple[Turn, ...]] = []

    def ask(case: Case) -> Payload:
        heard.append(case.history)
        return answer()

    history = (Turn("user", "目标？"), Turn("assistant", "10个。"))
    case = Case(id="a", question="几家？", lang="zh-Hans", kind="follow-up", history=history)
    (record,) = evaluate([case], Target(ask, text_of))
    assert heard == [history]
    assert record["history"][1] == {"role": "assistant", "content": "10个。"}


def test_a_crash_is_recorded_stays_in_the_denominator_and_does_not_end_the_run() -> None:
    records = run({"parks": RuntimeError("no memory"), "goal": answer("10 (ten) are planned by the association.")})
    metrics = summarise(records)["all"]
    assert records[0]["error"] == "RuntimeError: no memory"
    assert records[0]["payload"] is None
    assert (metrics["figure_recall"]["value"], metrics["figure_recall"]["count"]) == (0.5, 2)
    assert metrics["errors"]["value"] == 0.5
    assert metrics["latency_ms_p50"]["count"] == 1


def test_an_interruption_by_the_user_ends_the_run() -> None:
    def ask(case: Case) -> Payload:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(evaluate([PARKS], Target(ask, text_of)))


def test_a_summary_tells_kinds_and_languages_apart() -> None:
    metrics = summarise(run({"parks": answer(), "goal": answer()}))
    assert metrics["kind"]["progress"]["figure_recall"]["value"] == 1
    assert metrics["kind"]["target"]["figure_recall"]["value"] == 0
    assert set(metrics["language"]) == {"en", "zh-Hans"}
    assert metrics["all"]["declined_rightly"]["value"] is None


def test_a_stored_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    records = run({"parks": answer("含有\u2028分行符的6家。"), "goal": ValueError("坏")})
    write_run(tmp_path / "run", summary_of(records), records)
    assert read_records(tmp_path / "run") == json.loads(json.dumps(records))
    assert read_summary(tmp_path / "run") == json.loads(json.dumps(summary_of(records)))


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no stored run"):
        read_summary(tmp_path)


def test_the_markdown_lists_every_miss_and_nothing_of_a_payload_becomes_markup(tmp_path: Path) -> None:
    records = run({"parks": ValueError("<img src=x>"), "goal": answer()})
    text = to_markdown(summary_of(records), records)
    assert "missing: 10" in text
    assert "\\<img src=x\\>" in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in table} == {table[0].count("|")}
    assert len(table) == 2 + 1 + 2 + 2  # header and rule; all; two kinds; two languages


def test_a_cell_shows_value_interval_and_count() -> None:
    estimate = {"value": 0.5, "low": 0.25, "high": 0.75, "count": 8}
    assert cell("mrr", estimate) == "50.0 [25.0–75.0] n=8"
    assert cell("latency_ms_p50", estimate) == "0.5 [0.2–0.8] n=8"
    assert cell("mrr", {"value": None, "low": None, "high": None, "count": 0}) == "–"


def test_the_terminal_leaves_out_what_does_not_apply() -> None:
    summary = summary_of(run({"parks": answer(), "goal": answer()}))
    assert "figure_recall" in to_terminal(summary)
    assert "declined_rightly" not in to_terminal(summary)
    assert table_rows(summary)[0] == [
        "metric",
        "all",
        "kind progress",
        "kind target",
        "language en",
        "language zh-Hans",
    ]


def test_the_assistant_is_opened_over_the_folders_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Config] = []

    class Scripted:
        knowledge = SimpleNamespace(glossary=build_glossary([Term("园区科协", "park association", "measure")]))

        def ask(self, question: str, *, history: tuple[Turn, ...]) -> tuple[str, int]:
            return question, len(history)

        def document(self, document_id: str) -> SimpleNamespace:
            return {"report": SimpleNamespace(text=TEXT)}[document_id]

    def open_assistant(config: Config, switches: Switches) -> Scripted:
        opened.append(config)
        return Scripted()

    # Stand-ins for the modules: the real ones load the index.
    wiring, render = ModuleType("assistant.wiring"), ModuleType("assistant.answering.render")
    vars(wiring)["open_assistant"] = open_assistant
    vars(render)["answer_payload"] = lambda answer: {"answer": answer}
    for module in (wiring, render):
        monkeypatch.setitem(sys.modules, module.__name__, module)

    found = open_target(tmp_path / "corpus", None)

    assert opened[0].corpus == tmp_path / "corpus"
    assert opened[0].index == tmp_path / "corpus" / ".index"
    assert found.ask(PARKS) == {"answer": ("几家？", 0)}
    assert (found.text_of("report"), found.text_of("nowhere")) == (TEXT, None)
    assert found.glossary is Scripted.knowledge.glossary
