"""Chosen sets to a run in a process of its own: one at a time, watched through its files, stopped by a signal."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from assistant.config import ROOT
from evals.partial import PARTIAL_FILE, read_on
from evals.report import SUMMARY_FILE, read_summary
from evals.sets import load_sets

_LOG = "run.log"
_NICE = 10
"""Questions of visitors go first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the newest run is; ``why`` is the last line that a failed one said."""

    state: Literal["idle", "starting", "running", "finished", "stopped", "failed"]
    name: str = ""
    done: int = 0
    total: int = 0
    misses: int = 0
    why: str = ""

    @property
    def active(self) -> bool:
        """True while a run is going on."""
        return self.state in ("starting", "running")


@dataclass(slots=True)
class _Run:
    folder: Path
    process: "subprocess.Popen[bytes]"
    total: int
    stopped: bool = False
    offset: int = 0
    done: int = 0
    misses: int = 0

    def read_on(self) -> None:
        """Count what was recorded since the last look."""
        records, self.offset = read_on(self.folder, self.offset)
        self.done += len(records)
        self.misses += sum(bool(record["misses"]) for record in records)


class Runner:
    """Starts runs into folders beneath ``runs``; safe to use from several threads."""

    def __init__(self, runs: Path, corpus: Path, index: Path) -> None:
        self.runs = runs
        self._corpus = corpus
        self._index = index
        self._lock = Lock()
        self._run: _Run | None = None

    def start(self, sets: list[Path]) -> bool:
        """Start a run over the sets and return True, False when one is going on; UsageError for a faulty set."""
        total = len(load_sets(sets))
        with self._lock:
            if self._run is not None and self._run.process.poll() is None:
                return False
            folder = self._new_folder()
            # One worker leaves the other cores to the window.
            command = [sys.executable, "-m", "evals", "run", *map(str, sets), "--out", str(folder), "--workers", "1"]
            command += ["--corpus", str(self._corpus), "--index", str(self._index), "--json"]
            with (folder / _LOG).open("wb") as log:  # The process has a handle of its own.
                process = subprocess.Popen(
                    ["nice", "-n", str(_NICE), *command] if shutil.which("nice") else command,
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                )
            self._run = _Run(folder, process, total)
            return True

    def stop(self) -> None:
        """End the run that is going on; what it asked is thrown away."""
        with self._lock:
            if self._run is None or self._run.process.poll() is not None:
                return
            self._run.stopped = True
            self._run.process.kill()
            self._run.process.wait()
            self._run.read_on()
            shutil.rmtree(self._run.folder)

    def progress(self) -> Progress:
        """Return how far the newest run is."""
        with self._lock:
            if self._run is None:
                return Progress("idle")
            return _progress(self._run)

    def _new_folder(self) -> Path:
        name = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        taken = sum(1 for folder in self.runs.glob(f"{name}*")) if self.runs.exists() else 0
        folder = self.runs / (f"{name}-{taken}" if taken else name)
        folder.mkdir(parents=True)
        return folder


def _progress(run: _Run) -> Progress:
    name, total = run.folder.name, run.total
    if run.stopped:
        return Progress("stopped", name, run.done, total)
    if (run.folder / SUMMARY_FILE).exists() and run.process.poll() is not None:
        return Progress("finished", name, total, read_summary(run.folder)["cases"])
    if run.process.poll() is not None:
        said = (run.folder / _LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return Progress("failed", name, 0, total, why=said[-1] if said else f"{run.process.returncode}")
    if not (run.folder / PARTIAL_FILE).exists():
        return Progress("starting", name, 0, total)
    run.read_on()
    return Progress("running", name, run.done, total, run.misses)
