"""Words of a name and of a text compare alike, and each knows where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.words import fold_with_origins, folded_text, split_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("associations", "Association"),
        ("organised", "organizing"),
        ("programmes", "program"),
        ("centre", "Centers"),
        ("labour", "labor"),
        ("SMEs", "SME"),
        ("cities", "city"),
        ("Xi’an's", "Xian"),
        ("Lǚ", "lu"),
        ("１２６２１", "12621"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert [word.stem for word in split_words(one)] == [word.stem for word in split_words(other)]


@pytest.mark.parametrize(("one", "other"), [("news", "new"), ("process", "proces"), ("campus", "camp")])
def test_different_words_keep_apart(one: str, other: str) -> None:
    assert split_words(one)[0].stem != split_words(other)[0].stem


@pytest.mark.parametrize("joint", [" ", "-", "\u2013", " & ", ", ", "/", "” “"])
def test_a_word_may_continue_the_one_before(joint: str) -> None:
    assert [word.joined for word in split_words(f"park{joint}association")] == [True, True]


@pytest.mark.parametrize("gap", [". ", "; ", " (", "：", "园", " ½x "])
def test_a_sentence_mark_or_another_script_parts_words(gap: str) -> None:
    assert not split_words(f"park{gap}association")[-1].joined


def test_words_know_their_place_in_the_text_as_given() -> None:
    text = "在 Xi’an 的 ﬁrms"
    assert [text[word.start : word.end] for word in split_words(text)] == ["Xi’an", "ﬁrms"]


@given(st.text())
def test_every_folded_character_comes_from_the_text_in_order(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert len(folded) == len(origins)
    assert list(origins) == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_the_fast_way_for_ascii_folds_as_the_slow_one(text: str) -> None:
    assert folded_text(text + "é") == folded_text(text) + "e"
