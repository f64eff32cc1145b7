"""Extracted rows and an evaluator's overrides to corrected rows: added, dropped or corrected, by name.

An override finds its row by the indicator, the document and a quote, which is any verbatim part of the document that
holds one figure. One that finds nothing, or more than one row, is left out and said so, never guessed at.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.ledger.override_file import COLUMNS, Override, overridden_text, read_overrides
from assistant.schema import Citation, Document, Figure, LedgerRow

__all__ = ["COLUMNS", "Override", "apply_overrides", "overridden_text", "override_problems", "read_overrides"]

GetDocument = Callable[[str], Document]
"""Returns a stored document; KeyError when there is none with this id."""


def apply_overrides(
    rows: Iterable[LedgerRow],
    overrides: Sequence[Override],
    get_document: GetDocument,
    *,
    names: Mapping[str, str] | None = None,
) -> list[LedgerRow]:
    """Return the rows as the evaluator wants them; ``names`` maps the ids of indicators to their labels."""
    return _applied(rows, overrides, get_document, names)[0]


def override_problems(
    rows: Iterable[LedgerRow],
    overrides: Sequence[Override],
    get_document: GetDocument,
    *,
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """Return one line for each override that could not be applied, with what to change."""
    return _applied(rows, overrides, get_document, names)[1]


def _applied(
    rows: Iterable[LedgerRow],
    overrides: Sequence[Override],
    get_document: GetDocument,
    names: Mapping[str, str] | None,
) -> tuple[list[LedgerRow], list[str]]:
    kept, problems = list(rows), []
    for override in overrides:
        try:
            kept = _apply(kept, override, get_document, names)
        except _Unmatched as why:
            problems.append(f"ledger.csv, line {override.line} ({override.action}) was not applied: {why}")
    return kept, problems


class _Unmatched(Exception):  # noqa: N818 - never leaves this module
    """Says what an override does not fit."""


def _apply(
    rows: list[LedgerRow], override: Override, get_document: GetDocument, names: Mapping[str, str] | None
) -> list[LedgerRow]:
    if names is not None and override.indicator not in names:
        raise _Unmatched(f"there is no indicator {override.indicator!r}; indicators.yaml lists the ids.")
    label = (names or {}).get(override.indicator, override.indicator)
    try:
        document = get_document(override.document)
    except KeyError:
        raise _Unmatched(
            f"there is no document {override.document!r}; `python -m assistant sources` lists the ids."
        ) from None
    places = [match.start() for match in re.finditer(re.escape(override.quote), document.text)]
    if not places:
        raise _Unmatched(f"the quote does not stand in {document.id}; copy it from `python -m assistant show`.")
    if override.action == "add":
        return [*rows, _added(override, document, places[0], label)]
    found = [number for number, row in enumerate(rows) if _fits(row, override, places)]
    if not found:
        raise _Unmatched("no figure of this indicator was read from the quote; `targets --json` lists what was read.")
    if len(found) > 1:
        raise _Unmatched(f"{len(found)} figures fit; quote only the words around the one that is meant.")
    (number,) = found
    replaced = [] if override.action == "drop" else [_corrected(rows[number], override, label)]
    return [*rows[:number], *replaced, *rows[number + 1 :]]


def _fits(row: LedgerRow, override: Override, places: Sequence[int]) -> bool:
    """Tell whether the figure of a row stands in the quote; of a dropped row, the value must be equal too."""
    citation = row.citation
    if (row.indicator, citation.source.id) != (override.indicator, override.document):
        return False
    if override.role not in (None, row.role):
        return False
    if override.action == "drop" and override.value not in (None, row.figure.value):
        return False
    start, end = citation.start + row.figure.start, citation.start + row.figure.end
    return any(place <= start and end <= place + len(override.quote) for place in places)


def _corrected(row: LedgerRow, override: Override, label: str) -> LedgerRow:
    figure = replace(
        row.figure,
        value=row.figure.value if override.value is None else override.value,
        unit=override.unit or row.figure.unit,
        qualifier=override.qualifier or row.figure.qualifier,
    )
    same = row.same_measure if override.same_measure is None else override.same_measure
    return replace(
        row,
        figure=figure,
        date=override.date or row.date,
        same_measure=same,
        label=row.label if same == row.same_measure else _label(label, same),
        close=row.close and not same,
        overridden=override.note,
    )


def _added(override: Override, document: Document, start: int, label: str) -> LedgerRow:
    assert override.role is not None
    assert override.value is not None
    quote = override.quote
    span = _span(override.value, quote)
    if span is None:
        # A figure that its citation does not bear out would be marked as unverified in every answer.
        raise _Unmatched(f"the quote does not hold the value {override.value}.")
    page = next((page.number for page in document.pages if page.start <= start < page.end), 1)
    same = override.same_measure is not False
    return LedgerRow(
        override.indicator,
        override.role,
        Figure(override.value, override.unit, override.qualifier or "exact", *span),
        override.date or (document.source.published if override.role == "progress" else None),
        same,
        _label(label, same),
        Citation(document.source, page, start, start + len(quote), quote),
        overridden=override.note,
    )


def _span(value: Decimal, quote: str) -> tuple[int, int] | None:
    """Return where a value stands in a quote, in whatever numerals."""
    figure = next((figure for figure in find_figures(quote) if figure.value == value), None)
    if figure is not None:
        return figure.start, figure.end
    written = re.search(rf"(?<![\d.,]){re.escape(f'{value:f}')}(?![\d.,]\d|\d)", search_key(quote))
    return written.span() if written else None


def _label(name: str, same_measure: bool) -> str:
    return name if same_measure else f"另一口径的{name}"
