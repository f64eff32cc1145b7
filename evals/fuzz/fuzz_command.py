"""The command `python -m evals fuzz`: a number and a seed in; a table of what every target made of its inputs out."""

import json
import platform
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from assistant.command import says_what_is_wrong
from assistant.errors import UsageError
from evals.fuzz.campaign import Tally, Target, keep_inputs, run_target
from evals.fuzz.guided import run_guided
from evals.fuzz.mutate import damaged
from evals.fuzz.targets import TARGETS

FAULTS = Path(__file__).parents[1] / "runs" / "fuzz"
_NOTED = ("hypothesis", "lxml", "openpyxl", "pypdf", "python-docx", "trafilatura")


@says_what_is_wrong
def fuzz_command(
    executions: Annotated[int, typer.Option(min=1, help="Inputs in all; fast targets get most.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same number gives the same inputs.")] = 1,
    target: Annotated[list[str] | None, typer.Option(help="Only this target; may be repeated.")] = None,
    guided: Annotated[bool, typer.Option("--guided", help="Let atheris look for new paths (extra [fuzz]).")] = False,
    faults: Annotated[Path, typer.Option(help="Folder for inputs that were not handled.")] = FAULTS,
    out: Annotated[Path | None, typer.Option(help="Write the counts here as JSON.")] = None,
) -> None:
    """Feed damaged inputs to everything that reads what strangers write; exit with 1 when any is not handled."""
    chosen = chosen_targets(target)
    tallies = []
    for one, count in zip(chosen, shares(chosen, executions), strict=True):
        with tempfile.TemporaryDirectory() as folder:
            if guided:
                tally = run_guided(one, count, seed, Path(folder))
            else:
                inputs = damaged(one.seeds(), one.words, Random(f"{seed} {one.name}"))
                tally = run_target(one, inputs, count, Path(folder))
        tallies.append(tally)
        typer.echo(line_of(tally))
        for kind, name in keep_inputs(tally, faults).items():
            fault = tally.faults[kind]
            typer.echo(f"  {fault.count} x {fault.error!r} at {fault.where}: {faults / name}", err=True)
        if out is not None:  # anew after each target, so that a campaign of hours can be watched and cut short
            _write(payload(tallies, seed=seed, guided=guided), out)
    unhandled = sum(tally.unhandled for tally in tallies)
    typer.echo(f"{sum(tally.executions for tally in tallies)} executions, {unhandled} unhandled.")
    if unhandled:
        raise typer.Exit(1)


def _write(told: dict[str, Any], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n", encoding="utf-8")


def chosen_targets(names: list[str] | None) -> list[Target]:
    """Return the targets with these names, all for none; UsageError lists those that there are."""
    unknown = sorted(set(names or ()) - {one.name for one in TARGETS})
    if unknown:
        known = ", ".join(one.name for one in TARGETS)
        raise UsageError(f"There is no target {unknown[0]!r}. Choose from {known}.")
    return [one for one in TARGETS if not names or one.name in names]


def shares(targets: list[Target], executions: int) -> list[int]:
    """Divide the executions by the shares of the targets; what rounding leaves goes to the first, and none gets 0."""
    whole = sum(one.share for one in targets)
    counts = [max(1, int(executions * one.share / whole)) for one in targets]
    counts[0] += max(0, executions - sum(counts))
    return counts


def line_of(tally: Tally) -> str:
    """Return what became of a target as a line of the table."""
    return (
        f"{tally.target:14}{tally.executions:9} executions{tally.refused:9} refused{tally.unhandled:6} unhandled"
        f"{tally.seconds:9.1f} s{1000 * tally.slowest_seconds:9.0f} ms at most"
    )


def payload(tallies: list[Tally], *, seed: int, guided: bool) -> dict[str, Any]:
    """Return the counts of a campaign with all that is needed to repeat it."""
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "seed": seed,
        "guided": guided,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _NOTED}},
        "executions": sum(tally.executions for tally in tallies),
        "unhandled": sum(tally.unhandled for tally in tallies),
        "targets": [
            {
                "target": tally.target,
                "executions": tally.executions,
                "refused": tally.refused,
                "unhandled": tally.unhandled,
                "seconds": round(tally.seconds, 1),
                "slowest_ms": round(1000 * tally.slowest_seconds),
                "faults": [
                    {"error": one.error, "where": one.where, "count": one.count} for one in tally.faults.values()
                ],
            }
            for tally in tallies
        ],
    }
