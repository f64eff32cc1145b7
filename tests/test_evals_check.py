"""Checking question sets: every fault is named by file and line at once, and sound sets pass."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.pipeline import Assistant
from evals import check_command as command
from evals.__main__ import SETS, app
from evals.check import Checked, check_sets
from evals.metrics.payload import Payload
from evals.run import Target
from evals.sets import Case

TEXTS = {"report": "截至2022年4月，园区科协成立6家。", "plan": "到2023年要成立10个园区科协。"}
SOUND: dict[str, Any] = {
    "id": "parks",
    "question": "园区科协成立几家，目标几个？",
    "lang": "zh-Hans",
    "kind": "progress",
    "gold_figures": ["6", "10"],
    "source_ids": ["report", "plan"],
    "gold_quotes": [{"source_id": name, "quote": text} for name, text in TEXTS.items()],
}
WITHOUT_QUOTES = {key: value for key, value in SOUND.items() if key != "gold_quotes"} | {"id": "bare"}


def quoted(source_id: str, quote: str, *figures: str) -> dict[str, Any]:
    return {"gold_quotes": [{"source_id": source_id, "quote": quote}], "gold_figures": list(figures)}


def write(path: Path, *lines: Mapping[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def check(*paths: Path) -> Checked:
    return check_sets(paths, TEXTS.get)


def test_sound_sets_have_no_faults_and_are_counted(tmp_path: Path) -> None:
    checked = check(write(tmp_path / "set.jsonl", SOUND, WITHOUT_QUOTES))
    assert checked.faults == ()
    assert str(checked) == "2 cases in 1 files, 1 with 2 gold quotes: no faults."


@pytest.mark.parametrize(
    "answer",
    [
        "截至2022年4月成立6家，目标是到2023年10个。",
        "6家（2022年5月的报道），到2024年再看。",
    ],
)
def test_a_date_of_the_gold_answer_needs_a_quote_only_where_a_source_has_it(answer: str, tmp_path: Path) -> None:
    assert check(write(tmp_path / "set.jsonl", SOUND | {"gold_answer_zh": answer})).faults == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source_ids": ["report", "plan", "lost"]}, "source 'lost' is no document of the index"),
        (quoted("lost", "成立6家", "6"), "source 'lost' is no document of the index"),
        (quoted("report", "园区科协成立7家", "7"), "report does not hold the quote '园区科协成立7家'"),
        (quoted("report", TEXTS["plan"], "10"), "report does not hold the quote"),
        (quoted("report", "园区科协成立6家", "6", "10"), "no gold quote holds the gold figure '10'"),
        (
            quoted("report", "园区科协成立6家", "6") | {"gold_answer_zh": "截至2022年4月成立6家。"},
            "no gold quote holds 2022-04-? of the gold answer",
        ),
        (quoted("plan", "到2023年", "2023") | {"source_ids": ["report"]}, "'plan', which is not among its source_ids"),
        ({"kind": "progres"}, "kind: "),
        ({"id": "parks"}, "id 'parks' is already used in"),
    ],
    ids=["source", "source of a quote", "quote", "quote of another", "figure", "date", "not among", "no case", "id"],
)
def test_a_planted_fault_is_named_by_file_and_line(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    path = write(tmp_path / "set.jsonl", SOUND, SOUND | {"id": "other"} | change)
    named = [found for found in check(path).faults if found.startswith(f"{path}, line 2: ")]
    assert any(fault in found for found in named)


def test_all_faults_of_all_files_are_named_at_once_with_both_places_of_an_id(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", SOUND, {"id": "broken"}, WITHOUT_QUOTES | {"source_ids": ["lost"]})
    two = write(tmp_path / "two.jsonl", SOUND, SOUND | {"id": "figure", "gold_figures": ["6", "11"]})
    faults = check(tmp_path).faults
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{one}, line 2",
        f"{one}, line 3",
        f"{two}, line 1",
        f"{two}, line 2",
    ]
    assert f"{one}, line 1" in faults[2]


def test_a_folder_without_cases_is_a_fault(tmp_path: Path) -> None:
    assert "No cases in" in check(tmp_path).faults[0]


def test_a_figure_needs_no_quote_where_a_case_has_none(tmp_path: Path) -> None:
    assert check(write(tmp_path / "set.jsonl", WITHOUT_QUOTES)).faults == ()


def test_the_command_prints_counts_or_exits_with_two_and_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(_case: Case) -> Payload:
        raise AssertionError("checking asks nothing")

    monkeypatch.setattr(command, "open_target", lambda *_: Target(ask, TEXTS.get))
    sound = CliRunner().invoke(app, ["check", str(write(tmp_path / "sound.jsonl", SOUND))])
    assert (sound.exit_code, sound.stdout) == (0, "1 cases in 1 files, 1 with 2 gold quotes: no faults.\n")
    bad = write(tmp_path / "bad.jsonl", SOUND | {"source_ids": []}, SOUND)
    found = CliRunner().invoke(app, ["check", str(bad)])
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.count(f"{bad}, line 1: a quote is of ") == 2
    assert f"{bad}, line 2: id 'parks' is already used in {bad}, line 1. " in found.stderr
    assert found.stderr.endswith("Faults: 3.\n")


def test_the_shipped_sets_are_sound_and_many_of_their_cases_name_quotes(assistant: Assistant) -> None:
    def text_of(document_id: str) -> str | None:
        try:
            return assistant.document(document_id).text
        except KeyError:
            return None

    checked = check_sets([SETS], text_of)
    assert checked.faults == ()
    assert sum(bool(case.gold_quotes) for case in checked.cases) >= 250
