"""A fetched page in; the same page with the address that it came from written where our readers look for it out.

What the page says about its own address gives way: a citation must lead to where the text was really read.
"""

import html
import logging
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.encoding import decode_text
from assistant.ingestion.markdown import split_front_matter

_OWN_ADDRESS = "//link[@rel='canonical'] | //meta[@name='url' or @property='og:url' or @itemprop='url'] | //base"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ENCODING = "//meta[@charset] | //meta[translate(@http-equiv, 'CONTEYP', 'conteyp')='content-type']"


def with_address(content: bytes, suffix: str, *, url: str, charset: str = "") -> tuple[bytes, str]:
    """Return the content and the ending of its file; ``charset`` is what the server said.

    Raises UnreadableDocumentError when the content is not what the ending says.
    """
    name = Path(f"page{suffix}")
    if suffix == ".pdf":
        return _pdf(content, url), suffix
    if suffix == ".html":
        return _page(content, name, url=url, charset=charset), suffix
    text = decode_text(content, name, hint=charset or None)
    if suffix == ".md":
        return _markdown(text, name, url).encode(), suffix
    # Plain text has no place for an address; as a page of paragraphs it is read in the same way.
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    whole = f"<html><head></head><body><article>\n{paragraphs}</article></body></html>"
    return _page(whole.encode(), name, url=url, charset="utf-8"), ".html"


def _page(content: bytes, name: Path, *, url: str, charset: str) -> bytes:
    import lxml.etree
    import lxml.html

    text = decode_text(content, name, hint=charset or _declared_charset(content))
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8")
        tree: Any = lxml.html.document_fromstring(text.removeprefix("\ufeff").encode(), parser=parser)
    except lxml.etree.LxmlError as error:
        raise UnreadableDocumentError(url, "this is not a web page.") from error
    for element in tree.xpath(f"{_OWN_ADDRESS} | {_ENCODING}"):
        element.drop_tree()
    head = tree.find("head")
    if head is None:
        head = lxml.html.Element("head")
        tree.insert(0, head)
    head.insert(0, lxml.html.Element("link", rel="canonical", href=url))
    head.insert(0, lxml.html.Element("meta", charset="utf-8"))
    made: bytes = lxml.html.tostring(tree, doctype="<!DOCTYPE html>", encoding="utf-8")
    return made


def _declared_charset(content: bytes) -> str | None:
    found = _CHARSET.search(content[:2048])
    return found.group(1).decode("ascii", "replace") if found else None


def _markdown(text: str, name: Path, url: str) -> str:
    import yaml

    front, body = split_front_matter(text, name)
    return f"---\n{yaml.safe_dump({**front, 'url': url}, allow_unicode=True, sort_keys=False)}---\n{body}"


def _pdf(content: bytes, url: str) -> bytes:
    from pypdf import PdfWriter

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    made = BytesIO()
    try:
        # Only appends: what was fetched stays as it was, byte for byte.
        writer = PdfWriter(BytesIO(content), incremental=True)
        writer.add_metadata({"/SourceURL": url})
        writer.write(made)
    except Exception as error:  # damaged files raise whatever comes
        raise UnreadableDocumentError(
            url, "the PDF is damaged or locked; save a copy yourself and add that."
        ) from error
    return made.getvalue()
