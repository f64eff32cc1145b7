"""Labelled ledger rows to precision and recall of the rows that are extracted from the same documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.ingestion.metadata import find_language
from assistant.ingestion.split import split_document
from assistant.ledger.extract import extract_rows
from assistant.ledger.indicators import Programme
from assistant.schema import Document, LedgerRow, Page, Source
from evals.benchmark.labels import LABELS, Tally, read_labels, share, table, total

ROWS_FILE = LABELS / "rows.jsonl"
REPORTS_FILE = LABELS / "reports.jsonl"

Key = tuple[str, str, str, Decimal, bool]
"""Document, indicator, role, value, same measure: a row is right when all of them are."""

_DETAILS = ("date", "unit", "qualifier", "level")
"""Compared on the rows that are right, each by itself."""


@dataclass(frozen=True, slots=True)
class LedgerResult:
    """The labels of some documents and what was extracted from them, by key."""

    labelled: Mapping[Key, Mapping[str, Any]]
    optional: frozenset[Key]
    """Rows that a clerk may write down and need not: found or not, they count neither way."""
    found: Mapping[Key, LedgerRow]

    def tally(self, indicator: str | None = None) -> Tally:
        """Count rows, of one indicator when it is named."""
        labelled = {key for key in self.labelled if indicator in (None, key[1])} - self.optional
        found = {key for key in self.found if indicator in (None, key[1])} - self.optional
        right = len(labelled & found)
        return Tally(right, len(labelled) - right, len(found) - right)

    def details(self) -> dict[str, float | None]:
        """Return on how many of the right rows date, unit, qualifier and level are right too."""
        pairs = [(self.labelled[key], row) for key, row in self.found.items() if key in self.labelled]
        return {
            name: sum(_agrees(row, label, name) for label, row in pairs) / len(pairs) if pairs else None
            for name in _DETAILS
        }

    def misses(self) -> list[str]:
        """Say which rows are missing, which are without a label, and which have a wrong detail."""
        lines = [
            f"missed  {_shown(key)}" for key in self.labelled if key not in self.found and key not in self.optional
        ]
        for key, row in self.found.items():
            if key not in self.labelled:
                lines.append(f"extra   {_shown(key)}  {row.label}: {row.citation.quote}")
                continue
            label = self.labelled[key]
            lines += [
                f"{name:<7} {_shown(key)}  label {_wanted(label, name)!r}, found {_detail(row, name)!r}"
                for name in _DETAILS
                if not _agrees(row, label, name)
            ]
        return lines


def measure_rows(
    documents: Sequence[Document], labels: Sequence[Mapping[str, Any]], programme: Programme
) -> LedgerResult:
    """Extract the rows of ``documents`` and set them beside the labels."""
    config = Config()
    found: dict[Key, LedgerRow] = {}
    for document in documents:
        passages = split_document(document, max_chars=config.passage_chars, overlap=config.passage_overlap_chars)
        for row in extract_rows(document, passages, programme):
            found.setdefault((document.id, row.indicator, row.role, row.figure.value, row.same_measure), row)
    labelled = {_key(label): label for label in labels}
    optional = frozenset(key for key, label in labelled.items() if not label.get("required", True))
    return LedgerResult(labelled, optional, found)


def read_rows(path: Path = ROWS_FILE) -> list[dict[str, Any]]:
    """Return the labelled rows of the shipped corpus."""
    return read_labels(path)


def read_reports(path: Path = REPORTS_FILE) -> tuple[list[Document], list[dict[str, Any]]]:
    """Return the invented reports as documents, and the rows that a clerk would write down from them."""
    reports = read_labels(path)
    labels = [{"document": report["id"], **row} for report in reports for row in report["rows"]]
    return [_document(report) for report in reports], labels


def _document(report: Mapping[str, Any]) -> Document:
    text = str(report["text"])
    source = Source(
        id=report["id"],
        title=report["title"],
        publisher=report["publisher"],
        published=report["published"],
        url=None,
        kind="news",
        language=find_language(text),
    )
    return Document(source, sha256(text.encode()).hexdigest(), text, (Page(1, 0, len(text)),))


def _key(label: Mapping[str, Any]) -> Key:
    return (
        label["document"],
        label["indicator"],
        label["role"],
        Decimal(label["value"]),
        label["same_measure"],
    )


def _detail(row: LedgerRow, name: str) -> str | None:
    if name == "date":
        return row.date
    if name == "level":
        # The ledger names the place in front of the label of a figure that is not about the whole province.
        return "part" if "：" in row.label else "province"
    return str(row.figure.unit if name == "unit" else row.figure.qualifier)


def _agrees(row: LedgerRow, label: Mapping[str, Any], name: str) -> bool:
    """Tell whether a detail is as labelled; an English noun is no unit, and the ledger then takes the indicator's."""
    wanted = _wanted(label, name)
    return _detail(row, name) == wanted or (name == "unit" and not wanted)


def _wanted(label: Mapping[str, Any], name: str) -> str | None:
    if name == "level":
        return "province" if label.get("level", "province") == "province" else "part"
    value = label.get(name, "exact" if name == "qualifier" else None)
    return None if value is None else str(value)


def _shown(key: Key) -> str:
    document, indicator, role, value, same = key
    return f"{document} {indicator} {role} {value:f} {'same' if same else 'related'}"


def ledger_payload(results: Mapping[str, LedgerResult]) -> dict[str, Any]:
    """Return the object of ``benchmark ledger --json``."""
    return {
        name: {**result.tally().payload(), "right_details": result.details(), "misses": result.misses()}
        for name, result in results.items()
    }


def ledger_table(results: Mapping[str, LedgerResult]) -> str:
    """Return one line per indicator of each set, and one over the set with the shares of right details."""
    header = ("rows of", "right", "missed", "extra", "precision", "recall", *_DETAILS)
    rows: list[tuple[object, ...]] = []
    for name, result in results.items():
        indicators = dict.fromkeys(key[1] for key in (*result.labelled, *result.found))
        blank = [""] * len(_DETAILS)
        rows += [(f"{name}: {indicator}", *_counts(result.tally(indicator)), *blank) for indicator in indicators]
        overall = total([result.tally(indicator) for indicator in indicators])
        rows.append((f"{name}: all", *_counts(overall), *map(share, result.details().values())))
    return table(header, rows)


def _counts(tally: Tally) -> tuple[object, ...]:
    return tally.right, tally.missed, tally.extra, share(tally.precision), share(tally.recall)
