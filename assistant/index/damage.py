"""Whatever a damaged file of a build makes its readers raise in; the error that names the file and the fix out.

The hashes of a build are not compared when it is opened, as that would read gigabytes. They are compared once
something went wrong: then the file is named, and anything else stays the fault that it is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from assistant.errors import AssistantError, StaleIndexError
from assistant.index.manifest import find_damage

_Read = TypeVar("_Read", bound=Callable[..., Any])


@contextmanager
def named_damage(build: Path) -> Iterator[None]:
    """Raise StaleIndexError for any fault in the block when a file of ``build`` is not as it was written."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        why = find_damage(build)
        if why is None:
            raise
        raise StaleIndexError(why) from error


def names_damage(read: _Read) -> _Read:
    """Return the method of an object that reads the build ``_build``, with faults of a damaged one named."""

    @wraps(read)
    def reading(self: Any, *given: Any, **named: Any) -> Any:
        with named_damage(self._build):
            return read(self, *given, **named)

    return cast(_Read, reading)


def names_damage_unless_unknown(read: _Read) -> _Read:
    """Do the same for a lookup by id: that there is none is no fault, and anybody may ask for any number of them."""

    @wraps(read)
    def reading(self: Any, *given: Any, **named: Any) -> Any:
        missing: KeyError | None = None
        with named_damage(self._build):
            try:
                return read(self, *given, **named)
            except KeyError as error:
                missing = error
        assert missing is not None
        raise missing

    return cast(_Read, reading)
