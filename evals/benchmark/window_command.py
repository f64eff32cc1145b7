"""The command `python -m evals benchmark window`: questions of the sets in, what the users of the window see out."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.errors import UsageError
from evals.benchmark.window import measure_window, window_table
from evals.sets import SHIPPED, load_sets


@says_what_is_wrong
def window_command(
    sets: Annotated[list[Path] | None, typer.Argument(help="Question sets; the shipped ones without.")] = None,
    users: Annotated[int, typer.Option(min=1, help="Who ask at once, each again as soon as answered.")] = 50,
    asked: Annotated[int, typer.Option(min=1, help="Questions of all users together.")] = 400,
    questions: Annotated[int, typer.Option(min=0, help="Questions over which memory is watched; 0: none.")] = 0,
    openings: Annotated[int, typer.Option(min=0, help="How often Chromium opens the page; 0: no browser.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Serve the window and measure what one browser and many users at once see, beside a bare page of Gradio's."""
    missing = [name for name in ("aiohttp", "psutil") if find_spec(name) is None]
    if missing:
        raise UsageError(f"Run `pip install -c constraints.txt {' '.join(missing)}` for this benchmark.")
    # A follow-up means nothing without its conversation.
    texts = list(dict.fromkeys(case.question for case in load_sets(sets or [SHIPPED]) if not case.history))
    payload = measure_window(
        texts,
        users=users,
        asked=asked,
        long_run=questions,
        openings=openings,
        report=lambda line: typer.echo(line, err=True),
    )
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else window_table(payload))
