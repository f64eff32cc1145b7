"""The address of the database to a line of ``doctor``; nothing is changed."""

from pathlib import Path

from sqlalchemy.engine import URL

from assistant.errors import UsageError
from assistant.records.database import current_revision, known_revisions, open_engine, read_address
from assistant.records.values import RecordsUnavailableError


def examine_records(url: str) -> str:
    """Return where the database is, without its password, and the version of its schema."""
    address = read_address(url)
    where = address.render_as_string(hide_password=True)
    if _missing(address):
        return f"{where} does not exist yet; it is made when the first conversation is kept"
    engine = open_engine(address)
    try:
        found, known = current_revision(engine), known_revisions()
    finally:
        engine.dispose()
    if found and found not in known:
        raise RecordsUnavailableError(f"its schema version {found} is newer than this program; install the newer one")
    if found == known[0]:
        return f"{where}, schema version {found}"
    return f"{where}, schema version {found or 'none'}; it is brought to {known[0]} when it is next used"


def existing_database(url: str) -> URL:
    """Return the address of a database that is read only; UsageError where no file is, instead of making one."""
    address = read_address(url)
    if _missing(address):
        raise UsageError(f"There is no database {address.render_as_string(hide_password=True)}.")
    return address


def _missing(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and not Path(address.database or "").exists()
