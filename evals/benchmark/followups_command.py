"""The command `python -m evals benchmark follow-ups`: sets of conversations in, a table out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from evals.benchmark.followups import followups_payload, followups_table, measure_followups, read_conversations
from evals.run import open_target

SETS = Path(__file__).parents[1] / "sets"
CONVERSATIONS = (SETS / "conversations.jsonl", *(SETS / f"conversations-{number}.jsonl" for number in (2, 3, 4, 5, 6)))


@says_what_is_wrong
def followups_command(
    sets: Annotated[list[Path] | None, typer.Argument(help="Files of conversations; the shipped ones without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and misses as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every miss below the table.")] = False,
) -> None:
    """Ask conversations, and the standalone questions that they mean, and count where both find the same evidence."""
    conversations = read_conversations(sets or CONVERSATIONS)
    results = list(measure_followups(conversations, open_target(None, None).ask))
    payload = followups_payload(results)
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else followups_table(results))
    if verbose and not as_json:
        typer.echo("\n" + "\n".join(payload["misses"]))
