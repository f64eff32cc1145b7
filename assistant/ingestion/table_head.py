"""The cells of a table in, how many of its rows are the head out; and what merged cells hold for those they cover."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.ingestion.table_labels import counts, is_date, is_head
from assistant.language.fold import to_simplified

Grid = list[list[str]]
_HEAD_WORDS = re.compile(
    r"指标|项目|名称|姓名|内容|单位|部门|职务|职称|时间|日期|地区|地市|类别|类型|序号|目标|完成|进展|备注|标题|来源|数量|责任|联系"
    r"|^(?:name|title|date|type|unit|target|source|note|item|value|place|region)s?$",
    re.IGNORECASE,
)
_LONGER = 1.5
"""Cells of a table of words alone are so much longer than its heads."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were made one; rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def cells_held(row: Sequence[str]) -> int:
    """Return how many cells of a row hold something."""
    return sum(bool(cell) for cell in row)


def fill_merged(grid: Grid, wide: Grid, merges: Iterable[Merge]) -> None:
    """Write what a merged cell holds into all rows that it covers, in ``wide`` into all columns too."""
    allowance = sum(map(len, grid))  # Merged cells do not overlap, unless someone means harm.
    for merge in merges:
        if merge.top >= len(grid) or merge.left >= len(grid[0]):
            continue
        text = grid[merge.top][merge.left]
        for number in range(merge.top, min(merge.bottom, len(grid) - 1) + 1):
            last = min(merge.right, len(grid[0]) - 1)
            allowance -= last - merge.left + 1
            if allowance < 0:
                return
            # One number for several rows is their sum: said of each, it would be wrong.
            if number == merge.top or not counts(text):
                grid[number][merge.left] = text
                wide[number][merge.left : last + 1] = [text] * (last - merge.left + 1)


def head_depth(grid: Grid, wide: Grid) -> int:
    """Return how many rows are the head: 0, 1, or 2 where the first one spans columns of the second."""
    if len(grid) < 2 or not _is_head_row(wide[0]):
        return 0
    spans = any(left and left == right for left, right in zip(wide[0], wide[0][1:], strict=False))
    if spans and len(grid) > 2 and _is_head_row(wide[1]):
        return 2
    body = grid[1:]
    if any(counts(cell) or is_date(cell) for row in body for cell in row):
        return 1
    if any(_HEAD_WORDS.search(to_simplified(cell)) for cell in grid[0]):
        return 1
    heads, cells = [cell for cell in grid[0] if cell], [cell for row in body for cell in row if cell]
    longer = sum(map(len, cells)) * len(heads) > _LONGER * sum(map(len, heads)) * len(cells)
    return int(longer and not set(heads) & set(cells))


def _is_head_row(row: Sequence[str]) -> bool:
    return cells_held(row) > 1 and all(is_head(cell) for cell in row if cell)
