"""Misspelt words of English questions."""

import pytest

from assistant.answering.misspelt import find_misspelt, index_words

INDEX = index_words(
    ["technology manager", "front-line engineers", "expert service team", "academicians", "Shaanxi", "Qinchuangyuan"],
    common={"the", "what", "when", "is", "three"},
)
FREQUENCIES = {"manger": 500, "manager": 50_000, "academics": 900, "wat": 600, "annual": 9_000, "engines": 8_000}


def mended(question: str) -> list[tuple[str, str, bool]]:
    found = find_misspelt(question, INDEX, frequency=lambda word: FREQUENCIES.get(word, 0))
    return [(question[slip.start : slip.end], slip.meant, slip.sure) for slip in found]


@pytest.mark.parametrize(
    ("question", "typed", "meant"),
    [
        ("the enginers", "enginers", "engineers"),
        ("thre engineers", "thre", "three"),
        ("acadmicians' team", "acadmicians", "academicians"),
        ("What is Qinchuangyaun", "Qinchuangyaun", "Qinchuangyuan"),
        ("technology manger", "manger", "manager"),
        ("Wat is the team", "Wat", "What"),
        ("Whatis the team", "Whatis", "What is"),
        ("expertservice team", "expertservice", "expert service"),
        ("techno logy manager", "techno logy", "technology"),
        ("the anual team", "anual", "annual"),
    ],
)
def test_what_is_misspelt_joined_or_split_is_found(question: str, typed: str, meant: str) -> None:
    assert mended(question) == [(typed, meant, True)]


@pytest.mark.parametrize(
    "question",
    ["the engines", "academics", "manger", "ingineers", "What is the team?", "the ENGINERS", "isn't", "Temüjin"],
)
def test_words_that_exist_acronyms_and_other_initials_are_left_alone(question: str) -> None:
    assert mended(question) == []


def test_a_word_is_read_beside_its_neighbour_as_meant() -> None:
    assert [meant for _, meant, _ in mended("techology manger")] == ["technology", "manager"]


def test_a_short_name_that_may_be_another_one_is_not_sure() -> None:
    assert mended("the Shanxi team") == [("Shanxi", "Shaanxi", False)]
