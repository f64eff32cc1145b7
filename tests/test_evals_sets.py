"""Reading question sets: what a case is, and what a wrong line says."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.schema import Turn
from evals.__main__ import SETS
from evals.metrics.figures import figure_stands_in
from evals.sets import Case, GoldQuote, digest_of, load_sets

LINE: dict[str, Any] = {
    "id": "a",
    "question": "几家？",
    "lang": "zh-Hans",
    "kind": "progress",
    "gold_figures": ["6"],
    "source_ids": ["report"],
}

QUOTED: dict[str, Any] = {"gold_quotes": [{"source_id": "report", "quote": "成立6家"}]}


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_line_becomes_a_case_and_unknown_fields_are_ignored(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "目标？"}, {"role": "assistant", "content": "10家。"}]
    path = write(
        tmp_path / "set.jsonl", LINE | {"history": history, "gold_answer_zh": "6家。", "editor": "someone"} | QUOTED
    )
    assert load_sets([path]) == [
        Case(
            id="a",
            question="几家？",
            lang="zh-Hans",
            kind="progress",
            history=(Turn("user", "目标？"), Turn("assistant", "10家。")),
            gold_answer="6家。",
            gold_figures=("6",),
            source_ids=("report",),
            gold_quotes=(GoldQuote("report", "成立6家"),),
        )
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ({k: v for k, v in LINE.items() if k != "question"}, "question"),
        (LINE | {"lang": "fr"}, "lang"),
        (LINE | {"gold_figures": [6]}, "gold_figures.0"),
        (LINE | {"kind": ""}, "kind"),
        (LINE | {"gold_quotes": [{"source_id": "report"}]}, "gold_quotes.0.quote"),
        (LINE | {"gold_quotes": [{"source_id": "report", "quote": ""}]}, "gold_quotes.0.quote"),
        (LINE | {"history": [{"role": "system", "content": "x"}]}, "history.0.role"),
    ],
)
def test_a_wrong_line_is_named_by_file_line_and_field(tmp_path: Path, line: dict[str, Any], names: str) -> None:
    path = write(tmp_path / "set.jsonl", LINE, line)
    with pytest.raises(UsageError) as caught:
        load_sets([path])
    assert f"{path}, line 2: {names}" in str(caught.value)


def test_an_unknown_kind_is_refused_with_the_nearest_one_and_the_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_sets([write(tmp_path / "set.jsonl", LINE, LINE | {"id": "b", "kind": "progres"})])
    assert "line 2: kind" in str(caught.value)
    assert "'progres' is no kind of case. Did you mean 'progress'? Kinds are target," in str(caught.value)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(LINE) + "\n\n{broken\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 3: Invalid JSON"):
        load_sets([path])


def test_an_id_that_is_used_twice_is_named_with_both_places(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.jsonl", LINE), write(tmp_path / "two.jsonl", LINE)
    with pytest.raises(UsageError) as caught:
        load_sets([one, two])
    assert f"{two}, line 1" in str(caught.value)
    assert f"{one}, line 1" in str(caught.value)


def test_a_folder_stands_for_its_sets_and_a_missing_path_is_named(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", LINE | {"id": "b"})
    write(tmp_path / "a.jsonl", LINE)
    assert [case.id for case in load_sets([tmp_path])] == ["a", "b"]
    with pytest.raises(UsageError, match="no such question set"):
        load_sets([tmp_path / "missing.jsonl"])


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No cases"):
        load_sets([write(tmp_path / "empty.jsonl")])


@pytest.mark.parametrize(
    ("kind", "answerable", "expected"),
    [
        ("unanswerable", None, True),
        ("out-of-scope", None, True),
        ("injection", None, True),
        ("false-premise", None, False),
        ("follow-up", False, True),
        ("unanswerable", True, False),
    ],
)
def test_what_should_be_declined_follows_from_kind_unless_the_case_says(
    kind: str, answerable: bool | None, expected: bool
) -> None:
    case = Case(id="a", question="?", lang="en", kind=kind, answerable=answerable)
    assert case.should_decline is expected


def test_the_digest_ignores_order_and_changes_with_the_gold(tmp_path: Path) -> None:
    one, two = load_sets([write(tmp_path / "set.jsonl", LINE, LINE | {"id": "b"})])
    (other,) = load_sets([write(tmp_path / "other.jsonl", LINE | {"gold_figures": ["7"]})])
    assert digest_of([one, two]) == digest_of([two, one])
    assert digest_of([one]) != digest_of([other])


CHANGED: dict[str, Any] = {
    "id": "other",
    "question": "Another?",
    "lang": "mixed",
    "kind": "event",
    "history": [{"role": "user", "content": "Before."}],
    "answerable": False,
    "gold_answer_zh": "另一个答案。",
    "gold_answer_en": "Another answer.",
    "gold_figures": ["7"],
    "source_ids": ["elsewhere"],
    "gold_quotes": [{"source_id": "report", "quote": "another"}],
    "answer_lang": "zh",
    "standalone": "Another one by itself?",
}


@pytest.mark.parametrize("field", CHANGED)
def test_the_digest_changes_with_every_field_of_a_line(field: str, tmp_path: Path) -> None:
    before, after = (load_sets([write(tmp_path / "set.jsonl", LINE | more)]) for more in ({}, {field: CHANGED[field]}))
    assert digest_of(before) != digest_of(after)


def test_every_field_of_a_case_is_among_those_that_change_the_digest() -> None:
    languages = {"gold_answer_zh", "gold_answer_en"}
    assert {field.name for field in fields(Case)} == CHANGED.keys() - languages | {"gold_answer"}


def test_the_digest_does_not_tell_what_a_kind_implies_from_what_the_case_says_itself(tmp_path: Path) -> None:
    line = LINE | {"kind": "unanswerable"}
    implied, said = (load_sets([write(tmp_path / "set.jsonl", line | more)]) for more in ({}, {"answerable": False}))
    assert digest_of(implied) == digest_of(said)


SHIPPED = load_sets([SETS])
CORPUS = SETS.parent.parent / "corpus"


def test_the_shipped_sets_cover_every_kind_in_all_three_languages() -> None:
    kinds = {case.kind for case in SHIPPED}
    expected = "target progress comparison explain who when event list follow-up conflict unanswerable false-premise"
    assert kinds == {*expected.split(), "out-of-scope", "injection", "typo", "traditional", "mixed"}
    share = {lang: sum(case.lang == lang for case in SHIPPED) / len(SHIPPED) for lang in ("zh-Hans", "en")}
    assert share["zh-Hans"] > 0.5
    assert share["en"] > 0.25


def test_every_gold_source_of_the_shipped_sets_is_a_document_of_the_corpus() -> None:
    documents = {path.stem for folder in ("news", "policy") for path in (CORPUS / folder).iterdir()}
    assert {source for case in SHIPPED for source in case.source_ids} <= documents


def test_a_gold_answer_of_the_shipped_sets_states_its_gold_figures() -> None:
    written = [case for case in SHIPPED if case.gold_answer and not case.should_decline]
    missing = [
        (case.id, gold)
        for case in written
        for gold in case.gold_figures
        if not figure_stands_in(gold, case.gold_answer)
    ]
    assert len(written) > 50
    assert missing == []
