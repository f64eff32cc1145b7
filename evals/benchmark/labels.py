"""Label files to lists of JSON objects, and a sequence of counts to a table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError

LABELS = Path(__file__).resolve().parent.parent / "labels"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found as labelled, what was labelled and not found, and what was found without a label."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is labelled, None when nothing was found."""
        found = self.right + self.extra
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what is labelled that was found, None when nothing is labelled."""
        labelled = self.right + self.missed
        return self.right / labelled if labelled else None

    def payload(self) -> dict[str, float | int | None]:
        """Return counts and shares for ``--json``."""
        counts: dict[str, float | int | None] = {"right": self.right, "missed": self.missed, "extra": self.extra}
        return counts | {"precision": self.precision, "recall": self.recall}


def read_labels(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file; UsageError names the line that is none."""
    labels: list[dict[str, Any]] = []
    try:
        lines = path.read_text("utf-8").split("\n")
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing: it holds the labels of this benchmark.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                labels.append(dict(json.loads(line)))
            except (ValueError, TypeError) as error:
                raise UsageError(f"{path}:{number} is not a JSON object: {error}. Mend or remove the line.") from error
    return labels


def total(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of the counts."""
    return Tally(sum(t.right for t in tallies), sum(t.missed for t in tallies), sum(t.extra for t in tallies))


def share(value: float | None) -> str:
    """Write a share.

    >>> share(0.9761), share(None)
    ('97.6', '–')
    """
    return "–" if value is None else f"{100 * value:.1f}"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return aligned columns: the first to the left, numbers to the right."""
    cells = [list(map(str, row)) for row in (header, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in cells
    )
