"""Questions and numbers of users in; how soon the window is usable and answers, alone and with many at once, out."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from evals.benchmark.labels import table
from evals.benchmark.reading_sets import spread
from evals.benchmark.window_page import Shown, measure_page
from evals.benchmark.window_servers import CONSTANT, Server, bare_chat, window
from evals.benchmark.window_users import Crowd, Job, run_users

ANSWERED = 'class="answer'
"""How the markup of every answer of the window begins, also of one that declines."""
VISIT = 8
"""Questions that a user asks before the page is opened anew: a longer conversation is rare."""
_ALONE = 10
"""Questions that the browser asks by itself."""
PEER = "bare ChatInterface"

Report = Callable[[str], None]


def measure_window(
    questions: Sequence[str], *, users: int, asked: int, long_run: int, openings: int, report: Report
) -> dict[str, Any]:
    """Return the object of ``benchmark window --json``.

    ``asked`` questions come from ``users`` at once, then as many from the same at the bare page; after that
    ``long_run`` questions show whether memory grows, 0 leaves that out. ``openings`` is how often the page is opened in
    a browser, 0 leaves the browser out.
    """
    payload: dict[str, Any] = {"users": users}
    with TemporaryDirectory() as folder:
        with window(Path(folder)) as server:
            if openings:
                report(f"{openings} times in a browser")
                payload["browser"] = _page_payload(
                    measure_page(server.address, spread(questions, _ALONE), openings=openings)
                )
            report(f"{users} users at once, {asked} questions")
            payload["window"] = _crowd_payload(run_users(_job(server, ANSWERED, questions, users, asked)))
        with bare_chat() as server:
            report(f"{users} users at once, {PEER}")
            payload[PEER] = _crowd_payload(run_users(_job(server, CONSTANT, questions, users, asked)))
        if long_run:
            with window(Path(folder)) as server:
                report(f"{users} users at once, {long_run} questions")
                job = _job(server, ANSWERED, questions, users, long_run)
                payload["long run"] = _crowd_payload(run_users(job))
    return payload


def _job(server: Server, answered: str, questions: Sequence[str], users: int, count: int) -> Job:
    """Return a job of different questions; only a run longer than the sets asks one of them again."""
    rounds = -(-count // len(questions))
    chosen = spread(questions, count) if rounds == 1 else [*questions] * rounds
    return Job(server.address, answered, chosen[:count], users, VISIT, server.process)


def _page_payload(shown: Shown) -> dict[str, Any]:
    return {
        "first_paint_ms_p50": _percentile(shown.paint_ms, 50),
        "usable_ms_p50": _percentile(shown.usable_ms, 50),
        "answer_ms_p50": _percentile(shown.answer_ms, 50),
        "answer_ms_p95": _percentile(shown.answer_ms, 95),
        "openings": len(shown.paint_ms),
        "questions": len(shown.answer_ms),
    }


def _crowd_payload(crowd: Crowd) -> dict[str, Any]:
    answered = len(crowd.seconds)
    return {
        "answered": answered,
        "errors": len(crowd.errors),
        "error_texts": sorted(set(crowd.errors))[:5],
        "answers_per_second": answered / crowd.wall_seconds,
        **{f"seconds_p{percent}": _percentile(crowd.seconds, percent) for percent in (50, 95, 99)},
        "openings": len(crowd.opening_seconds),
        "opening_seconds_p95": _percentile(crowd.opening_seconds, 95),
        "cpu_ms_per_answer": 1_000 * crowd.cpu_seconds / answered if answered else None,
        "memory_mb": list(crowd.memory_mb),
        "memory_growth_mb": _late_growth(crowd.memory_mb),
    }


def _late_growth(memory: Sequence[float]) -> float:
    """Return by how much memory grew over the second half: what is loaded once is loaded in the first.

    >>> _late_growth([100.0, 180.0, 200.0, 201.0, 203.0])
    3.0
    """
    return memory[-1] - memory[len(memory) // 2]


def _percentile(values: Sequence[float], percent: int) -> float | None:
    return float(np.percentile(values, percent)) if values else None


def window_table(payload: Mapping[str, Any]) -> str:
    """Return one table of what a single user sees and one of what many at once do."""
    names = ("window", PEER, "long run")
    rows = [
        (
            f"{name}, {payload['users']} users",
            one["answered"],
            one["errors"],
            f"{one['answers_per_second']:.1f}",
            *(_shown(one[f"seconds_p{percent}"], 2) for percent in (50, 95, 99)),
            _shown(one["opening_seconds_p95"], 2),
            _shown(one["cpu_ms_per_answer"], 1),
            f"{one['memory_mb'][-1]:.0f}",
            f"{one['memory_growth_mb']:+.0f}",
        )
        for name in names
        if (one := payload.get(name))
    ]
    many = table(_MANY, rows)
    if not (alone := payload.get("browser")):
        return many
    figures = [(key.replace("_ms", "").replace("_", " "), f"{alone[key]:.0f}") for key in alone if "_ms_" in key]
    return f"{table(('one browser', 'ms'), figures)}\n\n{many}"


_MANY = ("served", "answers", "errors", "a second", "p50 s", "p95 s", "p99 s", "open p95", "CPU ms", "RAM MB", "late")


def _shown(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
