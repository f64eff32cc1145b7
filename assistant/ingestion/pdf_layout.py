"""Printed lines with their places in, paragraphs by page out: no running heads, no page numbers, no line breaks.

Large type marks a heading ("## "). A paragraph that goes on over a page end stays on the page where it begins up to
the end of its sentence, so that no sentence is cut.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.ingestion.furniture import is_credit_line
from assistant.ingestion.printed_lines import PrintedLine, by_columns, usual_size
from assistant.ingestion.reading import join_lines

_PAGE_NUMBER = re.compile(
    r"^[-—–\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共,，]+\s*\d{1,4}\s*页?)?[-—–\s·]*$|^page \d+(?: of \d+)?$"
    r"|^\d{1,4}[/-]\d{1,2}[/-]\d{1,4},? \d{1,2}:\d{2}|^(?:https?|file)://\S+(?:\s+\d+/\d+)?$",
    re.IGNORECASE,
)
"""Browsers print the time of printing above and the address below each page."""

_LABEL = re.compile("[:：]")
_EDGE_LINES = 2
"""Running heads and page numbers stand among the first or last lines of a page."""

_LARGE = 1.12
_HEADING_CHARS = 70
_GAP = 1.25
"""A step to the next line that is so much larger than usual separates paragraphs."""

_INDENT_EMS = 0.8
_RAGGED_EMS = 4.0
"""A full line may end so much before the margin: numbers and units are not broken."""

_NARROWEST_EMS = 15.0
"""No column of running text is narrower; shorter lines stand alone."""

_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)]*|\.(?=\s|$)")
_ITEM = re.compile(r"^(?:[•·●■◆▪○\-*]|\d{1,2}[.、．)）]|[（(]?[一二三四五六七八九十\d]+[)）、.])\s*")


@dataclass(frozen=True, slots=True)
class _Style:
    """What is usual in a document: type size, step between lines, and the right edge of each column."""

    size: float
    step: float
    edges: tuple[tuple[float, float], ...]

    def is_full(self, line: PrintedLine) -> bool:
        """Tell whether a line reaches the right edge of its column, so that the next may belong to it."""
        near = [right for left, right in self.edges if abs(left - line.x) <= 3 * line.size]
        edge = max(near, default=line.right) - _RAGGED_EMS * line.size
        return line.width >= _NARROWEST_EMS * line.size and line.right >= edge


def paragraphs_by_page(pages: Sequence[Sequence[PrintedLine]]) -> list[list[str]]:
    """Return the paragraphs of each page, headings in large type marked."""
    kept = remove_running_lines([_join_cells(by_columns(page)) for page in pages])
    style = _style(kept)
    blocks = [_blocks(page, style) for page in kept]
    texts = [[_text(block, style) for block in page] for page in blocks]
    for number in range(len(blocks) - 1, 0, -1):
        before, after = blocks[number - 1], blocks[number]
        if before and after and _goes_on(before[-1][-1], after[0][0], style, texts[number - 1][-1]):
            first = _SENTENCE_END.search(texts[number][0])
            cut = first.end() if first else len(texts[number][0])
            chinese = _is_chinese(texts[number - 1][-1])
            texts[number - 1][-1] = join_lines(texts[number - 1][-1], texts[number][0][:cut], chinese=chinese)
            texts[number][0] = texts[number][0][cut:].strip()
    return [[text for text in page if text] for page in texts]


def remove_running_lines(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """Drop page numbers, and lines that stand at the edge of most pages; a headline in large type stays."""
    counted: Counter[str] = Counter()
    for page in pages:
        counted.update({_running_key(page[number].text) for number in _edges(page)})
    needed = max(2, len([page for page in pages if page]) * 0.5)
    # Short pages may end alike; what ends like a sentence is none of the furniture.
    running = {key for key, count in counted.items() if count >= needed and not key.endswith(("。", "；", "！", "？"))}
    large = usual_size([line for page in pages for line in page]) * _LARGE
    kept: list[list[PrintedLine]] = []
    for page in pages:
        furniture = {
            number
            for number in _edges(page)
            if _PAGE_NUMBER.match(page[number].text)
            or (_running_key(page[number].text) in running and page[number].size < large)
        }
        kept.append([line for number, line in enumerate(page) if number not in furniture])
    return kept


def _running_key(text: str) -> str:
    return re.sub(r"\d+|\s+", "#", text)


def _edges(page: Sequence[PrintedLine]) -> set[int]:
    """Return the numbers of the highest and lowest lines, wherever they stand in reading order."""
    order = sorted(range(len(page)), key=lambda number: page[number].y)
    return set(order[:_EDGE_LINES] + order[-_EDGE_LINES:])


def _join_cells(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Join pieces at one height: the cells of a table row with " | ", pieces of one line directly."""
    rows: list[PrintedLine] = []
    end = 0.0
    for line in page:
        if rows and abs(rows[-1].y - line.y) < 0.3 * line.size and line.x >= end - line.size:
            mark = "" if line.x - end < line.size else " | "
            rows[-1] = replace(rows[-1], text=rows[-1].text + mark + line.text)
        else:
            rows.append(line)
        end = line.right
    return rows


