"""A run says what its answers took of a model, and what they cost when all of that is known."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.config import Config
from evals.__main__ import app
from evals.report import read_summary
from evals.report_details import details_text
from evals.usage import usage_of
from tests.chat_server import chat_server

CASE = {
    "id": "window",
    "question": "秦创原总窗口设在哪里？",
    "lang": "zh",
    "kind": "explain",
    "gold_figures": [],
    "source_ids": [],
}


def _record(cost: float | None, *, estimated: bool = False, cached: int = 0) -> dict[str, Any]:
    usage = {"requests": 1, "cached": cached, "tokens_in": 100, "tokens_out": 10, "estimated": estimated}
    return {"payload": {"usage": {**usage, "cost": cost, "currency": "" if cost is None else "CNY"}}}


def test_tokens_and_costs_are_summed_over_the_answers_that_took_any() -> None:
    without: list[dict[str, Any]] = [{"payload": None}, {"payload": {}}]
    assert usage_of([_record(0.1), *without, _record(0.2, estimated=True, cached=1)]) == {
        "answers": 2,
        "requests": 2,
        "cached": 1,
        "tokens_in": 200,
        "tokens_out": 20,
        "estimated": True,
        "cost": 0.3,
        "currency": "CNY",
    }


def test_a_sum_with_an_unknown_cost_is_unknown() -> None:
    usage = usage_of([_record(0.1), _record(None)])
    assert usage is not None and (usage["cost"], usage["currency"]) == (None, "")


def test_a_run_without_a_model_has_none() -> None:
    assert usage_of([{"payload": {}}, {"payload": None}]) is None


def test_a_run_in_the_words_of_a_model_says_what_it_took(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(CASE), encoding="utf-8")
    with chat_server("NO ANSWER") as server:
        server.tokens = (1_000, 50)
        for name, value in {"MODEL": "openai:m", "BASE_URL": server.url, "PRICE_IN": "2", "PRICE_OUT": "8"}.items():
            monkeypatch.setenv(f"ASSISTANT_CHAT_{name}", value)
        arguments = ["run", str(tmp_path / "set.jsonl"), "--index", str(config.index), "--out", str(tmp_path / "run")]
        result = CliRunner().invoke(app, [*arguments, "--mode", "model"])
    assert result.exit_code == 0, result.output
    summary = read_summary(tmp_path / "run")
    assert (summary["usage"]["tokens_in"], summary["usage"]["cost"]) == (1_000, 0.0024)
    told = "\n".join(details_text(summary))
    assert "Taken of the model" in told and "0.0024 CNY" in told
