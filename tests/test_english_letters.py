"""How many letters tell two words apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.english_letters import english_frequency, letters_wrong, one_letter_off

WORD = st.text(alphabet="abcde", min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("typed", "meant", "wrong"),
    [("thre", "three", 1), ("xixain", "xixian", 1), ("plannned", "planned", 1), ("windw", "wonder", 3)],
)
def test_a_letter_missing_too_many_other_or_exchanged_counts_once(typed: str, meant: str, wrong: int) -> None:
    assert letters_wrong(typed, meant, 2) == wrong


@given(WORD, WORD)
def test_the_count_is_the_same_both_ways_and_zero_only_for_the_same_word(one: str, other: str) -> None:
    assert letters_wrong(one, other, 9) == letters_wrong(other, one, 9)
    assert (letters_wrong(one, other, 9) == 0) == (one == other)


@given(WORD)
def test_every_word_one_letter_off_is_one_letter_off(word: str) -> None:
    assert {letters_wrong(word, other, 1) for other in one_letter_off(word)} == {1}


def test_words_have_a_frequency_and_misspelt_ones_have_none() -> None:
    assert english_frequency("engineers") > english_frequency("manger") > 0
    assert english_frequency("enginers") == 0
