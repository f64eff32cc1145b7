"""A document that is about to be added in; what was read of it, line by line, out."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.ledger.extract import extract_rows
from assistant.ledger.indicators import Programme
from assistant.schema import Document, LedgerRow, Passage

_SHOWN_LINES = 12
"""Removed lines shown in full; a page seldom has more, and the number of the rest is told."""
_SHOWN_CHARS = 60


def first_look(
    document: Document, passages: Sequence[Passage], removed: Sequence[str], programme: Programme
) -> Iterator[str]:
    """Yield title, origin, size, the figures of each indicator, and what was removed as noise."""
    source = document.source
    yield f"  title      {source.title}"
    yield f"  publisher  {source.publisher or '— (none found)'}"
    yield f"  date       {source.published or '— (none found)'}"
    yield f"  address    {source.url or '—'}"
    yield f"  kind       {source.kind}, {source.language}{', ' + source.reliability if source.reliability else ''}"
    yield f"  passages   {len(passages)} ({len(document.text)} characters, {len(document.pages)} pages)"
    yield from _figures(extract_rows(document, passages, programme), programme)
    yield f"  removed    {len(removed)} lines as noise" if removed else "  removed    nothing"
    for line in removed[:_SHOWN_LINES]:
        yield f"             - {_short(line)}"
    if len(removed) > _SHOWN_LINES:
        yield f"             … and {len(removed) - _SHOWN_LINES} more"


def _figures(rows: Sequence[LedgerRow], programme: Programme) -> Iterator[str]:
    if not rows:
        yield "  figures    none for an indicator"
        return
    names = {indicator.id: indicator.name_zh for indicator in programme.indicators}
    order = list(names)
    yield f"  figures    {len(rows)}"
    for indicator, some in groupby(sorted(rows, key=lambda row: order.index(row.indicator)), lambda row: row.indicator):
        yield f"             - {names[indicator]}: {'; '.join(map(_figure, some))}"


def _figure(row: LedgerRow) -> str:
    figure = row.figure
    number = row.citation.quote[figure.start : figure.end]
    what = row.role if row.same_measure else f"other measure: {row.label}"
    return f"{number} ({what}{', ' + row.date if row.date else ''})"


def _short(line: str) -> str:
    return line if len(line) <= _SHOWN_CHARS else f"{line[:_SHOWN_CHARS]}…"
