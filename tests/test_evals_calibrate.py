"""The confidence is fitted on one half of the cases and judged on the other."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.answering.answerable import SIGNS, WEIGHTS, chance
from evals import calibrate_command
from evals.__main__ import app
from evals.calibrate import Seen, fit_weights, held_out_measures, measures_table, see, write_weights
from evals.calibration import is_held_out
from evals.sets import Case


def case(number: int, *, answerable: bool) -> Case:
    return Case(f"case-{number}", "?", "en" if number % 3 else "zh-Hans", "event", answerable=answerable)


def seen(count: int) -> list[Seen]:
    """Answerable cases were answered, all but each tenth; what is unknown tells those apart."""
    found = []
    for number in range(count):
        answerable, answered = number % 2 == 0, number % 2 == 0 or number % 10 == 1
        signs = dict.fromkeys(SIGNS, 0.0) | {"answered": float(answered), "unknown": float(not answerable)}
        found.append(Seen(case(number, answerable=answerable), signs, 0.5))
    return found


def test_weights_follow_the_signs_and_do_not_see_the_half_that_is_held_out() -> None:
    cases = seen(200)
    fitted = fit_weights(cases)
    assert list(fitted["weights"]) == list(SIGNS)
    assert fitted["weights"]["answered"] > 0 > fitted["weights"]["unknown"]
    swapped = [
        Seen(case(number, answerable=number % 2 == 1), one.signs, 0.5) if is_held_out(one.case.id) else one
        for number, one in enumerate(cases)
    ]
    assert fit_weights(swapped) == fitted


def test_what_is_held_out_is_measured_beside_the_score_of_the_first_hit(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    write_weights(path, fit_weights(seen(200)))
    found = held_out_measures(seen(200), path)
    assert found["all"]["auroc"].count == sum(is_held_out(f"case-{number}") for number in range(200))
    assert found["all"]["auroc"].value == 1
    assert found["Chinese, score of the first hit"]["auroc"].value == 0.5
    assert "| English |" in measures_table(found)


def test_the_shipped_weights_name_every_sign_and_put_answers_above_refusals() -> None:
    nothing = dict.fromkeys(SIGNS, 0.0)
    assert set(json.loads(WEIGHTS.read_text("utf-8"))["weights"]) == set(SIGNS)
    refused, answered = chance(nothing | {"off_limits": 1.0}), chance(nothing | {"answered": 1.0, "covered": 1.0})
    assert 0 < refused < chance(nothing) < answered < 1


def test_a_case_is_asked_with_its_history() -> None:
    one = Case("a", "?", "en", "event", history=())
    answer: Any = SimpleNamespace(signs={"answered": 1.0}, hits=())
    (found,) = see([one], lambda asked: answer if asked is one else pytest.fail("another case"))
    assert (found.signs, found.first_score, found.answerable) == ({"answered": 1.0}, 0.0, True)


def test_the_command_prints_and_writes_only_when_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"lang": "en", "kind": "event", "gold_figures": [], "source_ids": []}
    lines = [
        json.dumps(line | {"id": f"case-{number}", "question": "?", "answerable": number % 2 == 0})
        for number in range(20)
    ]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), "utf-8")
    weights = tmp_path / "weights.json"

    def ask(_question: str, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(signs=dict.fromkeys(SIGNS, 0.0), hits=())

    monkeypatch.setattr("assistant.wiring.open_assistant", lambda _config: SimpleNamespace(ask=ask))
    monkeypatch.setattr(calibrate_command, "WEIGHTS", weights)
    result = CliRunner().invoke(app, ["calibrate", str(tmp_path / "set.jsonl")])
    assert (result.exit_code, weights.exists()) == (0, False), result.output
    assert "held out" in result.output
    result = CliRunner().invoke(app, ["calibrate", str(tmp_path / "set.jsonl"), "--json", "--write"])
    assert result.exit_code == 0, result.output
    assert set(json.loads(weights.read_text("utf-8"))) == {"weights", "offset"}
