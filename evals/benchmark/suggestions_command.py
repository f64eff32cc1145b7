"""The command `python -m evals benchmark suggestions`: the shipped sets in, a table out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.wiring import open_assistant
from evals.benchmark.suggestions import measure_suggestions, suggestions_payload, suggestions_table
from evals.sets import SHIPPED, load_sets


@says_what_is_wrong
def suggestions_command(
    sets: Annotated[list[Path] | None, typer.Argument(help="Question sets; the shipped ones without.")] = None,
    every: Annotated[int, typer.Option("--every", min=1, help="Take every n-th question.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and misses as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every miss below the table.")] = False,
) -> None:
    """Ask what is suggested after questions of the sets, and count what is answered."""
    cases = load_sets(sets or [SHIPPED])[::every]
    assistant = open_assistant(Config())
    results = list(measure_suggestions(cases, lambda question, history: assistant.ask(question, history=history)))
    payload = suggestions_payload(results)
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else suggestions_table(payload))
    if verbose and not as_json:
        typer.echo("\n" + "\n".join(payload["misses"]))
