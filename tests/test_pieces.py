"""Pieces compare texts word by word."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.index import pieces as pieces_module
from assistant.index.embedding import BUNDLED, open_embedding
from assistant.index.pieces import Cutter, Pieces


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    found = open_embedding().pieces
    assert found is not None
    return found


def test_likeness_has_a_row_a_piece_of_the_question_and_a_column_a_piece_of_the_text(pieces: Pieces) -> None:
    question, text = pieces.ids(["园区科协", "园区科协成立了园区"])
    likeness = pieces.likeness(question, text)
    assert likeness.shape == (len(question), len(text))
    assert likeness.min() >= 0
    assert likeness.max() == pytest.approx(1.0, abs=1e-5)


def test_a_repeated_piece_gets_the_same_likeness_each_time(pieces: Pieces) -> None:
    question, text = pieces.ids(["院士", "院士院士"])
    likeness = pieces.likeness(question, text)
    half = likeness.shape[1] // 2
    assert np.array_equal(likeness[:, :half], likeness[:, half:])


def test_words_that_ask_weigh_less_than_words_that_name(pieces: Pieces) -> None:
    asking, naming = (pieces.weights[ids].mean() for ids in pieces.ids(["什么", "院士"]))
    assert asking < naming / 2


def test_directions_are_unit_vectors_or_nothing(pieces: Pieces) -> None:
    lengths = np.linalg.norm(pieces.directions, axis=1)
    assert set(np.round(lengths, 3).tolist()) <= {0.0, 1.0}


def test_texts_are_cut_alike_whether_they_were_cut_before_and_old_ones_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokenizer = Tokenizer.from_str((BUNDLED / "tokenizer.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(pieces_module, "_KEPT", 3)
    cut = Cutter(tokenizer)
    texts = ["园区科协", "院士之家", "园区科协", "会企合作", "服务站", ""]
    whole = cut(texts)
    assert [ids.tolist() for ids in whole] == [tokenizer.encode(t, add_special_tokens=False).ids for t in texts]
    assert [ids.tolist() for ids in cut(texts[::-1])] == [ids.tolist() for ids in whole[::-1]]
    assert len(cut._known) == 3
