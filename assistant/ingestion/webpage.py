"""A saved web page in, the text of its article and what its head says about it out."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.encoding import decode_text
from assistant.ingestion.mojibake import repair_line
from assistant.ingestion.reading import Reading
from assistant.ingestion.webpage_blocks import Block, blocks, flat_text

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s)\s*[^_|｜]{2,14}$")
_META_NAMES = {
    "id": ("id", "document-id"),
    "title": ("title", "articletitle", "og:title"),
    "publisher": ("publisher", "source", "contentsource", "og:site_name"),
    "published": ("published", "article:published_time", "pubdate", "publishdate", "date", "dc.date"),
    "url": ("url", "og:url"),
    "kind": ("kind",),
    "reliability": ("reliability",),
    "language": ("language", "lang"),
}
"""Field to the names under which pages state it, the most specific first."""

_TELLING_CHARS = 12

_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability")


def read_webpage(path: Path, raw: bytes) -> Reading:
    """Read the text of the page's article with its headings; menus, footers and scripts stay out."""
    import lxml.etree
    import lxml.html

    charset = _CHARSET.search(raw[:2048])
    html = decode_text(raw, path, hint=charset.group(1).decode("ascii", "replace") if charset else None)
    # Before its article is sought: misread text looks like no text at all to those who seek it.
    html = "\n".join(map(repair_line, html.split("\n")))
    try:
        # lxml refuses text that names an encoding.
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    except lxml.etree.LxmlError as error:
        raise UnreadableDocumentError(path, "this is not a web page; save it again as HTML or as text.") from error
    lines = tuple(article_lines(tree, html))
    if not lines:
        raise UnreadableDocumentError(path, "no article text was found in the page; save its text as .txt or .md.")
    # Headlines of pages without sections are set in bold, which the plain rules recognise.
    sections = any(line.startswith("##") for line in lines)
    return Reading(pages=(lines,), found=head_fields(tree), headings_known=sections)


def article_lines(tree: Any, html: str) -> Iterator[str]:
    """Yield the lines of the one ``article`` element, else of what trafilatura takes for the article."""
    articles = list(tree.iter("article"))
    if len(articles) == 1:
        chosen = list(blocks(articles[0]))
    else:
        chosen = _blocks_in(list(blocks(tree)), _trafilatura_text(html))
    for block in chosen:
        if block.text.strip(" |"):
            yield "#" * block.level + " " * bool(block.level) + block.text


def _trafilatura_text(html: str) -> str:
    import trafilatura

    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    text: str | None = trafilatura.extract(
        html, output_format="txt", favor_recall=True, include_tables=True, include_comments=False, with_metadata=False
    )
    return text or ""


def _blocks_in(page: list[Block], article: str) -> list[Block]:
    """Return what stands from the first to the last line of ``article``, without menus, and the headline above it.

    trafilatura alone flattens short pages: headings are lost, lists left out, and menus kept.
    """
    whole = _key(article)
    exact = {_key(line) for line in article.split("\n")}
    found = [
        number for number, block in enumerate(page) if not block.link and _stands_in(_key(block.text), whole, exact)
    ]
    if not found:
        return []
    first = next((number for number, block in enumerate(page) if block.level == 1), found[0])
    return [block for block in page[min(first, found[0]) : found[-1] + 1] if not block.link]


def _stands_in(key: str, whole: str, exact: set[str]) -> bool:
    """Tell whether a block is part of the article; a short word may be in it by chance."""
    return bool(key) and (key in exact or (len(key) >= _TELLING_CHARS and key in whole))


def _key(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def head_fields(tree: Any) -> dict[str, str]:
    """Return the fields that meta tags, the canonical link, the headline and ``<title>`` state."""
    stated: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").lower()
        if name and (tag.get("content") or "").strip():
            stated.setdefault(name, tag.get("content").strip())
    fields = {
        field: next(stated[name] for name in names if name in stated)
        for field, names in _META_NAMES.items()
        if any(name in stated for name in names)
    }
    links = [tag.get("href") for tag in tree.iter("link") if tag.get("rel") == "canonical" and tag.get("href")]
    if links:
        fields["url"] = links[0]
    headlines = [text for text in (flat_text("".join(tag.itertext())) for tag in tree.iter("h1")) if text]
    titles = [_without_site(flat_text(tag.text or "")) for tag in tree.iter("title")]
    for title in [*(headlines if len(headlines) == 1 else []), *titles]:
        if title:
            fields.setdefault("title", title)
    if tree.get("lang"):
        fields.setdefault("language", tree.get("lang"))
    return fields


def _without_site(title: str) -> str:
    return _SITE_SUFFIX.sub("", title) or title
