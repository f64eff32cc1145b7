"""Pages of a PDF file that are pictures in, their printed lines out, where text recognition (OCR) is installed.

It runs in a process of its own: a hostile picture may crash it, and its models need not stay in memory.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import monotonic

from assistant.ingestion.printed_lines import PrintedLine, by_columns, ems

EXTRA = "pip install -c constraints.txt '.[ocr]'"
"""How the optional packages are installed."""

Box = tuple[str, float, float, float, float]
"""Text, x and y of the lower left corner, width, height; in points, y upwards."""

_PACKAGES = ("rapidocr", "onnxruntime", "pypdfium2")
_MEMORY_BYTES = 3 << 30
"""Address space: 1.4 GB for an A4 page, of which 0.7 GB are really used."""

_SECONDS_PER_PAGE = 60.0
"""A full page takes 2 s on two quiet cores."""

_SECONDS_PER_FILE = 1800.0
"""Pages that are not reached in this time are named as not read."""

_BATCH = 40
"""Pages per process: its start costs 1 s."""

_START_SECONDS = 60.0
_SAME_SIZE = 0.18
"""Sizes measured of lines of one size differ by so much."""

_TELLING_EMS = 4.0
"""The width of so much text tells its size better than the height of the box, which grows with brackets and dots."""


def is_installed() -> bool:
    """Tell whether the packages of the extra ``ocr`` are there."""
    return all(find_spec(name) for name in _PACKAGES)


def recognise_pages(path: Path, pages: Sequence[int]) -> dict[int, list[PrintedLine]]:
    """Return the lines of the pages (counted from 1) that could be read; a page without text has none."""
    found: dict[int, list[PrintedLine]] = {}
    waiting, end = list(pages), monotonic() + _SECONDS_PER_FILE
    while waiting and monotonic() < end:
        batch = waiting[:_BATCH]
        answers = _run_worker(path, batch, seconds=end - monotonic())
        for page, answer in zip(batch, answers, strict=False):
            if answer is not None:
                found[page] = printed_lines(answer)
        # Where the process died, its page is left out, and the next one begins behind it.
        waiting = waiting[max(1, len(answers) + (len(answers) < len(batch))) :]
    return found


def _run_worker(path: Path, pages: Sequence[int], *, seconds: float) -> list[list[Box] | None]:
    """Return the boxes of each page, None where it could not be read; fewer than pages when the process died."""
    command = [sys.executable, "-m", "assistant.ingestion.ocr_worker", str(_MEMORY_BYTES), str(_SECONDS_PER_PAGE)]
    try:
        output = subprocess.run(
            [*command, str(path.resolve()), *map(str, pages)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=min(_START_SECONDS + _SECONDS_PER_PAGE * len(pages), seconds + 1),
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    answers: list[Mapping[str, list[Box]]] = [json.loads(line) for line in output.decode("utf-8").split("\n")[:-1]]
    return [answer.get("boxes") for answer in answers]


def printed_lines(boxes: Sequence[Box]) -> list[PrintedLine]:
    """Give boxes that were drawn around letters the even sizes and lines of print, in reading order.

    >>> [(line.text, line.y) for line in printed_lines([("目标", 90, 700.4, 20, 12), ("一、", 70, 700, 20, 12.5)])]
    [('一、', 701.0), ('目标', 701.0)]
    """
    if not boxes:
        return []
    measured = [box for box in boxes if ems(box[0]) >= _TELLING_EMS]
    ratio = median(_size_by_width(box) / box[4] for box in measured) if measured else _TYPE_OF_BOX

    def size_of(box: Box) -> float:
        return _size_by_width(box) if ems(box[0]) >= _TELLING_EMS else box[4] * ratio

    usual = median(size for box in boxes for size in [size_of(box)] * len(box[0]))
    lines: list[PrintedLine] = []
    for row in _rows(boxes, usual):
        # The middle of a box is steadier than its foot.
        y = round(sum(box[2] + box[4] / 2 for box in row) / len(row) - usual / 2, 0)
        for box in row:
            size = size_of(box)
            size = round(usual, 1) if abs(size / usual - 1) <= _SAME_SIZE else round(size, 0)
            lines.append(PrintedLine(box[0], box[1], y, size))
    return by_columns(lines)


_TYPE_OF_BOX = 0.8
"""Size of the type in a box drawn around it, where no line is long enough to measure it."""


def _size_by_width(box: Box) -> float:
    return box[3] / ems(box[0])


def _rows(boxes: Sequence[Box], usual: float) -> list[list[Box]]:
    """Return the boxes from top to bottom, those at one height together from left to right."""
    rows: list[list[Box]] = []
    middle = 0.0
    for box in sorted(boxes, key=lambda box: -(box[2] + box[4] / 2)):
        here = box[2] + box[4] / 2
        if rows and middle - here < usual / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
            middle = here
    return [sorted(row, key=lambda box: box[1]) for row in rows]
