"""Files that a user adds to or takes out of the corpus folder."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import UsageError
from assistant.ingestion.load import read_document

ADDED, REMOVED = "added", "_removed"
"""Folders of the corpus for documents that users bring and for those taken out (not indexed, nothing is lost)."""


def add_files(corpus: Path, paths: Sequence[Path], known: Mapping[str, str]) -> Iterator[str]:
    """Copy each readable file into the corpus and yield what was read; UsageError, before any copy, for the others.

    ``known`` maps the ids of the index to their paths in the corpus: a file may not take the place of another.
    """
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise UsageError(f"There is no file {', '.join(missing)}.")
    documents = [(path, read_document(path, corpus=path.parent)) for path in paths]
    folder = corpus / ADDED
    for path, document in documents:
        held = known.get(document.id)
        if held is not None and held != f"{ADDED}/{path.name}":
            raise UsageError(
                f"{path} has the id {document.id!r} of {held}. Give it another name or id, or remove that one first."
            )
    folder.mkdir(parents=True, exist_ok=True)
    for path, document in documents:
        target = folder / path.name
        if target.exists() and target.read_bytes() != path.read_bytes():
            raise UsageError(f"{target} exists with other content. Rename {path} first.")
        if path.resolve() != target.resolve():
            shutil.copyfile(path, target)
        source = document.source
        origin = f"{source.publisher or 'no publisher'}, {source.published or 'no date'}"
        yield f"Added {document.id}: 《{source.title}》, {origin}, {len(document.text)} characters"


def remove_document(corpus: Path, document_id: str, known: Mapping[str, str]) -> str:
    """Move the file of a document aside; ``known`` maps ids to paths in the corpus."""
    if document_id not in known:
        raise UsageError(f"There is no document {document_id!r}. `python -m assistant sources` lists the ids.")
    path = corpus / known[document_id]
    folder = corpus / REMOVED
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    number = 2
    while target.exists():  # Something of this name was taken out before; it stays.
        target = folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
    if path.exists():
        path.replace(target)
    return f"Moved {known[document_id]} to {REMOVED}/{target.name}."
