"""An index folder in; what is right and wrong with it out, each fault with the command that mends it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexNotBuiltError, StaleIndexError
from assistant.index.fill import find_fault
from assistant.index.folders import current_build, find_leftovers, is_being_read, is_being_written, pointed_to
from assistant.index.manifest import find_damage
from assistant.index.recipe import Recipe, difference, read_recipe
from assistant.index.space import free_bytes

_ROOM = 50 << 20
"""What a build needs at least besides as much again as the current one: a database of a few files, logs."""

_REBUILD = "Run `python -m assistant index --rebuild`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``exit_code`` counts only when it is not ok."""

    name: str
    ok: bool
    detail: str
    exit_code: int = 1


def examine_index(folder: Path, *, recipe: Recipe | None, chroma_url: str = "") -> list[Finding]:
    """Return what was found, in the order in which a fault should be mended; ``recipe`` is what would be used now."""
    build = current_build(folder)
    # While another process writes, its unfinished build is no leftover.
    busy = is_being_written(folder)
    return [
        _pointer(folder, build),
        *(_build(build, recipe, chroma_url) if build else ()),
        _leftovers(folder, busy=busy),
        _lock(folder, busy=busy),
        _space(folder, build),
        _permission(folder),
    ]


def _pointer(folder: Path, build: Path | None) -> Finding:
    if build is not None:
        return Finding("pointer", True, f"the current build is {build.name}")
    name = pointed_to(folder)
    if name is None:
        return Finding("pointer", False, str(IndexNotBuiltError(folder)), IndexNotBuiltError.exit_code)
    why = f"{folder / 'CURRENT'} names {name!r}, which is no build in {folder / 'builds'}"
    return Finding("pointer", False, f"{why}. Run `python -m assistant index`.", StaleIndexError.exit_code)


def _build(build: Path, recipe: Recipe | None, chroma_url: str) -> Iterator[Finding]:
    damage = find_damage(build)
    yield _fault("files", damage, "every file is as it was written", fix=_REBUILD)
    try:
        built = read_recipe(build)
    except StaleIndexError as error:
        yield Finding("recipe", False, str(error), error.exit_code)
        return
    if recipe is not None:
        yield _fault("recipe", difference(built, recipe), "it is the one that would be used now", fix=_REBUILD)
    fault = find_fault(build, chroma_url=chroma_url, every=True)
    yield _fault("parts", fault, "store, keywords and vectors agree, passage by passage", fix=_REBUILD)


def _fault(name: str, why: str | None, well: str, *, fix: str) -> Finding:
    if why is None:
        return Finding(name, True, well)
    return Finding(name, False, why if fix in why else f"{why}. {fix}", StaleIndexError.exit_code)


def _leftovers(folder: Path, *, busy: bool) -> Finding:
    found = find_leftovers(folder)
    left = [] if busy else [build for build in found if not is_being_read(build)]
    if left:
        megabytes = sum(map(size_of, left)) / (1 << 20)
        what = f"{len(left)} unfinished or old ({megabytes:.1f} MB) in {folder / 'builds'}"
        return Finding("leftovers", False, f"{what}. Run `python -m assistant index`, which removes them.")
    read = len(found) - len(left)
    return Finding("leftovers", True, f"{read} old builds are kept for who reads them" if read else "none")


def _lock(folder: Path, *, busy: bool) -> Finding:
    try:
        (folder / ".lock").open("r+b").close()
    except FileNotFoundError:
        pass
    except OSError as error:
        why = f"{folder / '.lock'} cannot be opened ({error.strerror}). Give this user the right to write it."
        return Finding("lock", False, why)
    return Finding("lock", True, "another process is building at this moment" if busy else "nobody is building")


def _space(folder: Path, build: Path | None) -> Finding:
    free, needed = free_bytes(folder), _ROOM + (size_of(build) if build else 0)
    detail = f"{free >> 20} MB are free; a build may need {needed >> 20} MB beside the current one"
    if free >= needed:
        return Finding("space", True, detail)
    return Finding("space", False, f"{detail}. Make room, or choose another folder with --index.")


def _permission(folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        # Asking for permissions says yes to an administrator even where the disk is read-only.
        tempfile.TemporaryFile(dir=there).close()
    except OSError as error:
        why = f"nothing can be written into {there} ({error.strerror or error})"
        return Finding("writable", False, f"{why}. Give this user the right, or choose another folder with --index.")
    return Finding("writable", True, f"{there} can be written")


def size_of(build: Path) -> int:
    """Return the bytes of all files of a build; those that vanish meanwhile count nothing."""
    total = 0
    for path in build.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
