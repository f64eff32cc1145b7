"""Right replies of a model over the shipped corpus, and the same with planted faults, to the share that is caught."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import process_time
from typing import Any

from assistant.answering.judged import Shown, judge
from assistant.answering.reply import Statement, read_statements
from assistant.answering.support import Languages
from assistant.language.fold import han_share
from assistant.schema import Claim, Hit, Language, Passage, Verdict
from evals.benchmark.guard import read_claims
from evals.benchmark.labels import LABELS, share, table
from evals.benchmark.plant_reply import PLANTS, Right, holds_start
from evals.benchmark.shelf import Shelf
from evals.benchmark.twins import HALVES, Place, judge_twin, read_twins

PARAPHRASES = LABELS / "paraphrases.jsonl"
"""Sentences as a model words them, each with what it rests on."""
TWIN = "twin"
"""Origin of what was written by hand in pairs."""
SEED = 7
PER_FAULT = 40
"""Replies of each fault in each half."""
PER_CLAIM = 2
SHOWN = 10
"""Passages that a model is shown: those behind the sentence among others of the same and of other documents."""
SENTENCES = 5
"""Sentences of the longest answer that a model is asked for."""
_CLERK = re.compile(r"口[径徑]|此[后後]未|[÷−×]|another measure|no later figure|^编者注|Editor")
"""Wordings of the ledger and of editors, which a model is never asked for."""
_CHINESE = 0.5

LanguagesOf = Callable[[Language], Languages]
Split = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A reply that was judged; ``fault`` is empty for a right one, ``half`` tells tuned from held out.

    ``claims`` are those of a right reply, each by whether it is marked: a reply is marked when any of them is.
    """

    fault: str
    half: str
    origin: str
    reply: str
    marked: bool
    claims: tuple[bool, ...] = ()
    checks: tuple[frozenset[str], ...] = ()
    """By which checks each claim of a right reply is marked, or in one the claims of a faulty one."""


Tells = Callable[[Claim], frozenset[str]]
"""A claim that was just judged to the checks that mark it."""


def right_replies(shelf: Shelf, split: Split) -> list[tuple[str, Right]]:
    """Return the right sentences with their origin: the claims of stored answers, and paraphrases of the corpus."""
    place = _placing(shelf, split)
    found = []
    for origin, path in (("claim", LABELS / "claims.jsonl"), ("paraphrase", PARAPHRASES)):
        claims = [claim for claim in read_claims(shelf, path) if not _CLERK.search(claim.text)]
        found += [(origin, right) for claim in claims if (right := place(claim)) is not None]
    return found


def _placing(shelf: Shelf, split: Split) -> Place:
    """Return what shows a model the passages behind a claim among others; None where none of them holds it."""
    passages = {name: [p for p in split(name) if not p.note] for name in shelf.documents}

    def place(claim: Claim) -> Right | None:
        holders = [next((p for p in passages[c.source.id] if holds_start(p, c)), None) for c in claim.citations]
        known = [p for p in dict.fromkeys(holders) if p]
        return _shown(claim, known, passages) if None not in holders else None

    return place


def _shown(claim: Claim, holders: Sequence[Passage], passages: Mapping[str, Sequence[Passage]]) -> Right:
    rng = random.Random(f"{SEED} {claim.text}")
    own = [p for p in passages[holders[0].document_id] if p not in holders]
    others = [name for name in sorted(passages) if passages[name] and name != holders[0].document_id]
    shown = [*holders, *own[:3]]
    shown += [rng.choice(list(passages[name])) for name in rng.sample(others, SHOWN - len(shown))]
    rng.shuffle(shown)
    numbers = tuple(shown.index(holder) + 1 for holder in holders)
    language: Language = "zh" if han_share(claim.text) > _CHINESE else "en"
    return Right(claim, language, tuple(shown), numbers)


def planted_replies(rights: Sequence[Right], corpus: str) -> Iterator[tuple[str, Right, str]]:
    """Yield faulty replies with the name of the fault: the same ones each time, as many of each half."""
    for fault, plant in PLANTS.items():
        rng = random.Random(f"{SEED} {fault}")
        order = list(rights)
        rng.shuffle(order)
        room = {"tuned": PER_FAULT, "held out": PER_FAULT}
        for right in order:
            replies = list(dict.fromkeys(plant(right, rng, corpus)))
            for reply in rng.sample(replies, min(PER_CLAIM, len(replies), room[half_of(right)])):
                room[half_of(right)] -= 1
                yield fault, right, reply


def half_of(right: Right) -> str:
    """Return the half that a sentence belongs to, by hash: nothing is tuned on the other."""
    return ("tuned", "held out")[sha256(right.claim.text.encode()).digest()[0] % 2]


def judge_replies(
    shelf: Shelf, split: Split, languages: LanguagesOf, tells: Tells = lambda _: frozenset()
) -> list[Verdicts]:
    """Judge every right and every faulty reply as the assistant judges a model's."""
    rights = right_replies(shelf, split)
    corpus = "\n".join(document.text for document in shelf.documents.values())
    todo = [("", origin, right, right.reply()) for origin, right in rights]
    todo += [(fault, "", right, reply) for fault, right, reply in planted_replies([r for _, r in rights], corpus)]
    verdicts = []
    for fault, origin, right, reply in todo:
        judged = [(not _is_held(claim), tells(claim)) for claim in judged_reply(reply, right, shelf, languages)]
        claims = tuple(marked for marked, _ in judged) or (True,)
        checks = tuple(names for _, names in judged)
        own, checks = ((), _in_one(checks)) if fault else (claims, checks)
        half, kind = half_of(right), origin or right.language
        verdicts.append(Verdicts(fault, half, kind, reply, any(claims), own, checks))
    return verdicts + _judge_twins(shelf, split, languages, tells)


