"""Syllables of characters and of letters."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sounds import (
    blur_alike,
    heads,
    homophones,
    is_pinyin,
    readings,
    sound_alike,
    spoken_runs,
    syllables,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12)


def test_what_an_input_method_mixes_up_sounds_alike() -> None:
    assert sound_alike("鞋", "协")
    assert not sound_alike("料", "科")


def test_blurred_syllables_are_alike_only_to_somebody_who_blurs_them() -> None:
    assert not sound_alike("山", "三")
    assert blur_alike("山", "三")
    assert not blur_alike("山", "水")


def test_every_syllable_of_a_character_is_one_that_can_be_typed() -> None:
    assert {said for character in "园区科协女绿略" for said in readings(character)} <= syllables()


def test_homophones_share_the_commonest_reading_and_leave_out_the_character_itself() -> None:
    assert {"成", "城", "程"} <= set(homophones("诚"))
    assert "诚" not in homophones("诚")
    assert "里" not in homophones("位")


def test_reading_aloud_stops_where_no_name_begins_so() -> None:
    assert list(spoken_runs("图案x", most=3, beginnings={"t", "tu", "tuan"})) == [(1, "tu"), (2, "tuan")]
    assert list(spoken_runs("图案", most=3, beginnings=set())) == []


@given(LETTERS)
def test_letters_are_pinyin_exactly_when_some_head_leaves_pinyin_or_nothing(letters: str) -> None:
    rests = [letters[len(head) :] for head in heads(letters)]
    assert is_pinyin(letters) == any(not rest or is_pinyin(rest) for rest in rests)
