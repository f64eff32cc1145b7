"""Intervals: the same every time, around the value, narrower with more cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.bootstrap import RESAMPLES, SEED, Estimate, difference_estimate, mean_estimate, percentile_estimate

SCORES = st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=40)


@given(SCORES)
def test_an_interval_stays_within_the_values_and_is_the_same_again(values: list[float]) -> None:
    estimate = mean_estimate(values)
    assert estimate == mean_estimate(values)
    assert estimate.low is not None
    assert estimate.high is not None
    assert min(values) - 1e-9 <= estimate.low <= estimate.high <= max(values) + 1e-9


def test_more_cases_narrow_the_interval() -> None:
    few, many = mean_estimate([0.0, 1.0] * 5), mean_estimate([0.0, 1.0] * 50)
    assert (few.value, many.value) == (0.5, 0.5)
    assert None not in (few.low, few.high, many.low, many.high)
    assert (many.high or 0) - (many.low or 0) < (few.high or 0) - (few.low or 0)


def test_without_cases_there_is_no_value() -> None:
    assert mean_estimate([]) == Estimate(None, 0, None, None)


def test_a_percentile_is_of_the_values() -> None:
    assert percentile_estimate([float(value) for value in range(101)], 95).value == pytest.approx(95)


def test_a_steady_gain_is_certain_only_when_the_cases_are_paired() -> None:
    before = [0.0, 0.2, 0.4, 0.6, 0.8]
    estimate = difference_estimate(before, [value + 0.1 for value in before])
    assert estimate.low == pytest.approx(0.1)
    assert estimate.high == pytest.approx(0.1)


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=40))
@settings(max_examples=20, deadline=None)
def test_an_interval_is_the_one_of_scipy(values: list[float]) -> None:
    from scipy.stats import bootstrap

    ours = mean_estimate(values)
    theirs = bootstrap(
        (np.array(values),),
        np.mean,
        n_resamples=RESAMPLES,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    assert ours.low == pytest.approx(float(theirs.low), abs=1e-12)
    assert ours.high == pytest.approx(float(theirs.high), abs=1e-12)
