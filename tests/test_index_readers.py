"""While one process builds, a second writer is refused and readers see whole indexes only."""

import gc
import time
import weakref
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from assistant.errors import IndexBusyError, StaleIndexError
from assistant.index import build as build_module
from assistant.index.folders import current_build, find_leftovers, is_being_read, reading, remove_leftovers
from assistant.index.search import Query, open_index
from tests.fake_index import EMBEDDING, Corpus
from tests.processes import finish, start

SECONDS = 6.0
"""Of hammering: about forty builds."""
NAMES = ("a", "b", "c")


def write_version(corpus: Corpus, version: int) -> None:
    for name in NAMES:
        corpus.write(f"{name}.md", f"园区科协{name}\n第{version}版。")


def hold(root: str, told: Connection) -> None:
    """Begin to build, and go on only when told to."""

    def waiting(folder: Path, **_: object) -> None:
        told.send("building")
        told.recv()

    with patch.object(build_module, "check_build", side_effect=waiting):
        Corpus(Path(root)).build()


def read_on(root: str, until: float, told: Connection) -> None:
    """Search again and again, in an index that stays open and in new ones; send what was seen, or what was wrong."""
    folder = Path(root) / "index"
    seen: list[int] = []
    try:
        index = open_index(folder, embedding=EMBEDDING)
        while time.monotonic() < until:
            for one in (index, fresh := open_index(folder, embedding=EMBEDDING)):
                snapshot = one.snapshot()
                texts = {
                    hit.passage.text for hit in snapshot.search(Query("第几版"), limit=9) if "版" in hit.passage.text
                }
                stored = {passage.text for name in NAMES for passage in snapshot.passages(name) if "版" in passage.text}
                assert texts == stored and len(stored) == 1, f"a mixture: {texts}, {stored}"
                seen.append(int(stored.pop()[1:-2]))
            fresh.close()
        assert seen == sorted(seen), "an older version came back"
        told.send(seen)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
        told.send(repr(error))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    write_version(corpus, 0)
    with patch.object(build_module, "check_build"):
        corpus.build()
    return corpus


def test_a_second_writer_is_refused_while_readers_go_on(corpus: Corpus) -> None:
    ours, theirs = Pipe()
    write_version(corpus, 1)
    process = start(hold, str(corpus.folder.parent), theirs)
    theirs.close()
    assert ours.recv() == "building"
    with pytest.raises(IndexBusyError, match=r"Another process is building.*Wait"):
        corpus.build()
    index = open_index(corpus.index, embedding=EMBEDDING)
    assert index.passage("a#1").text == "第0版。"
    ours.send("go on")
    assert finish(process) == 0
    assert index.passage("a#1").text == "第1版。"
    index.close()


def test_readers_never_see_half_an_index(corpus: Corpus) -> None:
    until = time.monotonic() + SECONDS
    pipes = [Pipe() for _ in range(2)]
    readers = [start(read_on, str(corpus.folder.parent), until, theirs) for _, theirs in pipes]
    version = 0
    with patch.object(build_module, "check_build"):
        while time.monotonic() < until:
            version += 1
            write_version(corpus, version)
            corpus.build()
    for _, theirs in pipes:
        theirs.close()  # Else a reader that died would be waited for without end.
    seen = [ours.recv() for ours, _ in pipes]
    assert [finish(reader) for reader in readers] == [0, 0]
    assert [one for one in seen if isinstance(one, str)] == []
    # Else nothing was swapped under their eyes.
    assert version > 10 and all(len(set(one)) > 5 for one in seen)
    assert [build for build in find_leftovers(corpus.index) if is_being_read(build)] == []


def test_a_build_that_is_read_stays_until_it_is_closed(corpus: Corpus) -> None:
    index = open_index(corpus.index, embedding=EMBEDDING)
    old = index.snapshot()
    with patch.object(build_module, "check_build"):
        for version in (1, 2, 3):
            write_version(corpus, version)
            corpus.build()
        # Its keywords and vectors are opened only now.
        assert {hit.passage.text for hit in old.search(Query("第几版"), limit=9)} >= {"第0版。"}
        index.close()
        write_version(corpus, 4)
        corpus.build()
    assert find_leftovers(corpus.index) == []


def test_a_build_that_is_being_removed_cannot_be_opened(corpus: Corpus) -> None:
    build = current_build(corpus.index)
    assert build is not None
    (corpus.index / "CURRENT").write_text("000009-aa\n")

    def open_it(_: Path) -> None:
        with pytest.raises(StaleIndexError, match="being removed"), reading(build):
            pass

    (corpus.index / "builds" / "000009-aa").mkdir()
    (corpus.index / "builds" / "000008-aa").mkdir()
    remove_leftovers(corpus.index, drop=open_it)
    assert not build.exists()


def test_an_old_build_is_let_go_without_a_search_for_what_is_unused(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    write_version(corpus, 1)
    corpus.build()
    index = open_index(corpus.index, embedding=EMBEDDING)
    assert index.search(Query("第几版"), limit=3)
    postings = index.snapshot().chinese._postings
    assert postings is not None
    old: list[weakref.ref[Any]] = [weakref.ref(index.snapshot()), weakref.ref(postings)]
    del postings
    gc.disable()  # a window that serves has told Python that what there was at its start stays
    try:
        for version in (2, 3):
            write_version(corpus, version)
            corpus.build()
            assert index.search(Query("第几版"), limit=3)
        assert [one() for one in old] == [None, None]
    finally:
        gc.enable()
        index.close()
