"""The command line of the evaluation, end to end with a scripted assistant."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import IndexNotBuiltError
from evals import __main__ as cli
from evals.metrics.payload import Payload
from evals.report import read_records
from evals.run import Target
from evals.sets import Case

TEXT = "园区科协成立6家。"


def target(text: str) -> Target:
    def ask(case: Case) -> Payload:
        citation = {"document_id": "report", "start": 0, "end": len(TEXT), "quote": TEXT}
        return {
            "answer": text,
            "claims": [{"text": text, "citations": [citation]}],
            "declined": False,
            "hits": [{"document_id": "report"}],
        }

    return Target(ask, {"report": TEXT}.get)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one set, in which the assistant answers rightly until told otherwise."""
    (tmp_path / "sets").mkdir()
    case = {"id": "parks", "question": "几家？", "lang": "zh-Hans", "kind": "progress"}
    gold = {"gold_figures": ["6"], "source_ids": ["report"]}
    (tmp_path / "sets" / "own.jsonl").write_text(json.dumps(case | gold, ensure_ascii=False), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    answer_with(monkeypatch, TEXT)
    return tmp_path


def answer_with(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(cli, "open_target", lambda *_, **__: target(text))


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_run_prints_json_and_stores_the_run(home: Path) -> None:
    code, out, _ = call("run", "sets/own.jsonl", "--out", "one", "--json")
    assert code == 0
    assert json.loads(out)["metrics"]["all"]["figure_recall"]["value"] == 1
    assert {path.name for path in (home / "one").iterdir()} == {
        "cases.jsonl",
        "report.html",
        "summary.json",
        "summary.md",
    }


def test_run_names_a_wrong_set_and_a_missing_index_with_their_exit_codes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "bad.jsonl").write_text("{}", encoding="utf-8")
    code, _, err = call("run", "bad.jsonl")
    assert code == 2
    assert "bad.jsonl, line 1" in err

    def no_index(*_: object, **__: object) -> Target:
        raise IndexNotBuiltError(home)

    monkeypatch.setattr(cli, "open_target", no_index)
    code, _, err = call("run", "sets")
    assert code == 3
    assert "No index" in err


def test_the_gate_says_that_nothing_is_pinned_then_holds_then_falls(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = call("gate", "--baseline", "baseline.json")
    assert code == 2
    assert "no baseline is pinned yet" in err

    call("run", "sets", "--out", "one")
    assert call("pin", "one", "--baseline", "baseline.json")[0] == 0
    assert call("gate", "--baseline", "baseline.json", "--out", "two")[0] == 0

    answer_with(monkeypatch, "园区科协成立7家。")
    code, _, err = call("gate", "--baseline", "baseline.json", "--out", "three")
    assert code == 1
    assert "fell: all: figure_recall 0.0, floor 100.0" in err
    code, _, err = call("pin", "three", "--baseline", "baseline.json")
    assert code == 2
    assert "--lower" in err


def test_the_gate_judges_a_stored_run_and_refuses_other_questions(home: Path) -> None:
    call("run", "sets", "--out", "one")
    call("pin", "one", "--baseline", "baseline.json")
    assert call("gate", "one", "--baseline", "baseline.json")[0] == 0
    path = home / "sets" / "own.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("几家", "多少家"), encoding="utf-8")
    code, _, err = call("gate", "--baseline", "baseline.json", "--out", "two")
    assert code == 2
    assert "differ from the pinned ones" in err


def test_compare_names_a_lost_case(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "sets", "--out", "one")
    answer_with(monkeypatch, "园区科协成立7家。")
    call("run", "sets", "--out", "two")
    code, out, _ = call("compare", "one", "two")
    assert code == 0
    assert "lost parks: figure_recall: missing: 6" in out


def test_compare_prints_json_and_writes_markdown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "sets", "--out", "one")
    answer_with(monkeypatch, "园区科协成立7家。")
    call("run", "sets", "--out", "two")
    code, out, _ = call("compare", "one", "two", "--json", "--markdown", "pull.md")
    assert code == 0
    (case,) = json.loads(out)["cases"]
    assert (case["why"], case["answers"]) == ("generation", [TEXT, "园区科协成立7家。"])
    assert "园区科协成立7家。" in (home / "pull.md").read_text(encoding="utf-8")


def test_the_gate_prints_json_and_names_metrics_without_a_floor(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("run", "sets", "--out", "one")
    call("pin", "one", "--baseline", "baseline.json")
    baseline = json.loads((home / "baseline.json").read_text(encoding="utf-8"))
    del baseline["floors"]["all"]["mrr"]
    (home / "baseline.json").write_text(json.dumps(baseline), encoding="utf-8")
    answer_with(monkeypatch, "园区科协成立7家。")
    code, out, err = call("gate", "--baseline", "baseline.json", "--out", "two", "--json")
    verdict = json.loads(out)
    assert code == 1
    assert (verdict["held"], verdict["without_floor"]) == (False, ["mrr"])
    assert {"group": "all", "metric": "figure_recall", "floor": 1.0, "value": 0.0} in verdict["fell"]
    assert "No floor yet: mrr" in err


def test_drafts_from_feedback_run_once_an_editor_has_filled_them_in(home: Path) -> None:
    rated = {"question": "几家？", "rating": "down", "answer": {"answer": "7家。"}, "note": "是6家"}
    history = {"history": [{"role": "user", "content": "园区科协呢？"}, {"role": "assistant", "content": "有。"}]}
    (home / "feedback.jsonl").write_text(json.dumps(rated | history, ensure_ascii=False), encoding="utf-8")
    call("from-feedback", "feedback.jsonl", "--out", "drafts.jsonl")
    assert call("run", "drafts.jsonl")[0] == 2
    draft = json.loads((home / "drafts.jsonl").read_text(encoding="utf-8"))
    draft |= {"kind": "progress", "gold_figures": ["6"], "source_ids": ["report"]}
    (home / "drafts.jsonl").write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
    code, out, _ = call("run", "drafts.jsonl", "--out", "three", "--json")
    assert code == 0
    assert json.loads(out)["metrics"]["all"]["figure_recall"]["value"] == 1
    (record,) = read_records(home / "three")
    assert record["history"] == history["history"]


def test_from_feedback_writes_drafts(home: Path) -> None:
    (home / "feedback.jsonl").write_text(json.dumps({"question": "几家？", "rating": "down"}), encoding="utf-8")
    code, out, err = call("from-feedback", "feedback.jsonl")
    assert code == 0
    assert json.loads(out)["question"] == "几家？"
    assert "1 drafts" in err
    call("from-feedback", "feedback.jsonl", "--out", "drafts.jsonl")
    assert json.loads((home / "drafts.jsonl").read_text(encoding="utf-8"))["kind"] == ""


def test_ablate_stores_each_run_where_it_is_told_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(_corpus: Path | None, _index: Path | None, without: str = "", **_: object) -> Target:
        return target("园区科协成立7家。" if without else TEXT)

    monkeypatch.setattr(cli, "open_target", opened)
    code, out, _ = call("ablate", "sets/own.jsonl", "--stages", "ledger", "--out", "kept")
    assert (code, "ledger" in out) == (0, True)
    whole, less = read_records(home / "kept" / "whole"), read_records(home / "kept" / "ledger")
    assert (whole[0]["scores"]["figure_recall"], less[0]["scores"]["figure_recall"]) == (1, 0)
    assert call("report", "kept/ledger", "--before", "kept/whole")[0] == 0
