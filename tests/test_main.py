import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.config import ROOT, Config
from assistant.pipeline import Assistant

ANSWER_KEYS = (
    "question standalone language mode answer claims declined reason confidence as_of conflicts suggestions hits"
    " timings_ms"
).split()
CITATION_KEYS = "document_id title publisher published url kind page start end quote".split()
NEW_REPORT = """---
title: 园区科协年终总结
publisher: 陕西省科协
published: '2024-01-10'
kind: news
---

# 园区科协年终总结

截至2023年底，陕西省科协已成立园区科协12家。
"""


def run(config: Config, *arguments: str) -> Result:
    """Run the command line on the corpus and the index of ``config``."""
    folders = ["--corpus", str(config.corpus), "--index", str(config.index)]
    return CliRunner().invoke(app, [*folders, *arguments])


def read(result: Result) -> Any:
    """Return the JSON that a successful command printed."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def opened(config: Config, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The shipped corpus, whose assistant is open already."""
    monkeypatch.setattr("assistant.wiring.open_assistant", lambda _: assistant)
    return config


def test_ask_prints_exactly_the_object_of_the_contract(opened: Config) -> None:
    payload = read(run(opened, "ask", "院士工作站和院士专家工作站是一回事吗？", "--json"))
    assert list(payload) == ANSWER_KEYS
    assert (payload["mode"], payload["declined"], payload["reason"]) == ("ledger", False, None)
    for claim in payload["claims"]:
        assert list(claim) == ["text", "verdict", "citations"]
        assert all(list(citation) == CITATION_KEYS for citation in claim["citations"])
    assert [key for hit in payload["hits"] for key in hit][:4] == ["document_id", "page", "score", "text"]
    assert list(payload["timings_ms"]) == ["condense", "retrieve", "generate", "verify", "total"]


def test_a_declined_question_is_no_failure(opened: Config) -> None:
    payload = read(run(opened, "ask", "火星基地有多少名宇航员？", "--json"))
    assert (payload["declined"], payload["reason"], payload["claims"]) == (True, "not_in_corpus", [])


def test_ask_without_json_prints_the_answer_and_its_sources(opened: Config) -> None:
    result = run(opened, "ask", "园区科协成立了几家？")
    assert result.exit_code == 0
    assert "6家" in result.stdout and "[1]" in result.stdout and "光明网" in result.stdout


def test_ask_reads_a_history_a_language_and_a_date(opened: Config, tmp_path: Path) -> None:
    turns = tmp_path / "history.json"
    turns.write_text('[{"role": "user", "content": "园区科协成立了几家？"}]', "utf-8")
    options = ("--history", str(turns), "--lang", "en", "--as-of", "2022-04-30", "--json")
    payload = read(run(opened, "ask", "那目标是多少？", *options))
    assert payload["language"] == "en"
    assert "10 science-park associations" in payload["answer"]


def test_a_streamed_answer_comes_claim_by_claim(opened: Config) -> None:
    result = run(opened, "ask", "园区科协成立了几家？", "--json", "--stream")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(line) for line in lines] == [["claim"], ["claim"], ["answer"]]
    assert [line["claim"] for line in lines[:-1]] == lines[-1]["answer"]["claims"]
    plain = [run(opened, "ask", "园区科协成立了几家？", *extra).stdout for extra in ([], ["--stream"])]
    assert plain[0].strip() == plain[1].strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "园区科协", "--as-of", "yesterday"), "2022-04-08"),
        (("targets", "--as-of", "2022-13"), "2022-04-08"),
        (("ask", "  "), "empty"),
        (("ask", "问" * 501), "Shorten"),
        (("ask", "园区科协", "--history", "nowhere.json"), "nowhere.json"),
        (("show", "nobody"), "sources"),
        (("remove", "nobody"), "sources"),
    ],
)
def test_wrong_input_is_refused_in_one_line_that_names_the_fix(
    arguments: tuple[str, ...], said: str, opened: Config
) -> None:
    result = run(opened, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1 and said in result.stderr


@pytest.mark.parametrize("content", ["{", '{"role": "user"}', '[{"role": "system", "content": "x"}]'])
def test_a_broken_history_file_is_refused(content: str, opened: Config, tmp_path: Path) -> None:
    turns = tmp_path / "history.json"
    turns.write_text(content, "utf-8")
    result = run(opened, "ask", "园区科协", "--history", str(turns))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "history.json" in result.stderr


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "x", "--lang", "fr"), ("nonsense",)])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], opened: Config) -> None:
    assert run(opened, *arguments).exit_code == 2