def _in_one(checks: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return (frozenset[str]().union(*checks),)


def _judge_twins(shelf: Shelf, split: Split, languages: LanguagesOf, tells: Tells) -> list[Verdicts]:
    told: list[frozenset[str]] = []

    def holds(statement: Statement, right: Right) -> bool:
        claim = judge(statement, _seen(right, shelf, languages))
        told.append(tells(claim))
        return _is_held(claim)

    verdicts = []
    for twin in read_twins(shelf, _placing(shelf, split)):
        told.clear()
        claims, caught = judge_twin(twin, holds)
        # The right reply is judged first.
        own, others = tuple(told[: len(claims)]), told[len(claims) :]
        verdicts.append(Verdicts("", twin.half, TWIN, twin.reply, any(claims), claims, own))
        verdicts.append(Verdicts(twin.fault, twin.half, TWIN, twin.faulty, caught, (), _in_one(others)))
    return verdicts


def judged_reply(reply: str, right: Right, shelf: Shelf, languages: LanguagesOf) -> Iterator[Claim]:
    """Yield the claims of a reply about what a model was shown, each judged when it is asked for."""
    shown = _seen(right, shelf, languages)
    return (judge(statement, shown) for statement in read_statements(reply, passage_count=len(right.shown)))


def _is_held(claim: Claim) -> bool:
    return claim.verdict is Verdict.VERIFIED


def _seen(right: Right, shelf: Shelf, languages: LanguagesOf) -> Shown:
    sources = {name: document.source for name, document in shelf.documents.items()}
    return Shown([Hit(p, 1.0) for p in right.shown], sources, shelf.text, languages(right.language))


def times_ms(shelf: Shelf, split: Split, languages: LanguagesOf) -> list[float]:
    """Return the processor time that it takes to read and judge answers of five right sentences, shortest first."""
    rights = [right for _, right in right_replies(shelf, split)]
    times = []
    for start in range(0, len(rights) - SENTENCES, SENTENCES):
        began = process_time()
        for right in rights[start : start + SENTENCES]:
            list(judged_reply(right.reply(), right, shelf, languages))
        times.append(1_000 * (process_time() - began))
    return sorted(times)


def faults_payload(judged: Sequence[Verdicts], times: Sequence[float]) -> dict[str, Any]:
    """Return the object of ``benchmark faults --json``."""
    faulty, right = [v for v in judged if v.fault], [v for v in judged if not v.fault]
    planted, twins = [v for v in faulty if v.origin != TWIN], [v for v in faulty if v.origin == TWIN]
    return {
        "faulty": {half: _caught([v for v in planted if v.half == half]) for half in HALVES},
        "twin": {half: _caught([v for v in twins if v.half == half]) for half in HALVES},
        "right": {
            f"{origin}, {half}": _caught([v for v in right if (v.origin, v.half) == (origin, half)])
            for origin in ("claim", "paraphrase", TWIN)
            for half in HALVES
        },
        "claims": {half: _claims_marked([v for v in right if v.half == half]) for half in HALVES},
        "all": {"faulty": _caught(faulty), "right": _caught(right), "claims": _claims_marked(right)},
        "fault": {name: _caught([v for v in planted if v.fault == name]) for name in PLANTS},
        "verification_ms": {"p50": times[len(times) // 2], "p95": times[int(0.95 * len(times))], "max": times[-1]},
        "misses": [f"{v.fault or 'right, marked'} ({v.half}): {v.reply}" for v in judged if v.marked != bool(v.fault)],
    }


def _caught(judged: Sequence[Verdicts]) -> dict[str, float | int | None]:
    marked = sum(v.marked for v in judged)
    return {"replies": len(judged), "marked": marked, "share": marked / len(judged) if judged else None}


def _claims_marked(judged: Sequence[Verdicts]) -> dict[str, float | int | None]:
    claims = [marked for verdict in judged for marked in verdict.claims]
    return {"claims": len(claims), "marked": sum(claims), "share": sum(claims) / len(claims) if claims else None}


def faults_table(payload: Mapping[str, Any]) -> str:
    """Return a line for each fault, for both halves, and for the right replies and their claims."""
    every = payload["all"]
    groups = [
        *payload["fault"].items(),
        *((f"all faults, {half}", group) for half, group in payload["faulty"].items()),
        *((f"faulty twins, {half}", group) for half, group in payload["twin"].items()),
        ("all faulty replies", every["faulty"]),
        *((f"right ({name})", group) for name, group in payload["right"].items()),
        ("all right replies", every["right"]),
        *((f"claims of right replies, {half}", group) for half, group in payload["claims"].items()),
        ("all claims of right replies", every["claims"]),
    ]
    rows = [
        (name, group.get("replies", group.get("claims")), group["marked"], share(group["share"]))
        for name, group in groups
    ]
    times = payload["verification_ms"]
    spent = (
        f"processor time of an answer of {SENTENCES} sentences: p50 {times['p50']:.1f} ms, p95 {times['p95']:.1f} ms"
    )
    return f"{table(('fault', 'count', 'marked', 'percent'), rows)}\n{spent}, longest {times['max']:.1f} ms"
