"""A disk that runs full at any moment leaves the index in use, nothing half-built, and a message with the fix."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from assistant.index import build as build_module
from assistant.index import fill as fill_module
from assistant.index import keywords, vectors
from assistant.index.folders import find_leftovers, make_current
from assistant.index.search import open_index
from assistant.index.space import DiskFullError, IndexNotWrittenError
from assistant.index.verify import verify
from tests.fake_index import EMBEDDING, Corpus

WRITERS: list[tuple[Any, str]] = [
    (build_module, "new_build"),
    (fill_module, "write_store"),
    (keywords, "build_keywords"),
    (vectors, "build_vectors"),
    (fill_module, "write_recipe"),
    (fill_module, "write_manifest"),
    (build_module, "check_build"),
    (build_module, "make_current"),
]
"""Everything that writes in a build, in order."""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    for number in range(30):
        corpus.write(f"d{number}.md", f"会企合作\n签约{number}项。\n" + "又签约一项。" * 30)
    return corpus


def build(corpus: Corpus, index: Path) -> str:
    with patch.object(build_module, "check_build", side_effect=lambda folder, **_: verify(folder)):
        return corpus.build(index=index).build_id


def still_good(index: Path, build_id: str, documents: int = 30) -> bool:
    """Tell whether the index is the one of before, whole and alone."""
    opened = open_index(index, embedding=EMBEDDING)
    try:
        verify(index / "builds" / opened.build_id, every=True)
        whole = opened.build_id == build_id and len(opened.sources()) == documents
    finally:
        opened.close()
    return whole and find_leftovers(index) == [] and not (index / "CURRENT.new").exists()


def _full(real: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    def write(*arguments: Any, **named: Any) -> Any:
        if not before:
            real(*arguments, **named)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return write


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("module", "name"), WRITERS[:-1], ids=[name for _, name in WRITERS[:-1]])
def test_a_disk_that_fills_at_any_step_leaves_the_old_index(
    module: Any, name: str, before: bool, corpus: Corpus
) -> None:
    with patch.object(build_module, "check_build"):
        first = corpus.build().build_id
        corpus.write("new.md", "新的一篇")
        if name == "new_build" and not before:
            return  # What it makes is an empty folder, which the next run removes.
        with patch.object(module, name, _full(getattr(module, name), before=before)), pytest.raises(DiskFullError) as e:
            corpus.build()
        assert "Make room" in str(e.value) and str(corpus.index) in str(e.value)
        assert still_good(corpus.index, first)
        assert corpus.build().added == ("new",)


def test_an_error_after_the_new_build_is_current_does_not_remove_it(corpus: Corpus) -> None:
    with patch.object(build_module, "check_build"):
        corpus.build()
        corpus.write("new.md", "新的一篇")
        full = _full(make_current, before=False)
        with patch.object(build_module, "make_current", full), pytest.raises(DiskFullError):
            corpus.build()
        opened = open_index(corpus.index, embedding=EMBEDDING)
        assert len(opened.sources()) == 31
        opened.close()
        assert corpus.build().up_to_date


def test_an_interrupted_build_leaves_nothing(corpus: Corpus) -> None:
    with patch.object(build_module, "check_build"):
        first = corpus.build().build_id
        corpus.write("new.md", "新的一篇")
        with patch.object(build_module, "fill", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            corpus.build()
        assert still_good(corpus.index, first)


def test_other_errors_of_the_database_name_a_fix_too(corpus: Corpus) -> None:
    import sqlite3

    broken = sqlite3.OperationalError("unable to open database file")
    with patch.object(fill_module, "write_store", side_effect=broken), pytest.raises(IndexNotWrittenError) as e:
        corpus.build()
    assert "unable to open database file" in str(e.value) and "doctor" in str(e.value)


def _mount(folder: Path, kilobytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 16 MB, or skip where that is not allowed (an error with REQUIRE_TMPFS=1)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or not _mount(folder, 16_384):
        if os.environ.get("REQUIRE_TMPFS") == "1":
            pytest.fail("No small disk can be mounted here; run as root, or unset REQUIRE_TMPFS.")
        pytest.skip("no small disk can be mounted here (it takes root); injected errors are tested all the same")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_really_full_disk_leaves_the_old_index(small_disk: Path, corpus: Corpus) -> None:
    index = small_disk / "index"
    first = build(corpus, index)
    needed = sum(file.stat().st_blocks * 512 for file in index.rglob("*") if file.is_file())
    corpus.write("new.md", "新的一篇")
    for share in (0, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80):
        ballast = small_disk / "ballast"
        room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        with ballast.open("wb") as file:
            file.write(bytes(max(0, room - needed * share // 100)))
        with pytest.raises(DiskFullError, match="Make room"):
            build(corpus, index)
        ballast.unlink()
        assert still_good(index, first)
    assert still_good(index, build(corpus, index), documents=31)
