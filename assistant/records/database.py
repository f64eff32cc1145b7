"""An address to an engine whose transactions are safe for several writers, with the schema brought up to date."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import UsageError
from assistant.records.values import RecordsUnavailableError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5
"""A writer waits this long for another one; each holds the database for milliseconds."""
_NO_ADDRESS = (
    "ASSISTANT_DATABASE_URL names no database that can be used. "
    "Write for example sqlite:////var/lib/12621/records.sqlite"
)
_WRITES = "assistant_writes"
_POSTGRES_DRIVER = "postgresql+psycopg"
_LIBPQ_DRIVERS = ("psycopg", "psycopg2")
POSTGRES_EXTRA = ": `pip install -c constraints.txt '.[postgres]'`"
_POSTGRES_LOCK = 12_621
"""Any number, the same in every process: one of them migrates, the others wait."""


def read_address(url: str) -> URL:
    """Return the address of a database; UsageError for what is none."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UsageError(_NO_ADDRESS) from error
    # SQLAlchemy would take an older driver, which nothing here installs.
    return address.set(drivername=_POSTGRES_DRIVER) if address.drivername == "postgresql" else address


def open_engine(address: URL) -> Engine:
    """Return an engine; nothing is connected yet."""
    lite = address.get_backend_name() == "sqlite"
    if lite and address.database in (None, "", ":memory:"):
        raise UsageError(_NO_ADDRESS)
    try:
        engine = create_engine(address, pool_pre_ping=not lite, connect_args=_patience(address))
    except ArgumentError as error:  # a kind of database that SQLAlchemy does not know
        raise UsageError(_NO_ADDRESS) from error
    except ImportError as error:
        raise UsageError(
            f"The driver {error.name} of ASSISTANT_DATABASE_URL is not installed. Install it with pip"
            f"{POSTGRES_EXTRA if address.get_backend_name() == 'postgresql' else ''}."
        ) from error
    if lite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _patience(address: URL) -> dict[str, Any]:
    """Return what keeps a connection from waiting for ever for a server that is gone or for another transaction."""
    if address.get_backend_name() == "sqlite":
        return {"timeout": BUSY_SECONDS}
    if address.get_driver_name() in _LIBPQ_DRIVERS:
        options = f"{address.query.get('options', '')} -c lock_timeout={BUSY_SECONDS}s"
        return {"connect_timeout": BUSY_SECONDS, "options": options.strip()}
    return {}


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Python's driver would begin transactions on its own, and too late to lock before the first read.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Readers and a writer do not wait for each other. The file remembers it: whoever cannot set it now, because another
    # process does or the file is read-only, goes on without.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # what a user deletes is overwritten


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails when another wrote in between; taking the lock first waits.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def for_writing(engine: Engine) -> Engine:
    """Return the engine with transactions that lock before they read."""
    return engine.execution_options(**{_WRITES: True})


def take_turns(connection: Connection, owner: str) -> None:
    """Wait until no other transaction writes what is this owner's; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:key, hashtext(:owner))"), {"key": _POSTGRES_LOCK, "owner": owner}
        )


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a version, in one transaction that one process at a time can hold."""
    with translated(), _folder_made(engine.url), for_writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        if revision == "head" and _revision(connection) == newest_revision():
            return
        command.upgrade(_alembic(connection), revision)


@contextmanager
def _folder_made(address: URL) -> Iterator[None]:
    file = address.database or ""
    if address.get_backend_name() == "sqlite" and not file.startswith("file:"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        make_private(Path(file))
    yield


def make_private(file: Path) -> None:
    """Make an empty database that its owner alone can read, unless there is one; SQLite's logs get the same mode."""
    with suppress(OSError):  # What is wrong, SQLite says when it opens the file.
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))


def current_revision(engine: Engine) -> str:
    """Return the version of the schema, "" for an empty database."""
    with translated(), engine.connect() as connection:
        return _revision(connection)


def newest_revision() -> str:
    """Return the version that this program needs."""
    return known_revisions()[0]


def known_revisions() -> list[str]:
    """Return every version that this program can bring to the newest, that one first."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def _revision(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _alembic(connection: Connection) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database says into one calm sentence without its address, which may hold a password."""
    try:
        yield
    except CommandError as error:
        raise RecordsUnavailableError("it was written by a newer version of this program") from error
    except SQLAlchemyError as error:
        raise RecordsUnavailableError(_why(error)) from error
    except OSError as error:
        raise RecordsUnavailableError(error.strerror or type(error).__name__) from error


def _why(error: SQLAlchemyError) -> str:
    original: Any = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return str(original)
    return type(original or error).__name__
