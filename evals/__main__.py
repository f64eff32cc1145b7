"""Command line of the evaluation: `python -m evals run | report | check | compare | gate | pin | …`; see ``--help``."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from evals.ablate import STAGES, ablate, ablation_table, chosen_stages
from evals.benchmark.cli import app as benchmark
from evals.calibrate_command import calibrate_command
from evals.check_command import check_command
from evals.compare import compare_runs, comparison_markdown, comparison_text
from evals.execute import Order, execute
from evals.feedback import draft_cases, feedback_source
from evals.fuzz.fuzz_command import fuzz_command
from evals.gate import BASELINE, check_same_sets, falls, pin, pinned_sets, read_baseline, without_floor
from evals.judge import configured_judge
from evals.progress import watched
from evals.report import read_records, read_summary, to_terminal, write_run
from evals.report_command import report_command
from evals.run import Record, describe, evaluate, folders_of, open_target
from evals.script import script_of
from evals.sets import SHIPPED, load_sets, set_files
from evals.workers import default_workers, evaluate_in_parallel

HERE = Path(__file__).parent
SETS = SHIPPED
RUNS = HERE / "runs"
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Measure answers, compare runs, guard the level.")
app.add_typer(benchmark, name="benchmark")
app.command("report")(report_command)
app.command("check")(check_command)
app.command("calibrate")(calibrate_command)
app.command("fuzz")(fuzz_command)

Corpus = Annotated[Path | None, typer.Option(help="Another corpus folder.")]
Index = Annotated[Path | None, typer.Option(help="Another index folder.")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=64, help="Processes that ask; else one for each core if there are many cases.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
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
    workers: Workers = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget an interrupted run in --out.")] = False,
    as_json: AsJson = False,
    mode: Annotated[Literal["model"] | None, typer.Option(help="Answers in the words of a model.")] = None,
    replay: Annotated[Path | None, typer.Option(help="Repeat the replies of this file.")] = None,
    record: Annotated[Path | None, typer.Option(help="Write each prompt with its reply to this file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Record prompts only; nobody is asked.")] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Ask the configured model whether each answer is right.")
    ] = False,
) -> None:
    """Ask every case, score the answers, store the run and print the table; an interrupted run in --out goes on."""
    script = script_of(mode, replay, record, dry_run=dry_run)
    opinion = configured_judge(Config(**folders_of(corpus, index))) if judge else None
    order = Order(sets or [SETS], out or _new_folder(), corpus, index, workers, fresh, script, opinion)
    summary = _run(order)
    typer.echo(json.dumps(summary, ensure_ascii=False) if as_json else to_terminal(summary))
    typer.echo(f"Stored in {order.out}", err=True)


@app.command("compare")
@says_what_is_wrong
def compare_command(
    run_a: Path,
    run_b: Path,
    as_json: AsJson = False,
    markdown: Annotated[Path | None, typer.Option(help="Write the comparison here, for a pull request.")] = None,
) -> None:
    """Say which cases RUN_B won and lost against RUN_A, by how much each metric moved, what changed and why."""
    comparison = compare_runs(read_records(run_a), read_records(run_b))
    if markdown is not None:
        markdown.write_text(comparison_markdown(comparison), encoding="utf-8")
    typer.echo(json.dumps(asdict(comparison), ensure_ascii=False) if as_json else comparison_text(comparison), nl=True)


@app.command("gate")
@says_what_is_wrong
def gate_command(
    run: Annotated[Path | None, typer.Argument(help="A stored run; without, the pinned sets are run now.")] = None,
    corpus: Corpus = None,
    index: Index = None,
    out: Annotated[Path | None, typer.Option(help="Folder for a new run.")] = None,
    workers: Workers = None,
    as_json: AsJson = False,
    baseline: BaselineFile = BASELINE,
) -> None:
    """Exit with 1 and name what fell when a run is worse than the pinned floors; name metrics that have no floor."""
    pinned = read_baseline(baseline)
    if run is not None:
        summary = read_summary(run)
    else:
        summary = _run(Order(pinned_sets(pinned, baseline), out or _new_folder(), corpus, index, workers))
    check_same_sets(summary, pinned)
    fallen = falls(summary, pinned["floors"], noise=float(pinned["noise"]))
    unpinned = without_floor(summary, pinned["floors"])
    if as_json:
        fell = [asdict(fall) for fall in fallen]
        verdict = {"cases": summary["cases"], "held": not fallen, "fell": fell, "without_floor": unpinned}
        typer.echo(json.dumps(verdict, ensure_ascii=False))
    for fall in fallen:
        typer.echo(f"fell: {fall}", err=True)
    if unpinned:
        typer.echo(f"No floor yet: {', '.join(unpinned)}. Pin them with `python -m evals pin RUN`.", err=True)
    if fallen:
        raise typer.Exit(1)
    if not as_json:
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
    file: Annotated[Path | None, typer.Argument(help="A JSONL file of ratings.")] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="The ratings in this database; `default` for the window's own.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the drafts here instead of printing.")] = None,
) -> None:
    """Turn user feedback into draft cases; an editor fills in kind, answerable, figures and sources."""
    drafts = draft_cases(feedback_source(file, database))
    text = "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    typer.echo(f"{len(drafts)} drafts; a run refuses them until an editor fills in `kind`.", err=True)


@app.command("ablate")
@says_what_is_wrong
def ablate_command(
    sets: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of cases; the shipped ones without.")
    ] = None,
    stages: Annotated[str, typer.Option(help=f"Comma-separated; else all: {', '.join(STAGES)}.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Store each run here as well: whole/, and one named after each stage.")
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Switch each stage off in turn and say how every metric changes, in points with paired 95 % intervals."""
    cases = load_sets(sets or [SETS])
    names = list(map(str, set_files(sets or [SETS])))

    def run(without: str) -> list[Record]:
        started = datetime.now().astimezone().isoformat(timespec="seconds")
        target = open_target(corpus, index, without)
        several = workers or default_workers(len(cases))
        records = evaluate(cases, target)
        if several > 1:
            records = evaluate_in_parallel(cases, corpus, index, workers=several, without=without)
        done = list(watched(records, cases=len(cases), title=f"Without {without}" if without else "Whole"))
        if out is not None:
            write_run(out / (without or "whole"), describe(cases, done, sets=names, started=started), done)
        return done

    found = list(ablate(chosen_stages(stages), run))
    typer.echo(json.dumps(list(map(asdict, found)), ensure_ascii=False) if as_json else ablation_table(found))


def _run(order: Order) -> dict[str, Any]:
    def watch(records: Iterable[Record], before: Sequence[Record], cases: int) -> Iterator[Record]:
        return watched(records, cases=cases, before=before)

    try:
        return execute(order, open_target=open_target, watch=watch)
    except KeyboardInterrupt as error:
        typer.echo(f"Interrupted. What was asked is kept: run the same again with --out {order.out}.", err=True)
        raise typer.Exit(INTERRUPTED) from error


def _new_folder() -> Path:
    return RUNS / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")


if __name__ == "__main__":
    app()
