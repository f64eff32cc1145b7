"""A database of conversations that is full, held by another process, or left in the middle by a killed window."""

import json
import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Config
from assistant.index.folders import current_build
from assistant.people.pace import Pace
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.window.archive import Archive, Talk
from assistant.window.asking import KEEPING_SECONDS, Asking
from assistant.window.conversation import Exchange
from assistant.window.desk import Desk
from assistant.window.sessions import Page, Sessions
from tests.fakes import FakeAssistant, scripted_answer
from tests.processes import finish, start
from tests.served import finished
from tests.test_index_space import _mount
from tests.window_process import answer_of, window_process

TRAINED, PARKS = "一线工程师培训了多少名？", "园区科协有几家？"
QUESTION = "园区科协成立了几家？"
HERE = Page("wang", "a")
KILLS = 8
TURNS = 3
"""Of each conversation while it is written."""


class Window:
    """The questions of one page, answered from a script and kept in a database."""

    def __init__(self, database: Path) -> None:
        self.records = Records(read_address(f"sqlite:///{database}"))
        self.sessions = Sessions()
        desk = Desk(FakeAssistant(), longest_question=100, rated=True, pace=Pace(100))
        self.asking = Asking(desk, Archive(self.records), self.sessions)

    def ask(self, question: str) -> dict[str, Any]:
        replied: dict[str, Any] = json.loads(finished(self.asking.ask(question, "zh", HERE)))
        return replied

    def turns(self) -> int:
        return sum(one.turns for one in self.records.conversations("wang"))


def test_a_database_that_another_process_holds_keeps_no_answer_waiting_and_gets_it_later(tmp_path: Path) -> None:
    window = Window(tmp_path / "records.sqlite")
    window.ask(PARKS)
    with sqlite3.connect(tmp_path / "records.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        told = window.ask(TRAINED)
        waited = time.monotonic() - began
        assert "1500" in told["messages"][1]["content"] and told["notice"] == ""
        # Far below the 5 s that a writer waits for another one, far above what a busy machine adds to a quarter.
        assert waited < KEEPING_SECONDS + 2
        other.execute("ROLLBACK")
    other.close()
    until(lambda: window.turns() == 2)


@dataclass(frozen=True)
class Late(Archive):
    """Waits with every answer until it is let go, and fails with the first one."""

    go: threading.Event = field(default_factory=threading.Event)
    failed: list[str] = field(default_factory=list)

    def keep(self, owner: str, talk: Talk, exchange: Exchange, *rest: Any) -> tuple[Talk, str]:
        assert self.go.wait(30)
        if self.failed:
            return super().keep(owner, talk, exchange, *rest)
        self.failed.append(exchange.key)
        return Talk(talk.id), "没有保存下来"


def test_what_failed_while_the_next_answers_waited_is_kept_with_them_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.window.asking.KEEPING", 2)
    window = Window(tmp_path / "records.sqlite")
    archive = Late(window.records)
    window.asking = Asking(Desk(FakeAssistant()), archive, window.sessions)
    for question in (PARKS, TRAINED):
        window.ask(question)
    window.ask(QUESTION)  # there are as many waiting as may
    archive.go.set()
    until(lambda: window.turns() == 2)
    window.ask("火星？")
    until(lambda: window.turns() == 4)
    (listed,) = window.records.conversations("wang")
    found = window.records.conversation("wang", listed.id)
    assert found is not None and [turn.question for turn in found.turns] == [PARKS, TRAINED, QUESTION, "火星？"]


def until(condition: Any) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 1 MB, or skip where that is not allowed (an error with REQUIRE_TMPFS=1)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _mount(folder, 1_024):
        if os.environ.get("REQUIRE_TMPFS") == "1":
            pytest.fail("No small disk can be mounted here; run as root, or unset REQUIRE_TMPFS.")
        pytest.skip("no small disk can be mounted here (it takes root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_full_disk_the_answer_is_shown_with_a_line_and_kept_once_there_is_room(small_disk: Path) -> None:
    window = Window(small_disk / "records.sqlite")
    assert window.ask(PARKS)["notice"] == ""
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4_096)):
            pass
    told = window.ask(TRAINED)
    assert "1500" in told["messages"][1]["content"] and "没有保存下来" in told["notice"]
    assert window.turns() == 1
    ballast.unlink()
    assert window.ask(PARKS)["notice"] == ""
    assert window.turns() == 3


def write_on(database: str) -> None:
    """Keep conversation after conversation until killed."""
    archive = Archive(Records(read_address(f"sqlite:///{database}")))
    number = 0
    while True:
        talk = Talk(f"talk-{os.getpid()}-{number}")
        for turn in range(TURNS):
            key = f"{talk.id}-{turn}"
            archive.keep("li", talk, Exchange(turn + 1, TRAINED, scripted_answer(TRAINED), key=key), (), "zh")
        number += 1


def test_killed_while_it_keeps_conversations_what_was_kept_is_whole(tmp_path: Path) -> None:
    database = tmp_path / "records.sqlite"
    records = Records(read_address(f"sqlite:///{database}"))
    kept = partly = 0
    for kill in range(KILLS):
        process = start(write_on, str(database))
        until(lambda before=kept: len(records.conversations("li", limit=10_000)) > before)
        time.sleep(0.01 * kill / KILLS)
        process.kill()
        assert finish(process) == -signal.SIGKILL
        with sqlite3.connect(database) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        raw.close()
        listed = records.conversations("li", limit=10_000)
        assert len(listed) > kept
        kept = len(listed)
        partly += sum(one.turns < TURNS for one in listed)
        for one in listed[:20]:
            found = records.conversation("li", one.id)
            # Begun and not ended it may be; without a turn, or with half of one, never.
            assert found is not None and 1 <= len(found.turns) <= TURNS
            assert all(turn.answer == scripted_answer(TRAINED) for turn in found.turns)
    assert partly > 0  # Else no kill came between two turns.


def test_a_window_that_is_killed_while_it_answers_goes_on_after_a_restart(small: Config, tmp_path: Path) -> None:
    build = current_build(small.index)
    assert build is not None
    before = {file: file.read_bytes() for file in small.index.rglob("*") if file.is_file()}
    Archive(Records(read_address(f"sqlite:///{tmp_path}/records.sqlite"))).keep(
        "local", Talk("kept"), Exchange(1, TRAINED, scripted_answer(TRAINED), key="kept"), (), "zh"
    )
    with window_process(small, tmp_path, {}) as window:
        window.begin(QUESTION)
        os.kill(window.process.pid, signal.SIGKILL)
        assert window.process.wait(30) == -signal.SIGKILL
    assert {file: file.read_bytes() for file in small.index.rglob("*") if file.is_file()} == before
    with window_process(small, tmp_path, {}) as window:
        assert "6家" in answer_of(window.ask(QUESTION))
    found = Records(read_address(f"sqlite:///{tmp_path}/records.sqlite")).conversation("local", "kept")
    assert found is not None and [turn.answer for turn in found.turns] == [scripted_answer(TRAINED)]
