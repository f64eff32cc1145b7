"""Records to how far the confidence of an answer can be believed when it is to decide whether to decline.

The confidence is the score of the first hit, a probability for Chinese questions; what it should tell is whether the
corpus holds an answer. Expected calibration error as in Guo et al. 2017, over bins of equal count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.benchmark.selective import auroc
from evals.bootstrap import joint_estimate, mean_estimate

BINS = 10
Floats = NDArray[np.float64]


def calibration_of(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return calibration error, Brier score and AUROC with intervals, and the bins of a reliability chart.

    Resampling adds chance to every bin, so the interval of the calibration error lies rather too high.
    """
    asked = [(score, not _should_decline(record)) for record in records if (score := _confidence(record)) is not None]
    confidences, answerable = [score for score, _ in asked], [there for _, there in asked]
    outcomes = [float(there) for there in answerable]
    squares = [(score - outcome) ** 2 for score, outcome in zip(confidences, outcomes, strict=True)]
    told = {
        "ece": joint_estimate((confidences, outcomes), expected_calibration_error),
        "brier": mean_estimate(squares),
        "auroc": auroc(confidences, answerable, range(len(asked))) if asked else mean_estimate([]),
    }
    return {**{name: asdict(estimate) for name, estimate in told.items()}, "bins": _bins(confidences, outcomes)}


def expected_calibration_error(confidences: Floats, outcomes: Floats) -> Floats:
    """Return the mean distance of confidence and outcome over bins of equal count, along the last axis.

    >>> float(expected_calibration_error(np.array([0.25, 0.75]), np.array([0.0, 1.0])))
    0.25
    """
    # Stable, so that equal confidences fall into the same bins every time.
    order = np.argsort(confidences, axis=-1, kind="stable")
    gaps = np.take_along_axis(confidences - outcomes, order, axis=-1)
    parts = np.array_split(gaps, BINS, axis=-1)
    return np.asarray(sum(np.abs(part.sum(axis=-1)) for part in parts) / gaps.shape[-1])


def _bins(confidences: Sequence[float], outcomes: Sequence[float]) -> list[dict[str, float | int]]:
    order = np.argsort(np.asarray(confidences, dtype=np.float64), kind="stable")
    return [
        {
            "confidence": float(np.mean([confidences[at] for at in part])),
            "answerable": float(np.mean([outcomes[at] for at in part])),
            "count": len(part),
        }
        for part in np.array_split(order, BINS)
        if len(part)
    ]


def _confidence(record: Mapping[str, Any]) -> float | None:
    """Return None for an English or mixed question, whose scores are no probabilities, and after a crash."""
    if record["payload"] is None or not record["lang"].startswith("zh"):
        return None
    hits = record["payload"].get("hits") or ()
    score = hits[0].get("score") if hits else 0.0
    return None if score is None else float(score)


def _should_decline(record: Mapping[str, Any]) -> bool:
    return record["scores"]["declined_rightly"] is not None
