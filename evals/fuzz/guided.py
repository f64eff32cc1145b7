"""A target in; the same tally out, of inputs that atheris makes by watching which lines of our code they reach."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import UsageError
from evals.fuzz.campaign import Fault, Tally, Target

_SECONDS_PER_EXECUTION = 1.0
_ROOT = Path(__file__).parents[2]


def run_guided(target: Target, executions: int, seed: int, folder: Path) -> Tally:
    """Run a target under atheris in another process, as libFuzzer ends the one that it runs in."""
    if find_spec("atheris") is None:
        raise UsageError("--guided needs atheris. Run `pip install -c constraints.txt '.[fuzz]'`, or leave it out.")
    result = folder / "tally.json"
    command = [sys.executable, "-m", "evals.fuzz.guided_worker", target.name, str(executions), str(seed), str(folder)]
    limit = 120 + executions * _SECONDS_PER_EXECUTION
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=limit, check=False)
    if not result.exists():
        raise UsageError(f"atheris ended without a result: {done.stderr.decode(errors='replace')[-500:]}")
    return tally_of(json.loads(result.read_text(encoding="utf-8")))


def tally_of(told: dict[str, object]) -> Tally:
    """Return what a worker wrote as a tally."""
    fields = {name: told[name] for name in ("target", "executions", "refused", "seconds", "slowest_seconds")}
    tally = Tally(**fields)  # type: ignore[arg-type]
    listed = told["faults"]
    assert isinstance(listed, list)
    for error, where, count, shortest in listed:
        kind = (error.split(":")[0], where)
        tally.faults[kind] = Fault(error, where, count, bytes.fromhex(shortest))
    return tally
