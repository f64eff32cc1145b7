"""The report page and the Markdown of a pull request, from small runs."""

import json
from pathlib import Path

from typer.testing import CliRunner

from evals.__main__ import app
from evals.gate import floors_of, pin
from evals.report import write_run
from evals.report_data import page_data
from evals.report_markdown import MOST_BYTES, MOST_NAMED, pull_request_markdown
from evals.report_page import safe_json, to_page
from tests.report_sample import AFTER, BEFORE, HOSTILE, QUOTE, RIGHT, TEXT, WRONG, judged_run, run_of

NO_BASELINE = Path("no-such-baseline.json")


def test_the_page_holds_the_data_unharmed_and_no_text_of_a_case_as_html() -> None:
    data = page_data(*run_of(AFTER), baseline=NO_BASELINE, before=None)
    page = to_page(data)
    assert HOSTILE not in page
    assert page.count("</script>") == 2
    embedded = page.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(embedded) == data


def test_a_quote_is_shown_in_its_passage_which_is_stored_once() -> None:
    data = page_data(*run_of(AFTER), baseline=NO_BASELINE, before=None)
    [citation] = data["records"][0]["claims"][0]["citations"]
    assert (citation["quote"], data["passages"]) == (QUOTE, [TEXT])
    assert data["passages"][citation["passage"]] == TEXT


def test_a_comparison_names_wins_losses_and_the_answer_before() -> None:
    data = page_data(*run_of(AFTER), baseline=NO_BASELINE, before=run_of(BEFORE)[1])
    parks, _, goal = data["records"]
    assert parks["won"] and not parks["lost"] and parks["old"] == BEFORE["parks"]
    assert "errors" in goal["lost"]


def test_each_case_says_in_which_stage_it_became_different_first() -> None:
    data = page_data(*run_of(AFTER), baseline=NO_BASELINE, before=run_of(BEFORE)[1])
    assert {row["id"]: row["why"] for row in data["records"]} == {"parks": "generation", "evil": None, "goal": "crash"}
    alone = page_data(*run_of(AFTER), baseline=NO_BASELINE, before=None)
    assert {row["why"] for row in alone["records"]} == {None}


def test_the_opinion_of_a_judge_stands_beside_that_of_the_metrics() -> None:
    data = page_data(*judged_run(BEFORE, RIGHT, "It seems fine to me."), baseline=NO_BASELINE, before=None)
    assert data["judge"]["failed"] == {"unreadable": 1}
    parks, evil, goal = (row["judge"] for row in data["records"])
    assert (parks, evil) == ({"right": True, "why": "agrees", "metrics": False}, None)
    assert goal == {"failed": "unreadable"}
    assert page_data(*run_of(BEFORE), baseline=NO_BASELINE, before=None)["judge"] is None


def test_markdown_says_how_far_a_judge_agrees_and_where_it_does_not() -> None:
    text = pull_request_markdown(*judged_run(BEFORE, RIGHT, WRONG), baseline=NO_BASELINE)
    assert "Model judge: right 50.0" in text
    assert "It disagrees on 1: parks." in text
    garbage = pull_request_markdown(*judged_run(BEFORE, "<b>yes</b> @all"), baseline=NO_BASELINE)
    assert "Model judge: right –; agrees with the metrics –, kappa –; no verdict: unreadable 2." in garbage
    assert "It disagrees" not in garbage
    assert "Model judge" not in pull_request_markdown(*run_of(BEFORE), baseline=NO_BASELINE)


def test_markdown_names_some_of_many_disagreements() -> None:
    summary, records = judged_run(BEFORE, RIGHT)
    many = [record | {"id": f"{record['id']}-{n}"} for n in range(MOST_NAMED + 3) for record in records[:1]]
    assert f"It disagrees on {MOST_NAMED + 3}: " in (text := pull_request_markdown(summary, many, baseline=NO_BASELINE))
    assert "and 3 more." in text


def test_the_gate_is_told_from_floors_of_the_same_sets_only(tmp_path: Path) -> None:
    good, _ = run_of(BEFORE | AFTER)
    bad, records = run_of(AFTER)
    baseline = tmp_path / "baseline.json"
    good["sets"] = [str(tmp_path / "own.jsonl")]
    pin(good, path=baseline, run_name="good", reason=None)
    gate = page_data(bad, records, baseline=baseline, before=None)["gate"]
    assert gate["state"] == "fell" and any("errors" in fall for fall in gate["falls"])
    assert gate["floors"] == floors_of(good)
    other = bad | {"digest": "other"}
    assert page_data(other, records, baseline=baseline, before=None)["gate"]["state"] == "other_sets"


def test_metrics_and_stages_that_nobody_knows_yet_are_kept() -> None:
    summary, records = run_of(AFTER)
    summary["metrics"]["all"]["brand_new"] = {"value": 0.5, "low": 0.4, "high": 0.6, "count": 3}
    records[0]["stage"] = "retrieval"
    data = page_data(summary, records, baseline=NO_BASELINE, before=None)
    assert data["metrics"]["all"]["brand_new"]["value"] == 0.5
    assert data["records"][0]["stage"] == "retrieval"
    assert "| brand\\_new | 50.0" in pull_request_markdown(summary, records, baseline=NO_BASELINE)


def test_separators_and_lone_surrogates_are_safe_in_json() -> None:
    assert json.loads(safe_json("\u2028\u2029&")) == "\u2028\u2029&"
    assert "\u2028" not in safe_json("\u2028")
    safe_json("\ud800").encode()


def test_markdown_starts_with_the_verdict_and_folds_losses_and_wins() -> None:
    text = pull_request_markdown(*run_of(AFTER), run_of(BEFORE)[1], baseline=NO_BASELINE)
    assert text.startswith("⚠️ **Gate not decided**")
    assert text.index("<summary>Losses: 1<") < text.index("<summary>Wins: 1<")
    assert "KeyError" in text


def test_markdown_escapes_what_cases_hold() -> None:
    text = pull_request_markdown(*run_of({"parks": "园区科协成立5家。"}), baseline=NO_BASELINE)
    evil = next(line for line in text.splitlines() if line.startswith("- **evil**"))
    assert not any(sign in evil.replace("\\<", "").replace("\\[", "") for sign in ("<", "[", "@", " #"))


def test_markdown_of_many_cases_fits_and_says_how_many_it_left_out() -> None:
    summary, records = run_of({"parks": "x"})
    many = [record | {"id": f"{record['id']}-{n}"} for n in range(500) for record in records]
    text = pull_request_markdown(summary, many, baseline=NO_BASELINE)
    shown = text.count("\n- **")
    assert len(text.encode()) <= MOST_BYTES
    assert f"and {sum(bool(record['misses']) for record in many) - shown} more" in text


def test_the_command_writes_page_and_markdown(tmp_path: Path) -> None:
    write_run(tmp_path / "one", *run_of(BEFORE))
    write_run(tmp_path / "two", *run_of(AFTER))
    assert (tmp_path / "two" / "report.html").is_file()
    out, markdown = tmp_path / "new" / "page.html", tmp_path / "new" / "comment.md"
    arguments = ["report", str(tmp_path / "two"), "--before", str(tmp_path / "one"), "--out", str(out)]
    result = CliRunner().invoke(app, [*arguments, "--markdown", str(markdown)])
    assert result.exit_code == 0, result.output
    assert BEFORE["parks"] in out.read_text(encoding="utf-8")
    assert "<details>" in markdown.read_text(encoding="utf-8")


def test_the_command_names_the_fix_without_a_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert result.exit_code == 2
    assert "evals run" in result.stderr
