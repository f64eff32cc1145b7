"""From what users said to draft cases for an editor."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from evals.feedback import draft_cases, language_of
from evals.sets import load_sets

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
