"""Damaged inputs: every target takes its good ones, counts are right, and a small campaign finds nothing."""

import json
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from assistant.errors import UsageError
from evals.__main__ import app
from evals.fuzz import fuzz_command
from evals.fuzz.campaign import Run, Tally, Target, keep_inputs, run_target
from evals.fuzz.fuzz_command import shares
from evals.fuzz.guided import run_guided, tally_of
from evals.fuzz.mutate import LONGEST, damaged
from evals.fuzz.targets import TARGETS

SLOW = ("question", "request", "model", "address", "index", "pdf", "html", "docx-xml", "indicators")
"""Targets that get fewer inputs here: they build an index first, or take tens of milliseconds for each."""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_target_takes_its_good_inputs_and_survives_damaged_ones(target: Target, tmp_path: Path) -> None:
    good = run_target(target, target.seeds(), 3, tmp_path)
    assert (good.unhandled, [fault.error for fault in good.faults.values()]) == (0, [])
    if target.name != "index":  # its inputs are damages
        assert good.refused < good.executions
    inputs = damaged(target.seeds(), target.words, Random(f"7 {target.name}"))
    (tmp_path / "again").mkdir()
    tally = run_target(target, inputs, 10 if target.name in SLOW else 150, tmp_path / "again")
    assert [(fault.error, fault.where) for fault in tally.faults.values()] == []


def broken(_: Path) -> Run:
    def run(data: bytes) -> None:
        if data == b"refused":
            raise UsageError("no")
        if data.startswith(b"bad"):
            raise ValueError(data.decode())

    return run


BROKEN = Target("broken", 1.0, broken, lambda: (b"good",))


def test_refusals_and_faults_are_told_apart_and_the_shortest_input_is_kept(tmp_path: Path) -> None:
    tally = run_target(BROKEN, [b"good", b"refused", b"bad long", b"bad", b"bad again", b"never fed"], 5, tmp_path)
    assert (tally.executions, tally.refused, tally.unhandled) == (5, 1, 3)
    ((kind, name),) = keep_inputs(tally, tmp_path / "kept").items()
    assert kind[0] == "ValueError" and "test_evals_fuzz.py" in kind[1]
    assert (tmp_path / "kept" / name).read_bytes() == b"bad"


def test_an_input_that_takes_too_long_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.fuzz.campaign.SLOWEST_SECONDS", 0.05)

    def endless(_: Path) -> Run:
        def run(data: bytes) -> None:
            while True:
                pass

        return run

    tally = run_target(Target("endless", 1.0, endless, tuple), [b""], 1, tmp_path)
    assert [fault.error.split(":")[0] for fault in tally.faults.values()] == ["TooSlowError"]


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others() -> None:
    def some(seed: int) -> list[bytes]:
        inputs = damaged((b"abcdef" * 9,), (b"word",), Random(seed))
        return [next(inputs) for _ in range(300)]

    assert some(1) == some(1) != some(2)
    assert len(set(some(1))) > 250 and max(map(len, some(1))) <= LONGEST


def test_all_executions_are_given_out_and_every_target_gets_one() -> None:
    counts = shares(list(TARGETS), 1_000_000)
    assert sum(counts) == 1_000_000 and min(counts) > 200
    assert min(shares(list(TARGETS), 10)) == 1


def test_the_command_writes_what_it_counted_and_fails_when_something_is_not_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad(_: Path) -> Run:
        def run(data: bytes) -> None:
            raise KeyError("x")

        return run

    both = (BROKEN, Target("bad", 1.0, bad, lambda: (b"x",)))
    monkeypatch.setattr(fuzz_command, "TARGETS", both)
    options = ["fuzz", "--executions", "20", "--faults", str(tmp_path / "faults"), "--out", str(tmp_path / "a.json")]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 1 and "20 executions" in result.output
    told = json.loads((tmp_path / "a.json").read_text())
    counts = {one["target"]: one["unhandled"] for one in told["targets"]}
    assert told["executions"] == 20 and counts == {"broken": 0, "bad": 10}
    assert len(list((tmp_path / "faults").iterdir())) == 1
    good = CliRunner().invoke(app, ["fuzz", "--executions", "20", "--target", "broken"])
    assert good.exit_code == 0
    unknown = CliRunner().invoke(app, ["fuzz", "--target", "nothing"])
    assert unknown.exit_code == 2 and "Choose from" in unknown.output


def test_an_empty_tally_has_no_faults() -> None:
    assert Tally("x").unhandled == 0


def test_what_another_process_counted_comes_back_as_it_was() -> None:
    faults = [["KeyError: 'x'", "assistant/a.py:1", 3, b"\xff\0".hex()]]
    told = {"target": "reply", "executions": 9, "refused": 2, "seconds": 0.5, "slowest_seconds": 0.1, "faults": faults}
    tally = tally_of(told)
    assert (tally.target, tally.executions, tally.refused, tally.unhandled) == ("reply", 9, 2, 3)
    assert tally.faults["KeyError", "assistant/a.py:1"].shortest == b"\xff\0"


def test_without_atheris_the_fix_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("evals.fuzz.guided.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"\[fuzz\]"):
        run_guided(BROKEN, 1, 1, tmp_path)


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris, of the extra [fuzz], is not installed")
@pytest.mark.parametrize("name", ["reply", "small"])  # The second one knows no words.
def test_atheris_feeds_as_many_inputs_as_it_is_told_to(name: str, tmp_path: Path) -> None:
    (target,) = (target for target in TARGETS if target.name == name)
    tally = run_guided(target, 300, 1, tmp_path)
    assert (tally.executions, tally.unhandled) == (300, 0)
