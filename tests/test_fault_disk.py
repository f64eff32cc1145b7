"""A folder that cannot be written, a corpus that goes while it is read: asking goes on, and the error names the fix."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Config
from assistant.index import build as build_module
from assistant.index.folders import find_leftovers
from assistant.index.plan import fingerprint_files
from assistant.wiring import open_assistant
from tests.test_main import NEW_REPORT, run

QUESTION = "园区科协成立了几家？"


def _bound(folder: Path, *options: str) -> bool:
    try:
        return subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def read_only(small: Config) -> Iterator[Config]:
    """Make index and corpus read-only by a mount, which holds for root too, or by their modes for anybody else."""
    folders = (small.index, small.corpus)
    if os.getuid():
        every = [path for folder in folders for path in (folder, *folder.rglob("*"))]
        for path in every:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield small
        for path in every:
            path.chmod(0o755 if path.is_dir() else 0o644)
        return
    for folder in folders:
        if not (_bound(folder, "--bind", str(folder)) and _bound(folder, "-o", "remount,ro,bind")):
            if os.environ.get("REQUIRE_TMPFS") == "1":
                pytest.fail("No folder can be made read-only here; unset REQUIRE_TMPFS.")
            pytest.skip("no folder can be made read-only here")
    yield small
    for folder in folders:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_an_index_that_cannot_be_written_is_asked_as_any_other(read_only: Config) -> None:
    answer = open_assistant(read_only).ask(QUESTION)
    assert "6家" in answer.text and any("vectors" in hit.parts for hit in answer.hits)


def test_indexing_into_a_folder_that_cannot_be_written_names_the_fix(read_only: Config) -> None:
    before = {file: file.read_bytes() for file in read_only.index.rglob("*") if file.is_file()}
    refused = run(read_only, "index", "--rebuild")
    assert refused.exit_code == 1 and str(read_only.index) in refused.stderr
    assert "Traceback" not in refused.output and len(refused.stderr.strip().splitlines()) <= 2
    doctor = run(read_only, "doctor")
    assert "another folder with --index" in doctor.output
    assert {file: file.read_bytes() for file in read_only.index.rglob("*") if file.is_file()} == before


def test_adding_to_a_corpus_that_cannot_be_written_names_the_fix(read_only: Config, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text(NEW_REPORT, "utf-8")
    refused = run(read_only, "add", str(tmp_path / "new.md"), "--yes")
    assert refused.exit_code != 0 and "Traceback" not in refused.output
    assert str(read_only.corpus) in refused.stderr


def _gone(corpus: Path) -> None:
    shutil.rmtree(corpus)


def _emptied(corpus: Path) -> None:
    for file in corpus.iterdir():
        file.unlink()


@pytest.mark.parametrize("harm", [_gone, _emptied])
@pytest.mark.parametrize("when", ["before it is read", "while it is read"])
def test_a_corpus_that_goes_while_it_is_indexed_leaves_the_old_index(
    when: str, harm: Callable[[Path], None], small: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fingerprinted(*arguments: Any) -> Any:
        found = None if when == "before it is read" else fingerprint_files(*arguments)
        harm(small.corpus)
        return found or fingerprint_files(*arguments)

    monkeypatch.setattr(build_module, "fingerprint_files", fingerprinted)
    refused = run(small, "index", "--rebuild")
    assert refused.exit_code == 1 and refused.stdout == ""
    assert "gmw-12621-2022.md went while" in refused.stderr and "python -m assistant index" in refused.stderr
    assert find_leftovers(small.index) == []
    assert "6家" in open_assistant(small).ask(QUESTION).text


def test_a_link_that_leads_nowhere_is_named_and_the_others_are_indexed(small: Config) -> None:
    (small.corpus / "lost.md").symlink_to(small.corpus / "nowhere.md")
    indexed = run(small, "index", "--rebuild")
    assert "lost.md" in indexed.output and "went while" not in indexed.output
    assert "6家" in open_assistant(small).ask(QUESTION).text
