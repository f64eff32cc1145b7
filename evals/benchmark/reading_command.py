"""The command `python -m evals benchmark reading`: shipped digests in, a table of readers out."""

import json
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import ROOT
from evals.benchmark.reading import article_of, loaders_installed, measure_reading, reading_payload, reading_table
from evals.benchmark.shelf import open_shelf

PAGES = 12
"""Digests that are garbled: every eighth, so that news and policy, long and short ones are among them."""


@says_what_is_wrong
def reading_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and shares as JSON.")] = False,
    pages: Annotated[int, typer.Option(min=1, help="How many digests are garbled.")] = PAGES,
) -> None:
    """Garble digests in every known way and compare what readers recover and remove."""
    documents = [one for one in open_shelf(ROOT / "corpus").documents.values() if one.source.language == "zh"]
    step = max(1, len(documents) // pages)
    scores = measure_reading([article_of(one) for one in documents[::step][:pages]])
    typer.echo(json.dumps(reading_payload(scores), ensure_ascii=False) if as_json else reading_table(scores))
    if not loaders_installed():
        typer.echo("LangChain's loaders are left out: pip install langchain-community beautifulsoup4.", err=True)
