"""The target table and the list of sources to what a terminal shows."""

from collections.abc import Sequence
from typing import Any

from assistant.ledger.overrides import overridden_text
from assistant.schema import Document

_WIDE = 130
"""Columns of a terminal that has room for the names in both languages."""
_STATUS = {"met": "已达到 met", "partly": "进行中 partly", "not_reported": "未报告 not reported"}


def source_payload(document: Document) -> dict[str, Any]:
    """Return a document as ``sources --json`` lists it."""
    source = document.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "kind": source.kind,
        "language": source.language,
        "reliability": source.reliability,
        "low_reliability": source.low_reliability,
        "path": source.path,
        "pages": len(document.pages),
        "characters": len(document.text),
        "sha256": document.sha256,
    }


def sources_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print the documents, oldest first."""
    from rich.console import Console
    from rich.table import Table

    table = Table("published", "id", "title", "publisher", "kind", box=None)
    for row in sorted(rows, key=lambda row: (row["published"] or "", row["id"])):
        table.add_row(row["published"] or "—", row["id"], row["title"], row["publisher"] or "—", row["kind"])
    Console().print(table)


def targets_table(payload: dict[str, Any]) -> None:
    """Print target, newest comparable figure and state of each indicator."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    both = console.width >= _WIDE
    table = Table("indicator", "target", "latest", "date", "state", "source", box=None)
    for row in payload["indicators"]:
        target, latest = row["target"], row["latest"]
        more = "余" if latest and latest["qualifier"] == "more_than" else ""
        table.add_row(
            f"{row['name_zh']} {row['name_en']}" if both else row["name_zh"],
            f"{target['value']}{row['unit']} ({target['by']})" if target else "—",
            f"{latest['value']}{more}{latest['unit']} ({latest['ratio']:.0%})" if latest else "—",
            (latest or {}).get("date") or "—",
            _STATUS[row["status"]],
            (latest or target or {"citation": {"publisher": "—"}})["citation"]["publisher"] or "—",
        )
    console.print(table)
    for row in payload["indicators"]:
        for entry in filter(None, (row["target"], row["latest"], *row["related"])):
            if "overridden" in entry:
                said = overridden_text(entry["overridden"], "zh")
                console.print(f"✎ {row['name_zh']} {entry['value']}{row['unit']} {said}", markup=False)
