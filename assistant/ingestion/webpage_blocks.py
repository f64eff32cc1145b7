"""The tree of a web page in, its visible blocks of text in reading order out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "nav", "aside", "form", "button", "select", "svg", "iframe")
)
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "mark",
        ),
        *("q", "s", "samp", "small", "span", "ruby", "rb", "strong", "sub", "sup", "time", "u", "var", "wbr", "label"),
    )
)
_GLOSS = frozenset(("rt", "rp"))
_HEADING = re.compile(r"^h[1-6]$")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page; ``level`` is 0 for text and 1 to 6 for a heading, ``link``: all of it is links."""

    text: str
    level: int = 0
    link: bool = False


def blocks(element: Any) -> Iterator[Block]:
    """Yield headings, paragraphs, list items and table rows below ``element``; no scripts, menus or forms."""
    pieces: list[tuple[str, bool]] = []
    for event in _events(element, linked=False):
        if isinstance(event, Block):
            yield from _closed(pieces)
            yield event
        elif event is None:
            yield from _closed(pieces)
        else:
            pieces.append(event)
    yield from _closed(pieces)


def _closed(pieces: list[tuple[str, bool]]) -> Iterator[Block]:
    text = flat_text("".join(text for text, _ in pieces))
    linked = all(is_link for text, is_link in pieces if text.strip())
    pieces.clear()
    if text:
        yield Block(text, link=linked)


def _events(element: Any, *, linked: bool) -> Iterator[tuple[str, bool] | Block | None]:
    """Yield pieces of text with whether they are a link, whole blocks, and None at the border of a block."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN or tag in _GLOSS or _is_hidden(element):
        return
    if _HEADING.match(tag):
        yield Block(flat_text(visible_text(element)), level=int(tag[1]))
        return
    if tag == "tr":
        yield Block(" | ".join(flat_text(visible_text(cell)) for cell in element if cell.tag in ("td", "th")))
        return
    inside = linked or tag == "a"
    if tag not in _INLINE:
        yield None
    if element.text:
        yield element.text, inside
    for child in element:
        yield from _events(child, linked=inside)
        if child.tail:
            yield child.tail, inside
    if tag not in _INLINE:
        yield None


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def visible_text(element: Any) -> str:
    """Return all text below ``element`` but that of scripts and of ruby glosses."""
    return "".join(event[0] if isinstance(event, tuple) else " " for event in _inner(element))


def _inner(element: Any) -> Iterator[tuple[str, bool] | Block | None]:
    if element.text:
        yield element.text, False
    for child in element:
        yield from _events(child, linked=False)
        if child.tail:
            yield child.tail, False


def flat_text(text: str) -> str:
    r"""Return ``text`` on one line; a line break of the source between Chinese characters leaves no blank.

    >>> flat_text("创新\n  驱动")
    '创新驱动'
    """
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip()
