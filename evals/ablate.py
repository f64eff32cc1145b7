"""Cases to what every metric loses without each stage: the same cases, one stage switched off at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from assistant.errors import UsageError
from assistant.switches import Switches
from evals.bootstrap import Estimate
from evals.compare import SAME, compare_runs
from evals.metrics import METRICS
from evals.run import Record

STAGES = tuple(field.name for field in fields(Switches))

Run = Callable[[str], Sequence[Record]]
"""Asks all cases without the stage named, "" for none, and returns the records."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """What a stage is good for: the change of each metric when it is off, and how many answers differ."""

    stage: str
    answers: int
    changes: Mapping[str, Estimate]


def chosen_stages(names: str) -> tuple[str, ...]:
    """Return the stages of a comma-separated list, all for an empty one; UsageError for an unknown name.

    >>> chosen_stages("reranking, ledger")
    ('reranking', 'ledger')
    """
    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in chosen if name not in STAGES]
    if unknown:
        raise UsageError(f"No stage {', '.join(unknown)}. The stages are: {', '.join(STAGES)}.")
    return chosen or STAGES


def ablate(stages: Sequence[str], run: Run) -> Iterator[Ablation]:
    """Run the whole once, then without each stage."""
    whole = run("")
    for stage in stages:
        compared = compare_runs(whole, run(stage))
        moved = {change.metric: change.difference for change in compared.changes}
        yield Ablation(stage, len(compared.cases), moved)


def ablation_table(found: Sequence[Ablation]) -> str:
    """Return a Markdown table in points: stages down, and across the metrics that some stage moves."""
    metrics = [name for name in METRICS if any(abs(one.changes[name].value or 0.0) > SAME for one in found)]
    rows = [["without", "answers changed", *metrics]]
    rows += [[one.stage, str(one.answers), *(_cell(one.changes[name]) for name in metrics)] for one in found]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _cell(change: Estimate) -> str:
    if change.value is None or change.low is None or change.high is None:
        return "–"
    if abs(change.value) <= SAME and abs(change.high - change.low) <= SAME:
        return "0"
    return f"{change.value * 100:+.1f} [{change.low * 100:+.1f} to {change.high * 100:+.1f}]"
