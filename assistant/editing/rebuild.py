"""A changed corpus in; a new build of its index out, made by another process and watched line by line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.config import ROOT
from assistant.errors import AssistantError

_NICE = 5
"""Questions of visitors go first."""

Watch = Callable[[str, int, int], None]
"""Hears the step that the build is at, how much of it is done, and how much there is; 0 of 0 when nobody knows."""
Rebuild = Callable[[Path, Path, Watch], "Outcome"]


class RebuildError(AssistantError):
    """The build did not succeed; the index is as it was. ``busy`` tells that another process was building."""

    def __init__(self, why: str, *, busy: bool = False) -> None:
        super().__init__(why)
        self.busy = busy


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents of the new build, and the files that are not in it with the reason of each."""

    documents: int
    failures: dict[str, str]


def rebuild(corpus: Path, index: Path, watch: Watch) -> Outcome:
    """Bring the index up to date; raises RebuildError."""
    command = [sys.executable, "-m", "assistant.editing.worker", str(corpus), str(index)]
    with subprocess.Popen(
        ["nice", "-n", str(_NICE), *command] if shutil.which("nice") else command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        told: dict[str, object] = {}
        for line in process.stdout:
            told = json.loads(line)
            if "step" in told:
                watch(str(told["step"]), int(str(told["done"])), int(str(told["total"])))
    if "error" in told:
        raise RebuildError(str(told["error"]), busy=told["kind"] == "IndexBusyError")
    if "documents" not in told:
        raise RebuildError(f"The build ended with {process.returncode}. Run `python -m assistant index` to see why.")
    failures = told["failures"]
    assert isinstance(failures, list)
    return Outcome(int(str(told["documents"])), dict(failures))
