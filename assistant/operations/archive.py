"""Named files to one archive, and back: a compressed tar whose first member lists size and SHA-256 of all others.

It is written beside its place, read again, and only then given its name. Nothing is taken from one whose members are
not exactly those that it lists.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.errors import AssistantError, UsageError

FORMAT = 1
"""Raise it when an older program could not make sense of an archive."""
PRODUCT = "assistant-12621"
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64 << 20
_PIECE = 1 << 20
_OWNER_ONLY = 0o600
"""Passwords, if only as hashes, and conversations are in it."""


class BadArchiveError(UsageError):
    """The file is no archive of this program, is damaged, or is of a newer version."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} cannot be restored: {why}. Nothing was changed.")


class ChangedMeanwhileError(AssistantError):
    """A file was changed while it was being copied."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file: bytes, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; ``about`` are the versions of what wrote it."""

    made: str
    about: Mapping[str, str]
    members: Mapping[str, Member]
    format: int = FORMAT
    product: str = PRODUCT


def write_archive(file: Path, sources: Mapping[str, Path], *, made: str, about: Mapping[str, str]) -> Manifest:
    """Write ``sources``, by the name that each has in the archive, and return what was written.

    Raises ChangedMeanwhileError when one does not stay as it is; then ``file`` is as before.
    """
    manifest = Manifest(made, dict(about), {name: _member(path) for name, path in sorted(sources.items())})
    fresh = file.with_name(f".{file.name}.{os.getpid()}.partial")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "w+b") as raw:
            _write(raw, manifest, sources)
            raw.flush()
            os.fsync(raw.fileno())
        try:
            read_archive(fresh)
        except BadArchiveError as error:
            raise ChangedMeanwhileError(f"What was written to {file} is not what was read ({error}).") from error
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    flush_folder(file.parent)
    return manifest


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _member(path: Path) -> Member:
    with path.open("rb") as opened:
        return Member(path.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest())


def _write(raw: IO[bytes], manifest: Manifest, sources: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=raw, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        listed = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        tar.addfile(_entry(MANIFEST, len(listed)), io.BytesIO(listed))
        for name, member in manifest.members.items():
            with sources[name].open("rb") as opened:
                try:
                    tar.addfile(_entry(name, member.size), opened)
                except OSError as error:
                    if error.errno is not None:
                        raise
                    raise ChangedMeanwhileError(f"{sources[name]} became shorter while it was read.") from error


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, _OWNER_ONLY
    return entry


def read_archive(file: Path, *, into: Path | None = None, parts: Sequence[str] = ()) -> Manifest:
    """Check every member and return what the archive holds; with ``into`` put the members there too.

    ``into`` is a new folder of its own: what is wrong may show only after some files lie in it. ``parts`` are the
    first steps that names may have, all without any. Raises BadArchiveError.
    """
    # Not tarfile's own "r|gz", which leaves the checksum of the whole unread and trips over cut files.
    with _explained(file), gzip.open(file) as whole, tarfile.open(fileobj=whole, mode="r|") as tar:
        entries = iter(tar)
        manifest = _manifest(file, tar, next(entries, None), parts)
        seen: set[str] = set()
        for entry in entries:
            member = manifest.members.get(entry.name)
            # Links, devices and folders included: none of them is ever listed.
            if member is None or not entry.isreg() or entry.name in seen or entry.size != member.size:
                raise BadArchiveError(file, f"its member {entry.name!r} is not as listed")
            content = tar.extractfile(entry)
            assert content is not None
            # Documents may be read by whoever the umask lets; what lies at the top are users and conversations.
            mode = 0o666 if "/" in entry.name else _OWNER_ONLY
            if _copied(content, into / entry.name if into else None, mode) != member.sha256:
                raise BadArchiveError(file, f"its member {entry.name!r} is damaged")
            seen.add(entry.name)
        if missing := sorted(manifest.members.keys() - seen):
            raise BadArchiveError(file, f"its member {missing[0]!r} is missing")
        while whole.read(_PIECE):
            pass  # only at the end is the checksum compared
    return manifest


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError, zlib.error) as error:
        raise BadArchiveError(file, f"it is damaged or no archive of this program ({error})") from error
    except OSError as error:
        if error.errno is not None:  # gzip raises its own complaints as an OSError without a number
            raise
        raise BadArchiveError(file, f"it is damaged or no archive of this program ({error})") from error


def _manifest(file: Path, tar: tarfile.TarFile, entry: tarfile.TarInfo | None, parts: Sequence[str]) -> Manifest:
    if entry is None or entry.name != MANIFEST or not entry.isreg() or entry.size > _LARGEST_MANIFEST:
        raise BadArchiveError(file, "it is no archive of this program")
    content = tar.extractfile(entry)
    assert content is not None
    try:
        told = json.loads(content.read())
        if told["product"] != PRODUCT:
            raise BadArchiveError(file, "it is an archive of another program")
        if int(told["format"]) > FORMAT:
            raise BadArchiveError(file, "it was written by a newer version of this program; install that one")
        members = {str(name): Member(int(one["size"]), str(one["sha256"])) for name, one in told["members"].items()}
        manifest = Manifest(str(told["made"]), dict(told["about"]), members, int(told["format"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadArchiveError(file, "its list of members cannot be read") from error
    folders = {str(folder) for name in members for folder in PurePosixPath(name).parents}
    for name in members:
        if not _is_plain(name) or name in folders or (parts and name.partition("/")[0] not in parts):
            raise BadArchiveError(file, f"its member {name!r} has a name that no backup writes")
    return manifest


def _is_plain(name: str) -> bool:
    """Return whether a name leads to a place below the folder that it is put into, and nowhere else.

    >>> _is_plain("corpus/news/a.md"), _is_plain("../a"), _is_plain("/a"), _is_plain("corpus/./a")
    (True, False, False, False)
    """
    steps = name.split("/")
    return not ({"", ".", ".."} & set(steps)) and "\\" not in name and "\0" not in name and bool(PurePosixPath(name))


def _copied(content: IO[bytes], target: Path | None, mode: int) -> str:
    """Read to the end, write what was read where it is wanted, and return its SHA-256."""
    digest = hashlib.sha256()
    if target is None:
        while piece := content.read(_PIECE):
            digest.update(piece)
        return digest.hexdigest()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(handle, "wb") as out:
        while piece := content.read(_PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()
