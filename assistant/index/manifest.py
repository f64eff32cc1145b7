"""A finished build in; the size and hash of each of its files out, so that a flipped bit is noticed later.

Chroma's own files are left out: it changes some of them whenever it opens them. Their content is compared with our
store instead, passage by passage.
"""

import json
import os
from hashlib import file_digest
from pathlib import Path

from assistant.errors import StaleIndexError
from assistant.index.folders import CHROMA

_MANIFEST_FILE = "files.json"
_CHANGED_WHEN_READ = f"{CHROMA}/"


def write_manifest(build: Path) -> None:
    """Note what each file of ``build`` holds; nothing may be written into them afterwards."""
    with (build / _MANIFEST_FILE).open("w", encoding="utf-8") as file:
        json.dump({name: _print(build / name) for name in _files(build)}, file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def find_damage(build: Path) -> str | None:
    """Return in words which file is not as it was written, None when all are."""
    try:
        noted = json.loads((build / _MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return f"{build / _MANIFEST_FILE} cannot be read ({error})"
    if not isinstance(noted, dict):
        return f"{build / _MANIFEST_FILE} is not as it was written"
    missing = sorted(set(noted) - set(_files(build)))
    if missing:
        return f"{build / missing[0]} is missing"
    for name, written in sorted(noted.items()):
        try:
            same = _print(build / name) == written
        except OSError as error:
            return f"{build / name} cannot be read ({error.strerror})"
        if not same:
            return f"{build / name} is not as it was written"
    return None


def check_files(build: Path) -> None:
    """Raise StaleIndexError when a file of ``build`` is not as it was written."""
    damage = find_damage(build)
    if damage:
        raise StaleIndexError(damage)


def _files(build: Path) -> list[str]:
    names = (path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file())
    return sorted(name for name in names if name != _MANIFEST_FILE and not name.startswith(_CHANGED_WHEN_READ))


def _print(file: Path) -> list[object]:
    with file.open("rb") as opened:
        return [file.stat().st_size, file_digest(opened, "sha256").hexdigest()]
