"""How sure something was of each case, and how it was, to how well the one tells of the other.

AUROC: the chance that a good case gets a higher score than a bad one. Risk–coverage: the share of errors among the
cases that remain when only the surest are answered (El-Yaniv and Wiener 2010); AURC is its mean over all coverages.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.bootstrap import RESAMPLES, SEED, Estimate

Floats = NDArray[np.float64]


def auroc(scores: Sequence[float], good: Sequence[bool], groups: Sequence[int]) -> Estimate:
    """Estimate the AUROC with an interval from resampling ``groups``; None where all cases are good or all are bad.

    Cases of one group, such as the questions about one paragraph, are alike, so they are drawn together.

    >>> auroc([0.9, 0.8, 0.3, 0.8], [True, True, False, False], [1, 2, 3, 4]).value
    0.875
    """
    _, places = np.unique(np.asarray(scores, dtype=np.float64), return_inverse=True)
    positive = np.asarray(good, dtype=bool)
    if positive.all() or not positive.any():
        return Estimate(None, len(positive), None, None)
    _, owners = np.unique(np.asarray(groups), return_inverse=True)
    count = int(owners.max()) + 1
    dice = np.random.default_rng(SEED)
    values = []
    for _ in range(RESAMPLES):
        drawn = np.bincount(dice.integers(0, count, size=count), minlength=count)
        value = _weighted_auroc(places, positive, drawn[owners].astype(np.float64))
        if value is not None:
            values.append(value)
    whole = _weighted_auroc(places, positive, np.ones(len(positive)))
    low, high = map(float, np.percentile(values, [2.5, 97.5]))
    return Estimate(whole, len(positive), low, high)


def _weighted_auroc(places: NDArray[np.intp], positive: NDArray[np.bool_], weights: Floats) -> float | None:
    """Return the weighted share of pairs in order, ties counting half; ``places`` are the ranks of the scores."""
    above = np.bincount(places, weights * positive)
    below = np.bincount(places, weights * ~positive)
    pairs = above.sum() * below.sum()
    if not pairs:
        return None
    return float((above * (np.cumsum(below) - below / 2)).sum() / pairs)


def risks(scores: Sequence[float], wrong: Sequence[bool]) -> Floats:
    """Return the share of errors among the surest 1, 2, … all cases; cases of equal scores share their errors.

    >>> risks([0.9, 0.8, 0.3, 0.3], [False, True, True, False]).round(2).tolist()
    [0.0, 0.5, 0.5, 0.5]
    """
    values, places = np.unique(-np.asarray(scores, dtype=np.float64), return_inverse=True)
    errors = np.bincount(places, np.asarray(wrong, dtype=np.float64), minlength=len(values))
    each = errors / np.bincount(places, minlength=len(values))
    curve: Floats = np.cumsum(each[np.sort(places)]) / np.arange(1, len(places) + 1)
    return curve


def at_coverage(curve: Floats, coverage: float) -> float:
    """Return the risk when the surest ``coverage`` of the cases are answered, at least one of them."""
    return float(curve[max(1, round(coverage * len(curve))) - 1])
