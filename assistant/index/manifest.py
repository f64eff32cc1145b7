"""A finished build in; the size and hash of each of its files out, so that a flipped bit is noticed later.

Chroma changes its files whenever it opens them, so it opens copies (``working_copy.py``), and those of the build stay
as they were written.
"""

import json
import math
import os
from hashlib import file_digest
from pathlib import Path

from assistant.errors import StaleIndexError

_MANIFEST_FILE = "files.json"
_HASHED_AT_OPENING = 256 << 20
"""Bytes of a build that are hashed each time it is opened: 0.2 s at most. The files of a larger one are compared in
size alone; a fault while they are read, ``doctor`` and every build compare the rest."""


def write_manifest(build: Path) -> None:
    """Note what each file of ``build`` holds; nothing may be written into them afterwards."""
    with (build / _MANIFEST_FILE).open("w", encoding="utf-8") as file:
        json.dump({name: _print(build / name) for name in _files(build)}, file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def find_damage(build: Path, *, hashed_bytes: float = math.inf) -> str | None:
    """Return in words which file is not as it was written, None when all are.

    Of a build with more than ``hashed_bytes`` only the sizes are compared.
    """
    try:
        noted = json.loads((build / _MANIFEST_FILE).read_text(encoding="utf-8"))
        sizes = {name: int(size) for name, (size, _) in noted.items()}
    except (OSError, ValueError, RecursionError) as error:
        return f"{build / _MANIFEST_FILE} cannot be read ({error})"
    except (AttributeError, TypeError):
        return f"{build / _MANIFEST_FILE} is not as it was written"
    missing = sorted(set(noted) - set(_files(build)))
    if missing:
        return f"{build / missing[0]} is missing"
    hashed = sum(sizes.values()) <= hashed_bytes
    for name, written in sorted(noted.items()):
        try:
            same = _print(build / name) == written if hashed else (build / name).stat().st_size == sizes[name]
        except OSError as error:
            return f"{build / name} cannot be read ({error.strerror})"
        if not same:
            return f"{build / name} is not as it was written"
    return None


def check_files(build: Path, *, quickly: bool = False) -> None:
    """Raise StaleIndexError when a file of ``build`` is not as it was written; ``quickly`` as far as takes no time."""
    damage = find_damage(build, hashed_bytes=_HASHED_AT_OPENING if quickly else math.inf)
    if damage:
        raise StaleIndexError(damage)


def check_copy(build: Path, part: str, copy: Path) -> None:
    """Raise StaleIndexError when ``copy`` is not what was written into the folder ``part`` of ``build``.

    A folder without a list of files, which is no build, and files that an older version did not note are passed over.
    """
    try:
        noted = json.loads((build / _MANIFEST_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError, RecursionError) as error:
        raise StaleIndexError(f"{build / _MANIFEST_FILE} cannot be read ({error})") from error
    for name, written in sorted(noted.items()):
        if name.startswith(f"{part}/"):
            file = copy / name.removeprefix(f"{part}/")
            if not file.is_file():
                raise StaleIndexError(f"{build / name} is missing")
            if _print(file) != written:
                raise StaleIndexError(f"{build / name} is not as it was written")


def _files(build: Path) -> list[str]:
    names = (path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file())
    return sorted(name for name in names if name != _MANIFEST_FILE)


def _print(file: Path) -> list[object]:
    with file.open("rb") as opened:
        return [file.stat().st_size, file_digest(opened, "sha256").hexdigest()]
