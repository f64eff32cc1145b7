"""Pieces that were written when a passage was indexed are those that would be cut from its text now."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StaleIndexError
from assistant.index.embedding import open_embedding
from assistant.index.pieces import Pieces
from assistant.index.rerank import spell
from assistant.index.spellings import Spellings, write_spellings

TEXTS = [
    "会议在西安举行。截至2022年4月，园区科协已成立6家。",
    "",
    "Park associations: 6 of 10. 園區科協App 1,500名",
    "。。。",
    "今天天气很好。大家都去公园散步。",
]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    found = open_embedding().pieces
    assert found is not None
    return found


def test_passages_come_back_as_they_were_cut_in_any_order(tmp_path: Path, pieces: Pieces) -> None:
    write_spellings(tmp_path / "pieces", TEXTS * 300, pieces)
    written = Spellings(tmp_path / "pieces")
    assert written.count == 300 * len(TEXTS)
    rows = [4, 0, 1, 2, 3, 1_207, 1_499]
    for row, found in zip(rows, written.at(rows), strict=True):
        (cut,) = spell([TEXTS[row % len(TEXTS)]], pieces)
        assert found.signs == cut.signs
        assert found.ids.tolist() == cut.ids.tolist()
        assert found.starts.tolist() == cut.starts.tolist()
        assert np.issubdtype(found.ids.dtype, np.int64)


def test_a_corpus_without_any_piece_is_written_and_read(tmp_path: Path, pieces: Pieces) -> None:
    write_spellings(tmp_path / "pieces", ["", "。"], pieces)
    assert [len(one.ids) for one in Spellings(tmp_path / "pieces").at([0, 1])] == [0, 0]


def test_damaged_files_are_named(tmp_path: Path, pieces: Pieces) -> None:
    write_spellings(tmp_path / "pieces", TEXTS, pieces)
    (tmp_path / "pieces" / "ids.npy").write_bytes(b"torn")
    with pytest.raises(StaleIndexError, match="pieces"):
        Spellings(tmp_path / "pieces")


def test_pieces_of_another_vocabulary_are_told_apart(tmp_path: Path, pieces: Pieces) -> None:
    write_spellings(tmp_path / "pieces", TEXTS, pieces)
    assert Spellings(tmp_path / "pieces").identity == pieces.identity != ""
