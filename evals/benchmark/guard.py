"""True claims, and the same with planted errors, to the share of errors that the figure guard marks."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.answering.verify import Misplaced, verify_claim
from assistant.schema import Claim, Verdict
from evals.benchmark.labels import LABELS, read_labels, share, table
from evals.benchmark.plant import dropped_qualifier, exchanged_figures, wrong_digit, wrong_unit, wrong_year
from evals.benchmark.plant_across import shifted_span, sum_of_measures, swapped_indicator, wrong_document
from evals.benchmark.shelf import Shelf

FILE = LABELS / "claims.jsonl"

SEED = 12_621
PER_ERROR = 44
PLANTED = 400
PER_CLAIM = 3
"""At most so many plants of one error in one claim, so that no claim speaks for all."""

Verify = Callable[[Claim, Callable[[str], str]], Claim]


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that was given to the guard; ``error`` is empty for an unharmed one."""

    error: str
    claim: Claim
    marked: bool


def read_claims(shelf: Shelf, path: Path = FILE) -> list[Claim]:
    """Return the stored claims with their citations looked up; UsageError when a quote is no longer in the corpus."""
    claims = []
    for label in read_labels(path):
        citations = tuple(shelf.find(cited["document"], cited["quote"], path) for cited in label["citations"])
        claims.append(Claim(label["text"], citations))
    return claims


def plant_errors(claims: Sequence[Claim], shelf: Shelf, *, seed: int = SEED) -> list[tuple[str, Claim]]:
    """Return up to PLANTED harmed claims with the name of the error, the same ones for the same claims and seed."""
    pools: dict[str, list[tuple[Claim, Claim]]] = {
        "wrong digit": list(_each(claims, wrong_digit)),
        "wrong unit": list(_each(claims, wrong_unit)),
        "wrong year": list(_each(claims, wrong_year)),
        "dropped qualifier": list(_each(claims, dropped_qualifier)),
        "swapped indicator": list(swapped_indicator(claims)),
        "exchanged figures": list(_each(claims, exchanged_figures)),
        "sum of measures": list(sum_of_measures(claims)),
        "shifted span": list(shifted_span(claims, shelf)),
        "wrong document": list(wrong_document(claims, shelf)),
    }
    planted: list[tuple[str, Claim]] = []
    spare: list[tuple[str, Claim]] = []
    for name, pool in pools.items():
        drawn = [(name, wrong) for wrong in _draw(pool, random.Random(f"{seed} {name}"))]
        planted += drawn[:PER_ERROR]
        spare += drawn[PER_ERROR:]
    # An error that the claims give too few chances for leaves its places to the others, in turn.
    random.Random(seed).shuffle(spare)
    return [*planted, *spare[: max(0, PLANTED - len(planted))]]


def _each(claims: Sequence[Claim], plant: Callable[[Claim], Iterator[Claim]]) -> Iterator[tuple[Claim, Claim]]:
    return ((claim, wrong) for claim in claims for wrong in plant(claim))


def _draw(pool: Sequence[tuple[Claim, Claim]], rng: random.Random) -> list[Claim]:
    order = list(pool)
    rng.shuffle(order)
    used: dict[str, int] = {}
    drawn: dict[tuple[str, tuple[int, ...]], Claim] = {}
    for claim, wrong in order:
        used[claim.text] = used.get(claim.text, 0) + 1
        if used[claim.text] <= PER_CLAIM:
            drawn.setdefault((wrong.text, tuple(c.start for c in wrong.citations)), wrong)
    return list(drawn.values())


def measure_guard(
    claims: Sequence[Claim],
    planted: Iterable[tuple[str, Claim]],
    shelf: Shelf,
    *,
    misplaced: Misplaced = lambda *_: (),
    verify: Verify | None = None,
) -> list[Checked]:
    """Give every claim, unharmed and harmed, to the guard; ``verify`` puts another one in its place."""
    guard = verify or partial(verify_claim, misplaced=misplaced)
    todo = [*(("", claim) for claim in claims), *planted]
    return [Checked(error, claim, guard(claim, shelf.text).verdict is not Verdict.VERIFIED) for error, claim in todo]


def guard_payload(checked: Sequence[Checked]) -> dict[str, Any]:
    """Return the object of ``benchmark guard --json``."""
    harmed = [item for item in checked if item.error]
    unharmed = [item for item in checked if not item.error]
    caught, alarms = sum(item.marked for item in harmed), sum(item.marked for item in unharmed)
    return {
        "planted": len(harmed),
        "caught": caught,
        "recall": caught / len(harmed) if harmed else None,
        "precision": caught / (caught + alarms) if caught + alarms else None,
        "unharmed": len(unharmed),
        "false_alarms": alarms,
        "false_alarm_rate": alarms / len(unharmed) if unharmed else None,
        "error": {name: {"planted": n, "caught": c} for name, n, c in _by_error(harmed)},
        "misses": [_shown(item) for item in checked if item.marked != bool(item.error)],
    }


def guard_table(checked: Sequence[Checked]) -> str:
    """Return one line per error, one over all errors, and one for the unharmed claims."""
    rows: list[tuple[object, ...]] = [
        (name, n, c, share(c / n)) for name, n, c in _by_error([item for item in checked if item.error])
    ]
    payload = guard_payload(checked)
    rows.append(("all errors", payload["planted"], payload["caught"], share(payload["recall"])))
    alarms = ("unharmed", payload["unharmed"], payload["false_alarms"], share(payload["false_alarm_rate"]))
    return table(("error", "claims", "marked", "percent"), [*rows, alarms])


def _by_error(harmed: Sequence[Checked]) -> list[tuple[str, int, int]]:
    groups: dict[str, list[bool]] = {}
    for item in harmed:
        groups.setdefault(item.error, []).append(item.marked)
    return [(name, len(marks), sum(marks)) for name, marks in groups.items()]


def _shown(item: Checked) -> str:
    quotes = " / ".join(f"{c.source.id}: {c.quote}" for c in item.claim.citations)
    return f"{item.error or 'false alarm'}: {item.claim.text}  <- {quotes}"
