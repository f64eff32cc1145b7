"""Records to how far the confidence of an answer can be believed when it is to say whether the sources answer.

Expected calibration error as in Guo et al. 2017, over bins of equal count; risk by coverage as in El-Yaniv and Wiener
2010. One half of the questions is held out from the fit of the confidence (``evals/calibrate.py``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.benchmark.selective import at_coverage, auroc, risks
from evals.bootstrap import Estimate, joint_estimate, mean_estimate
from evals.judge import decided

COVERAGES = tuple(tenths / 10 for tenths in range(1, 11))
BINS = 10
Floats = NDArray[np.float64]


def calibration_of(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return calibration error, Brier score and AUROC, also of parts, the bins of a reliability chart, and the risks.

    Resampling adds chance to every bin, so the interval of the calibration error lies rather too high.
    """
    asked = [(record, score) for record in records if (score := confidence_of(record)) is not None]
    parts: dict[str, Callable[[Mapping[str, Any]], bool]] = {
        "held out": lambda record: is_held_out(str(record["id"])),
        "Chinese": lambda record: str(record["lang"]).startswith("zh"),
        "English": lambda record: record["lang"] == "en",
    }
    return {
        **_estimates(asked),
        "parts": {name: _estimates(one for one in asked if within(one[0])) for name, within in parts.items()},
        "bins": _bins([score for _, score in asked], [float(not should_decline(record)) for record, _ in asked]),
        "risks": _risks(asked),
    }


def is_held_out(case_id: str) -> bool:
    """Tell whether a question belongs to the half that no weight is fitted on."""
    return sha256(case_id.encode()).digest()[0] % 2 == 1


def measures(confidences: Sequence[float], answerable: Sequence[bool]) -> dict[str, Estimate]:
    """Return calibration error, Brier score and AUROC with intervals."""
    outcomes = [float(there) for there in answerable]
    squares = [(score - outcome) ** 2 for score, outcome in zip(confidences, outcomes, strict=True)]
    return {
        "ece": joint_estimate((confidences, outcomes), expected_calibration_error),
        "brier": mean_estimate(squares),
        "auroc": auroc(confidences, answerable, range(len(confidences))) if confidences else mean_estimate([]),
    }


def _estimates(asked: Iterable[tuple[Mapping[str, Any], float]]) -> dict[str, Any]:
    asked = list(asked)
    found = measures([score for _, score in asked], [not should_decline(record) for record, _ in asked])
    return {name: asdict(estimate) for name, estimate in found.items()}


def _risks(asked: Sequence[tuple[Mapping[str, Any], float]]) -> list[dict[str, float | int]]:
    """Return the share of wrong answers among the surest tenth, two tenths … of those that were given."""
    given = [(record, score) for record, score in asked if not record["payload"].get("declined")]
    if not given:
        return []
    wrong = [should_decline(record) or decided(record) is False for record, _ in given]
    curve = risks([score for _, score in given], wrong)
    return [
        {"coverage": share, "risk": at_coverage(curve, share), "count": max(1, round(share * len(given)))}
        for share in COVERAGES
    ]


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


def confidence_of(record: Mapping[str, Any]) -> float | None:
    """Return how sure an answer is, None after a crash.

    Answers of other assistants, and of before there was a confidence, have the score of their first hit, which is a
    probability for Chinese questions only.
    """
    payload = record["payload"]
    if payload is None:
        return None
    if payload.get("confidence") is not None:
        return float(payload["confidence"])
    if not record["lang"].startswith("zh"):
        return None
    hits = payload.get("hits") or ()
    score = hits[0].get("score") if hits else 0.0
    return None if score is None else float(score)


def should_decline(record: Mapping[str, Any]) -> bool:
    """Tell whether the sources hold no answer to the question of a record."""
    return record["scores"]["declined_rightly"] is not None
