"""From what users said to draft cases for an editor."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.errors import UsageError
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.records.values import Feedback
from assistant.schema import Turn
from evals.__main__ import app
from evals.feedback import draft_cases, language_of
from evals.sets import load_sets
from tests.fakes import scripted_answer

LINE: dict[str, Any] = {
    "question": "园区科协几家？",
    "answer": {
        "answer": "成立7家。",
        "claims": [{"text": "成立7家。", "citations": [{"document_id": "report"}, {"document_id": "report"}]}],
    },
    "rating": "down",
    "reason": "wrong_figure",
    "note": "报道写的是6家",
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_draft_keeps_what_was_said_and_leaves_what_is_right_to_an_editor(tmp_path: Path) -> None:
    (draft,) = draft_cases(write(tmp_path / "feedback.jsonl", LINE))
    assert (draft["question"], draft["lang"]) == ("园区科协几家？", "zh-Hans")
    assert (draft["kind"], draft["answerable"], draft["gold_figures"], draft["source_ids"]) == ("", None, [], [])
    assert draft["review"]["cited"] == ["report"]
    assert draft["review"]["feedback"] == [{"rating": "down", "reason": "wrong_figure", "note": "报道写的是6家"}]


def test_the_same_question_makes_one_draft_and_another_history_another(tmp_path: Path) -> None:
    other = LINE | {"history": [{"role": "user", "content": "你好"}]}
    drafts = draft_cases(write(tmp_path / "feedback.jsonl", LINE, LINE | {"rating": "up"}, other))
    assert [len(draft["review"]["feedback"]) for draft in drafts] == [2, 1]


def test_a_draft_runs_only_after_an_editor_chose_its_kind(tmp_path: Path) -> None:
    (draft,) = draft_cases(write(tmp_path / "feedback.jsonl", LINE))
    with pytest.raises(UsageError, match=r"kind: .*an editor must choose one"):
        load_sets([write(tmp_path / "set.jsonl", draft)])
    (case,) = load_sets([write(tmp_path / "set.jsonl", draft | {"kind": "progress", "gold_figures": ["6"]})])
    assert case.gold_figures == ("6",)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="line 2: question"):
        draft_cases(write(tmp_path / "feedback.jsonl", LINE, {"rating": "up"}))


@pytest.mark.parametrize(
    ("question", "language"),
    [("園區科協有幾家？", "zh-Hant"), ("园区科协有几家？", "zh-Hans"), ("target 是多少", "mixed"), ("How many?", "en")],
)
def test_the_language_of_a_question_is_guessed(question: str, language: str) -> None:
    assert language_of(question) == language


def rated(url: str) -> None:
    records = Records(read_address(url), versions={"assistant": "1"})
    history = (Turn("user", "12621工程有哪些目标？"), Turn("assistant", "十二个。"))
    answer = replace(scripted_answer("园区科协几家？"), build_id="build-7")
    feedback = Feedback("turn", "园区科协几家？", answer, "down", "wrong_figure", "报道写的是6家", history)
    records.rate("li", feedback)
    records.rate("wang", replace(feedback, rating="up", reason="", note=""))
    records.rate("wang", Feedback("other", "火星上有水吗", scripted_answer("火星上有水吗"), "down", "missing"))


def test_ratings_in_the_database_become_cases_that_run_once_an_editor_filled_them_in(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.sqlite"
    rated(url)
    out = tmp_path / "drafts.jsonl"
    ended = CliRunner().invoke(app, ["from-feedback", "--database", url, "--out", str(out)])
    assert ended.exit_code == 0, ended.output
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (first["question"], len(first["history"])) == ("园区科协几家？", 2)
    assert first["review"]["cited"] == ["report-2022", "plan-2021", "rumour"]
    hers, his = first["review"]["feedback"]
    assert hers == {
        "rating": "down",
        "reason": "wrong_figure",
        "note": "报道写的是6家",
        "build_id": "build-7",
        "versions": {"assistant": "1"},
    }
    assert (his["rating"], his["reason"], his["note"]) == ("up", None, None)
    assert second["review"]["declined"] and "li" not in json.dumps(second["review"]["feedback"])
    (case,) = load_sets([write(tmp_path / "set.jsonl", first | {"kind": "progress", "gold_figures": ["6"]})])
    assert (case.question, len(case.history)) == ("园区科协几家？", 2)


def test_the_windows_own_database_is_named_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/records.sqlite"
    rated(url)
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", url)
    ended = CliRunner().invoke(app, ["from-feedback", "--database", "default"])
    assert ended.exit_code == 0 and ended.stdout.count("\n") == 2


@pytest.mark.parametrize(
    "given", [[], ["feedback.jsonl", "--database", "default"], ["--database", "sqlite:///no/such.db"]]
)
def test_feedback_comes_from_one_place_that_exists(given: list[str]) -> None:
    ended = CliRunner().invoke(app, ["from-feedback", *given])
    assert ended.exit_code == 2
    assert not Path("no").exists()
