"""Text falls into pieces that can be found again, rare ones at a higher cost."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.embedding import BUNDLED
from assistant.language.segment import Vocabulary, VocabularyError, load_vocabulary


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary(BUNDLED)


def pieces(text: str) -> list[str]:
    return [piece for piece, *_ in vocabulary().segment(text)]


def test_cuts_chinese_into_words_and_keeps_names_whole() -> None:
    assert {"秦创原", "科协", "平台"} <= set(pieces("省科协助力秦创原平台"))


def test_cuts_english_into_stems_so_that_inflections_meet() -> None:
    assert pieces("trained")[0] == pieces("training")[0] == "train"


def test_leaves_punctuation_and_spaces_out() -> None:
    assert pieces("， 。（!）\n") == []


def test_a_rare_word_costs_more_than_a_common_one() -> None:
    costs = {piece: cost for piece, _, _, cost in vocabulary().segment("院士的")}
    assert costs["院士"] > costs["的"] > 0


def test_an_unknown_character_costs_most() -> None:
    [(piece, start, end, cost)] = vocabulary().segment("\u3402")
    assert (piece, start, end) == ("\u3402", 0, 1)
    assert cost == max(vocabulary().costs)


def test_full_width_text_keeps_its_own_offsets() -> None:
    assert [(piece, start, end) for piece, start, end, _ in vocabulary().segment("，１０家")] == [
        ("１０", 1, 3),
        ("家", 3, 4),
    ]


@given(st.text(alphabet=st.sampled_from("陕西省科协 12621工程ABCtrain，。½ﬁ陝𠀀\u0301"), max_size=40))
def test_every_piece_stands_where_it_says_and_in_order(text: str) -> None:
    found = vocabulary().segment(text)
    assert all(text[start:end] == piece and start <= end for piece, start, end, _ in found)
    assert [start for _, start, _, _ in found] == sorted(start for _, start, _, _ in found)


def test_a_folder_without_a_vocabulary_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"No vocabulary .* Copy the embedding folder"):
        load_vocabulary(tmp_path)


def test_another_kind_of_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text('{"model": {"type": "WordPiece", "vocab": {}}}')
    with pytest.raises(VocabularyError, match="WordPiece, not Unigram"):
        load_vocabulary(tmp_path)
