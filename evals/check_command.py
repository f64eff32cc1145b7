"""The command `python -m evals check`: question sets and an index to their faults, or to one line of counts."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.errors import UsageError
from evals.check import check_sets
from evals.run import open_target
from evals.sets import SHIPPED


@says_what_is_wrong
def check_command(
    sets: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of cases; the shipped ones without.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder.")] = None,
    index: Annotated[Path | None, typer.Option(help="Another index folder.")] = None,
) -> None:
    """Name every fault of question sets by file and line, and exit with 2 where there is one; nothing is asked."""
    checked = check_sets(sets or [SHIPPED], open_target(corpus, index).text_of)
    if checked.faults:
        raise UsageError("\n".join([*checked.faults, f"Faults: {len(checked.faults)}."]))
    typer.echo(str(checked))
