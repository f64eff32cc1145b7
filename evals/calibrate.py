"""Cases and the signs of their answers in; the weights of the confidence, and what they are worth held out, out."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering.answerable import SIGNS, chance
from assistant.schema import Answer
from evals.benchmark.fit import fit_logistic
from evals.bootstrap import Estimate
from evals.calibration import is_held_out, measures
from evals.report_details import written
from evals.sets import Case

RIDGE = 3e-3
"""Keeps signs that tell everything (who is refused is hardly ever answerable) from growing without end."""

AskAnswer = Callable[[Case], Answer]
Measures = dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, the signs of its answer, and what the score of the first hit would have said."""

    case: Case
    signs: dict[str, float]
    first_score: float

    @property
    def answerable(self) -> bool:
        """True when the sources hold an answer."""
        return not self.case.should_decline


def see(cases: Iterable[Case], ask: AskAnswer) -> Iterator[Seen]:
    """Ask each case and keep the signs of its answer."""
    for case in cases:
        answer = ask(case)
        yield Seen(case, dict(answer.signs), answer.hits[0].score if answer.hits else 0.0)


def fit_weights(seen: Sequence[Seen]) -> dict[str, Any]:
    """Return weights and offset, fitted on the half that is not held out."""
    fitted = [one for one in seen if not is_held_out(one.case.id)]
    ordered = sorted(fitted, key=lambda one: not one.answerable)
    rows = np.array([[one.signs[name] for name in SIGNS] for one in ordered], dtype=np.float64)
    slopes, offset = fit_logistic(rows, sum(one.answerable for one in fitted), ridge=RIDGE)
    weights = {name: round(float(slope), 4) for name, slope in zip(SIGNS, slopes, strict=True)}
    return {"weights": weights, "offset": round(offset, 4)}


def held_out_measures(seen: Sequence[Seen], weights: Path) -> dict[str, Measures]:
    """Return what the weights of a file are worth on the half that is held out, and the first score beside them."""
    rest = [one for one in seen if is_held_out(one.case.id)]
    chinese = [one for one in rest if one.case.lang.startswith("zh")]
    groups = {"all": rest, "Chinese": chinese, "English": [one for one in rest if one.case.lang == "en"]}
    found = {
        name: measures([chance(one.signs, file=weights) for one in group], [one.answerable for one in group])
        for name, group in groups.items()
    }
    return {
        **found,
        "Chinese, score of the first hit": measures(
            [one.first_score for one in chinese], [one.answerable for one in chinese]
        ),
    }


def write_weights(path: Path, fitted: dict[str, Any]) -> None:
    """Store fitted weights."""
    path.write_text(json.dumps(fitted) + "\n", encoding="utf-8")


def measures_table(found: dict[str, Measures]) -> str:
    """Return one Markdown row per group."""
    names = list(next(iter(found.values())))
    rows = [[group, *(written(asdict(estimate)) for estimate in values.values())] for group, values in found.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in (["held out", *names], ["---"] * (len(names) + 1), *rows))
