"""Where builds lie in the index folder, which of them is current, and who may write.

::

    index/CURRENT            the name of the build that readers use, replaced in one step
    index/.lock              held by the one process that builds
    index/builds/000007-…/   passages.sqlite, vectors.npy, published.npy, chroma/, chinese/, english/, pieces/,
                             recipe.json, files.json; never changed
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from assistant.errors import AssistantError, IndexBusyError, StaleIndexError

_POINTER = "CURRENT"
_BUILDS = "builds"
_LOCK = ".lock"

_BUILD_NAME = re.compile(r"\d+-[0-9a-f]+")

CHROMA = "chroma"
RECIPE_FILE = "recipe.json"
CHINESE = "chinese"
ENGLISH = "english"
SPELLINGS = "pieces"

Signature = tuple[int, int]
"""Changes whenever the pointer is replaced, even by the same name."""


def pointer_signature(folder: Path) -> Signature | None:
    """Return what identifies the present state of the pointer, None when there is no index."""
    try:
        status = (folder / _POINTER).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def current_build(folder: Path) -> Path | None:
    """Return the folder of the current build, None when there is none."""
    name = pointed_to(folder) or ""
    build = folder / _BUILDS / name
    # Anything but a plain name, such as "..", comes from a damaged disk.
    return build if _BUILD_NAME.fullmatch(name) and build.is_dir() else None


def pointed_to(folder: Path) -> str | None:
    """Return what the pointer says, whether or not there is such a build; None without a pointer."""
    try:
        return (folder / _POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None


def new_build(folder: Path, digest: str) -> Path:
    """Make and return an empty folder for the next build; ``digest`` tells what will be in it."""
    builds = folder / _BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    # Counted, not dated: a clock that is set back must not make an old build the newer one.
    last = max((_number(build) for build in builds.iterdir()), default=0)
    build = builds / f"{last + 1:06d}-{digest[:8]}"
    build.mkdir()
    return build


def make_current(build: Path) -> None:
    """Point readers to ``build``, in one step that survives a power cut."""
    folder = build.parent.parent
    # The files inside were closed without being flushed; the pointer must not reach the disk before them.
    os.sync()
    fresh = folder / f"{_POINTER}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{build.name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _POINTER)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def find_leftovers(folder: Path) -> list[Path]:
    """Return all builds but the current one and the one before it, which a reader may still have open."""
    builds = folder / _BUILDS
    if not builds.is_dir():
        return []
    current = current_build(folder)
    number = _number(current) if current else 0
    every = [build for build in builds.iterdir() if build.is_dir()]
    before = max((build for build in every if _number(build) < number), key=_number, default=None)
    return sorted(build for build in every if build not in (current, before))


@contextmanager
def reading(build: Path) -> Iterator[None]:
    """Keep ``build`` from being removed, even when newer ones become current, for as long as it is read."""
    recipe = build / RECIPE_FILE
    with recipe.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StaleIndexError(f"{build} is being removed") from error
        except OSError:
            pass  # Some network file systems know no locks; a reader that fell behind finds files missing there.
        # It goes first when a build is removed, which may have happened just before the lock was taken.
        if not recipe.exists():
            raise StaleIndexError(f"{build} has been removed")
        yield


def is_being_read(build: Path) -> bool:
    """Tell whether a process holds ``build`` open."""
    with _claimed(build / RECIPE_FILE) as free:
        return not free


@contextmanager
def _claimed(file: Path) -> Iterator[bool]:
    """Hold the lock of a file alone, if there is one; yields False when somebody else holds it."""
    with ExitStack() as stack:
        try:
            fcntl.flock(stack.enter_context(file.open("rb")), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            yield True
        except BlockingIOError:
            yield False
        else:
            yield True


def remove_leftovers(folder: Path, *, drop: Callable[[Path], None] = lambda _: None) -> None:
    """Remove what ``find_leftovers`` names and nobody reads.

    ``drop`` removes what a build has outside its folder; when it fails, the folder stays and tells the next run.
    """
    for build in find_leftovers(folder):
        with _claimed(build / RECIPE_FILE) as free:
            if free:
                drop(build)
                # From here on no reader takes it for whole.
                (build / RECIPE_FILE).unlink(missing_ok=True)
                shutil.rmtree(build)


def discard_build(build: Path, *, drop: Callable[[Path], None] = lambda _: None) -> None:
    """Remove a build that failed, unless it became current after all; what resists is left to the next run."""
    folder = build.parent.parent
    if current_build(folder) == build:
        return
    (folder / f"{_POINTER}.new").unlink(missing_ok=True)
    with suppress(AssistantError):
        drop(build)
        shutil.rmtree(build, ignore_errors=True)


def _number(build: Path) -> int:
    digits = build.name.partition("-")[0]
    return int(digits) if digits.isdecimal() else 0


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the right to write; raises IndexBusyError at once when another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusyError(folder) from error
        # The system drops the lock when the process ends, however it ends.
        yield


def is_being_written(folder: Path) -> bool:
    """Tell whether a process holds the right to write at this moment."""
    with _claimed(folder / _LOCK) as free:
        return not free
