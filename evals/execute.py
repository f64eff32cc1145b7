"""Question sets and a folder to a stored run: asks what an interrupted run in that folder has not asked yet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from assistant.config import Config
from evals.judge import Judge, with_verdict
from evals.partial import appended, begin, finish, go_on, identity_of
from evals.report import write_run
from evals.run import Record, Target, describe, evaluate, folders_of
from evals.script import Script
from evals.sets import Case, digest_of, load_sets, set_files
from evals.workers import default_workers, evaluate_in_parallel


class OpenTarget(Protocol):
    """Opens what is evaluated, over the folders given and with the model that a script names."""

    def __call__(self, corpus: Path | None, index: Path | None, *, script: Script | None) -> Target:
        """Return the target."""
        ...


Watch = Callable[[Iterable[Record], Sequence[Record], int], Iterator[Record]]
"""Passes on the records that come; told also of those from before and of the number of cases."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run; ``workers`` is None for as many processes as help."""

    sets: Sequence[Path]
    out: Path
    corpus: Path | None = None
    index: Path | None = None
    workers: int | None = None
    fresh: bool = False
    script: Script | None = None
    judge: Judge | None = None


def execute(order: Order, *, open_target: OpenTarget, watch: Watch) -> dict[str, Any]:
    """Run the sets, store the run and return its summary.

    Raise UsageError when the folder holds an interrupted run of something else.
    """
    cases = load_sets(order.sets)
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    identity = identity_of(
        Config(**folders_of(order.corpus, order.index)), digest=digest_of(cases), script=order.script
    )
    # Opened here even when workers ask: what is wrong with the index is then said once, with its fix.
    target = open_target(order.corpus, order.index, script=order.script)
    if order.fresh:
        begin(order.out, identity)
    before = go_on(order.out, identity)
    known = {record["id"]: record for record in before}
    rest = [case for case in cases if case.id not in known]
    coming = watch(appended(order.out, _ask(rest, target, order)), before, len(cases))
    known |= {record["id"]: record for record in coming}
    records = [known[case.id] for case in cases]
    if order.judge:
        # Those of an interrupted run that had no judge.
        records = [with_verdict(record, order.judge) for record in records]
    names = [_shown(path) for path in set_files(order.sets)]
    summary = describe(cases, records, sets=names, started=started)
    write_run(order.out, summary, records)
    finish(order.out)
    return summary


def _ask(cases: Sequence[Case], target: Target, order: Order) -> Iterator[Record]:
    # Replies are repeated and written down in one place.
    workers = 1 if order.script else order.workers or default_workers(len(cases))
    records = evaluate(cases, target)
    if workers > 1 and cases:
        records = evaluate_in_parallel(cases, order.corpus, order.index, workers=workers)
    judge = order.judge
    return iter(records) if judge is None else (with_verdict(record, judge) for record in records)


def _shown(path: Path) -> str:
    """Name a set relative to where the command runs, so that a stored run names no machine."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
