"""The command `python -m evals report`: a stored run to its page, or to Markdown for a pull request."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from evals.gate import BASELINE
from evals.report import read_records, read_summary
from evals.report_markdown import pull_request_markdown
from evals.report_page import PAGE_FILE, write_page


@says_what_is_wrong
def report_command(
    run: Annotated[Path, typer.Argument(help="A stored run.")],
    before: Annotated[Path | None, typer.Option(help="An earlier run to compare with.")] = None,
    out: Annotated[Path | None, typer.Option(help="The page; else RUN/report.html.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write Markdown for a pull request here as well.")] = None,
    baseline: Annotated[Path, typer.Option(help="The pinned floors.")] = BASELINE,
) -> None:
    """Write the page of RUN: numbers, charts, every case with its evidence, and what changed since --before."""
    summary, records = read_summary(run), read_records(run)
    old = read_records(before) if before else None
    path = write_page(out or run / PAGE_FILE, summary, records, old, baseline=baseline)
    typer.echo(f"Page: {path}")
    if markdown:
        markdown.parent.mkdir(parents=True, exist_ok=True)
        markdown.write_text(pull_request_markdown(summary, records, old, baseline=baseline), encoding="utf-8")
        typer.echo(f"Markdown: {markdown}")
