"""A Reading in, the Document that is stored out: cleaned, with title, date and publisher checked."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.clean import clean_text, noise_lines
from assistant.ingestion.corrections import FIELDS
from assistant.ingestion.credits import find_address, find_publisher, printed_dates
from assistant.ingestion.doubts import Field, Place, conflict, text_doubts
from assistant.ingestion.furniture import is_search_spam
from assistant.ingestion.headings import mark_headings
from assistant.ingestion.metadata import (
    date_in_address,
    document_id,
    find_kind,
    find_language,
    find_title,
    fits_text,
    is_low_reliability,
    iso_date,
)
from assistant.ingestion.mojibake import repair_line, repair_lines
from assistant.ingestion.reading import Reading
from assistant.language.fold import LOST, to_simplified
from assistant.schema import Document, Kind, Page, Source

_KINDS = ("policy", "news")
_HEADING = re.compile(r"^#{1,6} ")


def assemble_document(reading: Reading, *, path: Path, relative: Path, default_id: str, sha256: str) -> Document:
    """Repair and clean the lines of a reading, drop noise, mark headings and fill in the source.

    Raises UnreadableDocumentError when no text is left or when a declared field is wrong.
    """
    pages = [clean_text("\n".join(repair_lines(page))).split("\n") for page in reading.pages]
    lines = [line for page in pages for line in page if line]
    title = _title(reading, lines) or path.stem
    noise = noise_lines(lines, title=title)
    kept = _kept_pages(pages, noise, headings_known=reading.headings_known)
    text, ranges = _join_pages(kept)
    if not text.strip() and len(lines) == 1:
        text, ranges = _join_pages([[lines[0]]])  # One line is text, even when it could be a headline.
    if not any(line and not _HEADING.match(line) for line in text.split("\n")):
        raise UnreadableDocumentError(path, "the file holds no text; fill or remove it.")
    if _DAMAGED * text.count(LOST) > len(text):
        raise UnreadableDocumentError(
            path, "so much of its text was lost in conversion that it cannot be relied on; fetch or save it again."
        )
    source = _source(reading, lines, path=path, relative=relative, title=title, default_id=default_id, text=text)
    return Document(source=source, sha256=sha256, text=text, pages=ranges)


_DAMAGED = 10
"""With one character in so many lost, no sentence is whole."""


def _field(stated: Mapping[str, str], name: str) -> str:
    return clean_text(repair_line(stated.get(name) or ""))


def _title(reading: Reading, lines: list[str]) -> str | None:
    """Return the declared title, else that of the page's head unless spam took its place, else the headline."""
    own = {**reading.declared, **reading.corrected}
    declared, found = (_HEADING.sub("", _field(stated, "title")) for stated in (own, reading.found))
    headline = find_title(lines) or ""
    # A section's heading is no headline, however well it fits.
    better = fits_text(headline, lines) and f"## {headline}" not in lines
    spam = is_search_spam(found) or (better and not fits_text(found, lines))
    title = declared or (headline if spam else "") or found or headline
    return _HEADING.sub("", title).replace("\n", " ") if title else None


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
    written = [("\n".join(lines), bool(lines)) for lines in pages]
    ranges: list[Page] = []
    length = 0
    for number, (text, any_line) in enumerate(written, start=1):
        length += 1 if length and any_line else 0
        ranges.append(Page(number, length, length + len(text)))
        length += len(text)
    # Joined once: adding page to page copies a book of thousands of pages as often.
    return "\n".join(text for text, any_line in written if any_line), tuple(ranges)