def test_a_wrong_setting_is_named(opened: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "web")
    result = run(opened, "targets")
    assert result.exit_code == 2
    assert "ASSISTANT_PORT" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("ask", "园区科协"), ("targets",), ("sources",), ("show", "x"), ("remove", "x"), ("targets", "--json")],
)
def test_a_missing_index_is_exit_code_3_and_names_the_command(arguments: tuple[str, ...], tmp_path: Path) -> None:
    result = run(Config(index=tmp_path / "none"), *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1 and "python -m assistant index" in result.stderr


def test_targets_are_the_object_of_the_contract(opened: Config) -> None:
    payload = read(run(opened, "targets", "--json"))
    assert list(payload) == ["as_of", "indicators"]
    keys = ["id", "name_zh", "name_en", "unit", "target", "latest", "related", "history", "status"]
    for indicator in payload["indicators"]:
        assert list(indicator)[: len(keys)] == keys
        assert list(indicator["target"]) == ["value", "by", "citation"]
        assert list(indicator["target"]["citation"]) == CITATION_KEYS
        assert indicator["status"] in ("met", "partly", "not_reported")
        assert (indicator["latest"] is None) == (indicator["status"] == "not_reported")
        for row in indicator["related"]:
            assert {"label", "value", "date", "citation"} <= set(row)
    parks = next(one for one in payload["indicators"] if one["name_zh"] == "园区科协")
    assert {"value", "qualifier", "date", "ratio", "same_measure", "citation"} <= set(parks["latest"])
    assert (parks["latest"]["value"], parks["latest"]["ratio"], parks["latest"]["same_measure"]) == (6, 0.6, True)


def test_targets_before_the_report_have_no_progress(opened: Config) -> None:
    payload = read(run(opened, "targets", "--json", "--as-of", "2022-03"))
    assert payload["as_of"] == "2022-03"
    assert {indicator["status"] for indicator in payload["indicators"]} == {"not_reported"}


def test_sources_are_listed_with_their_origin(opened: Config, assistant: Assistant) -> None:
    rows = read(run(opened, "sources", "--json"))
    assert [row["id"] for row in rows] == [source.id for source in assistant.sources()]
    assert {"id", "title", "publisher", "published", "url", "kind", "pages", "sha256"} <= set(rows[0])


def test_show_prints_the_text_that_citations_count_in(opened: Config, assistant: Assistant) -> None:
    result = run(opened, "show", "gmw-12621-2022")
    assert result.stdout == assistant.document("gmw-12621-2022").text + "\n"


def test_doctor_reports_every_check(opened: Config) -> None:
    payload = read(run(opened, "doctor", "--json"))
    assert list(payload) == ["ok", "checks", "settings", "unknown_settings"]
    assert payload["ok"] is True
    assert all(list(check) == ["name", "ok", "detail"] for check in payload["checks"])


def test_doctor_without_an_index_is_exit_code_3(tmp_path: Path) -> None:
    result = run(Config(index=tmp_path / "none"), "doctor")
    assert result.exit_code == 3
    assert "BAD index" in result.stdout and "python -m assistant index" in result.stdout


def test_the_program_runs_as_a_module(config: Config) -> None:
    command = [sys.executable, "-m", "assistant", "--index", str(config.index), "ask", "园区科协成立了几家？", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)) == ANSWER_KEYS


def test_an_unchanged_corpus_is_up_to_date(small: Config) -> None:
    result = run(small, "index")
    assert result.exit_code == 0
    assert "up to date: 1 documents" in result.stdout


