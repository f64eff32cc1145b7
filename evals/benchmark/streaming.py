"""Questions and a model that streams to the time until its first words are seen.

It is told beside what the same client needs without us, in the same run: a busy machine slows either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from assistant.answering.generate import Progress, Watch
from assistant.schema import Answer
from evals.benchmark.labels import table

Ask = Callable[[str, Watch], Answer]
"""A question and what watches its answer to the answer, by way of the model that is measured."""
Bare = Callable[[], float]
"""Asks the model alone and returns the seconds from its first piece to the client's."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """Milliseconds from the first piece of the model to the first words seen, None if none were, and without us."""

    seen_ms: float | None
    bare_ms: float
    verified: int
    marked: int


def measure_streaming(questions: Sequence[str], ask: Ask, bare: Bare, sent_at: Callable[[], float]) -> list[Streamed]:
    """Ask each question and note when its first words could be seen; questions that no model is asked are left out."""
    found = []
    for question in questions:
        seen: list[float] = []

        def watch(progress: Progress, seen: list[float] = seen) -> None:
            if progress.claims or progress.begun:
                seen.append(perf_counter())

        before = sent_at()
        answer = ask(question, watch)
        if sent_at() == before:
            continue
        seen_ms = 1_000 * (seen[0] - sent_at()) if seen else None
        found.append(Streamed(seen_ms, 1_000 * bare(), len(answer.claims), len(answer.unverified)))
    return found


def streaming_payload(streamed: Sequence[Streamed], checking_ms: Sequence[float]) -> dict[str, Any]:
    """Return the object of ``benchmark streaming --json``."""
    seen = [one.seen_ms for one in streamed if one.seen_ms is not None]
    return {
        "answers": len(streamed),
        "never_seen": len(streamed) - len(seen),
        "first_words_ms": _spread(seen),
        "client_alone_ms": _spread([one.bare_ms for one in streamed]),
        "added_ms": _spread([one.seen_ms - one.bare_ms for one in streamed if one.seen_ms is not None]),
        "checked_replies": len(checking_ms),
        "checking_processor_ms": _spread(checking_ms),
        "verified_sentences": sum(one.verified for one in streamed),
        "marked_sentences": sum(one.marked for one in streamed),
    }


def _spread(times: Sequence[float]) -> dict[str, float | None]:
    """Return the median, the 95th percentile and the maximum, None without any."""
    if not times:
        return {"p50": None, "p95": None, "max": None}
    ordered = sorted(times)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[int(0.95 * len(ordered))], "max": ordered[-1]}


def streaming_table(payload: Mapping[str, Any]) -> str:
    """Return a line for each kind of time, and how many answers it was measured on."""
    names = {
        "first_words_ms": "first words seen after the model's first piece, ms",
        "client_alone_ms": "the same for the client alone, ms",
        "added_ms": "added by us, ms",
        "checking_processor_ms": "checking a reply of five sentences, processor ms",
    }
    rows = [(told, *(_number(payload[key][part]) for part in ("p50", "p95", "max"))) for key, told in names.items()]
    counts = f"{payload['answers']} answers, {payload['never_seen']} of them without a word that could be seen;"
    return f"{table(('time', 'p50', 'p95', 'max'), rows)}\n{counts} {payload['checked_replies']} replies checked"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
