"""The users file to people and back: one JSON object a line, readable by its owner alone, replaced whole."""

import fcntl
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.people.passwords import parse_hash
from assistant.people.roles import ROLES, Person, Role

_NAME = re.compile(r"\w[\w.@-]{0,63}")
_FIELDS = {"name", "roles", "password", "created"}


def folded_name(name: str) -> str:
    """Return a name as it is stored, however it was typed.

    >>> folded_name(" ｗａｎｇ ")
    'wang'
    """
    return unicodedata.normalize("NFKC", name).strip()


def checked_name(name: str) -> str:
    """Return a name as it is stored; UsageError for one that cannot be used."""
    folded = folded_name(name)
    if not _NAME.fullmatch(folded):
        raise UsageError(f"{name!r} cannot be a user. Use 1 to 64 letters, digits, Chinese characters, and . @ _ -.")
    return folded


def checked_roles(names: Iterable[str]) -> tuple[Role, ...]:
    """Return roles in their usual order, each once; UsageError for none and for an unknown one."""
    wanted = set(names)
    if unknown := sorted(wanted.difference(ROLES)):
        raise UsageError(f"There is no role {unknown[0]!r}. The roles are {', '.join(ROLES)}.")
    if not wanted:
        raise UsageError(f"A user has at least one role: {', '.join(ROLES)}.")
    return tuple(role for role in ROLES if role in wanted)


def read_users(file: Path) -> list[Person]:
    """Return the people of a file in its order; UsageError names file and line of what is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no users file {file}. Make it with `python -m assistant user add NAME`, or unset "
            "ASSISTANT_USERS_FILE."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The users file {file} cannot be read ({error}). Mend it, or restore a copy.") from error
    people: dict[str, Person] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            person = _person(json.loads(line), known=people)
        except (ValueError, UsageError, RecursionError) as error:
            raise UsageError(f"{file}, line {number}: {error}. Mend or delete the line.") from error
        people[person.name] = person
    return list(people.values())


def _person(fields: Any, *, known: Collection[str]) -> Person:
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise ValueError(f"a line has exactly {', '.join(sorted(_FIELDS))}")
    name, roles, password, created = (fields[key] for key in ("name", "roles", "password", "created"))
    if not (isinstance(name, str) and isinstance(password, str) and isinstance(created, str)):
        raise ValueError("name, password and created are texts")  # noqa: TRY004 - a fault of the file, not of a caller
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise ValueError("roles are a list of texts")
    if checked_name(name) != name:
        raise ValueError(f"the name {name!r} is not written as it is stored")
    if name in known:
        raise ValueError(f"{name} stands in an earlier line too")
    try:
        parse_hash(password)
    except ValueError as error:
        raise ValueError(f"the password of {name} cannot be used: {error}") from error
    return Person(name, checked_roles(roles), password, created)


def change_users(file: Path, change: Callable[[list[Person]], list[Person]]) -> list[Person]:
    """Replace the people of a file by what ``change`` makes of them; two changes at once follow one another."""
    file = file.resolve()  # a link stays a link
    with _alone(file.parent):
        people = change(read_users(file) if file.exists() else [])
        _write(file, people)
    return people


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other changes out; the folder itself is locked, so that no lock file is left behind."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(file: Path, people: Iterable[Person]) -> None:
    lines = [
        {"name": one.name, "roles": list(one.roles), "password": one.password, "created": one.created} for one in people
    ]
    # A temporary file is made with mode 0600, and keeps it when it takes the place of the old one.
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            written.flush()
            os.fsync(written.fileno())
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def readable_by_others(file: Path) -> bool:
    """Return whether anybody but the owner may read or change the file."""
    return bool(file.stat().st_mode & 0o077)
