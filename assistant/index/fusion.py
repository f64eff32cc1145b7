"""Scores of several channels for the same passages in; one ranking out, with the parts that each score is made of.

A weighted sum of normalised scores, because reciprocal ranks lose how far apart two passages are: on three sets of
questions they lowered the share of right first passages by 3 to 5 points, which the sum kept or raised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KEYWORD_WEIGHT = 1.0
ENGLISH_WEIGHT = 1.0
"""As strong as Chinese keywords: for an English question it is the channel that knows its very words."""
VECTOR_WEIGHT = 0.3
"""Vectors alone miss a third of the first passages that keywords find, so they may tip the scale but not rule it."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Raw scores by row number; ``top`` is the score that counts as 1."""

    name: str
    weight: float
    top: float
    scores: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Fused:
    """A row with its score from 0 to 1; ``parts`` has normalised scores under "NAME" and raw ones under "NAME_raw"."""

    row: int
    score: float
    parts: Mapping[str, float]


def fuse(rows: Sequence[int], channels: Sequence[Channel], *, limit: int) -> list[Fused]:
    """Return the best ``limit`` rows, best first; equal scores keep the order of the rows.

    A channel whose top is 0 matched nothing anywhere and is left out of the sum.

    >>> fuse([4, 7], [Channel("keywords", 1.0, 8.0, {7: 8.0, 4: 2.0})], limit=1)[0].score
    1.0
    """
    active = [channel for channel in channels if channel.top > 0]
    total = sum(channel.weight for channel in active)
    if not total:
        return []
    fused = [_fuse_row(row, active, total) for row in rows]
    matched = [one for one in fused if one.score > 0]
    return sorted(matched, key=lambda one: (-one.score, one.row))[:limit]


def _fuse_row(row: int, channels: Sequence[Channel], total: float) -> Fused:
    score = 0.0
    parts: dict[str, float] = {}
    for channel in channels:
        raw = channel.scores.get(row, 0.0)
        normalised = min(max(raw / channel.top, 0.0), 1.0)
        parts[channel.name] = normalised
        parts[f"{channel.name}_raw"] = raw
        score += channel.weight * normalised
    return Fused(row, score / total, parts)
