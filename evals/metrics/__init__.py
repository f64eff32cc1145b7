"""A case and what was observed to one score per metric; the registry is the only list of metrics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evals.metrics.citations import citation_exact, quote_hit, source_hit
from evals.metrics.completeness import completeness
from evals.metrics.declining import declined_rightly, declined_wrongly
from evals.metrics.figures import date_precision, figure_precision, figure_recall
from evals.metrics.language import language_match
from evals.metrics.payload import Measured, Observation
from evals.metrics.readable import readable
from evals.metrics.retrieval import mrr, recall_at_5
from evals.metrics.support import citation_precision, citation_recall
from evals.sets import Case


@dataclass(frozen=True, slots=True)
class Metric:
    """A pure measure with its direction; every value lies between 0 and 1."""

    name: str
    measure: Callable[[Case, Observation], Measured]
    higher_is_better: bool = True


def errors(_case: Case, seen: Observation) -> Measured:
    """1 when asking crashed; lower is better."""
    return Measured(0.0) if seen.error is None else Measured(1.0, seen.error)


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("figure_recall", figure_recall),
        Metric("completeness", completeness),
        Metric("figure_precision", figure_precision),
        Metric("date_precision", date_precision),
        Metric("citation_exact", citation_exact),
        Metric("citation_precision", citation_precision),
        Metric("citation_recall", citation_recall),
        Metric("source_hit", source_hit),
        Metric("quote_hit", quote_hit),
        Metric("declined_rightly", declined_rightly),
        Metric("declined_wrongly", declined_wrongly, higher_is_better=False),
        Metric("language_match", language_match),
        Metric("readable", readable),
        Metric("recall_at_5", recall_at_5),
        Metric("mrr", mrr),
        Metric("errors", errors, higher_is_better=False),
    )
}

_ONLY_WHEN_ANSWERING = frozenset(
    {
        "figure_precision",
        "date_precision",
        "citation_exact",
        "citation_precision",
        "citation_recall",
    }
)
"""Metrics that a question which should be declined need not have."""


def measure_all(case: Case, seen: Observation) -> dict[str, Measured]:
    """Return every metric of one case; a crash gets the worst value of each metric that the case could have had."""
    return {name: _measure(metric, case, seen) for name, metric in METRICS.items()}


def _measure(metric: Metric, case: Case, seen: Observation) -> Measured:
    if seen.payload is not None or metric.measure is errors:
        return metric.measure(case, seen)
    if metric.name in _ONLY_WHEN_ANSWERING:
        applies = not case.should_decline
    else:
        applies = metric.measure(case, seen).value is not None
    return Measured(0.0 if metric.higher_is_better else 1.0, "crashed") if applies else Measured(None)
