"""Bytes to documents, by every reader of the corpus: an empty folder in, what reads one input as a file out."""

import gzip
import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import read_document
from assistant.ingestion.split import split_document
from assistant.operations.archive import read_archive
from evals.fuzz.campaign import Run
from evals.fuzz.seeds import with_part

_PDF_SECONDS = 10.0


def as_file(name: str) -> Callable[[Path], Run]:
    """Return what prepares the reading of inputs as files of this name, up to the passages that are indexed."""

    def prepare(folder: Path) -> Run:
        path = folder / name

        def run(data: bytes) -> None:
            path.write_bytes(data)
            document = read_document(path, corpus=folder)
            passages = split_document(document, max_chars=400, overlap=0)
            assert all(document.text[one.start : one.end] == one.text for one in passages)
            document.text.encode()  # what cannot be written cannot be kept

        return run

    return prepare


def as_part_of(name: str, package: Callable[[], bytes]) -> Callable[[Path], Run]:
    """Return what prepares the reading of inputs as one part of an Office file, which its first line names."""

    def prepare(folder: Path) -> Run:
        read, whole = as_file(name)(folder), package()
        return lambda data: read(with_part(whole, data))

    return prepare


def as_paper(folder: Path) -> Run:
    """Prepare the reading of PDF files in this process; in the field each batch of them has one of its own."""
    from assistant.ingestion.pdf import reading_of
    from assistant.ingestion.pdf_worker import guarded, silence

    path = folder / "a.pdf"
    silence()

    def run(data: bytes) -> None:
        path.write_bytes(data)
        answer = json.loads(json.dumps(guarded(path, _PDF_SECONDS)))
        if answer.get("pictures"):
            answer["pictures"] = []  # recognising text would take seconds
        found = reading_of(path, answer)
        if isinstance(found, UnreadableDocumentError):
            raise found

    return run


def as_setting(read: Callable[[Path], object], name: str) -> Callable[[Path], Run]:
    """Return what prepares the reading of inputs as a file that configures the assistant."""

    def prepare(folder: Path) -> Run:
        path = folder / name

        def run(data: bytes) -> None:
            path.write_bytes(data)
            read(path)

        return run

    return prepare


def as_archive(folder: Path) -> Run:
    """Prepare the reading of backups; inputs are unpacked: hardly a damaged packed one gets past its checksum."""
    file = folder / "a.tar.gz"
    places = count()

    def run(data: bytes) -> None:
        file.write_bytes(gzip.compress(data, 1))
        into = folder / str(next(places))
        into.mkdir()
        try:
            read_archive(file, into=into)
            assert all(path.resolve().is_relative_to(into) for path in into.rglob("*"))
        finally:
            shutil.rmtree(into)

    return run
