"""Chroma's files in a build; a copy of them that Chroma may open out, checked and removed when it is closed.

Chroma writes into its files whenever it opens them, even to read. Opened where they lie, they could be torn by a
process that is killed, could not be told from damaged ones, and could not be read from a folder that is read-only.
"""

import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO

from assistant.index.address import VectorsUnavailableError
from assistant.index.manifest import check_copy

_PREFIX = "assistant-12621-chroma-"
_LOCK = "in-use"


class NoRoomForCopyError(VectorsUnavailableError):
    """Chroma's files could not be copied to where temporary files go."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The files of Chroma cannot be copied into {tempfile.gettempdir()} ({why}). "
            "Make room there, or name another folder in TMPDIR."
        )


class WorkingCopy:
    """A copy of ``folder``, Chroma's part of a build; it goes with ``close``, with the object or with the process.

    Raises StaleIndexError that names a file which is not as it was written, NoRoomForCopyError when there is no room.
    """

    def __init__(self, folder: Path) -> None:
        _remove_leftovers()
        try:
            root = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except OSError as error:
            raise NoRoomForCopyError(error.strerror or type(error).__name__) from error
        self._lock = (root / _LOCK).open("w")
        self._remove = weakref.finalize(self, _discard, root, self._lock)
        # A process that is killed leaves its copy behind; the lock, which goes with it, tells the next one.
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.folder = root / folder.name
        try:
            # Not the modes: what is copied from a folder that is read-only shall be written to.
            shutil.copytree(folder, self.folder, copy_function=shutil.copyfile)
            for path in (self.folder, *self.folder.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
            check_copy(folder.parent, folder.name, self.folder)
        except OSError as error:
            self.close()
            raise NoRoomForCopyError(getattr(error, "strerror", None) or str(error)) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the copy."""
        self._remove()


def _discard(root: Path, lock: IO[str]) -> None:
    shutil.rmtree(root, ignore_errors=True)
    lock.close()


def _remove_leftovers() -> None:
    """Remove the copies of processes of this user that were killed."""
    for root in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if root.is_symlink() or root.stat().st_uid != os.getuid():
                continue
            with (root / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(root, ignore_errors=True)
        except OSError:
            continue  # It is in use, or another process removes it too.
