"""Builds of an index that are killed at moments spread over their length in; what a reader found after each out."""

import multiprocessing
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.errors import AssistantError
from assistant.index.folders import find_leftovers
from assistant.index.search import open_index
from assistant.index.verify import verify
from assistant.ingestion.load import list_corpus
from assistant.wiring import build

_LIBRARIES = ["assistant.wiring", "assistant.index.verify", "bm25s", "chromadb", "opencc", "Stemmer"]
_MARK = "version.md"
_WAIT_SECONDS = 120.0
_GOLDEN = (5**0.5 - 1) / 2
"""Its multiples, less their whole part, are spread evenly over 0 to 1 however many are taken."""


@dataclass
class KillTally:
    """What was seen after each kill; ``old`` and ``new`` are whole indexes, of before or after the build."""

    kills: int = 0
    ended_before: int = 0
    """The build was over when its kill came."""
    unfinished: int = 0
    """The kill left a build behind that no reader sees."""
    old: int = 0
    new: int = 0
    half_visible: int = 0
    unreadable: int = 0
    build_seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether every state was a whole index."""
        return self.old + self.new == self.kills


def kill_builds(
    corpus: Path, root: Path, *, kills: int, documents: int, told: Callable[[KillTally], None] = lambda _: None
) -> KillTally:
    """Kill ``kills`` builds of ``documents`` documents of ``corpus``, at moments spread over their length.

    Everything lies below ``root``; ``told`` hears of each kill.
    """
    settings = Config(corpus=root / "corpus", index=root / "index")
    settings.corpus.mkdir()
    for file in list_corpus(corpus)[:documents]:
        shutil.copy(file, settings.corpus)
    tally = KillTally()
    seconds = []
    for version in (1, 2):
        _write_version(settings.corpus, version)
        process, ours = _begin(root)
        began = time.monotonic()
        process.join(_WAIT_SECONDS)
        seconds.append(time.monotonic() - began)
        ours.close()
    tally.build_seconds = min(seconds)  # the first one waited for the libraries, too
    shown = _version_of(settings)
    assert shown == version, "the builds that nobody killed failed"
    for number in range(kills):
        version += 1
        _write_version(settings.corpus, version)
        process, ours = _begin(root)
        # A build that is over sooner need not be waited for.
        process.join(tally.build_seconds * (number * _GOLDEN % 1))
        process.kill()
        process.join()
        ours.close()
        tally.kills += 1
        tally.ended_before += process.exitcode != -signal.SIGKILL
        tally.unfinished += bool(find_leftovers(settings.index))
        found = _version_of(settings)
        if found is None:
            tally.unreadable += 1
        elif found == version:
            tally.new += 1
        elif found == shown:
            tally.old += 1
        else:
            tally.half_visible += 1
        shown = found if found is not None else shown
        told(tally)
    return tally


def tally_payload(tally: KillTally, *, documents: int) -> dict[str, Any]:
    """Return the counts as JSON."""
    return {**asdict(tally), "build_seconds": round(tally.build_seconds, 2), "documents": documents}


def _begin(root: Path) -> tuple[Any, Connection]:
    """Start a build in a process of its own, and return once it has begun."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LIBRARIES)
    ours, theirs = context.Pipe()
    process = context.Process(target=_build, args=(str(root), theirs), daemon=True)
    process.start()
    theirs.close()
    ours.recv()
    return process, ours


def _build(root: str, told: Connection) -> None:
    told.send("begun")
    build(Config(corpus=Path(root) / "corpus", index=Path(root) / "index"), rebuild=True)


def _write_version(corpus: Path, version: int) -> None:
    """Write two documents that hold the same number: a mixture of two builds shows two numbers."""
    for name in (_MARK, f"also-{_MARK}"):
        (corpus / name).write_text(f"# 第{version}版\n\n园区科协第{version}版，共{version}条。\n", encoding="utf-8")


def _version_of(settings: Config) -> int | None:
    """Return the version that a reader sees, 0 for a mixture, None when nothing can be read."""
    try:
        index = open_index(settings.index, embedding=None)
        try:
            snapshot = index.snapshot()
            verify(settings.index / "builds" / snapshot.build_id, every=True)
            sources = {source.path: source.title for source in snapshot.sources()}
        finally:
            index.close()
    except AssistantError:
        return None
    expected = {file.name for file in settings.corpus.iterdir()}
    titles = {sources.get(name, "") for name in (_MARK, f"also-{_MARK}")}
    if set(sources) != expected or len(titles) != 1:
        return 0
    return int(titles.pop().removeprefix("第").removesuffix("版") or 0)
