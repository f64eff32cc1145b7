"""Keywords find texts by characters, pairs, whole words and stems, in any script and width."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import StaleIndexError
from assistant.index.keywords import Keywords, build_keywords, chinese_tokens, english_tokens

TEXTS = ["园区科协成立6家", "会企合作签约100项", "12621工程的目标", "学会服务站"]


def best(keywords: Keywords, question: str, limit: int) -> list[int]:
    return keywords.look_up((question, 1.0)).best(limit)[0]


@pytest.fixture
def keywords(tmp_path: Path) -> Keywords:
    build_keywords(tmp_path / "chinese", TEXTS, tokens=chinese_tokens)
    return Keywords(tmp_path / "chinese", count=len(TEXTS), tokens=chinese_tokens)


@pytest.mark.parametrize(
    ("question", "row"), [("园区有几家", 0), ("園區", 0), ("１２６２１", 2), ("签约100项吗", 1), ("服务站", 3)]
)
def test_a_question_finds_the_text_that_shares_its_words(keywords: Keywords, question: str, row: int) -> None:
    assert best(keywords, question, 1) == [row]


def test_a_number_is_not_found_by_a_part_of_it(keywords: Keywords) -> None:
    assert best(keywords, "126", 5) == []


@pytest.mark.parametrize("question", ["zebra", "", "？！", "魑魅"])
def test_unknown_words_find_nothing(keywords: Keywords, question: str) -> None:
    assert best(keywords, question, 5) == []


def test_more_may_be_asked_for_than_there_is(keywords: Keywords) -> None:
    assert len(best(keywords, "科协合作工程学会", 1_000)) == 4


def test_english_words_match_by_their_stem(tmp_path: Path) -> None:
    build_keywords(tmp_path / "e", ["", "park associations founded", "member companies"], tokens=english_tokens)
    keywords = Keywords(tmp_path / "e", count=3, tokens=english_tokens)
    assert best(keywords, "How many associations of a park were founded?", 5) == [1]
    assert best(keywords, "company", 5) == [2]


@pytest.mark.parametrize("texts", [[], ["", "？"]])
def test_texts_without_words_make_an_index_that_finds_nothing(tmp_path: Path, texts: list[str]) -> None:
    build_keywords(tmp_path / "empty", texts, tokens=chinese_tokens)
    found = Keywords(tmp_path / "empty", count=len(texts), tokens=chinese_tokens).look_up(("园区", 1.0))
    assert found.best(5) == ([], 0.0)
    assert found.scores_at(range(len(texts))).tolist() == [0.0] * len(texts)


def test_an_index_of_another_size_is_stale(tmp_path: Path, keywords: Keywords) -> None:
    with pytest.raises(StaleIndexError, match="4 passages, not 9"):
        Keywords(tmp_path / "chinese", count=9, tokens=chinese_tokens)


def test_a_damaged_index_is_stale(tmp_path: Path, keywords: Keywords) -> None:
    (tmp_path / "chinese" / "size.json").write_text("{")
    with pytest.raises(StaleIndexError, match="chinese"):
        Keywords(tmp_path / "chinese", count=4, tokens=chinese_tokens)
    with pytest.raises(StaleIndexError, match="nowhere"):
        Keywords(tmp_path / "nowhere", count=4, tokens=chinese_tokens)


def test_two_builds_of_the_same_texts_are_equal(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_keywords(tmp_path / name, TEXTS, tokens=chinese_tokens)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_what_is_added_to_a_question_counts_less(keywords: Keywords) -> None:
    found = keywords.look_up(("签约", 1.0), ("服务站", 0.5))
    assert found.best(5)[0] == [1, 3]
    alone = keywords.look_up(("服务站", 1.0)).scores_at([3])
    assert found.scores_at([3]) == pytest.approx(alone / 2)


def test_a_word_that_no_passage_holds_is_as_rare_as_one_that_a_single_passage_holds(keywords: Keywords) -> None:
    held, common, unknown = keywords.rarities(["园区", "站", "魑"])
    assert held == unknown
    assert keywords.most("园区魑") >= held + unknown
    assert common > 0


def test_where_a_word_stands_is_known(keywords: Keywords) -> None:
    held = keywords.holding("园区")
    assert held is not None and len(held.rows) == 1
    assert keywords.holding("魑") is None


@given(st.text())
def test_any_text_has_tokens_without_white_space(text: str) -> None:
    tokens = [*chinese_tokens(text), *english_tokens(text)]
    assert all(token and token == "".join(token.split()) for token in tokens)
