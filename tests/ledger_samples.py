"""Reports in our own words to the ledger rows that they give, with the indicators that ship."""

from pathlib import Path
from typing import NamedTuple

from assistant.ingestion.split import split_document
from assistant.ledger.extract import extract_rows
from assistant.ledger.indicators import load_programme
from assistant.schema import Document, LedgerRow, Page, Source

CORPUS = Path(__file__).parents[1] / "corpus"
PROGRAMME = load_programme(CORPUS / "indicators.yaml")


class Row(NamedTuple):
    """What a ledger row says, without its evidence."""

    indicator: str
    role: str
    value: int
    date: str | None


def report(
    *sentences: str,
    name: str = "report",
    title: str = "12621工程进展",
    publisher: str | None = "陕西省科协",
    published: str | None = "2024-01-20",
    low_reliability: bool = False,
) -> Document:
    """Return a document of one page."""
    text = "".join(sentences)
    source = Source(name, title, publisher, published, None, "news", "zh", "", low_reliability)
    return Document(source, "0" * 64, text, (Page(1, 0, len(text)),))


def about_programme(*sentences: str) -> Document:
    """Return a document that names the programme, so that its plans are the programme's targets."""
    return report("陕西省科协实施12621工程。", *sentences)


def rows_of(*documents: Document) -> list[LedgerRow]:
    """Return the ledger rows of documents, split as the index splits them."""
    return [
        row
        for document in documents
        for row in extract_rows(document, split_document(document, max_chars=320, overlap=0), PROGRAMME)
    ]


def own(rows: list[LedgerRow]) -> list[Row]:
    """Return the rows that count what the indicator counts."""
    return [summary(row) for row in rows if row.same_measure]


def labels(rows: list[LedgerRow]) -> dict[str, int]:
    """Return what the related rows counted, and how many."""
    return {row.label: int(row.figure.value) for row in rows if not row.same_measure}


def summary(row: LedgerRow) -> Row:
    """Return what a row says."""
    return Row(row.indicator, row.role, int(row.figure.value), row.date)
