"""What was staged, into the place of what is there: whole or not at all, whatever ends the process.

Once ``commit.json`` lies in the staging folder, every step can be repeated, and whoever starts next finishes them; as
long as it does not, nothing has been touched.

::

    index/.restoring/             what is to come, commit.json among it; only there during a restore
    .CORPUS.restoring             the corpus that is to come, beside the one that is there
    CORPUS.before-restore-STAMP   the one that was there, likewise for the database and the users
"""

import ctypes
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.config import Config
from assistant.errors import IndexBusyError
from assistant.index.folders import current_build, make_current, new_build, writing
from assistant.operations.archive import flush_folder
from assistant.operations.backup import copy_database
from assistant.operations.pending import COMMIT, STAGING, promise_of, staging_of

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_BUSY_SECONDS = 30
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Swap:
    """What goes where, as paths; "" where a part is left as it is. ``done`` names the steps that need no repeating."""

    stamp: str
    corpus: str
    staged_corpus: str
    staged_build: str = ""
    database: str = ""
    staged_database: str = ""
    users: str = ""
    staged_users: str = ""
    corpus_inode: int = 0
    done: tuple[str, ...] = ()


def staged_corpus_of(corpus: Path) -> Path:
    """Return where the corpus that is to come lies: on the same disk, so that a renaming is all that is left."""
    corpus = corpus.absolute()
    return corpus.with_name(f".{corpus.name}{STAGING}")


def aside_of(path: Path, stamp: str) -> Path:
    """Return where what was there is kept."""
    path = path.absolute()
    return path.with_name(f"{path.name}.before-restore-{stamp}")


def commit(swap: Swap, index: Path) -> None:
    """Put everything in its place; from the first line on it will be so, even when this process is killed.

    The caller holds the right to write the index.
    """
    os.sync()  # what was staged must not reach the disk after the promise to use it
    swap = replace(swap, corpus_inode=Path(swap.staged_corpus).stat().st_ino)
    _promise(swap, index)
    _roll_forward(swap, index)


def finish_restore(config: Config) -> bool:
    """Finish what a restore left undone that was killed; returns whether there was any. To be called at every start."""
    promise = promise_of(config.index)
    deadline = time.monotonic() + _BUSY_SECONDS
    while promise.exists():
        try:
            with writing(config.index):
                if promise.exists():  # whoever held the lock has not finished it
                    told = json.loads(promise.read_text("utf-8"))
                    _roll_forward(Swap(**{**told, "done": tuple(told["done"])}), config.index)
                    return True
        except IndexBusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_SECONDS)
    return False


def _promise(swap: Swap, index: Path) -> None:
    folder = staging_of(index)
    fresh = folder / f"{COMMIT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(swap), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(promise_of(index))
    flush_folder(folder)


def _roll_forward(swap: Swap, index: Path) -> None:
    steps: tuple[tuple[str, Callable[[Swap, Path], None]], ...] = (
        ("corpus", _swap_corpus),
        ("build", _swap_build),
        ("database", _swap_database),
        ("users", _swap_users),
    )
    for name, step in steps:
        if name not in swap.done:
            step(swap, index)
            swap = replace(swap, done=(*swap.done, name))
            _promise(swap, index)
    staging = staging_of(index)
    os.sync()
    promise_of(index).unlink()
    flush_folder(staging)
    shutil.rmtree(staging, ignore_errors=True)


def _swap_corpus(swap: Swap, _index: Path) -> None:
    staged, target = Path(swap.staged_corpus), Path(swap.corpus)
    if not (target.exists() and target.stat().st_ino == swap.corpus_inode) and not _exchanged(staged, target):
        if target.exists():
            target.rename(aside_of(target, swap.stamp))
        staged.rename(target)
    # Exchanged, the old one lies where the new one was.
    with suppress(FileNotFoundError):
        staged.rename(aside_of(target, swap.stamp))


def _exchanged(staged: Path, target: Path) -> bool:
    """Exchange two folders in one step, so that nobody who looks meanwhile finds none; False where that is unknown."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    failed: int = renameat2(_AT_FDCWD, os.fsencode(staged), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE)
    return not failed


def _swap_build(swap: Swap, index: Path) -> None:
    staged = Path(swap.staged_build)
    if not swap.staged_build:
        return
    digest = staged.name.partition("-")[2]
    if staged.exists():
        # A renaming onto an empty folder takes its place.
        staged.rename(new_build(index, digest))
    current, newest = current_build(index), max((index / "builds").glob(f"*-{digest}"))
    if current != newest:
        make_current(newest)


def _swap_database(swap: Swap, _index: Path) -> None:
    if swap.staged_database:
        # Not by renaming: a window that runs has the old file open, and would go on writing into it.
        copy_database(Path(swap.staged_database), Path(swap.database))


def _swap_users(swap: Swap, _index: Path) -> None:
    if swap.staged_users:
        target = Path(swap.users)
        fresh = target.with_name(f".{target.name}{STAGING}")
        shutil.copyfile(swap.staged_users, fresh)
        fresh.chmod(0o600)
        fresh.replace(target)
        flush_folder(target.parent)
