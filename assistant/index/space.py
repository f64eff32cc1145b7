"""What goes wrong when the disk is full, in whatever words a library puts it, to one error that names the fix."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError

_FULL = ("disk is full", "no space left", "disk quota")
_SHORT_OF_BYTES = 1 << 20
"""With less than this left, an error that gives no reason of its own comes from the full disk."""


class IndexNotWrittenError(AssistantError):
    """Part of a new build could not be written; the current one stays."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The new index in {folder} could not be written ({why}); the one in use is unchanged. "
            "Run `python -m assistant doctor`, then try again."
        )


class DiskFullError(AssistantError):
    """There is no room for a new build; the current one stays."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The disk of {folder} is full; the index in use is unchanged. Make room, or choose another folder with "
            "--index, then try again."
        )


@contextmanager
def explained_writing(folder: Path) -> Iterator[None]:
    """Turn what writing into ``folder`` raises into errors that say what to do."""
    try:
        yield
    except (OSError, sqlite3.Error, AssistantError) as error:
        if _from_full_disk(error, folder):
            raise DiskFullError(folder) from error
        if isinstance(error, sqlite3.Error):
            raise IndexNotWrittenError(folder, str(error)) from error
        raise


def _from_full_disk(error: Exception, folder: Path) -> bool:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if any(words in str(error).lower() for words in _FULL):
        return True
    # numpy says only how many bytes it could not write, and Chroma that its logs could not be applied.
    unexplained = isinstance(error, IndexNotWrittenError) or (isinstance(error, OSError) and error.errno is None)
    return unexplained and free_bytes(folder) < _SHORT_OF_BYTES


def free_bytes(folder: Path) -> int:
    """Return how much may still be written where ``folder`` is or will be."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free
