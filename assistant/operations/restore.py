"""An archive of ``backup`` to an installation as it was then, in place of what is there or in a folder of its own."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant.config import Config
from assistant.editing.journal import edits_folder
from assistant.errors import AssistantError, UsageError
from assistant.index.folders import current_build, writing
from assistant.operations.archive import BadArchiveError, Manifest, read_archive
from assistant.operations.backup import CORPUS, DATABASE, INDEX, PARTS, USERS, copy_database, database_file
from assistant.operations.pending import finish_pending_restore, staging_of
from assistant.operations.swap import Swap, aside_of, commit, staged_corpus_of
from assistant.people.users_file import read_users
from assistant.records.database import current_revision, known_revisions, migrate, open_engine, read_address

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What an archive held, where it is now, and what was there before; nothing there for a folder of its own."""

    manifest: Manifest
    places: dict[str, Path]
    aside: tuple[Path, ...] = ()


def restore(config: Config, file: Path, *, with_database: bool = True, report: Report = lambda _: None) -> Restored:
    """Put what the archive holds in the place of what is there; a window that runs meanwhile goes on.

    Everything is unpacked, checked and indexed beside its place first. Raises BadArchiveError, IndexBusyError while
    somebody builds or edits, and UsageError for parts that have no place here; then nothing has been changed.
    """
    finish_pending_restore(config)
    corpus, index = config.corpus.absolute(), config.index.absolute()
    database = database_file(config) if with_database else None
    staging, staged_corpus = staging_of(index), staged_corpus_of(corpus)
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    with _alone(corpus, index), ExitStack() as tidy:
        _remove(staging, staged_corpus)  # what an earlier one left that was killed while it unpacked
        tidy.callback(_remove, staging, staged_corpus)
        staging.mkdir(parents=True)
        report("Checking the archive")
        manifest = _unpacked(file, staging)
        if (staging / USERS).exists() and config.users_file is None:
            raise UsageError("The archive has users. Set ASSISTANT_USERS_FILE to the file that shall hold them.")
        shutil.move(staging / CORPUS, staged_corpus)
        build = _indexed(config, staged_corpus, staging / INDEX, report)
        swap = Swap(stamp, str(corpus), str(staged_corpus), str(build))
        places, aside = {CORPUS: corpus, INDEX: index}, [aside_of(corpus, stamp)] if corpus.exists() else []
        if (staging / DATABASE).exists() and database is not None:
            database = database.absolute()
            database.parent.mkdir(parents=True, exist_ok=True)
            if database.exists():
                aside.append(copy_database(database, aside_of(database, stamp)))
            places[DATABASE] = database
        if (staging / USERS).exists() and config.users_file is not None:
            users = config.users_file.absolute()
            users.parent.mkdir(parents=True, exist_ok=True)
            if users.exists():
                aside.append(Path(shutil.copy2(users, aside_of(users, stamp))))
            places[USERS] = users
        swap = _with(swap, places, staging)
        report("Putting it in place")
        tidy.pop_all()  # from here on it is finished, not undone
        commit(swap, index)
    if config.chroma_url:
        _upload(config, report)
    return Restored(manifest, places, tuple(aside))


def restore_into(config: Config, file: Path, folder: Path, *, report: Report = lambda _: None) -> Restored:
    """Put what the archive holds into a new folder, which is there whole or not at all."""
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty. Name a folder that does not exist yet.")
    if not folder.parent.is_dir():
        raise UsageError(f"There is no folder {folder.parent} to make {folder.name} in.")
    staging = folder.with_name(f".{folder.name}.restoring")
    _remove(staging)
    staging.mkdir()
    try:
        report("Checking the archive")
        manifest = _unpacked(file, staging)
        _indexed(config, staging / CORPUS, staging / INDEX, report)
        staging.replace(folder)
    finally:
        _remove(staging)
    return Restored(manifest, {part: folder / part for part in PARTS if (folder / part).exists()})


@contextmanager
def _alone(corpus: Path, index: Path) -> Iterator[None]:
    """Keep builds and editors away; both say at once that somebody is at work."""
    with ExitStack() as held:
        held.enter_context(writing(index))
        if corpus.is_dir():
            held.enter_context(writing(edits_folder(corpus)))
        yield


def _unpacked(file: Path, staging: Path) -> Manifest:
    """Unpack and check what is in the files; raises BadArchiveError."""
    manifest = read_archive(file, into=staging, parts=PARTS)
    if not (staging / CORPUS).is_dir():
        raise BadArchiveError(file, "it holds no corpus")
    if (staging / DATABASE).exists():
        _check_database(file, staging / DATABASE)
    if (staging / USERS).exists():
        try:
            read_users(staging / USERS)
        except AssistantError as error:
            raise BadArchiveError(file, f"its users cannot be read ({error})") from error
    return manifest


def _check_database(file: Path, database: Path) -> None:
    """Raise BadArchiveError for a damaged or a newer one, and bring an older one up to date."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            (found,) = opened.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadArchiveError(file, f"its database is damaged ({error})") from error
    if found != "ok":
        raise BadArchiveError(file, f"its database is damaged ({found})")
    engine = open_engine(read_address(f"sqlite:///{database}"))
    try:
        revision = current_revision(engine)
        if revision and revision not in known_revisions():
            raise BadArchiveError(file, f"its database has schema {revision} of a newer version; install that one")
        migrate(engine)  # a window that runs has looked at the schema of its database once, when it started
    finally:
        engine.dispose()


def _indexed(config: Config, corpus: Path, index: Path, report: Report) -> Path:
    """Make the index of a corpus, from the one in the archive as far as that fits, and return its build."""
    from assistant.wiring import build

    builds = sorted(index.iterdir()) if index.is_dir() else []
    if builds:
        # As an index folder looks: the archive has the one build alone.
        index = index.rename(index.with_name(f"{INDEX}.unpacked"))
        ready = index.with_name(INDEX)
        (ready / "builds").mkdir(parents=True)
        (index / builds[0].name).rename(ready / "builds" / builds[0].name)
        (ready / "CURRENT").write_text(f"{builds[0].name}\n", "utf-8")
        shutil.rmtree(index)
        index = ready
    here = {"corpus": corpus, "index": index, "chroma_url": "", "sparse": "off"}
    done = build(config.model_copy(update=here), report=report)
    for path, why in done.failures:
        report(f"Not indexed: {path}: {why}")
    made = current_build(index)
    assert made is not None
    return made


def _with(swap: Swap, places: dict[str, Path], staging: Path) -> Swap:
    if DATABASE in places:
        swap = replace(swap, database=str(places[DATABASE]), staged_database=str(staging / DATABASE))
    if USERS in places:
        swap = replace(swap, users=str(places[USERS]), staged_users=str(staging / USERS))
    return swap


def _upload(config: Config, report: Report) -> None:
    """Put the vectors on the Chroma server; that it is down is no reason to say that nothing was restored."""
    from assistant.wiring import build

    try:
        build(config, report=report)
    except AssistantError as error:
        report(f"The vectors are not on the Chroma server yet: {error} Then run `python -m assistant index`.")


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            shutil.rmtree(path)
