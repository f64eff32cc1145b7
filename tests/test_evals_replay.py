"""Runs of a model are recorded, and what was recorded goes through parsing and verification again, offline."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.config import Config
from assistant.errors import UsageError
from evals.__main__ import app
from evals.replay import Recording, read_recording
from evals.script import script_of
from tests.chat_server import chat_server

CASES = [
    {"id": "window", "question": "秦创原总窗口设在哪里？", "lang": "zh", "kind": "explain", "answerable": True,
     "gold_figures": [], "source_ids": []},
    {"id": "parks", "question": "园区科协成立了几家？", "lang": "zh", "kind": "progress", "answerable": True,
     "gold_figures": ["6"], "source_ids": []},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    return tmp_path


def run(folder: Path, config: Config, *options: str) -> Any:
    """Run the two cases with options."""
    arguments = ["run", str(folder / "set.jsonl"), "--index", str(config.index), "--out", str(folder / "run")]
    return CliRunner().invoke(app, [*arguments, *options])


def records(folder: Path) -> dict[str, Any]:
    """Return the payloads and errors of the run by case."""
    lines = (folder / "run" / "cases.jsonl").read_text("utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def test_a_dry_run_writes_the_prompts_of_the_cases_that_a_model_is_asked_for(folder: Path, config: Config) -> None:
    result = run(folder, config, "--mode", "model", "--record", str(folder / "prompts.jsonl"), "--dry-run")
    assert result.exit_code == 0, result.output
    (entry,) = map(json.loads, (folder / "prompts.jsonl").read_text("utf-8").splitlines())
    assert list(entry) == ["id", "prompt", "reply"]
    assert (entry["id"], entry["reply"]) == ("window", "")
    assert [message["role"] for message in entry["prompt"]] == ["system", "user"]
    assert "秦创原总窗口设在哪里？" in entry["prompt"][1]["content"]


def test_a_reply_that_is_put_in_is_verified_like_one_of_a_model(folder: Path, config: Config) -> None:
    file = folder / "prompts.jsonl"
    run(folder, config, "--mode", "model", "--record", str(file), "--dry-run")
    entry = json.loads(file.read_text("utf-8"))
    quote = records(folder)["window"]["payload"]["claims"][0]["citations"][0]["quote"]
    marks = "".join(f"{quote}[{number}]" for number in range(1, 11))
    file.write_text(json.dumps({**entry, "reply": f"{marks}园区科协共有9999家。[1]"}), encoding="utf-8")
    result = run(folder, config, "--mode", "model", "--replay", str(file))
    assert result.exit_code == 0, result.output
    payload = records(folder)["window"]["payload"]
    assert payload["mode"] == "model"
    assert payload["claims"][0]["text"] == quote
    assert "9999" not in json.dumps(payload, ensure_ascii=False)
    assert records(folder)["parks"]["payload"]["mode"] == "ledger"


def test_a_reply_to_other_passages_is_judged_by_those_of_now(folder: Path, config: Config) -> None:
    file = folder / "prompts.jsonl"
    run(folder, config, "--mode", "model", "--record", str(file), "--dry-run")
    entry = json.loads(file.read_text("utf-8"))
    quote = records(folder)["window"]["payload"]["claims"][0]["citations"][0]["quote"]
    entry["prompt"][1]["content"] = entry["prompt"][1]["content"].replace("秦创原", "秦创园")
    said = "".join(f"{quote}[{number}]" for number in range(1, 11)) + "总窗口有8888人。[1]"
    file.write_text(json.dumps({**entry, "reply": said}), encoding="utf-8")
    run(folder, config, "--mode", "model", "--replay", str(file))
    payload = records(folder)["window"]["payload"]
    assert payload["mode"] == "model"
    assert payload["claims"][0]["text"] == quote
    assert "8888" not in json.dumps(payload, ensure_ascii=False)


def test_of_several_replies_under_the_same_rules_none_is_guessed() -> None:
    recording = Recording()
    for text in ("one", "two"):
        recording.add("case", [{"role": "system", "content": "rules"}, {"role": "user", "content": text}], text)
    asked = [{"role": "system", "content": "rules"}, {"role": "user", "content": "two"}]
    assert recording.reply_to("case", asked) == "two"
    assert recording.reply_to("case", [asked[0], {"role": "user", "content": "three"}]) is None
    assert recording.reply_to("other", asked) is None


def test_a_prompt_that_was_not_recorded_is_an_error_of_its_case(folder: Path, config: Config) -> None:
    (folder / "none.jsonl").write_text("", encoding="utf-8")
    run(folder, config, "--mode", "model", "--replay", str(folder / "none.jsonl"))
    assert "Record the run anew" in records(folder)["window"]["error"]
    assert records(folder)["parks"]["error"] is None


def test_what_a_model_says_is_recorded(folder: Path, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server("NO ANSWER") as server:
        monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "openai:m")
        monkeypatch.setenv("ASSISTANT_CHAT_BASE_URL", server.url)
        run(folder, config, "--mode", "model", "--record", str(folder / "said.jsonl"))
    recording = read_recording(folder / "said.jsonl")
    assert list(recording.replies.values()) == ["NO ANSWER"]


def test_cases_with_one_question_are_recorded_and_counted_each_for_itself(
    folder: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = [{**CASES[0], "id": name} for name in ("first", "second")]
    (folder / "set.jsonl").write_text("".join(json.dumps(case) + "\n" for case in twice), encoding="utf-8")
    with chat_server("NO ANSWER") as server:
        server.tokens = (25, 15)
        monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "openai:m")
        monkeypatch.setenv("ASSISTANT_CHAT_BASE_URL", server.url)
        run(folder, config, "--mode", "model", "--record", str(folder / "said.jsonl"))
    assert [case for case, _ in read_recording(folder / "said.jsonl").replies] == ["first", "second"]
    counted = [record["payload"]["usage"] for record in records(folder).values()]
    assert [(one["tokens_in"], one["tokens_out"], one["estimated"]) for one in counted] == 2 * [(25, 15, False)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--replay", "x.jsonl"), "--mode model"),
        (("--mode", "model", "--dry-run"), "--record"),
        (("--mode", "model", "--replay", "x.jsonl", "--record", "y.jsonl"), "replays or records"),
        (("--mode", "model", "--replay", "nowhere.jsonl"), "cannot be read"),
        (("--mode", "model"), "ASSISTANT_CHAT_MODEL"),
    ],
)
def test_options_that_do_not_fit_are_refused_with_the_fix(
    folder: Path, config: Config, options: tuple[str, ...], said: str
) -> None:
    result = run(folder, config, *options)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a", "reply": ""}', '{"id": "a", "prompt": [1], "reply": ""}'])
def test_a_line_that_is_no_reply_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl:2"):
        read_recording(tmp_path / "bad.jsonl")


def test_a_run_as_configured_has_no_script() -> None:
    assert script_of(None, None, None, dry_run=False) is None
