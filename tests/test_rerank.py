"""Candidates are put in order by how well their sentences fit the question."""

from pathlib import Path

import numpy as np
import pytest

from assistant.index.embedding import open_embedding
from assistant.index.pieces import Pieces
from assistant.index.rerank import FEATURES, Asked, features_of, fit_of_words, load_ranking, spell, words_of
from assistant.language.fold import search_key

QUESTION = "园区科协成立了多少家"
TOGETHER = "会议在西安举行。截至四月，园区科协已成立6家。天气很好。"
SCATTERED = "园区举行会议。省科协出席会议。公司成立十年。"
ELSEWHERE = "今天天气很好。大家都去公园散步。"


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    found = open_embedding().pieces
    assert found is not None
    return found


def parts(keywords: float = 0.5) -> dict[str, float]:
    return {"keywords": keywords, "keywords_raw": 10 * keywords, "vectors": 0.3}


def asked(question: str, pieces: Pieces) -> Asked:
    return Asked(search_key(question), words_of(search_key(question), pieces), most=20.0)


def score(question: str, texts: list[str], pieces: Pieces) -> list[float]:
    features = features_of(asked(question, pieces), [parts() for _ in texts], spell(texts, pieces), pieces)
    return load_ranking().score(features)


def test_one_sentence_that_says_it_all_beats_words_scattered_over_several(pieces: Pieces) -> None:
    together, scattered, elsewhere = score(QUESTION, [TOGETHER, SCATTERED, ELSEWHERE], pieces)
    assert together > scattered > elsewhere


def test_scores_are_probabilities(pieces: Pieces) -> None:
    assert all(0.0 <= one <= 1.0 for one in score(QUESTION, [TOGETHER, ELSEWHERE, ""], pieces))


def test_a_better_keyword_score_never_hurts(pieces: Pieces) -> None:
    spelt = spell([TOGETHER, TOGETHER], pieces)
    low, high = load_ranking().score(features_of(asked(QUESTION, pieces), [parts(0.2), parts(0.9)], spelt, pieces))
    assert high > low


def test_a_candidate_that_only_its_vector_found_can_be_judged(pieces: Pieces) -> None:
    spelt = spell([TOGETHER], pieces)
    (alone,) = load_ranking().score(features_of(asked(QUESTION, pieces), [{"vectors": 0.3}], spelt, pieces))
    (both,) = load_ranking().score(features_of(asked(QUESTION, pieces), [parts()], spelt, pieces))
    assert 0 < alone < both


def test_numbers_and_latin_words_of_the_question_must_stand_there(pieces: Pieces) -> None:
    right, wrong = score("2022年园区科协成立多少家", ["2022年成立园区科协。", "2021年成立园区科协。"], pieces)
    assert right > wrong


def test_two_sentences_together_fit_better_than_either_alone(pieces: Pieces) -> None:
    spelt = spell(["园区科协今年很忙。新成立了6家。"], pieces)
    ((whole, alone, two),) = fit_of_words(words_of(QUESTION, pieces), spelt, pieces)
    assert alone < two <= whole + 1e-6


def test_a_passage_without_a_known_word_has_no_fit_and_does_not_shift_the_others(pieces: Pieces) -> None:
    words = words_of(QUESTION, pieces)
    alone = fit_of_words(words, spell([TOGETHER], pieces), pieces)
    among = fit_of_words(words, spell(["", TOGETHER, "。。。", SCATTERED], pieces), pieces)
    assert np.allclose(among[1], alone[0], atol=1e-6)
    assert not among[0].any()
    assert not among[2].any()


def test_a_question_of_question_words_alone_has_no_fit(pieces: Pieces) -> None:
    assert not fit_of_words(words_of("", pieces), spell([TOGETHER], pieces), pieces).any()


def test_the_weights_that_ship_are_those_of_the_features() -> None:
    assert set(load_ranking().weights) == set(FEATURES)
    assert all(weight > 0 for weight in load_ranking().weights.values())


def test_another_file_of_weights_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "ranking.json"
    file.write_text('{"passage": {"weights": {}, "slope": 2.0, "offset": -1.0}}', "utf-8")
    assert load_ranking(file).slope == 2.0
