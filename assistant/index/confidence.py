"""The hits of a question in; how sure it is that they hold the answer out, from 0 to 1, without any model.

The first hit may fit well although nothing answers: then others fit nearly as well. So what counts is how the first one
fits and how far it stands out. The weights were fitted on public questions that were asked with and without the
passage that answers them (``evals/benchmark/fit.py``).
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index import rerank
from assistant.schema import Hit

FEATURES = ("above_second", "above_others", *rerank.FEATURES)
"""How far the log odds of the first hit are above the second and the next five; what the first one's are made of."""
_OTHERS = 5
_FILE = Path(__file__).resolve().parents[1] / "models" / "ranking.json"
_EDGE = 1e-9


def features_of(scores: Sequence[float], parts: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
    """Return the features of a ranking; ``scores`` are the probabilities of its passages, best first."""
    odds = [_log_odds(score) for score in scores[: 1 + _OTHERS]]
    others = odds[1:] or [_log_odds(0.0)]
    own = [parts[0].get(name, 0.0) for name in rerank.FEATURES]
    return np.array([odds[0] - others[0], odds[0] - sum(others) / len(others), *own], dtype=np.float32)


def _log_odds(score: float) -> float:
    score = min(max(score, _EDGE), 1 - _EDGE)
    return log(score / (1 - score))


@cache
def _weights(file: Path = _FILE) -> tuple[NDArray[np.float32], float]:
    fitted = json.loads(file.read_text(encoding="utf-8"))["confidence"]
    return np.array([fitted["weights"][name] for name in FEATURES], dtype=np.float32), fitted["offset"]


def confidence(hits: Sequence[Hit]) -> float:
    """Return how probable it is that one of the hits, best first, holds the answer; 0 without any."""
    if not hits:
        return 0.0
    weights, offset = _weights()
    total = float(features_of([hit.score for hit in hits], [hit.parts for hit in hits]) @ weights) + offset
    return 1.0 / (1.0 + exp(-total))
