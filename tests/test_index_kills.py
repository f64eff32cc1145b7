"""A build that is killed at any moment leaves the last good index, and the next run succeeds."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.config import ROOT, Config
from assistant.index import build as build_module
from assistant.index.folders import find_leftovers
from assistant.index.search import Query, open_index
from assistant.index.verify import verify
from tests.fake_index import EMBEDDING, Corpus
from tests.processes import finish, start

KILLS, KILLS_WITH_CHECK = 40, 10
DOCUMENTS = 10


def write_version(corpus: Corpus, version: int) -> None:
    """Change one document, and add another or take it out."""
    corpus.write("a.md", f"园区科协\n第{version}版成立{version}家。")
    if version % 2:
        corpus.write("odd.md", f"学会服务站\n第{version}版建站。")
    else:
        (corpus.folder / "odd.md").unlink(missing_ok=True)


def build(root: str, checked: bool, told: Connection | None = None) -> None:
    """Build once and tell when it begins and ends; unchecked, the check runs in this process, not in another one."""
    corpus = Corpus(Path(root))
    if told:
        told.send("begun")
    with ExitStack() as stack:
        if not checked:
            check = patch.object(build_module, "check_build", side_effect=lambda folder, **_: verify(folder))
            stack.enter_context(check)
        corpus.build()
    if told:
        told.send("ended")


def version_of(corpus: Corpus) -> int:
    """Open the index, ask it, compare all its parts with each other, and return the version that it holds."""
    index = open_index(corpus.index, embedding=EMBEDDING)
    try:
        hit = next(hit for hit in index.search(Query("园区科协成立几家"), limit=5) if hit.passage.id == "a#1")
        version = int(hit.passage.text.partition("版")[0].removeprefix("第"))
        expected = {"a", *(f"d{number}" for number in range(DOCUMENTS)), *(["odd"] if version % 2 else [])}
        assert {source.id for source in index.sources()} == expected
        odd = [passage.text for passage in index.passages("odd")]
        assert odd == (["学会服务站", f"第{version}版建站。"] if version % 2 else [])
        verify(corpus.index / "builds" / index.build_id, every=True)
    finally:
        index.close()
    return version


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    for number in range(DOCUMENTS):
        corpus.write(f"d{number}.md", f"会企合作\n签约{number}项。")
    write_version(corpus, 0)
    corpus.build()
    return corpus


def started(corpus: Corpus, *, checked: bool) -> tuple[ForkServerProcess, Connection]:
    """Return a process that has just begun to build, and where it tells of its end."""
    ours, theirs = Pipe()
    process = start(build, str(corpus.folder.parent), checked, theirs)
    theirs.close()
    assert ours.recv() == "begun"
    return process, ours


def seconds_of(corpus: Corpus, version: int, *, checked: bool) -> float:
    """Return how long a build takes when nobody kills it."""
    write_version(corpus, version)
    process, told = started(corpus, checked=checked)
    at = time.monotonic()
    assert told.recv() == "ended"
    seconds = time.monotonic() - at
    assert finish(process) == 0
    return seconds


def test_fifty_kills_leave_the_last_good_index_and_the_next_run_succeeds(corpus: Corpus) -> None:
    version = 0
    killed = unfinished = 0
    for checked, kills in ((False, KILLS), (True, KILLS_WITH_CHECK)):
        duration = min(seconds_of(corpus, version + number, checked=checked) for number in (1, 2))
        version += 2
        for number in range(kills):
            version += 1
            write_version(corpus, version)
            process, _ = started(corpus, checked=checked)
            time.sleep(duration * (number + 0.5) / kills)
            process.kill()
            killed += finish(process) == -signal.SIGKILL
            unfinished += bool(find_leftovers(corpus.index))
            assert version_of(corpus) in (version - 1, version)
            build(str(corpus.folder.parent), False)
            assert version_of(corpus) == version
    # Else the kills came too late to prove anything.
    assert killed > 0.6 * (KILLS + KILLS_WITH_CHECK) and unfinished > 0.4 * (KILLS + KILLS_WITH_CHECK)
    assert find_leftovers(corpus.index) == []


def test_the_command_line_survives_kills_too(small: Config) -> None:
    folders = ["--corpus", str(small.corpus), "--index", str(small.index)]
    command = [sys.executable, "-m", "assistant", *folders, "index", "--rebuild"]

    def run() -> "subprocess.Popen[bytes]":
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return]

    started = time.monotonic()
    assert run().wait(120) == 0
    duration = time.monotonic() - started
    for share in (0.4, 0.6, 0.8):
        process = run()
        time.sleep(duration * share)
        # With what it started: the process that checks would go on reading.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # In a process of its own: one that keeps a build open keeps it from being removed.
        asked = subprocess.run(
            [*command[:-2], "ask", "园区科协成立了几家？"], cwd=ROOT, capture_output=True, check=True
        )
        assert "6家" in asked.stdout.decode()
    assert run().wait(120) == 0
    assert find_leftovers(small.index) == []
