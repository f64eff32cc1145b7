"""The table of targets to HTML: a bar per indicator, and a table whose rows open their evidence."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.schema import Citation, IndicatorStatus, Language, LedgerRow, TargetTable
from assistant.window.evidence import ReadDocument, citation_card, disagreement
from assistant.window.labels import label
from assistant.window.markup import date_text, escape, figure_text, paragraphs

LONGEST_PERCENT = 150
"""The bar's right end; what lies beyond is shown by an arrow, so that one outlier does not flatten the others."""
_SIGNS = {"met": "✓", "partly": "◐", "not_reported": "–"}
_WORDS = {"met": "met", "partly": "partly", "not_reported": "missing"}


def report_dates(table: TargetTable) -> list[str]:
    """Return the different dates for which anything is reported, newest first."""
    rows = [row for status in table.indicators for row in (status.latest, *status.related, *status.history) if row]
    return sorted({row.date for row in rows if row.date and row.role == "progress"}, reverse=True)


def targets_html(table: TargetTable, language: Language, *, read: ReadDocument) -> str:
    """Write chart and table."""
    if not table.indicators:
        return f'<section class="targets"><p class="empty">{label("no_targets", language)}</p></section>'
    bars = "".join(_bar_row(status, language) for status in table.indicators)
    rows = "".join(_table_row(status, language, read) for status in table.indicators)
    heads = "".join(
        f'<th scope="col">{label(key, language)}</th>' for key in ("indicator", "target", "latest", "status")
    )
    as_of = label("table_as_of", language, date=date_text(table.as_of, language)) if table.as_of else ""
    return (
        f'<section class="targets" lang="{language}">{_summary(table.indicators, language, as_of)}'
        f'<h2>{label("chart", language)}</h2><p class="hint">{label("chart_note", language)}</p>'
        f'<ul class="chart">{bars}</ul>'
        f"<h2>{label('table', language)}</h2><table><thead><tr>{heads}</tr></thead>{rows}</table></section>"
    )


