"""The command `python -m evals benchmark scale`: news items in, how an index behaves as it grows out."""

import json
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import ROOT
from assistant.errors import UsageError
from evals.benchmark.reading_sets import read_all_news
from evals.benchmark.scale import measure_scale, scale_table
from evals.benchmark.scale_plot import scale_plot
from evals.sets import load_sets

_SETS = ROOT / "evals" / "sets"
SIZES = "10000,100000,300000"
QUESTIONS, PEER_QUESTIONS = 200, 20
PEER_PASSAGES = 100_000
"""Beyond it rank_bm25 needs several gigabytes of memory and seconds for each question."""


@says_what_is_wrong
def scale_command(
    data: Annotated[Path, typer.Option(help="The folder of the public sets with its news items.", file_okay=False)],
    sizes: Annotated[str, typer.Option(metavar="N,…", help="About how many passages the indexes have.")] = SIZES,
    questions: Annotated[int, typer.Option(min=1, help="Of each kind.")] = QUESTIONS,
    peer_questions: Annotated[int, typer.Option(min=0, help="For rank_bm25; 0 leaves it out.")] = PEER_QUESTIONS,
    peer_passages: Annotated[int, typer.Option(min=1, help="The largest index it is measured on.")] = PEER_PASSAGES,
    work: Annotated[
        Path | None, typer.Option(help="Keep the indexes here, or use those of an earlier run.", file_okay=False)
    ] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw how it grows.", dir_okay=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Index news of several sizes as the product does, and measure opening, asking, memory and disk."""
    wanted = _sizes(sizes)
    if peer_questions and find_spec("rank_bm25") is None:
        typer.echo("rank_bm25 is left out: pip install -c constraints.txt rank-bm25.", err=True)
        peer_questions = 0
    # A follow-up means nothing without its conversation.
    cases = [case for case in load_sets([_SETS]) if not case.history]
    # An English question becomes many more words.
    programme = {
        "programme": [case.question for case in cases if case.lang != "en"],
        "programme in English": [case.question for case in cases if case.lang == "en"],
    }
    with ExitStack() as stack:
        folder = work or Path(stack.enter_context(TemporaryDirectory()))
        points = measure_scale(
            read_all_news(data),
            wanted,
            programme,
            folder,
            questions=questions,
            peer_questions=peer_questions,
            peer_passages=peer_passages,
            report=lambda line: typer.echo(line, err=True),
        )
        payloads = [point.payload() for point in points]
    if plot is not None:
        plot.write_text(scale_plot(payloads), encoding="utf-8")
    typer.echo(json.dumps(payloads, ensure_ascii=False) if as_json else scale_table(payloads))


def _sizes(text: str) -> list[int]:
    """Return the sizes of a list with commas."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError(f"--sizes {text!r} is no list of numbers. Write for example --sizes 10000,100000.")
    return sorted({int(part) for part in parts})
