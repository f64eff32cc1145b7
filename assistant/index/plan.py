"""The files of a corpus and what the current build holds in; what the next build shall hold out.

The outcome depends on the files alone, never on the order of past edits: an incremental build equals one from nothing.
"""

import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from assistant.errors import AssistantError, UnreadableDocumentError
from assistant.schema import Document, Passage

ReadAll = Callable[[Sequence[Path]], Iterable[Document | UnreadableDocumentError]]
"""Reads files in order; one that cannot be read gives its error instead, so that the others are unaffected."""

Split = Callable[[Document], list[Passage]]
Failures = dict[str, str]
"""Path relative to the corpus → why it is not in the index."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A document that was read in this run."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A document of the next build; ``fresh`` is None when its rows are copied."""

    id: str
    path: str
    fingerprint: str
    fresh: Fresh | None


class CorpusChangedError(AssistantError):
    """A file went while the corpus was read: a disk that was taken away must not empty the index."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} went while it was being read; the index in use is unchanged. "
            "Run `python -m assistant index` again once the corpus is whole."
        )


def fingerprint_files(
    corpus: Path, files: Iterable[Path], depends: Callable[[Path], str] | None
) -> tuple[dict[str, str], Failures]:
    """Return a hash of each file by its path in the corpus, and the files that have none.

    ``depends`` names what a document is made of besides its file, such as the hash of its translation.
    """
    prints: dict[str, str] = {}
    failures: Failures = {}
    for file in files:
        path = file.relative_to(corpus).as_posix()
        try:
            path.encode()
            if not (file.is_file() or file.is_dir() or not file.exists()):
                failures[path] = "it is a device, a pipe or a socket; take it out of the corpus"
                continue
            with file.open("rb") as opened:  # a disk image dropped by mistake is larger than the memory
                digest = file_digest(opened, "sha256").hexdigest()
        except UnicodeEncodeError:
            failures[_shown(path)] = "its name is not valid UTF-8; rename it"
        except OSError as error:
            failures[path] = error.strerror or str(error)
        else:
            prints[path] = f"{digest} {depends(file)}" if depends else digest
    return prints, failures


def read_fresh(
    corpus: Path, paths: Sequence[str], read: ReadAll, split: Split
) -> dict[str, Fresh | UnreadableDocumentError]:
    """Read and split the documents at ``paths``; one without a passage counts as unreadable."""
    results: dict[str, Fresh | UnreadableDocumentError] = {}
    for path, result in zip(paths, read([corpus / path for path in paths]), strict=True):
        if isinstance(result, UnreadableDocumentError):
            results[path] = result
            continue
        document = replace(result, source=replace(result.source, path=path))
        passages = tuple(split(document))
        results[path] = (
            Fresh(document, passages) if passages else UnreadableDocumentError(path, "there is no text in it")
        )
    return results


def check_still_there(corpus: Path, files: Iterable[Path], failures: Container[str]) -> None:
    """Raise CorpusChangedError when one of the ``files`` that could not be read is there no longer."""
    for file in files:
        if _shown(file.relative_to(corpus).as_posix()) in failures and not os.path.lexists(file):
            raise CorpusChangedError(file)


def _shown(path: str) -> str:
    """Return a path that is no valid UTF-8 in a form that can be printed, others as they are."""
    return path.encode(errors="backslashreplace").decode()


def plan_documents(
    prints: Mapping[str, str],
    fresh: Mapping[str, Fresh | UnreadableDocumentError],
    known_ids: Mapping[str, str],
) -> tuple[list[Planned], Failures]:
    """Return the documents of the next build by path, and why others are left out.

    ``known_ids`` has the id of every path that the current build holds. Of two documents with one id the first by
    path is kept.
    """
    planned: dict[str, Planned] = {}
    failures: Failures = {}
    # Of two documents with one id the one that users added later gives way, whatever its name.
    for path in sorted(prints, key=lambda path: (path.startswith("added/"), path)):
        result = fresh.get(path)
        if isinstance(result, UnreadableDocumentError):
            failures[path] = result.why
            continue
        document_id = result.document.id if result else known_ids[path]
        other = planned.get(document_id)
        if other:
            failures[path] = f"it has the same id ({document_id}) as {other.path}; give one of the two another name"
        else:
            planned[document_id] = Planned(document_id, path, prints[path], result)
    return list(planned.values()), failures
