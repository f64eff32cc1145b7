"""Runs that are interrupted and go on, and runs in several processes."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.config import ROOT, Config
from assistant.errors import UsageError
from evals.execute import Order, execute
from evals.partial import PARTIAL_FILE
from evals.report import read_records
from evals.run import Record, open_target
from evals.workers import WORTH_IT, default_workers
from tests.processes import start
from tests.scripted_run import CASES, run_killable, run_scripted, unwatched, write_set

PATIENCE_SECONDS = 60.0


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def untimed(record: Record) -> dict[str, Any]:
    payload = {name: part for name, part in (record["payload"] or {}).items() if name != "timings_ms"}
    return record | {"elapsed_ms": 0, "payload": payload}


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder in which a run was killed in the middle."""
    write_set(tmp_path / "own.jsonl")
    process = start(run_killable, tmp_path / "own.jsonl", tmp_path / "run", tmp_path / "asked", 0.05)
    wait_until(lambda: lines_of(tmp_path / "run" / PARTIAL_FILE) > 5)
    process.kill()
    process.join()
    return tmp_path


def test_a_killed_run_goes_on_where_it_stopped(killed: Path) -> None:
    kept = lines_of(killed / "run" / PARTIAL_FILE) - 1
    assert 0 < kept < CASES
    run_scripted(killed / "own.jsonl", killed / "run", killed / "asked-again")
    assert (killed / "asked-again").read_text().split() == [f"c{n}" for n in range(kept, CASES)]
    assert not (killed / "run" / PARTIAL_FILE).exists()

    run_scripted(killed / "own.jsonl", killed / "whole", killed / "asked-at-once")
    resumed, at_once = read_records(killed / "run"), read_records(killed / "whole")
    assert list(map(untimed, resumed)) == list(map(untimed, at_once))


def test_a_line_that_was_cut_off_is_asked_again(killed: Path) -> None:
    partial = killed / "run" / PARTIAL_FILE
    kept = lines_of(partial) - 1
    with partial.open("a", encoding="utf-8") as file:
        file.write('{"id": "c')
    run_scripted(killed / "own.jsonl", killed / "run", killed / "asked-again")
    assert [record["id"] for record in read_records(killed / "run")] == [f"c{n}" for n in range(CASES)]
    assert (killed / "asked-again").read_text().split()[0] == f"c{kept}"


def test_an_interrupted_run_of_other_cases_is_refused_until_told_to_begin_anew(killed: Path) -> None:
    write_set(killed / "own.jsonl", cases=3)
    with pytest.raises(UsageError, match=r"changed: question sets\. Add --fresh"):
        run_scripted(killed / "own.jsonl", killed / "run", killed / "asked-again")
    run_scripted(killed / "own.jsonl", killed / "run", killed / "asked-again", fresh=True)
    assert [record["id"] for record in read_records(killed / "run")] == ["c0", "c1", "c2"]


def test_an_interrupted_run_over_another_corpus_is_refused(killed: Path) -> None:
    (killed / "corpus").mkdir()
    (killed / "corpus" / "indicators.yaml").write_text("indicators: []", encoding="utf-8")
    with pytest.raises(UsageError, match="changed: settings"):
        run_scripted(killed / "own.jsonl", killed / "run", killed / "asked-again")


def test_the_number_of_workers_changes_no_record(small: Config, tmp_path: Path) -> None:
    write_set(tmp_path / "own.jsonl", cases=6)
    runs = []
    for workers in (1, 2):
        order = Order([tmp_path / "own.jsonl"], tmp_path / f"{workers}", small.corpus, small.index, workers)
        execute(order, open_target=open_target, watch=unwatched)
        runs.append(list(map(untimed, read_records(order.out))))
    assert runs[0] == runs[1]
    assert [record["error"] for record in runs[0]] == [None] * 6


def test_workers_end_with_the_process_that_started_them(small: Config, tmp_path: Path) -> None:
    write_set(tmp_path / "own.jsonl", cases=2_000)
    folders = ["--corpus", str(small.corpus), "--index", str(small.index), "--out", str(tmp_path / "run")]
    command = [sys.executable, "-m", "evals", "run", str(tmp_path / "own.jsonl"), "--workers", "2", *folders]
    first = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_until(lambda: lines_of(tmp_path / "run" / PARTIAL_FILE) > 5)
    workers = _children(first.pid)
    first.kill()
    first.wait()
    assert len(workers) >= 2
    wait_until(lambda: not any(map(_runs, workers)))


def test_ctrl_c_says_how_to_go_on(small: Config, tmp_path: Path) -> None:
    write_set(tmp_path / "own.jsonl", cases=2_000)
    folders = ["--corpus", str(small.corpus), "--index", str(small.index), "--out", str(tmp_path / "run")]
    command = [sys.executable, "-m", "evals", "run", str(tmp_path / "own.jsonl"), "--workers", "2", *folders]
    # What was started in the background ignores Ctrl-C, and so does all that it starts.
    listen = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    settings: dict[str, Any] = {"cwd": ROOT, "text": True, "start_new_session": True, "preexec_fn": listen}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, **settings)
    wait_until(lambda: lines_of(tmp_path / "run" / PARTIAL_FILE) > 5)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert f"--out {tmp_path / 'run'}" in said
    assert "Traceback" not in said
    header, *records = (tmp_path / "run" / PARTIAL_FILE).read_text(encoding="utf-8").splitlines()
    assert set(json.loads(header)) == {"cases", "index", "program", "settings"}
    assert len(records) >= 5


def test_few_cases_are_not_worth_a_second_process() -> None:
    assert default_workers(WORTH_IT - 1) == 1
    assert 1 <= default_workers(WORTH_IT * 1_000) <= multiprocessing.cpu_count()


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in found.split()]


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
