"""A Markdown file in, its front matter and its text without markup out."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.encoding import decode_text
from assistant.ingestion.reading import Reading, join_lines

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = "---"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What lxml refuses in a text."""


def read_markdown(path: Path, raw: bytes) -> Reading:
    """Read YAML front matter and body; images leave their description, links their text."""
    front, body = split_front_matter(decode_text(raw, path), path)
    if front.get("date"):
        front.setdefault("published", front["date"])  # Site generators call it so.
    lines = markdown_lines(body)
    found = {"title": lines[0][2:]} if lines and lines[0].startswith("# ") else {}
    return Reading(pages=(tuple(lines),), declared=front, found=found)


def split_front_matter(text: str, path: Path) -> tuple[dict[str, str], str]:
    """Return the front matter, all values as text, and the rest; a file without one is all body."""
    import yaml

    lines = text.lstrip("\ufeff").split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        return {}, text
    try:
        # BaseLoader keeps 2022-04-08 and 2022 as they are written.
        values = yaml.load("\n".join(lines[1 : fences[1]]), Loader=yaml.BaseLoader) or {}
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" near line {place.line + 2}" if place else ""
        raise UnreadableDocumentError(path, f"the front matter is not valid YAML{where}; put it right.") from error
    if not isinstance(values, dict):
        raise UnreadableDocumentError(path, "the front matter must be lines of `name: value`.")
    return {str(name): _as_text(value) for name, value in values.items()}, "\n".join(lines[fences[1] + 1 :])


def _as_text(value: object) -> str:
    # Plain texts alone: lists of lists of the same list are a bomb when they are written out.
    return " ".join(one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)).strip()


def markdown_lines(body: str) -> list[str]:
    r"""Return one line per heading, paragraph, list item and table row.

    >>> markdown_lines("## 目标\n\n建成[院士之家](x)**1个**。")
    ['## 目标', '建成院士之家1个。']
    """
    from markdown_it import MarkdownIt

    lines: list[str] = []
    heading = ""
    cells: list[str] | None = None
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body):
        if token.type == "heading_open":
            heading = "#" * int(token.tag[1]) + " "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            lines.append(" | ".join(cells or []))
            cells = None
        elif token.type == "inline":
            text = _inline_text(token.children or [])
            if cells is not None:
                cells.append(text.replace("\n", " "))
            else:
                lines.extend(heading + line for line in text.split("\n"))
            heading = ""
        elif token.type in ("fence", "code_block"):
            lines.extend(token.content.split("\n"))
        elif token.type == "html_block":
            lines.extend(_html_text(token.content))
    return [line for line in lines if line.strip()]


def _inline_text(children: Sequence["Token"]) -> str:
    text = ""
    broken = False
    for child in children:
        piece = _piece(child)
        text = join_lines(text, piece, chinese=True) if broken and piece else text + piece
        broken = child.type == "softbreak" or (broken and not piece)
    return text


def _piece(token: "Token") -> str:
    if token.type == "hardbreak":
        return "\n"
    if token.type == "image":
        return _inline_text(token.children or [])
    return token.content if token.type in ("text", "code_inline", "text_special") else ""


def _html_text(html: str) -> Iterable[str]:
    import lxml.html

    if html.lstrip().startswith(("<!--", "<script", "<style")):
        return ()
    text: str = lxml.html.fragment_fromstring(_CONTROLS.sub("", html), create_parent="div").text_content()
    return tuple(line.strip() for line in text.split("\n"))
