"""The command `python -m evals benchmark answers`: question sets in, a table of assistants out."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from evals.benchmark.answers import Scores, answers_table, measure_answers
from evals.run import Record
from evals.sets import digest_of, load_sets

SETS = Path(__file__).parent.parent / "sets"


@says_what_is_wrong
def answers_command(
    sets: Annotated[list[Path] | None, typer.Option(help="Files or folders of cases; else the shipped ones.")] = None,
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder.")] = None,
    index: Annotated[Path | None, typer.Option(help="Another index folder.")] = None,
    with_peers: Annotated[bool, typer.Option("--peers/--no-peers", help="Measure LangChain's recipe too.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    out: Annotated[Path | None, typer.Option(help="Also write the JSON into this file.")] = None,
) -> None:
    """Ask the same questions of ours, of ours by keywords alone, and of a plain LangChain recipe."""
    cases = load_sets(sets or [SETS])
    config = Config()
    scores: dict[str, Scores] = dict(
        measure_answers(
            cases, corpus=corpus or config.corpus, index=index or config.index, peers=with_peers, watch=_watch
        )
    )
    content = json.dumps({"cases": len(cases), "digest": digest_of(cases), "systems": scores}, ensure_ascii=False)
    if out is not None:
        out.write_text(f"{content}\n", "utf-8")
    typer.echo(content if as_json else answers_table(scores))


def _watch(records: Iterable[Record], name: str, cases: int) -> Iterator[Record]:
    with typer.progressbar(records, length=cases, file=sys.stderr, label=name) as progress:
        yield from progress
