"""Text is folded to one form for search, and every offset stays valid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.fold import (
    first_script,
    han_share,
    script_of,
    search_key,
    to_simplified,
    to_traditional,
    whole_characters,
)

texts = st.one_of(
    st.text(),
    st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)),
    st.lists(
        st.sampled_from(["陜西", "園區科協", "皇后", "後來", "乾隆", "裏面", "臺灣", "６", "İ", "ﬁ", "㍿", "－"])
    ).map("".join),
)


@given(texts)
def test_the_search_key_is_as_long_as_the_text(text: str) -> None:
    assert len(search_key(text)) == len(text)


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = search_key(text)
    assert search_key(once) == once


@given(texts)
def test_changing_the_script_keeps_the_length(text: str) -> None:
    assert len(to_simplified(text)) == len(to_traditional(text)) == len(text)


@given(st.text("陕西省科协园区企业院士工作站0123456789abc，。"))
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert to_simplified(text) == text


@given(texts)
def test_the_share_of_han_characters_is_a_share(text: str) -> None:
    assert 0 <= han_share(text) <= 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("園區科協６家", "园区科协6家"),
        ("陜西", "陕西"),
        ("陝西", "陕西"),
        ("ＡｂＣ", "abc"),
        ("QinChuangYuan", "qinchuangyuan"),
        ("“科创中国”", '"科创中国"'),
        ("‘三器’", "'三器'"),
        ("2021—2023", "2021-2023"),
        ("2021–2023", "2021-2023"),
        ("60％", "60%"),
        ("（秦创原）", "(秦创原)"),
        ("１２６２１\u3000工程", "12621 工程"),
    ],
)
def test_writings_of_one_word_share_a_key(text: str, key: str) -> None:
    assert search_key(text) == key


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("園區科協成立了幾家", "zh-Hant"),
        ("陝西省科學技術協會", "zh-Hant"),
        ("陜西省科協", "zh-Hant"),
        ("园区科协成立了几家", "zh-Hans"),
        ("中文", "zh-Hans"),
        ("How many?", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_the_script_of_a_text_is_seen(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("texts", "script"),
    [
        (["台北101有多高？"], "zh-Hans"),
        (["台北101有多高？", "園區科協成立了嗎？"], "zh-Hant"),
        (["香港有吗？", "園區科協成立了嗎？"], "zh-Hans"),
        (["這里有吗？", "園區科協"], "zh-Hant"),  # One character of each script tells nothing.
        ([], "zh-Hans"),
    ],
)
def test_the_first_text_that_tells_its_script_decides(texts: list[str], script: str) -> None:
    assert first_script(texts) == script


def test_traditional_readers_get_traditional_characters() -> None:
    assert to_traditional("园区科协") == "園區科協"
    assert to_traditional("no Han 6") == "no Han 6"


@pytest.mark.parametrize(("text", "share"), [("科协", 1), ("science park", 0), ("科协 association", 0.5), ("12621", 0)])
def test_an_english_word_weighs_as_much_as_two_han_characters(text: str, share: float) -> None:
    assert han_share(text) == share


@given(st.text(alphabet=st.one_of(st.sampled_from("園区６ \ud800\udfff"), st.characters(categories=["Cs", "Lo"]))))
def test_lone_halves_of_characters_are_folded_like_any_other(text: str) -> None:
    assert len(search_key(text)) == len(text)
    assert whole_characters(text).encode().decode() == whole_characters(text)
