"""Signed-in people to random ids and back, until they sign out, stay away, or their line in the users file changes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic

from assistant.people.roles import Person

_ID_BYTES = 32
MOST_OF_ONE = 20
"""Browsers that one person may be signed in with; the oldest is signed out first."""


@dataclass(slots=True)
class _SignIn:
    name: str
    fingerprint: str
    begun: float
    used: float


class SignIns:
    """Who is signed in, in memory: a restart signs everybody out. Safe to use from several threads."""

    def __init__(
        self,
        find: Callable[[str], Person | None],
        *,
        idle_seconds: float,
        longest_seconds: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._find = find
        self._idle_seconds = idle_seconds
        self._longest_seconds = longest_seconds
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, _SignIn] = {}

    def begin(self, person: Person) -> str:
        """Return a new random id for somebody whose password was right."""
        secret = secrets.token_urlsafe(_ID_BYTES)
        now = self._clock()
        with self._lock:
            self._kept = {key: one for key, one in self._kept.items() if not self._over(one, now)}
            own = [key for key, one in self._kept.items() if one.name == person.name]
            for key in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
                del self._kept[key]
            self._kept[_key(secret)] = _SignIn(person.name, person.fingerprint, now, now)
        return secret

    def person(self, secret: str) -> Person | None:
        """Return who holds an id now, and count this as use of it."""
        now = self._clock()
        with self._lock:
            kept = self._kept.get(_key(secret))
            if kept is None:
                return None
            found = None if self._over(kept, now) else self._find(kept.name)
            if found is None or found.fingerprint != kept.fingerprint:
                del self._kept[_key(secret)]
                return None
            kept.used = now
            return found

    def end(self, secret: str) -> None:
        """Forget an id; one that is not known is no fault."""
        with self._lock:
            self._kept.pop(_key(secret), None)

    def _over(self, kept: _SignIn, now: float) -> bool:
        return now - kept.used > self._idle_seconds or now - kept.begun > self._longest_seconds


def _key(secret: str) -> str:
    """Return what is kept of an id: neither a look into memory nor the time of a comparison gives the id away."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
