"""Files of a corpus in, cleaned Documents out; a file that cannot be read gives an error that names the fix.

``Document.text`` reads as the source does: one paragraph, list item or table row a line, pages one after the other,
and headings of every format on a line of their own with Markdown's marks ("## 目标"). The title is not repeated in
it. Rows of Word, Excel and CSV tables are sentences ("园区科协：目标10个，完成6个。"), those of other formats and
those of tables without a head have their cells separated by " | ".
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.assemble import assemble_document
from assistant.ingestion.corrections import read_corrections
from assistant.ingestion.delimited import read_delimited
from assistant.ingestion.markdown import read_markdown
from assistant.ingestion.metadata import document_id
from assistant.ingestion.pdf import read_pdfs
from assistant.ingestion.plain_text import read_text
from assistant.ingestion.reading import Reading
from assistant.ingestion.webpage import read_webpage
from assistant.ingestion.word import read_word
from assistant.ingestion.workbook import read_workbook
from assistant.schema import Document

_READERS: dict[str, Callable[[Path, bytes], Reading]] = {
    ".csv": read_delimited,
    ".docx": read_word,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".tsv": read_delimited,
    ".txt": read_text,
    ".xlsm": read_workbook,
    ".xlsx": read_workbook,
}
_PDF = ".pdf"
_PACKED = (_PDF, ".docx", ".xlsm", ".xlsx")
"""Mostly pictures, or unpacked under limits of their own."""
_OLD = {
    ".doc": ".docx",
    ".wps": ".docx",
    ".rtf": ".docx",
    ".odt": ".docx",
    ".xls": ".xlsx",
    ".et": ".xlsx",
    ".ods": ".xlsx",
}
"""Formats that Word, Excel and WPS open, and the one to save them in."""

_NOT_DOCUMENTS = (".yaml", ".csv")
_NOT_FOLDERS = ("translations",)
_MAX_BYTES = 200 << 20
"""No paper is larger; a disk image dropped by mistake is."""
_MAX_TEXT_BYTES = 40 << 20
"""Of files that are text throughout; the markup of a page takes more than its words."""
_MAX_CHARS = 5_000_000
"""Text of 5,000 pages, which is read and indexed in minutes; ten times as much fills the memory of a small machine."""


def list_corpus(corpus: Path) -> list[Path]:
    """Return the documents of a corpus in order, so that reading names those that cannot be read.

    Files of unknown type are among them, links to nothing, folders named like documents and folders that are closed.

    Not documents: names and folders with a leading "_" or ".", the folder ``translations``, and at the top README.md
    and the YAML and CSV files that configure the assistant.
    """
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    seen: set[str] = set()
    for folder, folders, files in os.walk(corpus, onerror=closed, followlinks=True):
        if os.path.realpath(folder) in seen:
            folders.clear()  # A link back into the corpus would go round for ever.
            continue
        seen.add(os.path.realpath(folder))
        named = [*files, *(name for name in folders if Path(name).suffix.lower() in (*_READERS, _PDF))]
        found += [Path(folder, name) for name in named]
    return sorted(path for path in found if path != corpus and _is_document(path.relative_to(corpus)))


def _is_document(relative: Path) -> bool:
    if any(part.startswith(("_", ".")) for part in relative.parts) or relative.parts[0] in _NOT_FOLDERS:
        return False
    return len(relative.parts) > 1 or (relative.suffix.lower() not in _NOT_DOCUMENTS and relative.name != "README.md")


def read_document(path: Path, *, corpus: Path) -> Document:
    """Read and clean one file; raises UnreadableDocumentError."""
    (result,) = read_documents([path], corpus=corpus)
    if isinstance(result, UnreadableDocumentError):
        raise result
    return result


def read_documents(paths: Sequence[Path], *, corpus: Path) -> Iterator[Document | UnreadableDocumentError]:
    """Yield a document or the reason why there is none for each path, in order; faster than one by one for PDFs."""
    pdfs = read_pdfs([path for path in paths if path.suffix.lower() == _PDF and not _obstacle(path)])
    for path in paths:
        try:
            yield _read(path, corpus, pdfs.get(path))
        except UnreadableDocumentError as error:
            yield error


def read_raw(path: Path) -> Reading:
    """Return a file as its reader saw it, before cleaning; raises UnreadableDocumentError."""
    obstacle = _obstacle(path)
    if obstacle:
        raise UnreadableDocumentError(path, obstacle)
    if path.suffix.lower() == _PDF:
        found = read_pdfs([path])[path]
        if isinstance(found, UnreadableDocumentError):
            raise found
        return found
    return _READERS[path.suffix.lower()](path, path.read_bytes())


def _read(path: Path, corpus: Path, pdf: Reading | UnreadableDocumentError | None) -> Document:
    obstacle = _obstacle(path)
    if obstacle:
        raise UnreadableDocumentError(path, obstacle)
    if isinstance(pdf, UnreadableDocumentError):
        raise pdf
    raw = path.read_bytes()
    reading = replace(pdf or _READERS[path.suffix.lower()](path, raw), corrected=read_corrections(path))
    if sum(len(line) for page in reading.pages for line in page) > _MAX_CHARS:
        raise UnreadableDocumentError(path, f"the file holds more than {_MAX_CHARS:,} characters of text; split it.")
    relative = path.relative_to(corpus) if path.is_relative_to(corpus) else Path(path.name)
    return assemble_document(
        reading, path=path, relative=relative, default_id=document_id(path.stem), sha256=hashlib.sha256(raw).hexdigest()
    )


def _obstacle(path: Path) -> str:
    """Return why a file cannot be read whatever is in it, "" when it can."""
    suffix = path.suffix.lower()
    if path.is_dir():
        # Listed only because it looks like a file or cannot be entered.
        return "this is a folder; give it a name without an ending and the right to be read."
    if suffix in _OLD:
        return f"files of type {suffix} are not read; open it and save it as {_OLD[suffix]}, or start its name with _."
    if suffix not in _READERS and suffix != _PDF:
        known = " ".join(sorted((*_READERS, _PDF)))
        return f"files of type {suffix or '(none)'} are not read; save it as one of {known}, or start its name with _."
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # A pipe would be waited for without end, and a device has none.
            return "this is no file but a device, a pipe or a socket; take it out of the corpus."
        path.open("rb").close()
    except OSError as error:
        return f"the file cannot be opened ({error.strerror}); check that it exists and may be read."
    size = status.st_size
    if not size:
        return "the file is empty; fill or remove it."
    most = _MAX_BYTES if suffix in _PACKED else _MAX_TEXT_BYTES
    return f"the file is larger than {most >> 20} MB; split it." if size > most else ""
