"""Everything that an installation cannot get back by installing it again, to one archive."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.config import Config
from assistant.errors import UsageError
from assistant.index.folders import CHROMA, current_build, reading
from assistant.index.recipe import SCHEMA_VERSION
from assistant.operations.archive import PRODUCT, ChangedMeanwhileError, Manifest, write_archive
from assistant.records.database import make_private, newest_revision, read_address

CORPUS, INDEX, DATABASE, USERS = "corpus", "index", "records.sqlite", "users.jsonl"
"""The parts of an archive by the first step of their names."""
PARTS = (CORPUS, INDEX, DATABASE, USERS)
_LEFT_OUT = frozenset({"_originals", ".index", ".lock"})
"""Originals can be fetched again; the index is a part of its own; locks mean nothing elsewhere."""
_TRIES = 3
"""An editor adds a document once in a while, not several in a row."""
_OTHER_DATABASE = (
    "ASSISTANT_DATABASE_URL names a database that has a tool of its own: {tool}. Use it, and --without-database here."
)
_TOOLS = {"postgresql": "pg_dump and pg_restore", "mysql": "mysqldump", "mariadb": "mariadb-dump"}


def backup(config: Config, file: Path, *, with_index: bool = True, with_database: bool = True) -> Manifest:
    """Write the archive and return what is in it; a window that runs meanwhile goes on.

    Raises UsageError for a database that is no SQLite file, ChangedMeanwhileError when the corpus does not keep still.
    """
    if not config.corpus.is_dir():
        raise UsageError(f"There is no corpus folder {config.corpus}. Name an existing one with --corpus.")
    database = database_file(config) if with_database else None
    if not file.parent.is_dir():
        raise UsageError(f"There is no folder {file.parent} to write {file.name} into.")
    for left in reversed(range(_TRIES)):
        try:
            return _backup(config, file, database, with_index=with_index)
        except (ChangedMeanwhileError, FileNotFoundError) as error:
            if not left:
                raise ChangedMeanwhileError(f"{config.corpus} changes all the time ({error}). Try later.") from error
    raise AssertionError("every try returns or raises")


def _backup(config: Config, file: Path, database: Path | None, *, with_index: bool) -> Manifest:
    with TemporaryDirectory(prefix=".backup-", dir=file.parent) as waiting:
        sources = dict(_corpus(config.corpus, besides=file))
        before = _state(sources)
        if database is not None and database.exists():
            sources[DATABASE] = copy_database(database, Path(waiting) / DATABASE)
        if config.users_file is not None and config.users_file.exists():
            sources[USERS] = config.users_file
        build = current_build(config.index) if with_index else None
        about = {
            PRODUCT: version(PRODUCT),
            "index format": str(SCHEMA_VERSION),
            "database schema": newest_revision() if DATABASE in sources else "",
        }

        def write() -> Manifest:
            made = datetime.now().astimezone().isoformat(timespec="seconds")
            written = write_archive(file, sources, made=made, about=about)
            if _state(dict(_corpus(config.corpus, besides=file))) != before:
                raise ChangedMeanwhileError("a document was added, changed or removed")
            return written

        if build is None:
            return write()
        with reading(build):  # or a newer build might have it removed
            sources |= dict(_index(build))
            return write()


def _corpus(folder: Path, *, besides: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        steps = path.relative_to(folder).parts
        own = path.name.startswith(f".{besides.name}.") or path.resolve() == besides.resolve()
        if path.is_file() and not _LEFT_OUT & set(steps) and not own and not steps[0].startswith(".backup-"):
            yield f"{CORPUS}/{'/'.join(steps)}", path


def _index(build: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a build without Chroma's: they change while they are read, and are made from the others."""
    for path in sorted(build.rglob("*")):
        steps = path.relative_to(build).parts
        if path.is_file() and steps[0] != CHROMA:
            yield f"{INDEX}/{build.name}/{'/'.join(steps)}", path


def _state(sources: dict[str, Path]) -> dict[str, tuple[int, int]]:
    found = {name: path.stat() for name, path in sources.items() if name.startswith(f"{CORPUS}/")}
    return {name: (status.st_size, status.st_mtime_ns) for name, status in found.items()}


def database_file(config: Config) -> Path | None:
    """Return the file of the database, None when none is kept; UsageError for one that is no file."""
    if not config.keep_history:
        return None
    address = read_address(config.database_url.get_secret_value())
    kind = address.get_backend_name()
    if kind != "sqlite":
        raise UsageError(_OTHER_DATABASE.format(tool=_TOOLS.get(kind, f"the one of {kind}")))
    name = address.database or ""
    if name.startswith("file:"):
        raise UsageError("ASSISTANT_DATABASE_URL names its file by a URI. Write sqlite:////path/to/records.sqlite.")
    return Path(name)


def copy_database(source: Path, target: Path, *, wait_seconds: float = 30) -> Path:
    """Copy a database as it is at one moment, also while others write into it; return the target.

    Into a database that is open elsewhere the copy is one transaction: others see the old or the new one.
    """
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=wait_seconds)) as old:
        make_private(target)
        with closing(sqlite3.connect(target, timeout=wait_seconds)) as new:
            old.backup(new)
    return target


def summary(manifest: Manifest) -> str:
    """Return in a few words what an archive holds."""
    counts = {part: sum(name.partition("/")[0] == part for name in manifest.members) for part in PARTS}
    told: tuple[tuple[str, Callable[[int], str]], ...] = (
        (CORPUS, lambda count: f"{count} files of the corpus"),
        (INDEX, lambda count: "the index" if count else "no index (it is made again from the corpus)"),
        (DATABASE, lambda count: "the database" if count else "no database"),
        (USERS, lambda count: "the users" if count else "no users"),
    )
    return ", ".join(say(counts[part]) for part, say in told)