def _source(
    reading: Reading, lines: list[str], *, path: Path, relative: Path, title: str, default_id: str, text: str
) -> Source:
    given = {name: _stated(reading, name) for name in ("id", "reliability", "kind", "language")}
    printed = printed_dates(lines)
    url = _stated(reading, "url") or (None if "url" in reading.corrected else find_address(lines))
    folder = relative.parts[0]
    places = _places(reading, lines, path=path, folder=folder, title=title, url=url)
    remarks = [remark for field, stated in places.items() if (remark := conflict(field, stated))]
    chosen = {field: _chosen(stated) for field, stated in places.items()}
    others = (*_field(reading.declared, "mirrors").split(), find_address(lines))
    return Source(
        id=document_id(given["id"]) if given["id"] else default_id,
        title=title,
        publisher=chosen["publisher"],
        published=chosen["published"],
        url=url,
        kind=_kind(given["kind"], reading, path=path, folder=folder),
        language=find_language(text, declared=given["language"]),
        reliability=given["reliability"],
        low_reliability=is_low_reliability(given["reliability"]),
        path=relative.as_posix(),
        republished=printed.republished,
        also_at=tuple(dict.fromkeys(other for other in others if other and other != url)),
        remarks=(*remarks, *text_doubts("" if title == path.stem else title, [_page_title(reading), *lines], text)),
    )


def _stated(reading: Reading, name: str) -> str:
    """Return what an editor states, else what the file declares, else what was picked up on the way."""
    if name in reading.corrected:
        return _field(reading.corrected, name)
    return _field(reading.declared, name) or _field(reading.found, name)


def _chosen(stated: Sequence[tuple[Place, str | None]]) -> str | None:
    """Return the first value, none where an editor states that there is none."""
    value = next((value for place, value in stated if value or (place == "editor" and value is not None)), None)
    return value or None


def _places(
    reading: Reading, lines: list[str], *, path: Path, folder: str, title: str, url: str | None
) -> dict[Field, list[tuple[Place, str | None]]]:
    """Return what each place states for each field, the place that is believed first."""
    declared, found = reading.declared, reading.found
    page_title = _page_title(reading)
    editor = _corrected(reading, path)
    return {
        "title": [
            ("editor", editor["title"]),
            ("declared", _field(declared, "title")),
            ("page", title),
            ("meta", None if is_search_spam(page_title) else page_title),
        ],
        # What the page prints beats its meta tags: those often hold the day and the name of the repost.
        "publisher": [
            ("editor", editor["publisher"]),
            ("declared", _simplified(declared, "publisher")),
            ("page", find_publisher(lines)),
            ("meta", _simplified(found, "publisher")),
        ],
        "published": [
            ("editor", editor["published"]),
            ("declared", _declared_date(reading, path)),
            ("page", printed_dates(lines).published),
            ("meta", iso_date(found.get("published", ""))),
            ("address", date_in_address(url)),
        ],
        "url": [("editor", editor["url"]), ("declared", _field(declared, "url")), ("meta", _field(found, "url"))],
        "kind": [
            ("editor", editor["kind"]),
            ("declared", _field(declared, "kind")),
            ("folder", find_kind(folder) if folder in _KINDS else None),
        ],
    }


def _corrected(reading: Reading, path: Path) -> dict[str, str | None]:
    """Return what an editor states for each field, None for those left as they were read."""
    stated = {name: _field(reading.corrected, name) if name in reading.corrected else None for name in FIELDS}
    if stated["publisher"]:
        stated["publisher"] = to_simplified(stated["publisher"])
    if stated["published"]:
        stated["published"] = _date(stated["published"], path)
    return stated


def _page_title(reading: Reading) -> str:
    return _HEADING.sub("", _field(reading.found, "title"))


def _simplified(stated: Mapping[str, str], name: str) -> str | None:
    return to_simplified(_field(stated, name)) or None


def _declared_date(reading: Reading, path: Path) -> str | None:
    declared = reading.declared.get("published", "")
    if not declared or declared.lower() in ("null", "none", "~"):
        return None
    return _date(declared, path)


def _date(declared: str, path: Path) -> str:
    found = iso_date(declared)
    if found is None:
        raise UnreadableDocumentError(
            path, f"published: {declared!r} is not a date; write it as 2022-04-08, 2022-04 or 2022."
        )
    return found


def _kind(stated: str | None, reading: Reading, *, path: Path, folder: str) -> Kind:
    if stated in _KINDS:
        return cast(Kind, stated)
    if reading.declared.get("kind"):
        raise UnreadableDocumentError(path, f"kind: {stated!r} is unknown; write policy or news.")
    return find_kind(folder)
