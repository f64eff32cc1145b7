"""Run folders: records and a summary to files, to Markdown and to a table for the terminal, and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.metrics import METRICS
from evals.report_details import details_markdown, details_text, written
from evals.run import LATENCIES, Record

CASES_FILE = "cases.jsonl"
SUMMARY_FILE = "summary.json"
MARKDOWN_FILE = "summary.md"

Summary = Mapping[str, Any]
"""The content of ``summary.json``."""


def write_run(folder: Path, summary: Summary, records: Sequence[Record]) -> None:
    """Store a run; a run that lay in ``folder`` before is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / CASES_FILE).write_text(lines, encoding="utf-8")
    (folder / SUMMARY_FILE).write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / MARKDOWN_FILE).write_text(to_markdown(summary, records), encoding="utf-8")
    # Imported here: the page shows the state of the gate, and the gate reads stored runs through this module.
    from evals.report_page import PAGE_FILE, write_page

    write_page(folder / PAGE_FILE, summary, records)


def read_summary(folder: Path) -> dict[str, Any]:
    """Return the summary of a stored run."""
    summary: dict[str, Any] = json.loads(_read(folder / SUMMARY_FILE))
    return summary


def read_records(folder: Path) -> list[Record]:
    """Return the records of a stored run."""
    return [json.loads(line) for line in _read(folder / CASES_FILE).split("\n") if line]


def table_rows(summary: Summary) -> list[list[str]]:
    """Return the header and one row per metric: all, each kind, each language."""
    groups = list(_groups(summary))
    header = ["metric", *(name for name, _ in groups)]
    return [header, *([name, *(cell(name, metrics[name]) for _, metrics in groups)] for name in _names())]


def cell(name: str, estimate: Mapping[str, Any]) -> str:
    """Write one estimate with its interval and count.

    >>> cell("mrr", {"value": 0.5, "low": 0.25, "high": 0.75, "count": 8})
    '50.0 [25.0–75.0] n=8'
    """
    return written(estimate, scale=1 if name in LATENCIES else 100)


def to_terminal(summary: Summary) -> str:
    """Return one aligned block per group, so that it fits a narrow terminal."""
    width = max(map(len, _names()))
    blocks = []
    for name, metrics in _groups(summary):
        lines = [f"  {metric:<{width}}  {cell(metric, metrics[metric])}" for metric in _names()]
        blocks.append("\n".join([name, *(line for line in lines if not line.endswith("–"))]))
    return "\n\n".join([*blocks, *details_text(summary)])


def to_markdown(summary: Summary, records: Sequence[Record]) -> str:
    """Return the tables over everything, by kind and by language, and every miss with its reason."""
    header, *rows = list(zip(*table_rows(summary), strict=True))  # metrics across, groups down: fits a page
    lines = [
        "# Evaluation",
        "",
        f"{summary['cases']} cases from {', '.join(summary['sets'])}; started {summary['started']}; "
        f"sets {summary['digest'][:12]}. Percent (latencies in ms) with 95 % bootstrap interval.",
        "",
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        *details_markdown(summary),
        "## Misses",
        "",
        *_misses(records),
    ]
    return "\n".join(lines) + "\n"


def _misses(records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        if record["misses"]:
            yield f"- **{plain(record['id'])}** {plain(record['question'])}"
            yield from (f"  - {name}: {plain(why)}" for name, why in record["misses"].items())


def plain(text: str) -> str:
    """Keep a question or a quote from being read as Markdown or HTML."""
    folded = " ".join(str(text).split())
    for sign in "\\`*_[]<>|":
        folded = folded.replace(sign, "\\" + sign)
    return folded


def _names() -> list[str]:
    return [*METRICS, *LATENCIES]


def _groups(summary: Summary) -> Iterator[tuple[str, Mapping[str, Any]]]:
    metrics = summary["metrics"]
    yield "all", metrics["all"]
    for key in ("kind", "language"):
        for name, group in metrics[key].items():
            yield f"{key} {name}", group


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path.parent}: no stored run ({path.name} is missing). Make one with `evals run`."
        ) from error
