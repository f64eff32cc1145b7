"""A Reading in, the Document that is stored out: cleaned, with title, date and publisher checked."""

import re
from pathlib import Path
from typing import cast

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.clean import clean_text, noise_lines
from assistant.ingestion.headings import mark_headings
from assistant.ingestion.metadata import (
    document_id,
    find_date,
    find_kind,
    find_language,
    find_publisher,
    find_title,
    is_low_reliability,
    iso_date,
)
from assistant.ingestion.reading import Reading
from assistant.language.fold import to_simplified
from assistant.schema import Document, Kind, Page, Source

_KINDS = ("policy", "news")
_HEADING = re.compile(r"^#{1,6} ")


def assemble_document(reading: Reading, *, path: Path, relative: Path, default_id: str, sha256: str) -> Document:
    """Clean the lines of a reading, drop noise, mark headings and fill in the source.

    Raises UnreadableDocumentError when no text is left or when a declared field is wrong.
    """
    pages = [clean_text("\n".join(page)).split("\n") for page in reading.pages]
    lines = [line for page in pages for line in page if line]
    given = {name: clean_text(value) for name, value in (*reading.found.items(), *reading.declared.items()) if value}
    title = _HEADING.sub("", given.get("title") or find_title(lines) or path.stem).replace("\n", " ")
    noise = noise_lines(lines, title=title)
    kept = _kept_pages(pages, noise, headings_known=reading.headings_known)
    text, ranges = _join_pages(kept)
    if not text.strip() and len(lines) == 1:
        text, ranges = _join_pages([[lines[0]]])  # One line is text, even when it could be a headline.
    if not any(line and not _HEADING.match(line) for line in text.split("\n")):
        raise UnreadableDocumentError(path, "the file holds no text; fill or remove it.")
    source = _source(given, reading, lines, path=path, relative=relative, title=title, default_id=default_id, text=text)
    return Document(source=source, sha256=sha256, text=text, pages=ranges)


def _kept_pages(pages: list[list[str]], noise: frozenset[int], *, headings_known: bool) -> list[list[str]]:
    """Return the lines of each page that are content, with headings marked across page ends."""
    numbered = [(number, line) for number, page in enumerate(pages) for line in page if line]
    content = [place for position, place in enumerate(numbered) if position not in noise]
    lines = [line for _, line in content]
    marked = lines if headings_known else mark_headings(lines)
    kept: list[list[str]] = [[] for _ in pages]
    for (number, _), line in zip(content, marked, strict=True):
        kept[number].append(line)
    return kept


def _join_pages(pages: list[list[str]]) -> tuple[str, tuple[Page, ...]]:
    text = ""
    ranges: list[Page] = []
    for number, lines in enumerate(pages, start=1):
        text += "\n" if text and lines else ""
        ranges.append(Page(number, len(text), len(text) + len("\n".join(lines))))
        text += "\n".join(lines)
    return text, tuple(ranges)


def _source(
    given: dict[str, str],
    reading: Reading,
    lines: list[str],
    *,
    path: Path,
    relative: Path,
    title: str,
    default_id: str,
    text: str,
) -> Source:
    publisher = given.get("publisher")
    remark = given.get("reliability", "")
    url = given.get("url")
    return Source(
        id=document_id(given["id"]) if given.get("id") else default_id,
        title=title,
        publisher=to_simplified(publisher) if publisher else find_publisher(lines),
        published=_published(reading, lines, path=path, url=url),
        url=url,
        kind=_kind(given.get("kind"), reading, path=path, folder=relative.parts[0]),
        language=find_language(text, declared=given.get("language")),
        reliability=remark,
        low_reliability=is_low_reliability(remark),
        path=relative.as_posix(),
    )


def _published(reading: Reading, lines: list[str], *, path: Path, url: str | None) -> str | None:
    declared = reading.declared.get("published", "")
    if declared and declared.lower() not in ("null", "none", "~"):
        found = iso_date(declared)
        if found is None:
            raise UnreadableDocumentError(
                path, f"published: {declared!r} is not a date; write it as 2022-04-08, 2022-04 or 2022."
            )
        return found
    # What the page prints beats its meta tags: those often hold the day of the repost.
    return find_date(lines, url=None) or iso_date(reading.found.get("published", "")) or find_date([], url=url)


def _kind(stated: str | None, reading: Reading, *, path: Path, folder: str) -> Kind:
    if stated in _KINDS:
        return cast(Kind, stated)
    if reading.declared.get("kind"):
        raise UnreadableDocumentError(path, f"kind: {stated!r} is unknown; write policy or news.")
    return find_kind(folder)
