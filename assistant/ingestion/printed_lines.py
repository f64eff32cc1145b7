"""The printed lines of a page, and the order in which two columns of them are read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_COLUMN_LINES = 6
_COLUMN_EMS = 12.0
"""So many lines of at least this usual width are a column of text; the cells of a table are shorter or fewer."""


def ems(text: str) -> float:
    """Return the estimated width of a text in units of its type size."""
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; x and y of its start and its type size in points, y upwards."""

    text: str
    x: float
    y: float
    size: float

    @property
    def width(self) -> float:
        """Estimated width: a full-width character takes one em, any other half of one."""
        return self.size * ems(self.text)

    @property
    def right(self) -> float:
        """Estimated x of its end."""
        return self.x + self.width


def usual_size(lines: Sequence[PrintedLine]) -> float:
    """Return the size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=1.0)


def by_columns(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put the left of two columns of running text before the right; a table of short cells is read by rows."""
    if len(lines) < 2 * _COLUMN_LINES:
        return list(lines)
    usual = usual_size(lines)
    left_edge, right_edge = min(line.x for line in lines), max(line.right for line in lines)
    middle = (left_edge + right_edge) / 2
    crossing = [line for line in lines if line.x < middle - usual and line.right > middle + usual]
    left = [line for line in lines if line.x < middle - usual and line not in crossing]
    right = [line for line in lines if line.x >= middle - usual]
    running = all(
        len(side) >= _COLUMN_LINES and median(line.width for line in side) >= _COLUMN_EMS * usual
        for side in (left, right)
    )
    if not running or len(crossing) > _COLUMN_LINES:
        return list(lines)
    top = max(line.y for line in [*left, *right])
    above = [line for line in crossing if line.y > top]
    below = [line for line in crossing if line.y <= top]
    return [*above, *left, *right, *below]
