"""A page of a PDF file in, its picture with a quote boxed out; runs alone, because a hostile file may do anything.

``python -m assistant.ingestion.page_worker MEMORY_BYTES SECONDS FILE PAGE``, the quote on standard input; a PNG on
standard output, nothing when the page cannot be drawn.
"""

import os
import signal
import sys
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from assistant.ingestion.clean import restore_radicals
from assistant.language.fold import search_key

_DOTS_PER_INCH = 130
"""An A4 page is 1075 dots wide: sharp on a phone, readable when a wide window enlarges it."""
_MAX_SIDE_DOTS = 2400
_COLOUR = (190, 60, 40)
_LINE_DOTS = 3
_GAP_DOTS = 4
_SHORTEST_PIECE = 4
"""Characters; a shorter one may stand anywhere."""
_SAME_LINE = 0.5
"""Share of its height by which a character may stand off and still belong to the line."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, the origin at the lower left."""


def main(arguments: list[str]) -> None:
    """Draw the page under the limits."""
    memory_bytes, seconds, file, page = arguments
    _limit(int(memory_bytes))
    # Whoever is too slow dies: unlike a handler, which waits for the interpreter, this also ends a loop in C.
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    quote = sys.stdin.read()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    picture = _draw(file, int(page), quote)
    picture.save(out, "PNG", optimize=True)


def _limit(memory_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _draw(file: str, number: int, quote: str) -> Any:
    import pypdfium2
    from PIL import ImageDraw

    page = pypdfium2.PdfDocument(file)[number - 1]
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, _MAX_SIDE_DOTS / max(width, height, 1.0))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for left, bottom, right, top in boxes_of(page, quote):
        corners = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
        grown = [value + step * _GAP_DOTS for value, step in zip(corners, (-1, -1, 1, 1), strict=True)]
        pen.rectangle(grown, outline=_COLOUR, width=_LINE_DOTS)
    return picture.quantize(128) if picture.getcolors(1 << 16) else picture


def boxes_of(page: Any, quote: str) -> list[Box]:
    """Return a box for each printed line of ``quote``, none when the page does not hold its words."""
    text = page.get_textpage()
    printed: Sequence[str] = text.get_text_range()
    if len(printed) != text.count_chars():  # Signs beyond the first 65,536 count twice there.
        printed = [text.get_text_range(place, 1) for place in range(text.count_chars())]
    folded, places = _folded(printed)
    lines: list[Box] = []
    for start, end in _pieces(_folded(quote)[0], folded):
        for place in places[start:end]:
            box: Box = text.get_charbox(place)
            if box[2] <= box[0] or box[3] <= box[1]:
                continue  # A character without ink, such as a soft line end.
            if lines and _on_line(box, lines[-1]):
                lines[-1] = _around(lines[-1], box)
            else:
                lines.append(box)
    return lines


def _pieces(wanted: str, folded: str) -> list[tuple[int, int]]:
    """Return where ``wanted`` stands, in as few pieces as can be: columns may be printed line by line across.

    >>> _pieces("abcdefgh", "abcdWXYZefgh"), _pieces("abcdefgh", "abWX")
    ([(0, 4), (8, 12)], [])
    """
    pieces: list[tuple[int, int]] = []
    at = 0
    while at < len(wanted):
        length = (
            bisect_left(range(len(wanted) - at + 1), 1, key=lambda length: wanted[at : at + length] not in folded) - 1
        )
        if length < min(_SHORTEST_PIECE, len(wanted) - at):
            return []
        # Behind the piece before it, where it stands there too.
        after = pieces[-1][1] if pieces else 0
        start = folded.find(wanted[at : at + length], after)
        start = start if start >= 0 else folded.find(wanted[at : at + length])
        pieces.append((start, start + length))
        at += length
    return pieces


def _folded(text: Sequence[str]) -> tuple[str, list[int]]:
    """Return the characters that cleaning keeps, folded, each with its place in ``text``."""
    kept = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in restore_radicals(character)  # A ligature is several letters.
        if not letter.isspace() and letter.isprintable()
    ]
    return search_key("".join(letter for letter, _ in kept)), [place for _, place in kept]


def _on_line(box: Box, line: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    reach = max(line[3] - line[1], box[3] - box[1]) * (1 + _SAME_LINE) / 2
    return abs(middle - (line[1] + line[3]) / 2) <= reach and box[0] >= line[0]


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


if __name__ == "__main__":
    main(sys.argv[1:])
