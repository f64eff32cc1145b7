"""Labelled phrases to precision and recall of the figures that are read from them, by class of phrase."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.language.figures import find_figures
from assistant.schema import Figure
from evals.benchmark.labels import LABELS, Tally, read_labels, share, table, total

FILE = LABELS / "figures.jsonl"

_SAME_UNIT = {"个百分点": "百分点"}
"""Two spellings of one unit; the labels use the second."""

Key = tuple[Decimal, str, str, int, int]
"""Value, unit, qualifier and span: a figure is right only when all of them are."""

FindFigures = Callable[[str], Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class PhraseResult:
    """What a phrase holds by its label and what was read from it."""

    phrase: str
    group: str
    labelled: tuple[Key, ...]
    found: tuple[Key, ...]

    @property
    def tally(self) -> Tally:
        """Count the figures of this phrase."""
        right = len(set(self.labelled) & set(self.found))
        return Tally(right, len(self.labelled) - right, len(self.found) - right)

    @property
    def miss(self) -> str | None:
        """Say what went wrong, None when nothing did."""
        if set(self.labelled) == set(self.found):
            return None
        return f"[{self.group}] {self.phrase}\n  label {_shown(self.labelled)}\n  found {_shown(self.found)}"


def measure_figures(labels: Sequence[Mapping[str, Any]], find: FindFigures = find_figures) -> list[PhraseResult]:
    """Read every phrase and set what was found beside its label."""
    return [
        PhraseResult(label["text"], label["class"], _labelled(label), tuple(map(_key, find(label["text"]))))
        for label in labels
    ]


def read_phrases(path: Path = FILE) -> list[dict[str, Any]]:
    """Return the shipped phrases."""
    return read_labels(path)


def _labelled(label: Mapping[str, Any]) -> tuple[Key, ...]:
    """Find the span of each labelled figure, in order; UsageError when the phrase does not hold it."""
    keys: list[Key] = []
    position = 0
    for figure in label["figures"]:
        start = label["text"].find(figure["text"], position)
        if start < 0:
            raise UsageError(f"{FILE.name}: {figure['text']!r} does not stand in {label['text']!r}.")
        position = start + len(figure["text"])
        unit = _SAME_UNIT.get(figure["unit"], figure["unit"])
        keys.append((Decimal(figure["value"]), unit, figure["qualifier"], start, position))
    return tuple(keys)


def _key(figure: Figure) -> Key:
    return figure.value, _SAME_UNIT.get(figure.unit, figure.unit), figure.qualifier, figure.start, figure.end


def _shown(keys: Sequence[Key]) -> str:
    return "; ".join(f"{value.normalize():f} {unit or '–'} {how}" for value, unit, how, *_ in keys) or "nothing"


def figures_payload(results: Sequence[PhraseResult]) -> dict[str, Any]:
    """Return the object of ``benchmark figures --json``."""
    return {
        "phrases": len(results),
        "phrases_right": sum(result.miss is None for result in results),
        "all": total([result.tally for result in results]).payload(),
        "class": {name: total([r.tally for r in group]).payload() for name, group in _groups(results).items()},
        "misses": [result.miss for result in results if result.miss],
    }


def figures_table(results: Sequence[PhraseResult]) -> str:
    """Return one line per class and one over all."""
    rows = [_row(name, group) for name, group in _groups(results).items()]
    header = ("class", "phrases", "wholly right", "right", "missed", "extra", "precision", "recall")
    return table(header, [*rows, _row("all", results)])


def _row(name: str, results: Sequence[PhraseResult]) -> tuple[object, ...]:
    tally = total([result.tally for result in results])
    clean = sum(result.miss is None for result in results)
    counts = (tally.right, tally.missed, tally.extra, share(tally.precision), share(tally.recall))
    return (name, len(results), clean, *counts)


def _groups(results: Sequence[PhraseResult]) -> dict[str, list[PhraseResult]]:
    groups: dict[str, list[PhraseResult]] = {}
    for result in results:
        groups.setdefault(result.group, []).append(result)
    return groups
