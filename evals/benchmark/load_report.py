"""What many users saw in; the figures of the report and their tables out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from evals.benchmark.labels import table
from evals.benchmark.load_person import BUSY, Event
from evals.benchmark.load_users import Load

ASKING = ("ask", "follow-up")
PERCENTS = (50, 95, 99)
_ERRORS_TOLD = 5


def crowd_figures(load: Load) -> dict[str, Any]:
    """Return what the users of a run saw, and what it cost the server."""
    wrong = [event for event in load.events if event.status not in ("", BUSY)]
    answers = [event for event in load.events if event.kind in ASKING and not event.status]
    by_kind = groupby(sorted(load.events, key=lambda event: event.kind), key=lambda event: event.kind)
    return {
        "answers": len(answers),
        "busy": sum(event.status == BUSY for event in load.events),
        "errors": len(wrong),
        "error_texts": Counter(f"{event.kind}: {event.status}" for event in wrong).most_common(_ERRORS_TOLD),
        "wall_s": round(load.wall_seconds, 1),
        "answers_per_s": round(len(answers) / load.wall_seconds, 2),
        "requests_per_s": round(load.requests / load.wall_seconds, 2),
        "answer_s": spread_of([event.seconds for event in answers]),
        "other_s": {kind: _done(list(events)) for kind, events in by_kind if kind not in ASKING},
        "cpu_ms_per_answer": round(1_000 * load.cpu_seconds / len(answers), 1) if answers else None,
        "cores_used": round(load.cpu_seconds / load.wall_seconds, 2),
        "memory_mb": {"first": round(load.memory_mb[0]), "most": round(max(load.memory_mb))},
    }


def rush_figures(load: Load) -> dict[str, Any]:
    """Return the same, with how soon people were told that it is busy and how long they tried until answered."""
    busy = [event.seconds for event in load.events if event.status == BUSY]
    until = [event.since for event in load.events if event.kind in ASKING and not event.status]
    return {**crowd_figures(load), "busy_s": spread_of(busy), "until_answered_s": spread_of(until)}


def spread_of(seconds: Sequence[float]) -> dict[str, float]:
    """Return percentiles and the longest of some seconds, nothing where there are none."""
    if not seconds:
        return {}
    percentiles = {f"p{percent}": round(float(np.percentile(seconds, percent)), 3) for percent in PERCENTS}
    return {**percentiles, "most": round(max(seconds), 3)}


def growth(memory_mb: Sequence[float]) -> dict[str, float]:
    """Return by how much memory grew over the first and over the last quarter of a run.

    >>> growth([100.0, 180.0, 200.0, 201.0, 203.0])
    {'first_quarter_mb': 80.0, 'last_quarter_mb': 2.0}
    """
    quarter = (len(memory_mb) - 1) // 4
    first, last = memory_mb[quarter] - memory_mb[0], memory_mb[-1] - memory_mb[-1 - quarter]
    return {"first_quarter_mb": round(first, 1), "last_quarter_mb": round(last, 1)}


def _done(events: Sequence[Event]) -> dict[str, Any]:
    return {"count": len(events), **spread_of([event.seconds for event in events if not event.status])}


def load_tables(payload: Mapping[str, Any]) -> str:
    """Return a table of all runs, and below it how long each thing but asking took in the largest office."""
    runs = [(f"office, {one['users']} users", one) for one in payload.get("office", {}).get("runs", ())]
    runs += [(f"{name}, {one['users']} users", one) for name in ("rush", "conversations") if (one := payload.get(name))]
    tables = [table(_RUNS, [_run_row(name, one) for name, one in runs])] if runs else []
    if offices := payload.get("office", {}).get("runs"):
        rows = [(kind, one["count"], *_seconds(one)) for kind, one in offices[-1]["other_s"].items()]
        tables.append(table((f"{offices[-1]['users']} users", "count", "p50 s", "p95 s", "p99 s"), rows))
    if rush := payload.get("rush"):
        rows = [("told busy", *_seconds(rush["busy_s"]), rush["busy_s"].get("most", "–"))]
        rows += [("until answered", *_seconds(rush["until_answered_s"]), rush["until_answered_s"].get("most", "–"))]
        after = rush["after"]["answer_s"]
        tables.append(table(("rush", "p50 s", "p95 s", "p99 s", "most s"), [*rows, ("after it", *_seconds(after), "")]))
    if soak := payload.get("soak"):
        row = ("soak", soak["answered"], soak["errors"], f"{soak['answers_per_second']:.1f}", soak["memory_mb"][-1])
        rows = [(*row, f"{soak['first_quarter_mb']:+}", f"{soak['last_quarter_mb']:+}")]
        tables.append(table(("", "answers", "errors", "a second", "RAM MB", "1st quarter", "last"), rows))
    return "\n\n".join(tables)


_RUNS = (
    "run", "answers", "busy", "errors", "a second", "requests", "p50 s", "p95 s", "p99 s", "CPU ms", "RAM MB", "talks",
    "lost", "mixed",
)  # fmt: skip


def _run_row(name: str, one: Mapping[str, Any]) -> tuple[object, ...]:
    counted = (one["answers"], one["busy"], one["errors"], one["answers_per_s"], one["requests_per_s"])
    kept = one["kept"]
    cost = (one["cpu_ms_per_answer"], one["memory_mb"]["most"])
    return (name, *counted, *_seconds(one["answer_s"]), *cost, kept["conversations"], kept["lost"], kept["mixed"])


def _seconds(spread: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(spread.get(f"p{percent}", "–") for percent in PERCENTS)
