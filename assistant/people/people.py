"""The users file to who may do what; read anew whenever it changes, so that nothing needs a restart."""

import logging
from pathlib import Path
from threading import Lock

from assistant.errors import UsageError
from assistant.people.passwords import impossible_hash, matches
from assistant.people.roles import Person, Role
from assistant.people.users_file import folded_name, read_users

LOCAL = "local"
"""The name of whoever is on this machine when there are no users."""
_LOG = logging.getLogger(__name__)

_State = tuple[int, int, int]


class People:
    """Who may use the window; without a file everybody is the one local user, who may do everything."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._lock = Lock()
        self._seen: _State | None = None
        self._known: dict[str, Person] = {}
        self._nobody = impossible_hash()

    @property
    def required(self) -> bool:
        """True when one has to sign in."""
        return self.file is not None

    def everyone(self) -> list[Person]:
        """Return everybody in the file; UsageError when it cannot be used."""
        return read_users(self.file) if self.file is not None else []

    def find(self, name: str) -> Person | None:
        """Return a person by name; nobody while the file cannot be used, which is logged."""
        return self._current().get(name)

    def check(self, name: str, password: str) -> Person | None:
        """Return the person whose name and password these are; an unknown name takes the same time as a known one."""
        person = self.find(folded_name(name))
        right = matches(password, person.password if person else self._nobody)
        return person if right else None

    def may(self, username: str | None, role: Role) -> bool:
        """Return whether somebody has a role; ``username`` is what a request says, None without users."""
        if not self.required:
            return True
        person = self.find(username) if username else None
        return person is not None and (role == "reader" or role in person.roles)

    def _current(self) -> dict[str, Person]:
        if self.file is None:
            return {}
        with self._lock:
            state = _state(self.file)
            if state is None or state != self._seen:
                self._seen, self._known = state, self._read()
            return self._known

    def _read(self) -> dict[str, Person]:
        try:
            return {person.name: person for person in self.everyone()}
        except UsageError as error:
            _LOG.error("Nobody can use the window: %s", error)
            return {}


def _state(file: Path) -> _State | None:
    """Return what differs after every change; a file that takes the place of another has another inode."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def name_of(username: str | None) -> str:
    """Return under which name things are kept for the user of a request."""
    return username or LOCAL
