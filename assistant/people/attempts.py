"""Wrong passwords to waiting times that double, by name and by address: guessing gets slower and slower."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import monotonic

FREE_BY_NAME, FREE_BY_ADDRESS = 5, 25
"""Wrong tries before one has to wait: people mistype, and an office shares an address."""
LONGEST_WAIT_SECONDS = 15 * 60
"""Long enough to stop guessing (a hundred tries a day), short enough that nobody is locked out for a day."""
_FORGET_AFTER_SECONDS = 24 * 3600
_MOST_KEPT = 20_000
"""Names and addresses that are remembered; beyond that the ones longest ago are forgotten."""
_NETWORK_BITS = 64
"""An IPv6 user has a whole network of addresses to choose from."""


@dataclass(slots=True)
class _Tries:
    count: int
    last: float


class Attempts:
    """Counts tries before their outcome is known, so that many at once gain nothing; safe from several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._tries: dict[str, _Tries] = {}

    def begin(self, name: str, address: str) -> float:
        """Count a try and return 0, or return for how many seconds no further one is taken."""
        now = self._clock()
        free = _keys(name, address)
        with self._lock:
            wait = max(self._wait(key, allowed, now) for key, allowed in free.items())
            if wait > 0:
                return wait
            for key in free:
                before = self._tries.pop(key, None)
                stale = before is None or now - before.last > _FORGET_AFTER_SECONDS
                self._tries[key] = _Tries(1 if stale or before is None else before.count + 1, now)
            while len(self._tries) > _MOST_KEPT:
                del self._tries[next(iter(self._tries))]
            return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """Forget the tries of a name; of an address only this one, or signing in oneself would excuse the rest."""
        with self._lock:
            by_name, by_address = _keys(name, address)
            self._tries.pop(by_name, None)
            if tries := self._tries.get(by_address):
                tries.count -= 1

    def _wait(self, key: str, allowed: int, now: float) -> float:
        tries = self._tries.get(key)
        if tries is None or tries.count < allowed:
            return 0.0
        # The exponent is bounded: two to the power of all tries of a day is no float any more.
        pause = min(2.0 ** min(tries.count - allowed, 30), LONGEST_WAIT_SECONDS)
        return max(0.0, tries.last + pause - now)


def _keys(name: str, address: str) -> Mapping[str, int]:
    return {f"name {name}": FREE_BY_NAME, f"address {_network(address)}": FREE_BY_ADDRESS}


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> (128 - _NETWORK_BITS))
    return str(parsed)
