"""The target table and the list of sources to what a terminal shows."""

from collections.abc import Sequence
from dataclasses import asdict
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
        "republished": source.republished,
        "addresses": list(source.addresses),
        "remarks": [asdict(remark) for remark in source.remarks],
        "mirrors": [asdict(mirror) for mirror in source.mirrors],
        "superseded_by": source.superseded_by or None,
    }


def sources_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print the documents, oldest first, and below them what there is to know about some."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    ordered = sorted(rows, key=lambda row: (row["published"] or "", row["id"]))
    table = Table("published", "id", "title", "publisher", "kind", box=None)
    for row in ordered:
        table.add_row(row["published"] or "—", row["id"], row["title"], row["publisher"] or "—", row["kind"])
    console.print(table)
    for row in ordered:
        for note in source_notes(row):
            console.print(f"※ {row['id']}: {note}", markup=False, highlight=False)


def source_notes(row: dict[str, Any]) -> list[str]:
    """Return what the table has no column for: newer versions, copies, and fields that are in doubt.

    >>> source_notes({"superseded_by": "plan-2023", "mirrors": [], "republished": None, "remarks": []})
    ['已被新版本取代 superseded by plan-2023']
    """
    notes = [f"已被新版本取代 superseded by {row['superseded_by']}"] if row["superseded_by"] else []
    if row["republished"]:
        notes.append(f"转载于 reposted on {row['republished']}")
    for mirror in row["mirrors"]:
        stated = ", ".join(filter(None, (mirror["path"], mirror["publisher"], mirror["published"], mirror["url"])))
        notes.append(f"同文另见 same text in {mirror['id']} ({stated})")
    return [*notes, *(f"[{remark['about']}] {remark['zh']} | {remark['en']}" for remark in row["remarks"])]


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
