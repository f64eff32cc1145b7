"""A CSV or TSV file in, each of its rows as a sentence out."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.encoding import decode_text
from assistant.ingestion.reading import Reading
from assistant.ingestion.table_rows import table_text

_DELIMITERS = (",", "\t", ";", "|", "，", "；")
"""In the order of preference when two divide a file equally well."""

_SAMPLE_LINES = 200
_MAX_ROWS = 50_000
_MAX_CELLS = 2_000_000
"""As for workbooks."""
_MAX_COLUMNS = 16_384
"""As many as a sheet of Excel has."""


def read_delimited(path: Path, raw: bytes) -> Reading:
    """Read a file of delimited values in any of the usual encodings; raises UnreadableDocumentError."""
    text = re.sub(r"^sep=(.)\r?\n", "", decode_text(raw, path).lstrip("\ufeff"))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=find_delimiter(text)):
            cells += len(row)
            if len(row) > _MAX_COLUMNS or cells > _MAX_CELLS:
                raise UnreadableDocumentError(
                    path, f"the file has more than {_MAX_COLUMNS} columns or {_MAX_CELLS} cells; split it."
                )
            rows.append(row)
    except csv.Error as error:
        raise UnreadableDocumentError(path, f"the file is no table ({error}); save it anew as CSV.") from error
    if sum(any(row) for row in rows) > _MAX_ROWS:
        raise UnreadableDocumentError(path, f"the file has more than {_MAX_ROWS} rows; split it.")
    table = table_text(rows)
    title = table.captions[0] if table.captions else path.stem
    return Reading(pages=((*table.captions, *table.lines),), found={"title": title})


def find_delimiter(text: str) -> str:
    r"""Return the character that divides most rows into equally many cells, and into more than one.

    csv.Sniffer guesses by letters, and takes Chinese ones for delimiters.

    >>> find_delimiter("指标;目标\n园区科协;10,5\n"), find_delimiter("指标\t目标\n园区科协\t10\n")
    (';', '\t')
    """
    lines = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Return the share of rows that have the usual number of cells, 0 when that is one, and that number."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    return (rows / widths.total(), width) if width > 1 else (0.0, 1)