def _style(pages: Sequence[Sequence[PrintedLine]]) -> _Style:
    lines = [line for page in pages for line in page]
    size = usual_size(lines)
    # Only lines of the usual size: in a short paper the few small lines of the head would outvote the text.
    steps: Counter[float] = Counter(
        round(a.y - b.y, 1)
        for page in pages
        for a, b in pairwise(page)
        if a.size == b.size and abs(a.size - size) < 0.5 and a.y > b.y
    )
    step = max(steps, key=lambda gap: (steps[gap], -gap), default=size * 2)
    lefts: dict[float, list[PrintedLine]] = {}
    for line in lines:
        if " | " not in line.text and abs(line.size - size) < 0.5:
            lefts.setdefault(round(line.x), []).append(line)
    return _Style(size, step, tuple((left, _edge(group)) for left, group in lefts.items() if len(group) > 1))


def _edge(group: Sequence[PrintedLine]) -> float:
    """Return the right end near which most lines of a column stop; last lines of paragraphs stop anywhere."""
    ends = sorted(line.right for line in group)
    ragged = _RAGGED_EMS * group[0].size
    return max(ends, key=lambda end: (bisect_right(ends, end) - bisect_left(ends, end - ragged), end))


def _blocks(page: Sequence[PrintedLine], style: _Style) -> list[list[PrintedLine]]:
    blocks: list[list[PrintedLine]] = []
    for line in page:
        if blocks and _belongs(blocks[-1][-1], line, style):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _belongs(line: PrintedLine, following: PrintedLine, style: _Style) -> bool:
    """Tell whether ``following`` continues the paragraph of ``line``."""
    if " | " in line.text or " | " in following.text or abs(line.size - following.size) > 0.5:
        return False
    # A headline that fills its line is often followed by who published it and when.
    if _LABEL.search(following.text) and is_credit_line(following.text):
        return False
    step = line.y - following.y
    usual = style.step if abs(line.size - style.size) <= 0.5 else style.step * line.size / style.size
    if step > usual * _GAP or (_ITEM.match(following.text) and line.text.endswith(("。", "；", ".", ";"))):
        return False
    if following.x - line.x > _INDENT_EMS * line.size and step > 0 and not _ITEM.match(line.text):
        return False
    return style.is_full(line)


def _goes_on(last: PrintedLine, first: PrintedLine, style: _Style, text: str) -> bool:
    """Tell whether the paragraph at the foot of a page continues at the head of the next."""
    if text.startswith("#") or _SENTENCE_END.search(text[-2:]) or abs(last.size - first.size) > 0.5:
        return False
    return " | " not in last.text + first.text and style.is_full(last) and not _ITEM.match(first.text)


def _text(block: Sequence[PrintedLine], style: _Style) -> str:
    text = block[0].text
    for line in block[1:]:
        text = join_lines(text, line.text, chinese=_is_chinese(text))
    large = block[0].size >= style.size * _LARGE and len(text) <= _HEADING_CHARS
    return f"## {text}" if large else text


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)
