"""Ledger rows to JSON for the store, and back with the source as it is known now.

Reading the rows out of a document takes two milliseconds, so it is done when the document is indexed and not when the
first question is asked.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.schema import Citation, Document, Figure, LedgerRow, Passage, Source


@dataclass(frozen=True, slots=True)
class Extraction:
    """How ledger rows are read out of a document; ``identity`` changes whenever other rows may come out."""

    identity: str
    rows: Callable[[Document, Sequence[Passage]], Iterable[LedgerRow]] = field(repr=False)


NO_EXTRACTION = Extraction("", lambda _document, _passages: ())
"""For an index that is only searched."""


def row_to_json(row: LedgerRow) -> str:
    """Return a row as it was read, without the source that it is cited from."""
    figure, citation = row.figure, row.citation
    values = {
        "indicator": row.indicator,
        "role": row.role,
        "figure": [str(figure.value), figure.unit, figure.qualifier, figure.start, figure.end],
        "date": row.date,
        "same_measure": row.same_measure,
        "label": row.label,
        "citation": [citation.page, citation.start, citation.end, citation.quote],
        "close": row.close,
    }
    return json.dumps(values, ensure_ascii=False)


def row_from_json(text: str, source: Source) -> LedgerRow:
    """Return a stored row of a document."""
    values = json.loads(text)
    number, *figure = values.pop("figure")
    cited = values.pop("citation")
    return LedgerRow(figure=Figure(Decimal(number), *figure), citation=Citation(source, *cited), **values)
