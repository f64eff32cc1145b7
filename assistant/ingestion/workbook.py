"""An Excel workbook in, each row of its visible sheets as a sentence out, under the name of the sheet."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.office_package import check_package
from assistant.ingestion.reading import Reading
from assistant.ingestion.table_head import Merge
from assistant.ingestion.table_rows import table_text
from assistant.ingestion.word import core_fields

_MAX_ROWS = 50_000
"""Rows that hold something. Each becomes a sentence; a register of this size fills a hundred times a long report."""

_MAX_CELLS = 2_000_000
"""Cells up to the last one of each row, empty ones too: a row with its only cell at the far right counts for all."""

_LAST_ROW = 1_048_576
"""A sheet has no more rows; a damaged file may claim any number, and the empty ones before it are made up."""

_SHEET_NAMES = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
"""What programs call a sheet by themselves."""

_LITERAL = re.compile(r'[0#?](?:\\?\s)?"([^"]{1,6})"')
_DECIMALS = re.compile(r"[0#]\.(0+)")
_SHOWN_DIGITS = 10
"""Excel shows about so many digits of a number without a format; the rest is noise of the calculation."""


def read_workbook(path: Path, raw: bytes) -> Reading:
    """Read an .xlsx file; raises UnreadableDocumentError for a damaged, locked or oversized one."""
    check_package(path, raw, part="xl/workbook.xml", newer=".xlsx")
    try:
        with warnings.catch_warnings():
            # What openpyxl leaves out, styles and pictures, is not read anyway.
            warnings.simplefilter("ignore")
            sheets, found = _sheets(path, raw)
    except UnreadableDocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever a part that lies about its kind makes it stumble over
        raise UnreadableDocumentError(path, "the file is damaged; open it in Excel and save it anew.") from error
    lines: list[str] = []
    captions: list[str] = []
    for name, (rows, merges) in sheets:
        text = table_text(rows, merges=merges)
        captions += text.captions[:1]
        if text.lines and not _SHEET_NAMES.match(name):
            lines.append(f"## {name}")
        lines += [*text.captions, *text.lines]
    # The title that a template left in the properties knows less than the line above the table.
    title = captions[0] if len(captions) == 1 else found.get("title", "")
    return Reading(pages=(tuple(lines),), found={**found, "title": title or path.stem})


_Table = tuple[list[list[str]], list[Merge]]


def _sheets(path: Path, raw: bytes) -> tuple[list[tuple[str, _Table]], dict[str, str]]:
    """Return name and cells of each visible sheet, and what the properties say."""
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    with ZipFile(BytesIO(raw)) as archive:
        sheets = [(sheet.title.strip(), _table(path, archive, sheet)) for sheet in visible]
    return sheets, core_fields(title=book.properties.title, author=book.properties.creator)


def _table(path: Path, archive: ZipFile, sheet: Any) -> _Table:
    merges = list(_merges(path, archive, sheet))
    # What a sheet says about its size is often wrong, and empty rows up to that size would be made up.
    sheet.reset_dimensions()
    cells: list[tuple[Any, ...]] = []
    filled = looked_at = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        last = max((place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0)
        looked_at += len(row)
        filled += bool(last)
        if filled > _MAX_ROWS or looked_at > _MAX_CELLS or number > _LAST_ROW:
            raise UnreadableDocumentError(
                path, f"the sheet {sheet.title!r} has more than {_MAX_ROWS} rows or {_MAX_CELLS} cells; split it."
            )
        cells.append(tuple(row[:last]) if last else ())
    chinese = any(
        isinstance(cell.value, str) and re.search("[\u3400-\u9fff]", cell.value) for row in cells for cell in row
    )
    rows = [[cell_text(cell.value, str(cell.number_format or ""), chinese=chinese) for cell in row] for row in cells]
    return rows, merges


def _merges(path: Path, archive: ZipFile, sheet: Any) -> Iterator[Merge]:
    """Yield the merged cells, which openpyxl leaves out when it reads row by row, and refuse lost results."""
    from xml.etree.ElementTree import iterparse

    from openpyxl.utils import range_boundaries

    lost = 0
    with archive.open(sheet._worksheet_path) as source:
        for _, element in iterparse(source):
            tag = element.tag.rpartition("}")[2]
            if tag == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                yield Merge((top or 1) - 1, (left or 1) - 1, (bottom or 1) - 1, (right or 1) - 1)
            elif tag == "c":
                held = {child.tag.rpartition("}")[2]: child.text for child in element}
                # An empty text is a result too.
                lost += "f" in held and not held.get("v") and element.get("t") != "str"
            if tag in ("c", "row", "mergeCell"):
                element.clear()
    if lost:
        raise UnreadableDocumentError(
            path,
            f"the sheet {sheet.title!r} holds {lost} formulas without their results; "
            "open it in Excel or LibreOffice and save it anew.",
        )


def cell_text(value: object, number_format: str, *, chinese: bool) -> str:
    """Write the value of a cell as it is shown.

    >>> cell_text(0.1 + 0.2, "General", chinese=True), cell_text(0.6, "0%", chinese=True)
    ('0.3', '60%')
    >>> cell_text(6, '0"个"', chinese=True), cell_text(datetime(2022, 4, 8), "yyyy-mm-dd", chinese=True)
    ('6个', '2022年4月8日')
    """
    if value is None or (isinstance(value, str) and re.match(r"#(?:[A-Z]+[/!?]|N/A|NAME)", value)):
        return ""
    if isinstance(value, bool):
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if isinstance(value, int | float):
        return _number_text(value, number_format)
    if isinstance(value, date):
        return _date_text(value, number_format, chinese=chinese)
    return value.isoformat("minutes") if isinstance(value, time) else str(value).strip()


def _number_text(value: float, number_format: str) -> str:
    shown = number_format.split(";")[0]
    percent = "%" in shown
    value = value * 100 if percent else value
    decimals = _DECIMALS.search(shown)
    if decimals and isinstance(value, float):
        text = f"{value:.{len(decimals.group(1))}f}"
    elif isinstance(value, int) or value.is_integer():
        text = str(int(value))
    elif percent or shown in ("0", "#,##0"):
        text = f"{value:.0f}"
    else:
        text = f"{value:.{max(_SHOWN_DIGITS, len(str(int(value))) + 2)}g}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    literal = _LITERAL.search(shown)
    return text + ("%" if percent else literal.group(1).strip() if literal else "")


def _date_text(value: date, number_format: str, *, chinese: bool) -> str:
    """Write a date as precisely as its format shows it: a cell "2022年4月" holds the first of the month."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.lower())
    to_month = value.day == 1 and "y" in letters and "m" in letters and "d" not in letters
    if chinese:
        day = f"{value.year}年{value.month}月" + ("" if to_month else f"{value.day}日")
    else:
        day = f"{value.year}-{value.month:02d}" + ("" if to_month else f"-{value.day:02d}")
    at = value.time() if isinstance(value, datetime) else time()
    return day if at == time() else f"{day} {at.isoformat('minutes')}"
