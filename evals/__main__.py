"""Command line of the evaluation: `python -m evals run | compare | gate | pin | from-feedback | benchmark`."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.command import says_what_is_wrong
from evals.benchmark.cli import app as benchmark
from evals.compare import compare_runs, comparison_text
from evals.feedback import draft_cases
from evals.gate import BASELINE, check_same_sets, falls, pin, pinned_sets, read_baseline
from evals.report import read_records, read_summary, to_terminal, write_run
from evals.run import Record, describe, evaluate, open_target
from evals.sets import load_sets, set_files

HERE = Path(__file__).parent
SETS = HERE / "sets"
RUNS = HERE / "runs"

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure answers, compare runs, guard the level.")
app.add_typer(benchmark, name="benchmark")

Corpus = Annotated[Path | None, typer.Option(help="Another corpus folder.")]
Index = Annotated[Path | None, typer.Option(help="Another index folder.")]
BaselineFile = Annotated[Path, typer.Option(help="The pinned floors.")]


@app.command("run")
@says_what_is_wrong
def run_command(
    sets: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of cases; the shipped ones without.")
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the run; else evals/runs/<time>.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Ask every case, score the answers, store the run and print the table."""
    folder, summary = _run(sets or [SETS], corpus, index, out)
    typer.echo(json.dumps(summary, ensure_ascii=False) if as_json else to_terminal(summary))
    typer.echo(f"Stored in {folder}", err=True)


@app.command("compare")
@says_what_is_wrong
def compare_command(run_a: Path, run_b: Path) -> None:
    """Say which cases RUN_B won and lost against RUN_A, and by how much each metric moved."""
    after = read_records(run_b)
    typer.echo(comparison_text(compare_runs(read_records(run_a), after), after))


@app.command("gate")
@says_what_is_wrong
def gate_command(
    run: Annotated[Path | None, typer.Argument(help="A stored run; without, the pinned sets are run now.")] = None,
    corpus: Corpus = None,
    index: Index = None,
    out: Annotated[Path | None, typer.Option(help="Folder for a new run.")] = None,
    baseline: BaselineFile = BASELINE,
) -> None:
    """Exit with 1 and name what fell when a run is worse than the pinned floors."""
    pinned = read_baseline(baseline)
    summary = read_summary(run) if run else _run(pinned_sets(pinned, baseline), corpus, index, out)[1]
    check_same_sets(summary, pinned)
    fallen = falls(summary, pinned["floors"], noise=float(pinned["noise"]))
    for fall in fallen:
        typer.echo(f"fell: {fall}", err=True)
    if fallen:
        raise typer.Exit(1)
    typer.echo(f"{summary['cases']} cases: every floor held.")


@app.command("pin")
@says_what_is_wrong
def pin_command(
    run: Path,
    lower: Annotated[str | None, typer.Option(metavar="REASON", help="Why floors may sink.")] = None,
    baseline: BaselineFile = BASELINE,
) -> None:
    """Make the values of RUN the new floors."""
    pinned = pin(read_summary(run), path=baseline, run_name=run.name, reason=lower)
    typer.echo(f"{baseline}: {sum(map(len, pinned['floors'].values()))} floors pinned from {run.name}.")


@app.command("from-feedback")
@says_what_is_wrong
def from_feedback_command(
    file: Path, out: Annotated[Path | None, typer.Option(help="Write the drafts here instead of printing.")] = None
) -> None:
    """Turn user feedback into draft cases; an editor fills in kind, answerable, figures and sources."""
    drafts = draft_cases(file)
    text = "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    typer.echo(f"{len(drafts)} drafts; a run refuses them until an editor fills in `kind`.", err=True)


def _run(
    sets: Sequence[Path], corpus: Path | None, index: Path | None, out: Path | None
) -> tuple[Path, dict[str, Any]]:
    cases = load_sets(sets)
    started = datetime.now().astimezone()
    target = open_target(corpus, index)
    records: list[Record] = []
    with typer.progressbar(evaluate(cases, target), length=len(cases), file=sys.stderr, label="Asking") as progress:
        records.extend(progress)
    names = [_shown(path) for path in set_files(sets)]
    summary = describe(cases, records, sets=names, started=started.isoformat(timespec="seconds"))
    folder = out or RUNS / started.strftime("%Y%m%d-%H%M%S")
    write_run(folder, summary, records)
    return folder, summary


def _shown(path: Path) -> str:
    """Name a set relative to where the command runs, so that a stored run names no machine."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


if __name__ == "__main__":
    app()
