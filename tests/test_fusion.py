"""Fusion weighs normalised scores and keeps the parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.fusion import Channel, fuse

SCORES = st.dictionaries(st.integers(0, 9), st.floats(-1, 50))


def test_the_score_is_the_weighted_mean_of_the_normalised_parts() -> None:
    channels = [Channel("keywords", 1.0, 10.0, [5.0]), Channel("vectors", 0.5, 1.0, [0.8])]
    (fused,) = fuse([3], channels, limit=5)
    assert fused.score == pytest.approx((0.5 + 0.5 * 0.8) / 1.5)
    assert fused.parts == {"keywords": 0.5, "keywords_raw": 5.0, "vectors": 0.8, "vectors_raw": 0.8}


def test_a_channel_that_matched_nothing_takes_no_part() -> None:
    channels = [Channel("keywords", 1.0, 0.0, [0.0]), Channel("vectors", 0.3, 1.0, [1.0])]
    (fused,) = fuse([1], channels, limit=5)
    assert fused.score == pytest.approx(1.0)
    assert "keywords" not in fused.parts


def test_how_far_apart_two_passages_are_is_kept() -> None:
    channels = [Channel("keywords", 1.0, 10.0, [10.0, 9.9, 1.0])]
    first, second, third = (one.score for one in fuse([1, 2, 3], channels, limit=3))
    assert first - second < 0.02 < 0.8 < second - third


def test_a_row_that_matched_in_no_channel_is_left_out() -> None:
    assert [one.row for one in fuse([1, 2], [Channel("vectors", 1.0, 1.0, [0.5, -0.5])], limit=5)] == [1]


def test_nothing_comes_of_nothing() -> None:
    assert fuse([], [], limit=3) == []
    assert fuse([1], [Channel("keywords", 1.0, 0.0, [0.0])], limit=3) == []


@given(SCORES, SCORES, st.integers(0, 12))
def test_scores_lie_between_0_and_1_and_never_rise(
    keywords: dict[int, float], vectors: dict[int, float], limit: int
) -> None:
    rows = sorted({*keywords, *vectors})
    channels = [
        Channel("keywords", 1.0, max(keywords.values(), default=0.0), [keywords.get(row, 0.0) for row in rows]),
        Channel("v", 0.3, 1.0, [vectors.get(row, 0.0) for row in rows]),
    ]
    fused = fuse(rows, channels, limit=limit)
    scores = [one.score for one in fused]
    assert len(fused) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 + 1e-9 for score in scores)
