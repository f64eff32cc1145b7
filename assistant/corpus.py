"""Files and pages that a user adds to or takes out of the corpus folder; what was read is told before it is kept."""

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assistant.errors import UsageError
from assistant.ingestion.corrections import correction_file, write_corrections
from assistant.ingestion.metadata import document_id
from assistant.ingestion.preview import read_with_noise
from assistant.ingestion.provenance import with_address
from assistant.language.marks import titled
from assistant.network.download import Download, download
from assistant.schema import Document

ADDED, FETCHED, REMOVED = "added", "news", "_removed"
"""Folders of the corpus for files that users bring, for pages from the web, and for documents taken out (not indexed,
nothing is lost)."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_NAME_CHARS = 60


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that was read and may be copied to ``target``; ``removed`` are the lines that were left out as noise."""

    file: Path
    target: Path
    document: Document
    removed: tuple[str, ...]
    replaces: bool = False
    """True for a page that was fetched before."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """What an editor states instead of the file."""


def is_address(source: str) -> bool:
    """Tell a web address from a path.

    >>> is_address("https://example.org/report"), is_address("reports/one.md")
    (True, False)
    """
    return _ADDRESS.match(source) is not None


def plan_additions(
    corpus: Path,
    sources: Sequence[str],
    known: Mapping[str, str],
    *,
    waiting: Path,
    allow_network: bool = False,
    fetch: Callable[[str], Download] = download,
) -> list[Addition]:
    """Read each file and page; UsageError, before any copy, when one cannot be added.

    ``known`` maps the ids of the index to their paths in the corpus: a file may not take the place of another. Pages
    are kept in the folder ``waiting`` until they are copied.
    """
    addresses = [source for source in sources if is_address(source)]
    if addresses and not allow_network:
        raise UsageError(f"{addresses[0]} is a web address. Add --allow-network to let this command use the network.")
    missing = [source for source in sources if not is_address(source) and not Path(source).is_file()]
    if missing:
        raise UsageError(f"There is no file {', '.join(missing)}.")
    planned: list[Addition] = []
    for source in sources:
        one = _page(corpus, fetch(source), waiting) if is_address(source) else _file(corpus, Path(source))
        _check(one, corpus, known, planned)
        planned.append(one)
    return planned


def _file(corpus: Path, path: Path) -> Addition:
    document, removed = read_with_noise(path, corpus=path.parent)
    return Addition(path, corpus / ADDED / path.name, document, removed)


def _page(corpus: Path, page: Download, waiting: Path) -> Addition:
    content, suffix = with_address(page.content, page.suffix, url=page.url, charset=page.charset)
    file = waiting / FETCHED / f"{page_name(page.url)}{suffix}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    document, removed = read_with_noise(file, corpus=waiting)
    target = corpus / FETCHED / file.name
    return Addition(file, target, document, removed, replaces=target.exists())


def page_name(url: str) -> str:
    """Return a file name that is always the same for one address, and another for every other.

    >>> page_name("https://www.example.org/news/2024/report.html?page=2")
    'example.org-report-7337cda6'
    """
    parts = urlsplit(url)
    last = Path(unquote(parts.path)).stem
    host = (parts.hostname or "").removeprefix("www.")
    name = document_id(f"{host}-{last}" if last else host)[:_NAME_CHARS]
    return f"{name}-{sha256(url.encode()).hexdigest()[:8]}"


def _check(one: Addition, corpus: Path, known: Mapping[str, str], planned: Sequence[Addition]) -> None:
    held = known.get(one.document.id)
    twin = next((other.target.name for other in planned if other.document.id == one.document.id), None)
    if twin or (held is not None and held != one.target.relative_to(corpus).as_posix()):
        raise UsageError(
            f"{one.file} has the id {one.document.id!r} of {held or twin}. Give it another name or id, or remove that "
            "one first."
        )
    if one.target.exists() and not one.replaces and one.target.read_bytes() != one.file.read_bytes():
        raise UsageError(f"{one.target} exists with other content. Rename {one.file} first.")


def keep(addition: Addition) -> str:
    """Copy the file into the corpus and say so in a line."""
    addition.target.parent.mkdir(parents=True, exist_ok=True)
    if addition.corrections:
        write_corrections(addition.target, addition.corrections)
    if addition.file.resolve() != addition.target.resolve():
        # In one step: an index run at this moment sees the old file or the new one.
        fresh = addition.target.with_name(f"_{addition.target.name}.new")
        shutil.copyfile(addition.file, fresh)
        fresh.replace(addition.target)
    source = addition.document.source
    origin = f"{source.publisher or 'no publisher'}, {source.published or 'no date'}"
    return f"Added {source.id}: {titled([source.title], 'en')}, {origin}, {len(addition.document.text)} characters"


def remove_document(corpus: Path, document_id: str, known: Mapping[str, str]) -> str:
    """Move the file of a document aside; ``known`` maps ids to paths in the corpus."""
    if document_id not in known:
        raise UsageError(f"There is no document {document_id!r}. `python -m assistant sources` lists the ids.")
    target = set_aside(corpus, corpus / known[document_id])
    return f"Moved {known[document_id]} to {REMOVED}/{target.name}."


def set_aside(corpus: Path, path: Path) -> Path:
    """Move a file of the corpus, with its corrections, to where nothing is indexed; return its new path."""
    folder = corpus / REMOVED
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    number = 2
    while target.exists():  # Something of this name was taken out before; it stays.
        target = folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
    move(path, target)
    return target


def move(path: Path, target: Path) -> None:
    """Move a file with its corrections; one that is gone already is no error.

    The corrections first when the file comes, last when it goes: an index run in between never sees it without them.
    """
    comes = any(part.startswith("_") for part in path.parent.parts[-1:])
    pairs = [(path, target), (correction_file(path), correction_file(target))]
    for source, to in reversed(pairs) if comes else pairs:
        if source.exists():
            to.parent.mkdir(parents=True, exist_ok=True)
            source.replace(to)
