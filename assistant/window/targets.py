"""The table of targets to HTML: chart, downloads, a table whose every figure opens its evidence, notes for printing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.schema import Citation, Conflict, IndicatorStatus, Language, LedgerRow, TargetTable
from assistant.window.chart import chart_html, share_text, sign
from assistant.window.conversation import citation_key
from assistant.window.evidence import ReadDocument, by_hand_html, citation_card, disagreement
from assistant.window.labels import label
from assistant.window.links import opens_citation
from assistant.window.markup import date_text, escape, figure_text, paragraphs

_WORDS = {"met": "met", "partly": "partly", "not_reported": "missing"}
_COLUMNS = ("figure_kind", "figure", "date", "portion")


def report_dates(table: TargetTable) -> list[str]:
    """Return the different dates for which anything is reported, newest first."""
    rows = [row for status in table.indicators for row in (status.latest, *status.related, *status.history) if row]
    return sorted({row.date for row in rows if row.date and row.role == "progress"}, reverse=True)


def targets_html(table: TargetTable, language: Language, *, read: ReadDocument, as_of: str = "") -> str:
    """Write the page; ``as_of`` is the date that was asked for, which the downloads keep to."""
    if not table.indicators:
        return f'<section class="targets"><p class="empty">{label("no_targets", language)}</p></section>'
    until = label("table_as_of", language, date=date_text(table.as_of, language)) if table.as_of else ""
    notes = _Notes()
    rows = "".join(_group(status, language, read, notes) for status in table.indicators)
    heads = "".join(f'<th scope="col">{label(key, language)}</th>' for key in ("indicator", *_COLUMNS))
    return (
        f'<section class="targets" lang="{language}">{_summary(table.indicators, language, until)}'
        f"{_downloads(language, as_of)}"
        f'<h2>{label("chart", language)}</h2><p class="hint">{label("chart_note", language)}</p>'
        f"{chart_html(table.indicators, language)}"
        f"<h2>{label('table', language)}</h2><table><thead><tr>{heads}</tr></thead>{rows}</table>"
        f"{notes.html(language)}</section>"
    )


def _summary(indicators: Sequence[IndicatorStatus], language: Language, until: str) -> str:
    counts = {status: sum(indicator.status == status for indicator in indicators) for status in _WORDS}
    shown = "".join(
        f'<li class="{status}">{sign(status)} <strong>{count}</strong> {label(_WORDS[status], language)}</li>'
        for status, count in counts.items()
    )
    return f'<ul class="summary">{shown}<li class="date">{escape(until)}</li></ul>'


def _downloads(language: Language, as_of: str) -> str:
    asked = escape(f"lang={language}&as_of={as_of}")
    links = "".join(
        f'<a class="get" href="targets.{kind}?{asked}" download>{label(f"download_{kind}", language)}</a>'
        for kind in ("csv", "xlsx")
    )
    button = f'<button type="button" class="get print">{label("print", language)}</button>'
    return f'<p class="downloads">{links}{button}</p>'


@dataclass
class _Notes:
    """The citations of a printed page, each with its number; paper has nothing that opens."""

    numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)

    def mark(self, citation: Citation) -> str:
        """Write the number of a citation; screens do not show it."""
        key = citation_key(citation)
        if key not in self.numbers:
            self.citations.append(citation)
            self.numbers[key] = len(self.citations)
        return f'<sup class="noted" aria-hidden="true">{self.numbers[key]}</sup>'

    def html(self, language: Language) -> str:
        """Write the list of citations."""
        items = "".join(f"<li>{_footnote(citation, language)}</li>" for citation in self.citations)
        return f'<div class="footnotes"><h2>{label("evidence", language)}</h2><ol>{items}</ol></div>' if items else ""


def _footnote(citation: Citation, language: Language) -> str:
    source = citation.source
    page = label("page", language, page=citation.page) if citation.page > 1 else ""
    facts = (
        source.title,
        source.publisher or label("unnamed", language),
        date_text(source.published, language) or label("undated", language),
        page,
        source.url or "",
    )
    line = " · ".join(escape(fact) for fact in facts if fact)
    return f'<span lang="{source.language}">“{escape(citation.quote)}”</span> {line}'


def _group(status: IndicatorStatus, language: Language, read: ReadDocument, notes: _Notes) -> str:
    """Write the rows of one indicator: target, newest comparable figure, earlier ones, other measures."""
    lines = list(_lines(status, language, read, notes))
    lines += [_dispute(conflict, language, read, notes) for conflict in status.conflicts]
    name = escape(status.name_en if language == "en" else status.name_zh)
    state = f'<span class="state">{sign(status.status)} {label(_WORDS[status.status], language)}</span>'
    head = f'<th scope="rowgroup" rowspan="{len(lines)}">{name}{state}</th>'
    rows = "".join(f"<tr>{head if not place else ''}{line}</tr>" for place, line in enumerate(lines))
    return f'<tbody class="{status.status}">{rows}</tbody>'


def _lines(status: IndicatorStatus, language: Language, read: ReadDocument, notes: _Notes) -> Iterable[str]:
    def line(kind: str, row: LedgerRow, share: str = "") -> str:
        figure = _figure(row, status, kind, language, read, notes)
        date = escape(date_text(row.date, language) or label("undated", language))
        heard = f"{status.name_en if language == 'en' else status.name_zh}, {date}, {label('evidence', language)}"
        opened = opens_citation(row.citation, language, date, name=heard)
        portion = opens_citation(row.citation, language, share) if share and row is status.latest else share
        return _cells((kind, figure, opened, portion))

    if status.target is not None:
        yield line(label("target", language), status.target)
    if status.latest is not None:
        yield line(label("latest", language), status.latest, share_text(status, language))
    else:
        missing = f'<span class="none">{label("missing_long", language)}</span>'
        yield _cells((label("latest", language), missing, "", ""))
    for row in reversed(status.history):
        if row is not status.latest:
            yield line(label("earlier_report", language), row)
    for row in status.related:
        other = f'<span class="tag">{label("other_measure", language)}</span>'
        yield line(f"○ {escape(status.label_of(row, language))}", row, other)


def _cells(cells: Sequence[str]) -> str:
    return "".join(f'<td class="{key}">{cell}</td>' for key, cell in zip(_COLUMNS, cells, strict=True))


def _figure(
    row: LedgerRow, status: IndicatorStatus, kind: str, language: Language, read: ReadDocument, notes: _Notes
) -> str:
    """Write a figure that opens its evidence; for ears, its name says what it is the number of."""
    name = escape(status.name_en if language == "en" else status.name_zh)
    heard = f'<span class="heard"> {name}, {kind}, {label("evidence", language)}</span>'
    summary = f"<summary>{escape(figure_text(row.figure, language))}{notes.mark(row.citation)}{heard}</summary>"
    card = citation_card(row.citation, language, read=read, whole=False)
    corrected = by_hand_html(row.overridden, language)
    return f'<details class="opens">{summary}{card}</details>{corrected}'


def _dispute(conflict: Conflict, language: Language, read: ReadDocument, notes: _Notes) -> str:
    cards = "".join(citation_card(citation, language, read=read, whole=False) for citation in conflict.citations)
    marks = "".join(notes.mark(citation) for citation in conflict.citations)
    opened = label("open_evidence", language, count=len(conflict.citations))
    said = disagreement(paragraphs(conflict.text) + marks, language, kind=conflict.kind)
    return (
        f'<td class="dispute" colspan="{len(_COLUMNS)}">{said}'
        f'<details class="opens"><summary>{opened}</summary>{cards}</details></td>'
    )