def percent(ratio: Decimal) -> int:
    """Return a ratio as whole percent, never rounded up to a target that was not reached.

    >>> percent(Decimal("0.999")), percent(Decimal("1.5"))
    (99, 150)
    """
    rounded = int((ratio * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(rounded, 99) if ratio < 1 else rounded


def _summary(indicators: Sequence[IndicatorStatus], language: Language, as_of: str) -> str:
    counts = {status: sum(indicator.status == status for indicator in indicators) for status in _SIGNS}
    shown = "".join(
        f'<li class="{status}">{_sign(status)} <strong>{count}</strong> {label(_WORDS[status], language)}</li>'
        for status, count in counts.items()
    )
    return f'<ul class="summary">{shown}<li class="date">{escape(as_of)}</li></ul>'


def _sign(status: str) -> str:
    return f'<span class="sign" aria-hidden="true">{_SIGNS[status]}</span>'


def _name(status: IndicatorStatus, language: Language) -> str:
    return escape(status.name_en if language == "en" else status.name_zh)


def _target(status: IndicatorStatus, language: Language) -> str:
    if status.target is None:
        return label("no_target", language)
    figure = escape(figure_text(status.target.figure, language))
    date = date_text(status.target.date, language)
    by = f' <span class="when">{escape(label("by", language, date=date))}</span>' if date else ""
    return f"{figure}{by}"


def _dated(row: LedgerRow, language: Language) -> str:
    date = date_text(row.date, language) or label("undated", language)
    return f'{escape(figure_text(row.figure, language))} <span class="when">{escape(date)}</span>'


def _share(status: IndicatorStatus, language: Language) -> str:
    """Say how much of the target is reached; "more than 500 of 1000" is more than 50%, not 50%."""
    ratio, latest = status.ratio, status.latest
    if ratio is None or latest is None:
        return ""
    words = {"more_than": "over_target", "at_least": "over_target", "at_most": "under_target", "nearly": "under_target"}
    return label(words.get(latest.figure.qualifier, "of_target"), language, percent=percent(ratio))


def _bar_row(status: IndicatorStatus, language: Language) -> str:
    latest = _dated(status.latest, language) if status.latest else label("missing", language)
    return (
        f'<li class="{status.status}"><p class="name">{_sign(status.status)} '
        f'{_name(status, language)}</p>{_bar(status, language)}<p class="numbers"><strong>{latest}</strong>'
        f'<span class="goal">{label("target", language)} {_target(status, language)}</span></p>'
        f"{_related(status.related, language)}</li>"
    )


def _bar(status: IndicatorStatus, language: Language) -> str:
    """Draw the share of the target; without a comparable figure the track stays empty and says so."""
    ratio = status.ratio
    if ratio is None or status.latest is None:
        return f'<div class="track empty"><span>{label("missing_long", language)}</span></div>'
    share = percent(ratio)
    drawn = min(share, LONGEST_PERCENT) / LONGEST_PERCENT * 100
    said = _share(status, language)
    figure = figure_text(status.latest.figure, language)
    beyond = '<span class="beyond">▸</span>' if share > LONGEST_PERCENT else ""
    return (
        f'<div class="track" role="progressbar" aria-valuemin="0" aria-valuemax="{max(100, share)}"'
        f' aria-valuenow="{share}" aria-valuetext="{escape(figure)}, {said}" aria-label="{_name(status, language)}">'
        f'<div class="fill" style="width:{drawn:.1f}%">{beyond}</div><div class="goal-line"></div>'
        f'<span class="share">{said}</span></div>'
    )


def _related(rows: Sequence[LedgerRow], language: Language) -> str:
    if not rows:
        return ""
    listed = "".join(f"<li>○ {escape(row.label)} {_dated(row, language)}</li>" for row in rows)
    summary = label("related", language, count=len(rows))
    return f'<details class="related"><summary>{summary}</summary><ul>{listed}</ul></details>'


def _table_row(status: IndicatorStatus, language: Language, read: ReadDocument) -> str:
    """Write the figures of one indicator and, in a row of its own, the evidence that opens."""
    latest = _dated(status.latest, language) if status.latest else "—"
    said = _share(status, language)
    share = f' <span class="when">{said}</span>' if said else ""
    state = f"{_sign(status.status)} {label(_WORDS[status.status], language)}"
    cells = (("target", _target(status, language)), ("latest", f"{latest}{share}"), ("status", state))
    written = "".join(f'<td data-label="{label(key, language)}">{cell}</td>' for key, cell in cells)
    return (
        f'<tbody class="{status.status}"><tr><th scope="row">{_name(status, language)}</th>{written}</tr>'
        f'<tr class="evidence"><td colspan="4">{_evidence(status, language, read)}</td></tr></tbody>'
    )


def _evidence(status: IndicatorStatus, language: Language, read: ReadDocument) -> str:
    citations = _citations(status)
    conflicts = "".join(disagreement(paragraphs(conflict.text), language) for conflict in status.conflicts)
    if not citations:
        return conflicts
    cards = "".join(citation_card(citation, language, read=read, whole=False) for citation in citations)
    opened = label("open_evidence", language, count=len(citations))
    summary = f'<summary>{opened}<span class="heard"> {_name(status, language)}</span></summary>'
    return f'{conflicts}<details class="rows">{summary}{_history(status, language)}{cards}</details>'


def _history(status: IndicatorStatus, language: Language) -> str:
    if len(status.history) < 2:
        return ""
    listed = "".join(f"<li>{_dated(row, language)}</li>" for row in status.history)
    return f'<div class="history"><p>{label("history", language)}</p><ul>{listed}</ul></div>'


def _citations(status: IndicatorStatus) -> list[Citation]:
    """Return every different citation of an indicator: target first, then the newest figure, then the rest."""
    rows = [row for row in (status.target, status.latest, *status.history, *status.related) if row is not None]
    found: dict[tuple[str, int, int], Citation] = {}
    for citation in (
        *(row.citation for row in rows),
        *(c for conflict in status.conflicts for c in conflict.citations),
    ):
        found.setdefault((citation.source.id, citation.start, citation.end), citation)
    return list(found.values())
