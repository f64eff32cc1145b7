"""Run as `python -m evals.benchmark.load_users`, a job as JSON on stdin; what its users saw of the window on stdout."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from evals.benchmark.load_person import Event, Log, Person
from evals.benchmark.load_plan import Plan, Step
from evals.benchmark.own_process import done_elsewhere
from evals.benchmark.server_cost import ServerCost

if TYPE_CHECKING:
    from aiohttp import BaseConnector, ClientSession

_LONGEST_SECONDS = 60.0
"""Nobody waits longer for a reply; what takes longer is an error."""
_MOST_SECONDS = 4 * 3_600.0
_SAMPLE_SECONDS = 1.0
_OPENED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Job:
    """Who does what where; ``server`` is the process whose costs are read.

    ``passwords`` are those of the users who sign in first, none where nobody has to. ``busy_pause`` are the seconds
    after which somebody tries again whom the window was too busy for. ``opened`` lets all open their page, a few at a
    time, before anything is measured.
    """

    address: str
    server: int
    plans: Sequence[Plan]
    passwords: Mapping[str, str] = field(default_factory=dict)
    busy_pause: float = 2.0
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What the users saw, and what it cost the server."""

    events: Sequence[Event]
    logs: Sequence[Log]
    requests: int
    wall_seconds: float
    cpu_seconds: float
    memory_mb: Sequence[float]
    """Each second, from before the first user on."""


def run_load(job: Job) -> Load:
    """Let the users of a job live in a process of their own."""
    told = done_elsewhere("evals.benchmark.load_users", asdict(job), seconds=_MOST_SECONDS)
    events, logs = [Event(**one) for one in told.pop("events")], [Log(**one) for one in told.pop("logs")]
    return Load(events, logs, **told)


async def load(job: Job) -> Load:
    """Sign everybody in, then let all follow their plans at once."""
    import aiohttp

    requests = [0]
    server = ServerCost(job.server)
    async with AsyncExitStack() as stack:
        # A browser keeps its connections; the limit of the library would make the users wait for each other.
        connector = await stack.enter_async_context(aiohttp.TCPConnector(limit=0))
        people = []
        for plan in job.plans:
            http = await stack.enter_async_context(_browser(connector, requests))
            if plan.user in job.passwords:
                await _sign_in(http, job.address, plan.user, job.passwords[plan.user])
            people.append((Person(http, job.address, plan.user, job.busy_pause), plan))
        if job.opened:
            people = await _opened(people)
        requests[0] = 0
        with _memory(server) as memory:
            started, cpu = perf_counter(), server.cpu_seconds()
            await asyncio.gather(*(person.live(plan) for person, plan in people))
            wall, spent = perf_counter() - started, server.cpu_seconds() - cpu
    events = [event for person, _ in people for event in person.events]
    return Load(events, [person.log for person, _ in people], requests[0], wall, spent, memory)


async def _opened(people: Sequence[tuple[Person, Plan]]) -> list[tuple[Person, Plan]]:
    """Do the first step of every plan, which opens the page, and return what is left to do."""
    few = asyncio.Semaphore(_OPENED_AT_ONCE)

    async def opened(person: Person, plan: Plan) -> tuple[Person, Plan]:
        async with few:
            await person.do(plan.steps[0])
        return person, replace(plan, steps=plan.steps[1:])

    return await asyncio.gather(*(opened(*one) for one in people))


def _browser(connector: "BaseConnector", requests: list[int]) -> "ClientSession":
    """Return a browser with its own cookies, whose requests are counted."""
    import aiohttp

    async def counted(*_: object) -> None:
        requests[0] += 1

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(counted)
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        cookie_jar=aiohttp.CookieJar(unsafe=True),  # else it keeps none of an address without a name
        timeout=aiohttp.ClientTimeout(total=_LONGEST_SECONDS),
        trace_configs=[tracing],
    )


async def _sign_in(http: "ClientSession", address: str, user: str, password: str) -> None:
    async with http.post(f"{address}/login", data={"username": user, "password": password}) as reply:
        reply.raise_for_status()


@contextmanager
def _memory(server: ServerCost) -> Iterator[list[float]]:
    """Read the memory now, each second as long as the block lasts, and at its end."""
    memory = [server.memory_mb()]

    async def watch() -> None:
        while True:
            await asyncio.sleep(_SAMPLE_SECONDS)
            memory.append(server.memory_mb())

    watching = asyncio.create_task(watch())
    try:
        yield memory
    finally:
        watching.cancel()
        memory.append(server.memory_mb())


def _read_job(given: dict[str, Any]) -> Job:
    plans = [Plan(one["user"], [Step(**step) for step in one["steps"]]) for one in given.pop("plans")]
    return Job(plans=plans, **given)


def main() -> None:
    """Do the job on stdin."""
    json.dump(asdict(asyncio.run(load(_read_job(json.load(sys.stdin))))), sys.stdout)


if __name__ == "__main__":
    main()
