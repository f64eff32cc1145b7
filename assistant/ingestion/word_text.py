"""Elements of a Word file in, the text of a paragraph and the cells of a table out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.ingestion.table_head import Merge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(W + name for name in ("del", "moveFrom", "rt", "instrText", "delText", "pPr", "rPr"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same text box once more, for programs of old."""


_MAX_SPAN = 256
"""Word has no more columns; a file from elsewhere may claim millions."""


def table_cells(table: Any) -> tuple[list[list[str]], list[Merge]]:
    """Return the cells of a table and which of them were made one."""
    rows: list[list[str]] = []
    merges: dict[tuple[int, int], Merge] = {}
    open_above: dict[int, Merge] = {}
    for number, row in enumerate(table.findall(W + "tr")):
        cells = [""] * _span(row, "trPr", "gridBefore", 0)
        for cell in row.iter(W + "tc"):
            if next(parent for parent in cell.iterancestors() if parent.tag == W + "tr") is not row:
                continue  # A cell of a table inside this one.
            column, span = len(cells), _span(cell, "tcPr", "gridSpan", 1)
            down = cell.find(f"{W}tcPr/{W}vMerge")
            above = open_above.pop(column, None)
            goes_on = down is not None and down.get(W + "val") != "restart" and above is not None
            merge = Merge(number, column, number, column + span - 1)
            if goes_on and above:
                merge = replace(above, bottom=number)
            if down is not None:
                open_above[column] = merge
            if goes_on or span > 1:
                merges[merge.top, column] = merge
            text = "" if goes_on else "\n".join(paragraph_text(paragraph) for paragraph in cell.iter(W + "p"))
            cells += [text, *[""] * (span - 1)]
        rows.append(cells)
    return rows, list(merges.values())


def _span(element: Any, properties: str, name: str, usual: int) -> int:
    return min(int(value_of(element.find(f"{W}{properties}/{W}{name}")) or usual), _MAX_SPAN)


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a paragraph: without what was struck out by a reviewer, field codes and ruby glosses."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag in (W + "txbxContent", FALLBACK) or not isinstance(tag, str):
            continue
        if tag == W + "t":
            yield child.text or ""
        elif tag == W + "tab":
            yield " "
        elif tag in (W + "br", W + "cr"):
            yield "\n"
        elif tag == W + "noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child)


def value_of(element: Any) -> str | None:
    """Return the one attribute in which Word keeps most settings, None when the element is missing."""
    value: str | None = element.get(W + "val") if element is not None else None
    return value
