"""Whole replies of a model by key to files of this user alone, and back; safe for several processes at once.

Nothing in here may cost an answer: a file that cannot be read or written is a reply that is not known.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from threading import Lock

_ENDING = ".reply.json"
_UNFINISHED = ".unfinished"
_BETWEEN_CLEANUPS = 32
"""Replies written from one look at the size of the folder to the next; the first one looks too."""
_AFTER_CLEANUP = 0.9
"""Of the size allowed, so that a full folder is not cleaned up for every reply."""
_ABANDONED_SECONDS = 3_600
"""No reply takes this long to be written: whoever began it has died."""


class ReplyFolder:
    """Keeps replies in ``folder``, the last used up to ``max_bytes``."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._written = 0
        self._lock = Lock()

    def get(self, key: str) -> str | None:
        """Return the reply of a key; None when there is none, or when its file is not what was written."""
        path = self._path(key)
        try:
            entry = json.loads(path.read_bytes())
            reply = entry["reply"]
            sound = isinstance(reply, str) and entry["key"] == key and entry["sha256"] == _digest(reply)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not sound:
            return None
        with suppress(OSError):
            os.utime(path)  # The last used are kept, not the last written.
        return str(reply)

    def put(self, key: str, reply: str) -> None:
        """Keep a reply: it is there whole or not at all, whenever this process ends."""
        entry = json.dumps({"key": key, "sha256": _digest(reply), "reply": reply}, ensure_ascii=False)
        with suppress(OSError, UnicodeEncodeError):  # a full disk; a lone surrogate
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(key), entry.encode())
        with self._lock:
            due = self._written % _BETWEEN_CLEANUPS == 0
            self._written += 1
        if due:
            self._clean_up()

    def _write(self, path: Path, content: bytes) -> None:
        handle, unfinished = mkstemp(suffix=_UNFINISHED, dir=self._folder)  # readable by this user alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)  # not forced to the disk: what a power cut leaves is known by its digest
            Path(unfinished).replace(path)
        except OSError:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"

    def _clean_up(self) -> None:
        """Remove the replies that were not used for longest, and what a killed process left."""
        files = sorted(self._files(), key=lambda file: file[1].st_mtime, reverse=True)
        newest = max((status.st_mtime for _, status in files), default=0.0)
        total, full = 0, False
        for path, status in files:
            total += status.st_size
            full = full or total > self._max_bytes * _AFTER_CLEANUP
            abandoned = path.suffix == _UNFINISHED and status.st_mtime < newest - _ABANDONED_SECONDS
            if abandoned or (full and path.suffix != _UNFINISHED):
                with suppress(OSError):  # another process may have been first
                    path.unlink()

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield our own files: the folder may have been chosen badly."""
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.endswith((_ENDING, _UNFINISHED)):
                    with suppress(OSError):
                        yield Path(entry.path), entry.stat(follow_symlinks=False)


def _digest(reply: str) -> str:
    return sha256(reply.encode()).hexdigest()
