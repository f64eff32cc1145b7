"""The name of a module and its work as JSON in; what it printed out, done in a process of its own.

So the work of those who visit a server is not counted as the server's.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from assistant.config import ROOT
from evals.benchmark.retrieval_worker import RetrieverFailedError


def done_elsewhere(module: str, work: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
    """Run a module with its work on stdin and return the object on its stdout; RetrieverFailedError when it fails."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", module],
        input=json.dumps(work),
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise RetrieverFailedError("window", module.rpartition(".")[2], lines[-1])
    told: dict[str, Any] = json.loads(done.stdout)
    return told
