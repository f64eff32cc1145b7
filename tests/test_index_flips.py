"""One flipped bit in each file of an index: nothing is answered from it, and the file is named with the fix."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.config import Config
from assistant.errors import StaleIndexError
from assistant.index import build as build_module
from assistant.index.folders import current_build
from assistant.index.health import examine_index
from assistant.index.search import Query, open_index
from assistant.index.working_copy import NoRoomForCopyError, WorkingCopy
from tests.fake_index import EMBEDDING, Corpus
from tests.test_main import run

FLIPS = 5
"""In each file: the first byte, the last one, and others between."""
_HOLD = """
import sys, time
from pathlib import Path
from assistant.index.working_copy import WorkingCopy
copy = WorkingCopy(Path(sys.argv[1]))
print(copy.folder, flush=True)
time.sleep(60)
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    for number in range(120):  # Chroma writes its graph only from a hundred on.
        corpus.write(f"d{number}.md", f"会企合作\n签约{number}项。")
    with patch.object(build_module, "check_build"):
        corpus.build()
    return corpus


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary files lie during a test, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def files_of(folder: Path) -> list[Path]:
    build = current_build(folder)
    assert build is not None
    return sorted(file for file in build.rglob("*") if file.is_file() and file.stat().st_size)


def flipped(files: list[Path]) -> Iterator[Path]:
    """Flip one bit after another, each put right again."""
    dice = random.Random(12621)
    for file in files:
        good = file.read_bytes()
        places = [0, len(good) - 1, *(dice.randrange(len(good)) for _ in range(FLIPS - 2))]
        for place in places:
            bad = bytearray(good)
            bad[place] ^= 1 << dice.randrange(8)
            file.write_bytes(bad)
            yield file
        file.write_bytes(good)


def names(file: Path, told: str) -> bool:
    """Tell whether an error names the file that was harmed, and the fix."""
    # A recipe is read first, and may be taken for one of another version; a list that says something else of a file
    # makes that one look harmed.
    named = file.name in told or file.name in ("recipe.json", "files.json")
    return named and "python -m assistant index --rebuild" in told


def search(corpus: Corpus) -> list[str]:
    index = open_index(corpus.index, embedding=EMBEDDING)
    try:
        return [hit.passage.text for hit in index.search(Query("会企合作签约7项"), limit=3)]
    finally:
        index.close()


def test_a_flipped_bit_in_any_file_is_an_error_that_names_it(corpus: Corpus) -> None:
    right = search(corpus)
    looked_at = set()
    for file in flipped(files_of(corpus.index)):
        with pytest.raises(StaleIndexError) as caught:
            search(corpus)
        assert names(file, str(caught.value))
        looked_at.add(file.name)
    assert {"passages.sqlite", "vectors.npy", "chroma.sqlite3", "data_level0.bin", "files.json"} <= looked_at
    assert search(corpus) == right


def test_no_file_of_a_whole_index_is_left_out(small: Config) -> None:
    files = files_of(small.index)
    parts = {"chroma", "chinese", "english", "pieces", "passages.sqlite", "vectors.npy", "recipe.json", "files.json"}
    assert parts <= {part for file in files for part in file.parts}
    for file in flipped(files):
        with pytest.raises(StaleIndexError) as caught:
            open_index(small.index, embedding=None)
        assert names(file, str(caught.value))
    open_index(small.index, embedding=None).close()


def test_the_files_of_chroma_are_checked_however_large_an_index_is(corpus: Corpus) -> None:
    files = [file for file in files_of(corpus.index) if "chroma" in file.parts]
    with patch("assistant.index.manifest._HASHED_AT_OPENING", 0):
        search(corpus)
        for file in flipped(files):
            with pytest.raises(StaleIndexError, match=file.name):
                search(corpus)


def test_doctor_names_each_flipped_file(corpus: Corpus) -> None:
    with patch("assistant.index.health.find_fault", return_value=None):
        for file in flipped(files_of(corpus.index)):
            found = {one.name: one for one in examine_index(corpus.index, recipe=None)}
            assert names(file, found["files"].detail)


def test_the_command_line_says_it_in_a_sentence(small: Config) -> None:
    flips = flipped([file for file in files_of(small.index) if file.name in ("chroma.sqlite3", "passages.sqlite")])
    for file in flips:
        result = run(small, "ask", "园区科协成立了几家？")
        assert (result.exit_code, result.stdout) == (3, "")
        assert file.name in result.stderr and "--rebuild" in result.stderr


def test_reading_leaves_every_file_of_a_build_as_it_was(corpus: Corpus, temporary: Path) -> None:
    before = {file: file.read_bytes() for file in files_of(corpus.index)}
    search(corpus)
    assert {file: file.read_bytes() for file in files_of(corpus.index)} == before
    assert list(temporary.iterdir()) == []


def test_the_copy_of_a_killed_reader_goes_with_the_next_one(corpus: Corpus, temporary: Path) -> None:
    build = current_build(corpus.index)
    assert build is not None
    command = [sys.executable, "-c", _HOLD, str(build / "chroma")]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        WorkingCopy(build / "chroma").close()
        assert left.is_dir()  # whoever reads keeps it
        process.kill()
    assert left.is_dir()
    WorkingCopy(build / "chroma").close()
    assert list(temporary.iterdir()) == []


def test_without_room_for_a_copy_the_answer_is_the_same_and_the_log_says_why(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = search(corpus)
    monkeypatch.setattr("shutil.copyfile", _full)
    assert search(corpus) == right
    assert "TMPDIR" in caplog.text
    build = current_build(corpus.index)
    assert build is not None
    with pytest.raises(NoRoomForCopyError, match="No space left"):
        WorkingCopy(build / "chroma")


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
