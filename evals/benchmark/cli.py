"""The commands `python -m evals benchmark …`: label files, or public sets that are not shipped, in; a table out."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from assistant.answering.ownership import misplaced_by
from assistant.command import says_what_is_wrong
from assistant.config import ROOT
from assistant.language.translations import TranslationMemory
from assistant.ledger.indicators import load_programme
from evals.benchmark import collect
from evals.benchmark.answers_command import answers_command
from evals.benchmark.faults_command import faults_command
from evals.benchmark.figures import figures_payload, figures_table, measure_figures, read_phrases
from evals.benchmark.fit_command import fit_command
from evals.benchmark.followups_command import followups_command
from evals.benchmark.guard import guard_payload, guard_table, measure_guard, plant_errors, read_claims
from evals.benchmark.kills_command import kills_command
from evals.benchmark.ledger import ledger_payload, ledger_table, measure_rows, read_reports, read_rows
from evals.benchmark.load_command import load_command
from evals.benchmark.pairs_command import pairs_command
from evals.benchmark.reading_command import reading_command
from evals.benchmark.reading_sets_command import confidence_command, sentences_command
from evals.benchmark.retrieval_command import retrieval_command
from evals.benchmark.scale_command import scale_command
from evals.benchmark.shelf import open_shelf
from evals.benchmark.streaming_command import streaming_command
from evals.benchmark.suggestions_command import suggestions_command
from evals.benchmark.window_command import window_command

CORPUS = ROOT / "corpus"
"""The labels are of the shipped corpus: no other folder makes sense here."""

app = typer.Typer(
    no_args_is_help=True,
    help="Measure single stages: figures, ledger rows and the guard on labels of our own, readers on garbled pages, "
    "retrieval, confidence and the choice of a sentence on public reading sets; whole answers beside another recipe.",
)
app.command("answers")(answers_command)
app.command("reading")(reading_command)
app.command("retrieval")(retrieval_command)
app.command("confidence")(confidence_command)
app.command("sentences")(sentences_command)
app.command("faults")(faults_command)
app.command("fit")(fit_command)
app.command("kills")(kills_command)
app.command("load")(load_command)
app.command("pairs")(pairs_command)
app.command("follow-ups")(followups_command)
app.command("suggestions")(suggestions_command)
app.command("scale")(scale_command)
app.command("window")(window_command)
app.command("streaming")(streaming_command)

AsJson = Annotated[bool, typer.Option("--json", help="Print counts, shares and misses as JSON.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="List every miss below the table.")]


@app.command("figures")
@says_what_is_wrong
def figures_command(as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Read the figures of labelled phrases: value, unit, qualifier and span must all be right."""
    results = measure_figures(read_phrases())
    payload = figures_payload(results)
    _print(payload, figures_table(results), payload["misses"], as_json=as_json, verbose=verbose)


@app.command("ledger")
@says_what_is_wrong
def ledger_command(as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Extract the ledger of the shipped corpus, and of invented reports that no rule was written for."""
    programme = load_programme(CORPUS / "indicators.yaml")
    reports, report_rows = read_reports()
    results = {
        "corpus": measure_rows(list(open_shelf(CORPUS).documents.values()), read_rows(), programme),
        "reports": measure_rows(reports, report_rows, programme),
    }
    misses = [f"{name}: {miss}" for name, result in results.items() for miss in result.misses()]
    _print(ledger_payload(results), ledger_table(results), misses, as_json=as_json, verbose=verbose)


@app.command("guard")
@says_what_is_wrong
def guard_command(as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Plant one error each in true claims and count those that the figure guard marks as unverified."""
    shelf = open_shelf(CORPUS)
    claims = read_claims(shelf)
    programme = load_programme(CORPUS / "indicators.yaml")
    misplaced = misplaced_by(programme, TranslationMemory(CORPUS / "translations"))
    checked = measure_guard(claims, plant_errors(claims, shelf), shelf, misplaced=misplaced)
    payload = guard_payload(checked)
    _print(payload, guard_table(checked), payload["misses"], as_json=as_json, verbose=verbose)


@app.command("collect")
@says_what_is_wrong
def collect_command() -> None:
    """Ask the shipped sets anew and replace the claims that `guard` starts from; needs an index."""
    typer.echo(f"{collect.replace_claims(CORPUS)} claims stored.")


def _print(payload: dict[str, Any], text: str, misses: Sequence[str], *, as_json: bool, verbose: bool) -> None:
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else text)
    if verbose and not as_json:
        typer.echo("\n" + "\n".join(misses))
