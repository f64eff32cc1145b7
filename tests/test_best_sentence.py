"""The sentence that holds the answer gets the largest share of its passage."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.best_sentence import FEATURES, parse_question, sentence_features, sentence_shares
from assistant.index.embedding import open_embedding
from assistant.index.pieces import Pieces
from assistant.language.fold import search_key


def rarity(tokens: Sequence[str]) -> list[float]:
    return [6.0 if len(token) > 1 else 2.0 for token in tokens]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    found = open_embedding().pieces
    assert found is not None
    return found


def shares(question: str, sentences: Sequence[str], pieces: Pieces) -> list[float]:
    [shares] = sentence_shares(
        search_key(question), [[search_key(one) for one in sentences]], rarity=rarity, pieces=pieces
    )
    return shares


@pytest.mark.parametrize(
    ("question", "sentences", "right"),
    [
        ("渭河市科学馆是哪一年建成的？", ["渭河市科学馆位于城南。", "渭河市科学馆1987年建成。", "馆内有三个展厅。"], 1),
        ("渭河市科学馆有多少个展厅？", ["渭河市科学馆位于城南。", "渭河市科学馆建成已久。", "馆内有12个展厅。"], 2),
        ("谁设计了渭河市科学馆？", ["渭河市科学馆建筑宏伟。", "科学馆由张明远设计。", "科学馆免费开放。"], 1),
        ("渭河市科学馆为什么闭馆？", ["渭河市科学馆明天闭馆。", "渭河市科学馆因为检修闭馆。", "科学馆免费。"], 1),
    ],
)
def test_the_form_of_what_is_asked_for_decides(question: str, sentences: list[str], right: int, pieces: Pieces) -> None:
    found = shares(question, sentences, pieces)
    assert max(range(len(found)), key=found.__getitem__) == right


def test_what_all_sentences_name_tells_none_of_them_apart(pieces: Pieces) -> None:
    topic, other = "秦岭四宝科学公园", "开园仪式"
    sentences = [f"{topic}面积很大。", f"{topic}举行了{other}。", f"{topic}有四种动物。"]
    found = shares(f"{topic}的{other}怎么样", sentences, pieces)
    assert found[1] == max(found)


def test_shares_add_up_to_one(pieces: Pieces) -> None:
    assert sum(shares("园区科协有几家", ["成立6家。", "目标10家。"], pieces)) == pytest.approx(1.0, abs=1e-5)
    assert shares("园区科协有几家", [], pieces) == []
    assert shares("园区科协有几家", ["成立6家。"], pieces) == [1.0]


def test_every_feature_is_there_for_every_sentence(pieces: Pieces) -> None:
    features = sentence_features(parse_question("园区科协有几家", rarity), ["成立6家。", "目标10家。"], pieces=pieces)
    assert features.shape == (2, len(FEATURES))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_can_be_judged(question: str, sentences: list[str]) -> None:
    pieces = open_embedding().pieces
    assert pieces is not None
    found = shares(question, sentences, pieces)
    assert len(found) == len(sentences)
    assert sum(found) == pytest.approx(1.0, abs=1e-4)
