"""The pointer to the current build is replaced in one step: whoever reads it finds one whole name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from assistant.index.folders import current_build, make_current, new_build

SWAPS = 600


@contextmanager
def reading_all_the_time(folder: Path, seen: list[Path | None]) -> Iterator[None]:
    over = Event()

    def read() -> None:
        while not over.is_set():
            seen.append(current_build(folder))

    reader = Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        over.set()
        reader.join()


def test_whoever_reads_while_builds_take_turns_finds_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sync", "fsync"):  # What they are for takes a power cut to see, and a disk takes a second for each.
        monkeypatch.setattr(f"assistant.index.folders.os.{name}", lambda *_: None)
    one, other = new_build(tmp_path, "a" * 8), new_build(tmp_path, "b" * 8)
    make_current(one)
    seen: list[Path | None] = []
    with reading_all_the_time(tmp_path, seen):
        for _ in range(SWAPS // 2):
            make_current(other)
            make_current(one)
    assert set(seen) == {one, other}
