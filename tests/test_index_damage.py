"""A part of an index that cannot be read while a question is answered: the file and the fix are named, nothing else."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.errors import StaleIndexError
from assistant.index import build as build_module
from assistant.index import damage
from assistant.index.folders import current_build
from assistant.index.search import Index, Query, open_index
from tests.fake_index import EMBEDDING, Corpus

PARTS = ["chinese/rows.npy", "chinese/starts.npy", "chinese/words.txt", "chinese/size.json", "english/word_ends.npy"]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.write("a.md", "园区科协\n成立6家。")
    corpus.write("b.md", "会企合作\n签约100项。")
    with patch.object(build_module, "check_build"):
        corpus.build()
    return corpus


def part(corpus: Corpus, name: str) -> Path:
    build = current_build(corpus.index)
    assert build is not None
    return build / name


def search(corpus: Corpus) -> None:
    index: Index = open_index(corpus.index, embedding=EMBEDDING)
    try:
        index.search(Query("园区科协", english="parks"), limit=5)
    finally:
        index.close()


@pytest.fixture
def unseen() -> Iterator[None]:
    """Let damage be met by those who read: an index may be too large to be hashed when it is opened."""
    with patch("assistant.index.snapshot.check_files"):
        yield


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("content", [b"", b"\x93NUMPY\x01\x00", b"{}", b"\x00" * 200, b"[" * 50_000])
@pytest.mark.parametrize("name", PARTS)
def test_a_damaged_part_is_named_when_it_is_read(name: str, content: bytes, corpus: Corpus) -> None:
    search(corpus)
    file = part(corpus, name)
    file.unlink()
    file.write_bytes(content)
    with pytest.raises(StaleIndexError, match=r"--rebuild"):
        search(corpus)


@pytest.mark.usefixtures("unseen")
def test_an_array_that_would_run_code_when_it_is_read_is_not_read(corpus: Corpus, tmp_path: Path) -> None:
    import numpy as np

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return eval, (f"open({str(tmp_path / 'ran')!r}, 'w')",)

    for name in ("vectors.npy", "published.npy", "chinese/rows.npy", "chinese/starts.npy"):
        file = part(corpus, name)
        kept = file.read_bytes()
        file.unlink()
        np.save(file, np.array([Trap()], dtype=object), allow_pickle=True)
        with pytest.raises(StaleIndexError):
            search(corpus)
        file.unlink()
        file.write_bytes(kept)
    search(corpus)
    assert not (tmp_path / "ran").exists()


def test_an_id_that_does_not_exist_costs_no_look_at_the_files(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_index(corpus.index, embedding=EMBEDDING)
    looked: list[Path] = []
    monkeypatch.setattr(damage, "find_damage", looked.append)
    for lookup in (index.document, index.passage):
        with pytest.raises(KeyError):
            lookup("nothing")
    assert looked == []
    index.close()


def test_a_fault_of_the_program_is_not_blamed_on_an_index_that_is_whole(corpus: Corpus) -> None:
    index = open_index(corpus.index, embedding=EMBEDDING)
    with (
        patch("assistant.index.snapshot.fuse", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        index.search(Query("园区科协"), limit=5)
    index.close()
