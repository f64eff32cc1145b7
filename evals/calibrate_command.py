"""The command `python -m evals calibrate`: question sets in, assistant/models/answerable.json and its worth out."""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assistant.answering.answerable import WEIGHTS
from assistant.command import says_what_is_wrong
from assistant.schema import Answer
from evals.calibrate import fit_weights, held_out_measures, measures_table, see, write_weights
from evals.run import folders_of
from evals.sets import SHIPPED, Case, load_sets


@says_what_is_wrong
def calibrate_command(
    sets: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of cases; the shipped ones without.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder.")] = None,
    index: Annotated[Path | None, typer.Option(help="Another index folder.")] = None,
    write: Annotated[bool, typer.Option("--write", help=f"Replace {WEIGHTS.name} by what was fitted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fit the confidence of answers on one half of the cases and say what it is worth on the other."""
    # Imported here: opening the assistant loads libraries that --help never needs.
    from assistant.config import Config
    from assistant.wiring import open_assistant

    assistant = open_assistant(Config(**folders_of(corpus, index)))

    def ask(case: Case) -> Answer:
        return assistant.ask(case.question, history=case.history)

    seen = list(see(load_sets(sets or [SHIPPED]), ask))
    fitted = fit_weights(seen)
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / WEIGHTS.name
        write_weights(path, fitted)
        found = held_out_measures(seen, path)
    if write:
        write_weights(WEIGHTS, fitted)
    told = {group: {name: asdict(one) for name, one in values.items()} for group, values in found.items()}
    typer.echo(json.dumps({"fitted": fitted, "held_out": told}) if as_json else measures_table(found))
    typer.echo(f"Fitted on half of {len(seen)} cases{f'; written to {WEIGHTS}' if write else ''}.", err=True)
