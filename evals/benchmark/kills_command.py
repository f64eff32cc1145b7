"""The command `python -m evals benchmark kills`: a number of kills in; how many left a whole index out."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from evals.benchmark.kills import KillTally, kill_builds, tally_payload


@says_what_is_wrong
def kills_command(
    kills: Annotated[int, typer.Option(min=1, help="Builds to kill, at moments spread over one.")] = 200,
    documents: Annotated[int, typer.Option(min=1, help="Documents of the shipped corpus in each build.")] = 8,
    out: Annotated[Path | None, typer.Option(help="Write the counts here as JSON, anew after each kill.")] = None,
) -> None:
    """Kill builds of an index with kill -9, spread over their length; exit with 1 when one left no whole index."""

    def write(tally: KillTally) -> None:
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(f"{json.dumps(tally_payload(tally, documents=documents), indent=2)}\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as root:
        tally = kill_builds(Config().corpus, Path(root), kills=kills, documents=documents, told=write)
    whole = tally.old + tally.new
    typer.echo(
        f"{tally.kills} kills in builds of {tally.build_seconds:.1f} s: {whole} whole indexes ({tally.old} of before, "
        f"{tally.new} new), {tally.half_visible} half-visible, {tally.unreadable} unreadable; "
        f"{tally.unfinished} left an unfinished build, {tally.ended_before} came too late."
    )
    if not tally.good:
        raise typer.Exit(1)
