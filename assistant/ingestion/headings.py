"""Lines of a text without markup in, the same lines with ``"## "`` before those that are headings out."""

import re
from collections.abc import Sequence

_MAX_CHARS = 32
_MAX_NUMBERED_CHARS = 44
_MAX_LATIN_CHARS = 70
_MAX_RUN = 3
"""Title, part and section may stand under each other; more short lines in a row are a list or a table."""

_PARAGRAPH_CHARS = 40
_ENDING = tuple("。！？；，、：…,.;:!?)）]】|")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节節条條部编編]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_LABEL = re.compile(r"^.{1,8}[:：]|\||^[（(\[【*•·\-]")
_COUNTED = re.compile(r"\d(?:余|多)?[万萬亿億]?[个個家名项項件次人份篇场場期所支位元%％]")
_NAMED = re.compile(r"^(?:编者注|編者注|编者按|編者按|口径说明|口徑說明|Editor[’']s note)$", re.IGNORECASE)


def mark_headings(lines: Sequence[str]) -> list[str]:
    """Mark short lines without closing punctuation that stand above a paragraph.

    >>> mark_headings(["一、加强顶层设计", "2021年3月，省委作出部署。"])
    ['## 一、加强顶层设计', '2021年3月，省委作出部署。']
    """
    marked = list(lines)
    run: list[int] = []
    for number, line in enumerate(lines):
        if line.startswith("#") or _looks_like_heading(line):
            run.append(number)
            continue
        if run and len(run) <= _MAX_RUN and _is_paragraph(line):
            for heading in run:
                marked[heading] = lines[heading] if lines[heading].startswith("#") else f"## {lines[heading]}"
        run = []
    return marked


def _looks_like_heading(line: str) -> bool:
    if _NAMED.match(line):
        return True
    numbered = _NUMBERED.match(line) is not None
    if line.endswith(_ENDING) or _COUNTED.search(line) or (_LABEL.search(line) and not numbered):
        return False
    if sum("\u3400" <= character <= "\u9fff" for character in line) >= 2:
        return len(line) <= (_MAX_NUMBERED_CHARS if numbered else _MAX_CHARS)
    return len(line) <= _MAX_LATIN_CHARS and line[:1].isupper() and any(map(str.islower, line))


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH_CHARS or line.rstrip("”’\"'）)」』").endswith(tuple("。！？.!?；;"))
