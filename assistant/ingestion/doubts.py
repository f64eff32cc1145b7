"""What a file states about itself in several places in; remarks for a reader where the places disagree out.

Nothing is decided here: which statement is used is for the caller, and the others are named beside it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal
from urllib.parse import urlsplit

from assistant.ingestion.clean import comparison_key
from assistant.ingestion.furniture import is_search_spam
from assistant.ingestion.metadata import fits_text
from assistant.ingestion.mojibake import damage_in
from assistant.language.fold import search_key
from assistant.schema import Remark

Field = Literal["title", "publisher", "published", "url", "kind"]
Place = Literal["editor", "declared", "page", "meta", "address", "folder"]

_PLACES: Mapping[Place, tuple[str, str]] = {
    "editor": ("编辑订正为", "an editor states"),
    "declared": ("文件声明", "the file declares"),
    "page": ("页面写明", "the page prints"),
    "meta": ("网页元数据", "its meta tags say"),
    "address": ("网址含", "its address has"),
    "folder": ("所在文件夹", "its folder says"),
}
_FIELDS: Mapping[Field, tuple[str, str]] = {
    "title": ("标题不一", "titles differ"),
    "publisher": ("来源不一", "publishers differ"),
    "published": ("日期不一", "dates differ"),
    "url": ("网址不一", "addresses differ"),
    "kind": ("类别不一", "kinds differ"),
}

_SAME_TITLE = 0.8
"""Two wordings of one headline, such as with and without the name of the programme."""

_LONG_TEXT = 600
"""A short text may do without every word of a playful headline."""

_SHOWN_CHARS = 60

_COMPARED_LINES = 400
"""Copies of the headline stand in an article, not deep in a book."""

_REWORDED = range(12, 400)
"""Characters of a line that may be a copy of another with words swapped."""

_COPY = 0.7
"""Share of characters that a copy keeps in spite of swapped words; neighbouring sentences share less than half."""

_HEAD_LINES = 12
_SUMMARY = re.compile(r"^[\[【(（]?(?:摘要|内容摘要|导读|核心提示)[\]】)）:：]+\s*")


def conflict(field: Field, stated: Sequence[tuple[Place, str | None]]) -> Remark | None:
    """Return a remark when places state different values; the first that states one is the one in use.

    >>> conflict("published", [("declared", "2022-04-08"), ("page", "2022-04"), ("address", "2022-05-01")]).zh
    '日期不一：文件声明 2022-04-08；网址含 2022-05-01'
    """
    given = [(place, value) for place, value in stated if value]
    if not given:
        return None
    others = [(place, value) for place, value in given[1:] if not _SAME[field](given[0][1], value)]
    if not others:
        return None
    zh, en = _FIELDS[field]
    told = [(_PLACES[place], value[:_SHOWN_CHARS]) for place, value in (given[0], *others)]
    return Remark(
        field,
        f"{zh}：{'；'.join(f'{place[0]} {value}' for place, value in told)}",
        f"{en}: {'; '.join(f'{place[1]} {value}' for place, value in told)}",
    )


def _same_date(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _same_name(first: str, second: str) -> bool:
    a, b = comparison_key(first), comparison_key(second)
    return a in b or b in a


def _same_title(first: str, second: str) -> bool:
    a, b = comparison_key(first), comparison_key(second)
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME_TITLE


def _same_address(first: str, second: str) -> bool:
    return _bare(first) == _bare(second)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


_SAME: Mapping[Field, Callable[[str, str], bool]] = {
    "title": _same_title,
    "publisher": _same_name,
    "published": _same_date,
    "url": _same_address,
    "kind": str.__eq__,
}


def text_doubts(title: str, lines: Sequence[str], text: str) -> Iterator[Remark]:
    """Yield what should be known of the text: spam above it, words swapped, places that could not be read.

    ``title`` is "" where nothing states one; ``lines`` are all lines of the page, ``text`` is what was kept of them.
    """
    headline = comparison_key(title)
    head = lines[:_COMPARED_LINES]
    place = next((number for number, line in enumerate(head) if headline and comparison_key(line) == headline), 0)
    if any(is_search_spam(line) for line in head[:place]):
        yield Remark("title", "页首的搜索垃圾词已去掉，标题取自正文", "search spam at the head was dropped")
    content = [line for line in text.split("\n") if line]
    if title and len(text) >= _LONG_TEXT and not fits_text(title, content):
        yield Remark("title", "标题与正文几乎没有共同的词", "the title and the text share almost no words")
    missing = [number for number in re.findall(r"\d{2,}", search_key(title)) if number not in search_key(text)]
    if missing:
        numbers = "、".join(missing)
        yield Remark("title", f"标题里的{numbers}在正文中没有", f"the text lacks {', '.join(missing)} of the title")
    swaps = swapped_words(title, head)
    if swaps:
        shown = "、".join(f"{a}/{b}" for a, b in swaps[:3])
        yield Remark(
            "text", f"同一句话出现不同的词，可能被改写：{shown}", f"copies of one line differ in words: {shown}"
        )
    lost = damage_in(text)
    if lost:
        yield Remark("text", f"正文有{lost}处文字损坏，以�标出", f"{lost} places of the text are lost, marked by �")


def swapped_words(title: str, lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words in which copies of the headline, or the summary and its paragraph, differ.

    Spam engines swap words for look-alikes, and seldom the same in each copy.

    >>> swapped_words("省科协深入实施工程让科技更有力量", ["省科协深入执行工程让科技更有力量", "2021年成立三家。"])
    [('实施', '执行')]
    """
    pairs = [(title, line) for line in lines]
    for number, line in enumerate(lines[:_HEAD_LINES]):
        mark = _SUMMARY.match(search_key(line))
        if mark:
            summary = line[mark.end() :].rstrip(".…。")
            pairs += [(summary, later[: len(summary)]) for later in lines[number + 1 : number + 1 + _HEAD_LINES]]
    found: dict[tuple[str, str], None] = {}
    for first, second in pairs:
        found |= dict.fromkeys(_differences(comparison_key(first), comparison_key(second)))
    return list(found)


def _differences(first: str, second: str) -> Iterator[tuple[str, str]]:
    if first == second or len(first) not in _REWORDED or not 0.8 <= len(second) / len(first) <= 1.25:
        return
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < _COPY or matcher.ratio() < _COPY:
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        # One character more or less is a slip of the pen, and another number is another line.
        if kind == "replace" and min(b - a, d - c) >= 2 and not re.search(r"\d|\W", first[a:b] + second[c:d]):
            yield first[a:b], second[c:d]
