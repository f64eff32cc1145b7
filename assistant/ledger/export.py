"""The table of targets to one row per figure with its citation, and those rows to the bytes of a CSV or XLSX file."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.ledger.overrides import overridden_text
from assistant.schema import IndicatorStatus, Language, LedgerRow, TargetTable

Cell = str | int | float
"""Empty text where there is nothing to say."""

_HEADINGS = (
    ("指标", "indicator"),
    ("类别", "role"),
    ("数值", "value"),
    ("单位", "unit"),
    ("限定", "qualifier"),
    ("日期", "date"),
    ("同口径", "same measure"),
    ("所计内容", "label"),
    ("占目标比例", "ratio"),
    ("来源标题", "source title"),
    ("发布者", "publisher"),
    ("发布日期", "published"),
    ("网址", "url"),
    ("页码", "page"),
    ("原文", "quote"),
    ("备注", "note"),
)
_WIDTHS = (24, 14, 10, 7, 9, 12, 9, 26, 11, 36, 16, 12, 30, 6, 70, 40)
"""Columns of the sheet in characters; a Chinese one takes two."""
_WORDS = {
    "target": ("目标", "target"),
    "latest": ("最近进展", "latest progress"),
    "progress": ("历次进展", "earlier progress"),
    "related": ("相关数字", "related figure"),
    "related_target": ("相关目标", "related target"),
    "missing": ("未报告", "not reported"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "exact": ("", ""),
    "more_than": ("多于", "more than"),
    "at_least": ("至少", "at least"),
    "about": ("约", "about"),
    "nearly": ("近", "nearly"),
    "at_most": ("至多", "at most"),
    "no_report": ("没有来源报告过同口径的进展", "no source reports progress on this measure"),
    "low": ("来源可靠性低", "source of low reliability"),
}
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Beginnings that spreadsheets take for a formula, the full-width ones in East Asian versions."""
_RATIO, _URL, _QUOTES = 8, 12, (14, 15)
"""Places of the columns that the sheet shows in a way of their own."""
_LONGEST_CELL, _LONGEST_LINK = 32_767, 2_079
"""Characters; Excel refuses more."""


def export_rows(table: TargetTable, language: Language) -> list[tuple[Cell, ...]]:
    """Return a line of headings and one for each figure; what was not reported gets a line that says so."""
    headings = tuple(pair[language == "en"] for pair in _HEADINGS)
    return [headings, *(row for status in table.indicators for row in _rows(status, language))]


def _rows(status: IndicatorStatus, language: Language) -> Iterable[tuple[Cell, ...]]:
    if status.target is not None:
        yield _row(status, "target", status.target, language)
    if status.latest is not None:
        yield _row(status, "latest", status.latest, language)
    else:
        missing = (_name(status, language), _word("missing", language), *[""] * (len(_HEADINGS) - 3))
        yield (*missing, _word("no_report", language))
    for row in reversed(status.history):
        if row is not status.latest:
            yield _row(status, "progress", row, language)
    for row in status.related:
        yield _row(status, "related_target" if row.role == "target" else "related", row, language)


def _row(status: IndicatorStatus, role: str, row: LedgerRow, language: Language) -> tuple[Cell, ...]:
    source = row.citation.source
    notes = [overridden_text(row.overridden, language)] if row.overridden else []
    notes += [_word("low", language)] if source.low_reliability else []
    return (
        _name(status, language),
        _word(role, language),
        _number(row.figure.value),
        row.figure.unit,
        _word(row.figure.qualifier, language),
        row.date or "",
        _word("yes" if row.same_measure else "no", language),
        status.label_of(row, language) or _name(status, language),
        _ratio(status, row),
        source.title,
        source.publisher or "",
        source.published or "",
        source.url or "",
        row.citation.page,
        row.citation.quote,
        "；".join(notes) if language == "zh" else "; ".join(notes),
    )


def _name(status: IndicatorStatus, language: Language) -> str:
    return status.name_en if language == "en" else status.name_zh


def _word(key: str, language: Language) -> str:
    return _WORDS[key][language == "en"]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _ratio(status: IndicatorStatus, row: LedgerRow) -> Cell:
    """Return the share of the target for progress on the same measure, for nothing else."""
    target = status.target
    if target is None or not target.figure.value or not row.same_measure or row.role != "progress":
        return ""
    return float(round(row.figure.value / target.figure.value, 4))


def csv_bytes(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a CSV file; it starts with a byte order mark, without which Excel misreads Chinese."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet with a fixed heading, filters and wrapped quotes."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("12621")
    plain = book.add_format({"valign": "top"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    percent = book.add_format({"valign": "top", "num_format": "0%"})
    heading = book.add_format({"bold": True, "bottom": 1})
    formats = {_RATIO: percent, **dict.fromkeys(_QUOTES, wrapped)}
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = formats.get(column, plain) if line else heading
            if not isinstance(cell, str):
                sheet.write_number(line, column, cell, style)
            elif line and column == _URL and cell.startswith(("http://", "https://")) and len(cell) <= _LONGEST_LINK:
                sheet.write_url(line, column, cell, string=cell[:255])
            elif cell:
                sheet.write_string(line, column, _harmless(cell)[:_LONGEST_CELL], style)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking foreign text for a formula."""
    return f"'{text}" if text.lstrip(" \n　").startswith(_LIVE) else text