def test_bad_files_are_named_one_a_line_and_the_rest_is_indexed(first_index: tuple[Config, Result]) -> None:
    config, result = first_index
    assert result.exit_code == 2
    assert "Indexed 1 new" in result.stdout
    named = sorted(line for line in result.stderr.splitlines() if line.startswith("Not indexed"))
    assert len(named) == 2 and "broken.pdf" in named[0] and "empty.md" in named[1]
    assert [row["id"] for row in read(run(config, "sources", "--json"))] == ["gmw-12621-2022"]


def test_adding_a_report_changes_the_answers_and_removing_it_restores_them(small: Config, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(NEW_REPORT, "utf-8")

    def parks() -> Any:
        indicators = read(run(small, "targets", "--json"))["indicators"]
        return next(one for one in indicators if one["name_zh"] == "园区科协")

    added = run(small, "add", str(path))
    assert added.exit_code == 0 and "园区科协年终总结" in added.stdout
    after = parks()
    assert (after["latest"]["value"], after["latest"]["ratio"], after["status"]) == (12, 1.2, "met")
    assert [row["value"] for row in after["history"]] == [6, 12]
    assert "12家" in read(run(small, "ask", "园区科协成立了几家？", "--json"))["answer"]
    assert run(small, "remove", "mine").exit_code == 0
    assert parks()["latest"]["value"] == 6
    assert (small.corpus / "_removed" / "mine.md").exists()


@pytest.mark.parametrize("name", ["nowhere.md", "empty.md"])
def test_a_file_that_cannot_be_added_changes_nothing(name: str, small: Config, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", "utf-8")
    before = sorted(small.corpus.rglob("*"))
    result = run(small, "add", str(tmp_path / name))
    assert (result.exit_code, sorted(small.corpus.rglob("*"))) == (2, before)
    assert name in result.stderr


def test_a_corpus_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(Config(corpus=tmp_path / "nowhere", index=tmp_path / "index"), "index")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr and "--corpus" in result.stderr


def test_serve_hands_the_settings_to_the_window(opened: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Config] = []

    class Window:
        @staticmethod
        def main(config: Config) -> int:
            seen.append(config)
            return 0

    monkeypatch.setitem(sys.modules, "ui", Window)
    assert run(opened, "serve").exit_code == 0
    assert seen[0].index == opened.index


def test_corrections_by_hand_show_at_once_and_those_that_fit_nothing_are_warned_of(small: Config) -> None:
    header = "indicator,role,value,unit,qualifier,date,same_measure,document,quote,action,reason,name"
    fits = "park-associations,,7,,,,,gmw-12621-2022,已成立园区科协6家,correct,漏计一家,王芳"
    astray = "park-associations,,,,,,,gmw-12621-2022,没有这句话,drop,试一试,李强"
    (small.corpus / "ledger.csv").write_text("\n".join([header, fits, astray, ""]), "utf-8")
    indexed = run(small, "index")
    assert indexed.exit_code == 0
    assert "Warning: ledger.csv, line 3 (drop) was not applied" in indexed.stderr
    parks = next(row for row in read(run(small, "targets", "--json"))["indicators"] if row["id"] == "park-associations")
    assert (parks["latest"]["value"], parks["latest"]["overridden"]) == (7, "漏计一家 (王芳)")
    assert "人工更正：漏计一家（王芳）" in run(small, "targets").stdout


def test_targets_can_be_written_to_files(opened: Config, tmp_path: Path) -> None:
    csv_file, xlsx_file = tmp_path / "targets.csv", tmp_path / "targets.xlsx"
    assert run(opened, "targets", "--csv", str(csv_file), "--xlsx", str(xlsx_file)).exit_code == 0
    assert csv_file.read_bytes().startswith(b"\xef\xbb\xbf") and xlsx_file.read_bytes().startswith(b"PK")
    refused = run(opened, "targets", "--csv", str(tmp_path / "nowhere" / "targets.csv"))
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr
