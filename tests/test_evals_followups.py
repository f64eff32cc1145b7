"""Measuring how follow-ups are condensed: the same evidence as the standalone question, and nothing carried over."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from evals.benchmark.followups import (
    carried_over,
    followups_payload,
    followups_table,
    measure_followups,
    read_conversations,
)
from evals.benchmark.followups_command import CONVERSATIONS
from evals.metrics.payload import Payload
from evals.sets import Case

LINE: dict[str, Any] = {
    "id": "a",
    "question": "那目标呢？",
    "lang": "zh-Hans",
    "kind": "follow-up",
    "history": [{"role": "user", "content": "园区科协几家？"}, {"role": "assistant", "content": "6家。"}],
    "gold_figures": ["10"],
    "source_ids": ["plan"],
    "standalone": "园区科协的目标是多少？",
}
NEW_TOPIC = LINE | {"id": "b", "question": "天气如何？", "answerable": False, "gold_figures": [], "source_ids": []}
NEW_TOPIC |= {"standalone": "天气如何？", "topic": "changes"}


def answer(standalone: str, text: str, document: str = "plan", *, declined: bool = False) -> Payload:
    """Return what an answer shows to the measure."""
    cited = [{"document_id": document, "quote": text}]
    claims = [] if declined else [{"text": text, "citations": cited}]
    return {"standalone": standalone, "answer": text, "declined": declined, "claims": claims}


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8")
    return path


def measure(path: Path, answers: dict[str, Payload]) -> dict[str, Any]:
    """Measure with scripted answers, by question."""
    results = list(measure_followups(read_conversations([path]), lambda case: answers[case.question]))
    assert followups_table(results).splitlines()[0].startswith("conversations")
    return followups_payload(results)


def test_the_same_evidence_is_understood_and_other_evidence_is_not(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", LINE)
    gold = answer("园区科协的目标是多少？", "目标10个。")
    right = measure(path, {"那目标呢？": answer("园区科协目标呢？", "目标10个。"), "园区科协的目标是多少？": gold})
    assert right["groups"]["all"] == {"conversations": 1, "condensed": 1, "answered": 1}
    wrong = measure(path, {"那目标呢？": answer("园区科协目标呢？", "成立6家。"), "园区科协的目标是多少？": gold})
    assert wrong["groups"]["all"] == {"conversations": 1, "condensed": 0, "answered": 0}
    assert [miss.split()[:2] for miss in wrong["misses"]] == [["condensed", "a"], ["answered", "a"]]


def test_declining_instead_of_answering_is_a_miss_of_both(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", LINE)
    gold = answer("园区科协的目标是多少？", "目标10个。")
    measured = measure(path, {"那目标呢？": answer("那目标呢？", "", declined=True), "园区科协的目标是多少？": gold})
    assert measured["groups"]["all"] == {"conversations": 1, "condensed": 0, "answered": 0}


def test_a_new_topic_must_not_take_the_old_one_along_even_when_it_is_declined(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", NEW_TOPIC)
    clean = measure(path, {"天气如何？": answer("天气如何？", "", declined=True)})
    assert clean["groups"]["topic changes"] == {"conversations": 1, "condensed": 1, "answered": 1}
    carried = measure(path, {"天气如何？": answer("园区科协天气如何？", "", declined=True)})
    assert carried["groups"]["topic changes"] == {"conversations": 1, "condensed": 0, "answered": 1}


def test_words_of_the_question_are_not_carried_over(tmp_path: Path) -> None:
    (case,) = (one.case for one in read_conversations([write(tmp_path / "set.jsonl", LINE)]))
    assert isinstance(case, Case)
    assert carried_over(case, "那目标呢？") == []
    assert carried_over(case, "园区目标") == ["园区"]


def test_a_set_without_standalone_questions_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", {key: value for key, value in LINE.items() if key != "standalone"})
    with pytest.raises(UsageError, match="standalone"):
        read_conversations([path])


def test_the_shipped_conversations_are_many_in_both_languages_and_scripts_with_changes_of_topic() -> None:
    conversations = read_conversations(CONVERSATIONS)
    by_language = [one.case.lang for one in conversations]
    assert len(conversations) >= 99
    assert by_language.count("en") >= 30
    assert by_language.count("zh-Hant") >= 10
    assert sum(one.changes for one in conversations) >= 25
    assert all(one.case.history for one in conversations)
