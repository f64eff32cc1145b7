"""Scores of several channels for the same passages in; one ranking out, with the parts that each score is made of.

A weighted sum of normalised scores, because reciprocal ranks lose how far apart two passages are: on three sets of
questions they lowered the share of right first passages by 3 to 5 points, which the sum kept or raised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

KEYWORD_WEIGHT = 1.0
ENGLISH_WEIGHT = 1.0
"""As strong as Chinese keywords: for an English question it is the channel that knows its very words."""
VECTOR_WEIGHT = 0.3
"""Vectors alone miss a third of the first passages that keywords find, so they may tip the scale but not rule it."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Raw scores of the rows, in their order; ``top`` is the score that counts as 1."""

    name: str
    weight: float
    top: float
    scores: Sequence[float] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fused:
    """A row with its score from 0 to 1; ``parts`` has normalised scores under "NAME" and raw ones under "NAME_raw"."""

    row: int
    score: float
    parts: Mapping[str, float]


def fuse(rows: Sequence[int], channels: Sequence[Channel], *, limit: int) -> list[Fused]:
    """Return the best ``limit`` rows, best first; equal scores keep the order of the rows.

    A channel whose top is 0 matched nothing anywhere and is left out of the sum.

    >>> fuse([4, 7], [Channel("keywords", 1.0, 8.0, [2.0, 8.0])], limit=1)[0].score
    1.0
    """
    active = [channel for channel in channels if channel.top > 0]
    total = sum(channel.weight for channel in active)
    if not total:
        return []
    raw = {channel.name: np.asarray(channel.scores, dtype=np.float64) for channel in active}
    normalised = {channel.name: np.clip(raw[channel.name] / channel.top, 0.0, 1.0) for channel in active}
    sums = np.zeros(len(rows))
    for channel in active:
        sums += channel.weight * normalised[channel.name]
    scores = sums / total
    order = [place for place in np.lexsort((np.asarray(rows), -scores))[:limit].tolist() if scores[place] > 0]
    return [Fused(rows[place], float(scores[place]), _parts(active, normalised, raw, place)) for place in order]


def _parts(
    channels: Sequence[Channel], normalised: Mapping[str, Scores], raw: Mapping[str, Scores], place: int
) -> dict[str, float]:
    parts: dict[str, float] = {}
    for channel in channels:
        parts[channel.name] = float(normalised[channel.name][place])
        parts[f"{channel.name}_raw"] = float(raw[channel.name][place])
    return parts
