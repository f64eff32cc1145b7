"""Conversations and numbers of users in; what an office, a rush and a long day at the window look like out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any

from assistant.people.passwords import Cost, hash_password
from assistant.people.roles import Person
from assistant.people.users_file import change_users
from evals.benchmark.load_plan import Plan, Talk, conversation_plans, office_plans, rush_plans
from evals.benchmark.load_records import Tally, compare, kept_of, told_alone
from evals.benchmark.load_report import crowd_figures, growth, rush_figures
from evals.benchmark.load_users import Job, Load, run_load
from evals.benchmark.window import ANSWERED, VISIT
from evals.benchmark.window_servers import records_url, window
from evals.benchmark.window_users import Job as QuestionJob
from evals.benchmark.window_users import run_users

BUSY_PAUSE_SECONDS = 2.0
"""Who reads that the window is busy tries again after as long."""
AFTER_RUSH = 10
"""Questions that one user asks as soon as a rush is over."""
_LATE = "late"
_QUICK = Cost(2**10, 8, 1)
"""Hundreds sign in before anything is measured; what a real check of a password costs is no part of it."""
_SINCE = "2026-01-01T00:00:00+00:00"
_NO_LIMIT = "10000"
"""Questions a minute: the limit for one person would turn away who asks without a pause."""

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """The window behind its door, with everybody's password."""

    address: str
    process: int
    passwords: Mapping[str, str]

    def run(self, plans: Sequence[Plan], *, opened: bool = False) -> Load:
        """Let the users follow their plans, with ``opened`` once all have their page before them."""
        return run_load(Job(self.address, self.process, plans, self.passwords, BUSY_PAUSE_SECONDS, opened))


@contextmanager
def office(folder: Path, users: Sequence[str]) -> Iterator[Office]:
    """Serve the window to users who sign in, keeping their conversations in ``folder``."""
    passwords = {user: token_urlsafe() for user in users}
    people = [Person(user, ("reader",), hash_password(word, _QUICK), _SINCE) for user, word in passwords.items()]
    change_users(folder / "users.jsonl", lambda _: people)
    settings = {
        "ASSISTANT_USERS_FILE": str(folder / "users.jsonl"),
        "ASSISTANT_QUESTIONS_PER_MINUTE": _NO_LIMIT,
        "ASSISTANT_KEEP_HISTORY": "1",
    }
    with window(folder, settings) as server:
        yield Office(server.address, server.process, passwords)


def measure_office(
    talks: Sequence[Talk], words: Sequence[str], *, users: int, steps: int, thinking: float, seed: int
) -> Payload:
    """Let users do what people of an office do, with time to read, and see that nothing was lost or mixed up."""
    plans = office_plans(talks, words, users=users, steps=steps, thinking=thinking, seed=seed)
    with TemporaryDirectory() as folder:
        with office(Path(folder), [plan.user for plan in plans]) as place:
            load = place.run(plans)
        tally = _kept(folder, load)
    return {"users": users, **crowd_figures(load), "kept": asdict(tally)}


def measure_rush(talks: Sequence[Talk], *, users: int, questions: int, seed: int) -> Payload:
    """Let more users than can be served ask at once, then one alone as soon as that is over.

    The times of opening the page are those before the rush, when a few opened theirs at a time.
    """
    plans = rush_plans(talks, users=users, questions=questions, seed=seed)
    late = Plan(_LATE, rush_plans(talks, users=1, questions=AFTER_RUSH, seed=seed + 1)[0].steps)
    with TemporaryDirectory() as folder:
        with office(Path(folder), [*(plan.user for plan in plans), _LATE]) as place:
            load = place.run(plans, opened=True)
            after = place.run([late], opened=True)
        tally = _kept(folder, load, after)
    return {"users": users, **rush_figures(load), "after": crowd_figures(after), "kept": asdict(tally)}


def answers_alone(talks: Sequence[Talk]) -> dict[tuple[str, ...], str]:
    """Have each conversation with one user, while nobody else is there; return the answers by the questions so far."""
    plans = conversation_plans(talks, users=1, numbers=range(len(talks)))
    with TemporaryDirectory() as folder, office(Path(folder), [plan.user for plan in plans]) as place:
        return told_alone(place.run(plans).logs)


def measure_conversations(
    talks: Sequence[Talk], alone: Mapping[tuple[str, ...], str], *, users: int, first: int, count: int
) -> Payload:
    """Have ``count`` conversations, from number ``first`` on, with users who never pause, and compare what is kept.

    Each answer is also held against the one to somebody who had the same conversation alone.
    """
    plans = conversation_plans(talks, users=users, numbers=range(first, first + count))
    with TemporaryDirectory() as folder:
        with office(Path(folder), [plan.user for plan in plans]) as place:
            load = place.run(plans)
        tally = _kept(folder, load, alone=alone)
    return {"users": users, **crowd_figures(load), "kept": asdict(tally)}


def added_up(parts: Sequence[Payload]) -> Payload:
    """Return conversations that were had in several parts as one run; its times are those of the slowest part."""
    total: Payload = {"users": parts[0]["users"], "parts": len(parts)}
    total |= {name: sum(part[name] for part in parts) for name in ("answers", "busy", "errors", "wall_s")}
    total["error_texts"] = [told for part in parts for told in part["error_texts"]][:5]
    total["answers_per_s"] = round(total["answers"] / total["wall_s"], 2)
    total |= {name: max(part[name] for part in parts) for name in ("requests_per_s", "cpu_ms_per_answer", "cores_used")}
    total["answer_s"] = {name: max(part["answer_s"][name] for part in parts) for name in parts[0]["answer_s"]}
    total["memory_mb"] = {name: max(part["memory_mb"][name] for part in parts) for name in ("first", "most")}
    counts = ("conversations", "turns", "lost", "mixed", "unsure")
    total["kept"] = {name: sum(part["kept"][name] for part in parts) for name in counts}
    total["kept"]["examples"] = [told for part in parts for told in part["kept"]["examples"]][:5]
    return total


def measure_soak(questions: Sequence[str], *, users: int, count: int) -> Payload:
    """Ask ``count`` questions without a pause, without signing in, and watch the memory."""
    asked = [*questions] * -(-count // len(questions))
    with TemporaryDirectory() as place, window(Path(place)) as server:
        crowd = run_users(QuestionJob(server.address, ANSWERED, asked[:count], users, VISIT, server.process))
    return {
        "users": users,
        "answered": len(crowd.seconds),
        "errors": len(crowd.errors),
        "error_texts": sorted(set(crowd.errors))[:5],
        "answers_per_second": len(crowd.seconds) / crowd.wall_seconds,
        "memory_mb": [round(one, 1) for one in crowd.memory_mb],
        **growth(crowd.memory_mb),
    }


def _kept(folder: str, *loads: Load, alone: Mapping[tuple[str, ...], str] | None = None) -> Tally:
    """Compare once the window has ended: what it still had to keep then is not lost."""
    logs = [log for load in loads for log in load.logs]
    return compare(logs, kept_of(records_url(Path(folder)), [log.user for log in logs]), alone)
