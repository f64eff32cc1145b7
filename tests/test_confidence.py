"""Confidence rises with how well the first hit fits and how far it stands out."""

import pytest

from assistant.index.confidence import FEATURES, confidence, features_of
from assistant.schema import Hit, Passage

PARTS = {
    "keywords": 1.0,
    "keywords_of_all": 0.6,
    "vectors": 0.4,
    "words": 0.8,
    "words_of_sentence": 0.7,
    "words_of_two": 0.75,
    "signs": 1.0,
}


def hits(*scores: float) -> list[Hit]:
    return [Hit(Passage(f"a#{n}", "a", 1, 0, 1, "x"), score, PARTS) for n, score in enumerate(scores)]


def test_nothing_found_is_no_confidence() -> None:
    assert confidence([]) == 0.0


def test_it_lies_between_nothing_and_certainty() -> None:
    assert all(0.0 <= confidence(hits(one, one / 2)) <= 1.0 for one in (0.0, 0.3, 0.9, 1.0))


def test_a_first_hit_whose_words_fit_better_gives_more() -> None:
    poor = [Hit(hit.passage, hit.score, dict.fromkeys(PARTS, 0.2)) for hit in hits(0.9, 0.1)]
    assert confidence(hits(0.9, 0.1)) > confidence(poor)


def test_a_first_hit_that_stands_out_gives_more_than_one_among_equals() -> None:
    assert confidence(hits(0.9, 0.05, 0.05)) > confidence(hits(0.9, 0.9, 0.9))


def test_features_are_those_that_have_weights() -> None:
    features = features_of([0.9, 0.5], [PARTS, PARTS])
    assert features.shape == (len(FEATURES),)
    assert features[0] == pytest.approx(2.197, abs=1e-3)  # ln(0.9 / 0.1) - ln(0.5 / 0.5)


def test_a_single_hit_is_compared_with_nothing_at_all() -> None:
    assert features_of([0.9], [PARTS])[1] > features_of([0.9, 0.5], [PARTS, PARTS])[1]
