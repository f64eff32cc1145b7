"""The files of a corpus in; a new current build out, or the news that the current one still fits.

A build is filled in a new folder, checked by another process, and only then made current, so that a crash at any
moment leaves a whole index behind. Unchanged documents are not read, split or embedded again: their rows are copied.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.errors import StaleIndexError, UnreadableDocumentError
from assistant.index.embedding import Embedding
from assistant.index.fill import English, check_build, entries_of, fill
from assistant.index.folders import (
    CHROMA,
    current_build,
    discard_build,
    make_current,
    new_build,
    remove_leftovers,
    writing,
)
from assistant.index.ledger_rows import NO_EXTRACTION, Extraction
from assistant.index.manifest import check_files
from assistant.index.pieces import Pieces
from assistant.index.plan import (
    Failures,
    Planned,
    ReadAll,
    Split,
    check_still_there,
    fingerprint_files,
    plan_documents,
    read_fresh,
)
from assistant.index.progress import Progress, counted, silent
from assistant.index.recipe import Recipe, difference, read_recipe
from assistant.index.space import explained_writing
from assistant.index.sparse import SparseUse, settle
from assistant.index.store import Store
from assistant.index.vectors import drop_vectors, keyword_refusal, vectors_exist
from assistant.schema import Document


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, by document id; ``failures`` are (path, reason) of the files that are not in the index."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    passages: int
    build_id: str
    seconds: float
    up_to_date: bool


def build_index(
    *,
    corpus: Path,
    folder: Path,
    files: Sequence[Path],
    read: ReadAll,
    split: Split,
    english: English,
    embed: Callable[[], Embedding],
    recipe: Recipe,
    extraction: Extraction = NO_EXTRACTION,
    pieces: Pieces | None = None,
    rebuild: bool = False,
    chroma_url: str = "",
    sparse: SparseUse = "off",
    depends: Callable[[Path], str] | None = None,
    report: Callable[[str], None] = lambda _: None,
    progress: Progress = silent,
) -> BuildReport:
    """Bring the index in ``folder`` up to date with ``files``, all below ``corpus``.

    ``english`` gives the text for the English keywords of a passage, "" for none; ``extraction`` its ledger rows, which
    are read anew from all documents when its identity has changed; ``pieces`` are what passages are ranked by. Another
    recipe, or ``rebuild``, makes everything anew. With ``chroma_url`` the vectors go to that Chroma server, and come
    from our own store when they are missing there; ``sparse`` says whether its engine gets the keywords, too. Raises
    IndexBusyError when another process builds, CorpusChangedError when files go while they are read, BuildCheckError
    when the result is unfit, DiskFullError when it does not fit, KeywordVectorsRefusedError when the engine must search
    keywords and cannot; whatever is raised, the current build stays and no other is left.
    """
    started = time.monotonic()

    def drop(build: Path) -> None:
        drop_vectors(build / CHROMA, chroma_url=chroma_url)

    def read_shown(some: Sequence[Path]) -> Iterable[Document | UnreadableDocumentError]:
        return counted(read(some), "Reading", len(some), progress)

    with explained_writing(folder), writing(folder):
        in_chroma = settle(sparse, chroma_url, refusal=keyword_refusal, report=report)
        remove_leftovers(folder, drop=drop)
        current = None if rebuild else _usable(folder, recipe, report)
        try:
            known, known_ids = (current.fingerprints, current.ids) if current else ({}, {})
            prints, unnamed = fingerprint_files(corpus, files, depends)
            paths = sorted(path for path, fingerprint in prints.items() if known.get(path) != fingerprint)
            if paths:
                report(f"Reading {len(paths)} of {len(prints)} files")
            planned, unread = plan_documents(
                prints, read_fresh(corpus, paths, read_shown if paths else read, split), known_ids
            )
            failures = {**unnamed, **unread}
            check_still_there(corpus, files, failures)
            same = current and known == {one.path: one.fingerprint for one in planned}
            same = same and current and current.store.extraction == extraction.identity
            if current and same and vectors_exist(current.folder / CHROMA, chroma_url=chroma_url, keywords=in_chroma):
                return _report(
                    planned, known_ids, failures, started, current.folder.name, current.store.count, up_to_date=True
                )
            made_by = [recipe.digest, extraction.identity, *(one.fingerprint for one in planned)]
            with _new(folder, sha256("\n".join(made_by).encode()).hexdigest(), drop) as build:
                store = current.store if current else None
                entries = entries_of(planned, store, english, embed, report, progress, extraction=extraction)
                count = fill(
                    build,
                    entries,
                    recipe,
                    extraction=extraction,
                    pieces=pieces,
                    chroma_url=chroma_url,
                    keywords_in_chroma=in_chroma,
                    progress=progress,
                )
                report(f"Checking {count} passages")
                check_build(build, chroma_url=chroma_url)
                make_current(build)
        finally:
            if current:
                current.store.close()
        remove_leftovers(folder, drop=drop)
        return _report(planned, known_ids, failures, started, build.name, count, up_to_date=False)


@contextmanager
def _new(folder: Path, digest: str, drop: Callable[[Path], None]) -> Iterator[Path]:
    """Make the folder of the next build, and remove it when that does not become current."""
    build = new_build(folder, digest)
    try:
        yield build
    except BaseException:
        discard_build(build, drop=drop)
        raise


@dataclass(frozen=True, slots=True)
class _Current:
    """The current build, whose rows may be copied; fingerprints and ids by path."""

    folder: Path
    store: Store
    fingerprints: dict[str, str]
    ids: dict[str, str]


def _usable(folder: Path, recipe: Recipe, report: Callable[[str], None]) -> _Current | None:
    """Return the current build when it is whole and of this recipe."""
    build = current_build(folder)
    if build is None:
        return None
    try:
        why = difference(read_recipe(build), recipe)
        if why is None:
            # Copied rows would carry a flipped bit on into every later build.
            check_files(build)
            store = Store(build)
            return _Current(build, store, store.fingerprints(), {one.path: one.id for one in store.sources()})
    except StaleIndexError as error:
        why = str(error)
    report(f"Building anew: {why}")
    return None


def _report(
    planned: Sequence[Planned],
    known_ids: dict[str, str],
    failures: Failures,
    started: float,
    build_id: str,
    passages: int,
    *,
    up_to_date: bool,
) -> BuildReport:
    old = set(known_ids.values())
    new = {one.id for one in planned}
    return BuildReport(
        added=tuple(one.id for one in planned if one.id not in old),
        changed=tuple(one.id for one in planned if one.id in old and one.fresh),
        removed=tuple(sorted(old - new)),
        unchanged=tuple(one.id for one in planned if one.id in old and not one.fresh),
        failures=tuple(sorted(failures.items())),
        passages=passages,
        build_id=build_id,
        seconds=time.monotonic() - started,
        up_to_date=up_to_date,
    )
