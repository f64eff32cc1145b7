"""Records on their way to a bar with rate, remaining time and misses, on stderr."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from evals.run import Record


def watched(
    records: Iterable[Record], *, cases: int, before: Sequence[Record] = (), title: str = "Asking"
) -> Iterator[Record]:
    """Yield the records and draw how many of ``cases`` are done; ``before`` were done by an earlier run."""
    # Imported here: `compare` and `gate RUN` draw nothing.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[misses]} with misses"),
    )
    missed = sum(map(_missed, before))
    with Progress(*columns, console=Console(file=sys.stderr)) as bar:
        task = bar.add_task(title, total=cases, completed=len(before), rate=0.0, misses=missed)
        for record in records:
            missed += _missed(record)
            bar.update(task, advance=1, misses=missed, rate=bar.tasks[0].speed or 0.0)
            yield record


def _missed(record: Record) -> bool:
    return bool(record["misses"])
