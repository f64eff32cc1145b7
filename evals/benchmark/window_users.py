"""Run as `python -m evals.benchmark.window_users`, a job as JSON on stdin; what many users at once saw on stdout.

A process of its own, so that the work of the visitors is not counted as the server's.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from time import perf_counter
from typing import Any

from evals.benchmark.own_process import done_elsewhere
from evals.benchmark.server_cost import ServerCost
from evals.benchmark.window_visitor import Seen, Visitor

_SECONDS = 3_600.0
_LONGEST_SECONDS = 60.0
"""Nobody waits longer for an answer; what takes longer is an error."""
_SAMPLES = 20
"""How often the memory is read in the course of a job."""


@dataclass(frozen=True, slots=True)
class Job:
    """Who asks what: ``users`` at once, each opening the page anew after ``visit`` questions.

    They come and go one after another: the first visits have 1, 2 and so on up to ``visit`` questions.

    ``server`` is the process whose processor time and memory, with those of its children, are measured.
    """

    address: str
    answered: str
    questions: Sequence[str]
    users: int
    visit: int
    server: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the users saw: seconds of each question that was answered, errors, and what it cost the server."""

    seconds: Sequence[float]
    opening_seconds: Sequence[float]
    """Of each page that was opened while others asked."""
    errors: Sequence[str]
    wall_seconds: float
    cpu_seconds: float
    memory_mb: Sequence[float]
    """At the beginning, then after equal parts of the questions."""


def run_users(job: Job) -> Crowd:
    """Let the users of a job ask in a process of their own."""
    return Crowd(**done_elsewhere("evals.benchmark.window_users", asdict(job), seconds=_SECONDS))


async def crowd(job: Job) -> Crowd:
    """Open a page for each user, then let all ask, each the next question as soon as the last one is answered."""
    import aiohttp

    questions = iter(job.questions)
    seen: list[Seen] = []
    opening: list[float] = []
    server = ServerCost(job.server)
    memory: list[float] = []
    every = max(1, len(job.questions) // _SAMPLES)
    # A browser keeps its connections; the limit of the library would make the users wait for each other.
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        connector=connector, timeout=aiohttp.ClientTimeout(total=_LONGEST_SECONDS)
    ) as http:
        first = [Visitor(http, job.address, job.answered) for _ in range(job.users)]
        for visitor in first:
            await visitor.open()

        async def visit(visitor: Visitor, own: Sequence[str]) -> None:
            for question in own:
                seen.append(await visitor.ask(question))
                if len(seen) % every == 0:
                    memory.append(server.memory_mb())
            await visitor.close()

        async def visits(visitor: Visitor, number: int) -> None:
            await visit(visitor, list(islice(questions, 1 + number % job.visit)))
            while own := list(islice(questions, job.visit)):
                visitor = Visitor(http, job.address, job.answered)
                begun = perf_counter()
                await visitor.open()
                opening.append(perf_counter() - begun)
                await visit(visitor, own)

        memory.append(server.memory_mb())
        started, cpu = perf_counter(), server.cpu_seconds()
        await asyncio.gather(*(visits(visitor, number) for number, visitor in enumerate(first)))
        wall, spent = perf_counter() - started, server.cpu_seconds() - cpu
    answered = [one.seconds for one in seen if not one.error]
    return Crowd(answered, opening, [one.error for one in seen if one.error], wall, spent, memory)


def main() -> None:
    """Do the job on stdin."""
    given: dict[str, Any] = json.load(sys.stdin)
    json.dump(asdict(asyncio.run(crowd(Job(**given)))), sys.stdout)


if __name__ == "__main__":
    main()
