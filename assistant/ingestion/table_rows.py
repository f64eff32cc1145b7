"""The cells of a table in, one sentence for each row out, in which every value stands with the head of its column.

A figure is only found and understood where its name stands beside it: a row cut loose from its head says nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.ingestion.table_head import Grid, Merge, cells_held, fill_merged, head_depth
from assistant.ingestion.table_labels import (
    AS_OF,
    DATED,
    GROUPING,
    NAMING,
    PROGRESS,
    SERIAL,
    UNCOUNTED,
    UNIT_COLUMN,
    Label,
    counts,
    is_date,
    is_number,
    is_unit,
    read_label,
    unit_of_note,
)
from assistant.ingestion.webpage_blocks import flat_text

_BLANK = frozenset(("", "-", "—", "–", "――", "——", "/", "／", "无数据", "n/a", "N/A"))
_NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class TableText:
    """A table in words: what stands above its head, and a line for each row."""

    captions: tuple[str, ...]
    lines: tuple[str, ...]


def table_text(rows: Sequence[Sequence[str]], *, merges: Iterable[Merge] = ()) -> TableText:
    """Find captions and head, and write each row as a sentence; without a head as cells between " | ".

    >>> table_text([["指标", "目标（个）", "完成（个）"], ["园区科协", "10", "6"]]).lines
    ('园区科协：目标10个，完成6个。',)
    >>> table_text([["姓名", "单位"], ["张三", "省科协"]]).lines
    ('姓名：张三；单位：省科协。',)
    """
    grid, placed = _without_blanks(rows, merges)
    wide = [row[:] for row in grid]
    fill_merged(grid, wide, placed)
    columns = grid[0] if grid else []
    if len(columns) < 2:
        return TableText((), tuple(row[0] for row in grid))
    first = next((number for number, row in enumerate(grid) if cells_held(row) > 1), len(grid))
    captions = tuple("".join(row) for row in grid[:first])
    depth = head_depth(grid[first:], wide[first:])
    body = grid[first + depth :]
    if not depth:
        return TableText(captions, tuple(" | ".join(filter(None, row)) for row in body))
    writer = _Writer.of(wide[first : first + depth], body, unit=next(filter(None, map(unit_of_note, captions)), ""))
    heads = wide[first : first + depth]
    # A long table repeats its head on each printed page.
    return TableText(captions, tuple(filter(None, (writer.line(row) for row in body if row not in heads))))


def _without_blanks(rows: Sequence[Sequence[str]], merges: Iterable[Merge]) -> tuple[Grid, list[Merge]]:
    """Leave out empty rows and columns, of which a sheet with one cell at its far end has millions."""
    flat = {number: [flat_text(cell) for cell in row] for number, row in enumerate(rows) if any(row)}
    kept = [number for number, row in flat.items() if any(row)]
    columns = sorted({column for number in kept for column, cell in enumerate(flat[number]) if cell})
    grid = [[flat[n][column] if column < len(flat[n]) else "" for column in columns] for n in kept]
    placed = [
        Merge(
            bisect_left(kept, merge.top),
            bisect_left(columns, merge.left),
            bisect_right(kept, merge.bottom) - 1,
            bisect_right(columns, merge.right) - 1,
        )
        for merge in merges
        if _holds(kept, merge.top) and _holds(columns, merge.left)
    ]
    return grid, placed


def _holds(numbers: Sequence[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the rows under one head."""

    labels: tuple[Label, ...]
    unit: str
    unit_column: int | None
    date_column: int | None
    skipped: frozenset[int]
    chinese: bool

    @classmethod
    def of(cls, heads: Grid, body: Grid, *, unit: str) -> "_Writer":
        """Read the head, and see by the cells which columns only serve the others."""
        labels = [read_label("".join(dict.fromkeys(column))) for column in zip(*heads, strict=True)]
        columns = list(zip(*body, strict=True)) or [()] * len(labels)
        units = dates = None
        skipped = set()
        progress = any(PROGRESS.search(label.key) for label in labels)
        for number, (label, column) in enumerate(zip(labels, columns, strict=True)):
            cells = [cell for cell in column if cell]
            if SERIAL.match(label.key) and all(is_number(cell) for cell in cells):
                skipped.add(number)
            elif UNIT_COLUMN.match(label.key) and cells and all(map(is_unit, cells)):
                units = number
            elif progress and (AS_OF.match(label.key) or DATED.match(label.key)) and all(map(is_date, cells)):
                dates = number
        skipped |= {number for number in (units, dates) if number is not None}
        chinese = any(
            "\u3400" <= character <= "\u9fff" for row in [*heads, *body] for cell in row for character in cell
        )
        return cls(tuple(labels), unit, units, dates, frozenset(skipped), chinese)

    def line(self, row: Sequence[str]) -> str:
        """Return a row as a sentence; a row with one cell is a heading inside the table."""
        numbers = [n for n, cell in enumerate(row) if cell not in _BLANK and n not in self.skipped]
        if not numbers:
            return ""
        if cells_held(row) == 1:
            return row[numbers[0]]
        between = "；" if self.chinese else "; "
        counted = next((place for place, n in enumerate(numbers) if counts(row[n])), 0)
        names = [place for place in range(counted) if self._is_name(numbers[place], row)]
        if not names:
            return self._end(between.join(self._pair(number, row) for number in [*numbers, *self._dates(row)]))
        # The most particular name stands last: 项目, then 名称; 类别 is one only where there is no other.
        place = max(names, key=lambda place: (not self._groups(numbers[place]), place))
        groups = [self._pair(number, row) for number in numbers[:place]]
        return self._end(between.join([*groups, self._counted(row[numbers[place]], row, numbers[place + 1 :])]))

    def _is_name(self, number: int, row: Sequence[str]) -> bool:
        """Tell whether a cell names what the figures of its row count."""
        label = self.labels[number].key
        names = not label or NAMING.search(label) is not None or self._groups(number)
        return names and len(row[number]) <= _NAME_CHARS and not is_date(row[number])

    def _groups(self, number: int) -> bool:
        return GROUPING.search(self.labels[number].key) is not None

    def _counted(self, name: str, row: Sequence[str], rest: Sequence[int]) -> str:
        """Return "园区科协：目标10个，完成6个"; with dates each figure stands with its own and with the name again."""
        dates = {number: self._date(number, row) for number in rest}
        comma = "，" if self.chinese else ", "
        if not any(dates.values()):
            undated = self._dates(row) if not any(self._is_progress(number) for number in rest) else []
            stop = self._colon(name) if counts(row[rest[0]]) else name + comma
            return stop + comma.join(self._measure(number, row) for number in [*rest, *undated])
        return comma.join(
            f"{dates[number]}{name}{self._measure(number, row)}" if counts(row[number]) else self._pair(number, row)
            for number in rest
        )

    def _is_progress(self, number: int) -> bool:
        return PROGRESS.search(self.labels[number].key) is not None

    def _dates(self, row: Sequence[str]) -> list[int]:
        return [self.date_column] if self.date_column is not None and row[self.date_column] not in _BLANK else []

    def _date(self, number: int, row: Sequence[str]) -> str:
        """Return what stands before a figure about its date: from the head of the column, else from the row."""
        if self.labels[number].date or not self._is_progress(number) or not counts(row[number]):
            return self.labels[number].date
        for column in self._dates(row):
            return f"截至{row[column]}" if AS_OF.match(self.labels[column].key) else row[column]
        return ""

    def _measure(self, number: int, row: Sequence[str]) -> str:
        label, value = self.labels[number].name, self._value(number, row)
        if not counts(row[number]):
            return self._pair(number, row)
        if not self.chinese:
            return f"{label} {value}".strip()
        return f"{label}{value}" if label[-1:] >= "\u3400" or not label else f"{label}：{value}"

    def _pair(self, number: int, row: Sequence[str]) -> str:
        label = self.labels[number]
        name = f"{label.date}{label.name}"
        return (self._colon(name) if name else "") + self._value(number, row)

    def _value(self, number: int, row: Sequence[str]) -> str:
        value = row[number]
        if not is_number(value):
            return value
        unit = self.labels[number].unit
        if not unit and not UNCOUNTED.search(self.labels[number].key):
            unit = (row[self.unit_column] if self.unit_column is not None else "") or self.unit
        return f"{value} {unit}" if unit.isascii() and unit.isalpha() else value + unit

    def _colon(self, text: str) -> str:
        return f"{text}：" if self.chinese else f"{text}: "

    def _end(self, text: str) -> str:
        return text if text.endswith(("。", "！", "？", ".", "!", "?")) else text + ("。" if self.chinese else ".")
