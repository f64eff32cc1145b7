"""Two windows on one index and one database are one: what was said at one goes on at the other."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.config import Config
from assistant.wiring import build
from evals.benchmark.load_person import Person
from evals.benchmark.load_plan import Step
from tests.served import finished
from tests.window_process import answer_of, window_process

QUESTION, FOLLOW_UP, LATER = "园区科协成立了几家？", "目标是多少？", "火星园区科协成立了几家？"
REPORT = "# 火星园区科协成立\n\n2022年6月，火星园区科协成立17家。\n"


def share(config: Config, folder: Path, settings: Mapping[str, str]) -> None:
    """Let two windows share everything, and hold what each shows against what was done at the other."""
    folders = [folder / name for name in ("one", "two")]
    for own in folders:
        own.mkdir()
    with (
        window_process(config, folders[0], settings) as one,
        window_process(config, folders[1], settings) as two,
    ):
        finished(talk(one.address, two.address))
        assert "17" not in answer_of(one.ask(LATER))
        (config.corpus / "mars.md").write_text(REPORT, "utf-8")
        build(config)
        assert ["17家" in answer_of(window.ask(LATER)) for window in (one, two)] == [True, True]


async def talk(first: str, second: str) -> None:
    """Ask at the first window, and go on with that conversation at the second one."""
    import aiohttp

    async with aiohttp.ClientSession() as http:
        here, there = Person(http, first, "local", 1.0), Person(http, second, "local", 1.0)
        await did(here, "page", "ask")
        await did(there, "page")
        there.log = here.log  # It is the same user, who knows what was said.
        deadline = time.monotonic() + 30
        await did(there, "history")
        while not there._listed:
            assert time.monotonic() < deadline, "the conversation was not kept"
            await asyncio.sleep(0.1)
            await did(there, "history")
        await did(there, "reopen", "follow-up")
        assert [[turn[0] for turn in turns] for turns in there.log.conversations] == [[QUESTION, FOLLOW_UP]]
        assert "10" in there.log.conversations[0][1][1]  # Understood as about the same, so the history was there.
        assert there.log.strange == []


async def did(person: Person, *kinds: str) -> None:
    """Do some steps, none of which may go wrong."""
    for kind in kinds:
        await person.do(Step(0.0, kind, FOLLOW_UP if kind == "follow-up" else QUESTION))
    assert [event.status for event in person.events] == [""] * len(person.events)


def test_two_windows_on_one_index_and_one_database_are_one(small: Config, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    share(small, tmp_path, {"ASSISTANT_DATABASE_URL": f"sqlite:///{tmp_path}/records.sqlite"})
