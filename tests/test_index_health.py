"""Whatever is broken in an index on purpose is found, named, and mended by the command that is named with it."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.config import Config
from assistant.doctor import examine
from assistant.index import build as build_module
from assistant.index import health
from assistant.index.fill import find_fault
from assistant.index.folders import current_build
from assistant.index.health import Finding, examine_index
from assistant.index.manifest import write_manifest
from assistant.index.search import open_index
from tests.fake_index import EMBEDDING, RECIPE, Corpus
from tests.test_main import run

SAID = "pointer files recipe parts leftovers lock space writable".split()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.write("a.md", "园区科协\n成立6家。")
    corpus.write("b.md", "会企合作\n签约100项。")
    with patch.object(build_module, "check_build"):
        corpus.build()
    return corpus


def current(corpus: Corpus) -> Path:
    build = current_build(corpus.index)
    assert build is not None
    return build


def faults(corpus: Corpus, *, deep: bool = True) -> dict[str, Finding]:
    """Return what is not right; not ``deep`` leaves out the process that opens every part."""
    with patch.object(health, "find_fault", find_fault if deep else lambda *_, **__: None):
        return {one.name: one for one in examine_index(corpus.index, recipe=RECIPE) if not one.ok}


def flip(file: Path, at: float) -> None:
    """Change one bit of a file, at a share of its length."""
    content = bytearray(file.read_bytes())
    content[int(at * (len(content) - 1))] ^= 1
    file.write_bytes(content)


def test_a_good_index_has_no_fault(corpus: Corpus) -> None:
    findings = examine_index(corpus.index, recipe=RECIPE)
    assert [one.name for one in findings] == SAID
    assert [one for one in findings if not one.ok] == []


def test_a_missing_index_is_named_with_the_command(tmp_path: Path) -> None:
    findings = {one.name: one for one in examine_index(tmp_path / "none", recipe=RECIPE)}
    assert (findings["pointer"].ok, findings["pointer"].exit_code) == (False, 3)
    assert "python -m assistant index" in findings["pointer"].detail
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["000099-abcdef\n", "", "..", "../../elsewhere", "\x00", "000001"])
def test_a_pointer_to_nothing_is_a_fault_that_a_build_mends(text: str, corpus: Corpus) -> None:
    (corpus.index / "CURRENT").write_text(text)
    assert "Run `python -m assistant index`" in faults(corpus, deep=False)["pointer"].detail
    with patch.object(build_module, "check_build"):
        corpus.build()
    assert faults(corpus, deep=False) == {}


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_is_named_and_never_copied(seed: int, corpus: Corpus) -> None:
    dice = random.Random(seed)
    build = current(corpus)
    files = sorted(file for file in build.rglob("*") if file.is_file() and file.stat().st_size)
    file = dice.choice(files)
    flip(file, dice.random())
    found = faults(corpus, deep=False)
    assert found and all("--rebuild" in one.detail for one in found.values())
    assert any(file.name in one.detail for one in found.values())
    corpus.write("c.md", "又一篇")
    with patch.object(build_module, "check_build"):
        corpus.build()
    assert corpus.read == ["a.md", "b.md", "c.md"]
    assert faults(corpus, deep=False) == {}


@pytest.mark.parametrize("name", ["passages.sqlite", "vectors.npy", "files.json", "recipe.json", "chinese"])
def test_a_deleted_part_is_named_and_a_rebuild_mends_it(name: str, corpus: Corpus) -> None:
    part = current(corpus) / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    assert any(name in one.detail and "--rebuild" in one.detail for one in faults(corpus, deep=False).values())
    with patch.object(build_module, "check_build"):
        corpus.build(rebuild=True)
    assert faults(corpus, deep=False) == {}


def _without_chroma(corpus: Corpus) -> None:
    shutil.rmtree(current(corpus) / "chroma")


def _with_another_chroma(corpus: Corpus) -> None:
    old = current(corpus)
    corpus.write("b.md", "会企合作\n签约900项。")
    with patch.object(build_module, "check_build"):
        corpus.build()
    shutil.rmtree(current(corpus) / "chroma")
    shutil.copytree(old / "chroma", current(corpus) / "chroma")


def _with_a_torn_chroma(corpus: Corpus) -> None:
    file = current(corpus) / "chroma" / "chroma.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[:8_192] + bytes(len(content) - 8_192))


@pytest.mark.parametrize("harm", [_without_chroma, _with_another_chroma, _with_a_torn_chroma])
def test_vectors_that_do_not_belong_to_the_store_are_found(harm: Callable[[Corpus], None], corpus: Corpus) -> None:
    harm(corpus)
    assert "chroma" in faults(corpus, deep=False)["files"].detail
    write_manifest(current(corpus))  # as if it had been written so
    found = faults(corpus)
    assert list(found) == ["parts"]
    assert "--rebuild" in found["parts"].detail and found["parts"].exit_code == 3
    with patch.object(build_module, "check_build"):
        corpus.build(rebuild=True)
    assert faults(corpus) == {}


def test_another_recipe_is_named(corpus: Corpus) -> None:
    other = replace(RECIPE, settings={"passage_chars": "200"})
    findings = {one.name: one for one in examine_index(corpus.index, recipe=other)}
    assert not findings["recipe"].ok
    assert "passage_chars" in findings["recipe"].detail and "--rebuild" in findings["recipe"].detail


def test_the_leftover_of_a_killed_build_is_a_fault_that_a_build_mends(corpus: Corpus) -> None:
    leftover = corpus.index / "builds" / "000002-dead"
    leftover.mkdir()
    (leftover / "passages.sqlite").write_bytes(bytes(1 << 20))
    detail = faults(corpus, deep=False)["leftovers"].detail
    assert "1 unfinished or old (1.0 MB)" in detail and "python -m assistant index" in detail
    assert corpus.build().up_to_date
    assert faults(corpus, deep=False) == {}


def test_an_old_build_that_is_read_is_no_fault(corpus: Corpus) -> None:
    index = open_index(corpus.index, embedding=EMBEDDING)
    with patch.object(build_module, "check_build"):
        for number in (1, 2):
            corpus.write("a.md", f"第{number}版")
            corpus.build()
    assert faults(corpus, deep=False) == {}
    index.close()
    assert list(faults(corpus, deep=False)) == ["leftovers"]


def test_a_build_in_another_process_is_told_and_its_folder_is_no_leftover(corpus: Corpus) -> None:
    import fcntl

    (corpus.index / "builds" / "000002-beef").mkdir()
    with (corpus.index / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        findings = {one.name: one for one in examine_index(corpus.index, recipe=RECIPE)}
    assert findings["lock"].ok and "another process is building" in findings["lock"].detail
    assert findings["leftovers"].ok


def test_a_disk_that_is_nearly_full_is_a_fault(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "free_bytes", lambda _: 1 << 20)
    assert "Make room" in faults(corpus, deep=False)["space"].detail


def test_a_folder_that_cannot_be_written_is_a_fault(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)  # type: ignore[attr-defined]
    assert "Read-only file system" in faults(corpus, deep=False)["writable"].detail


def test_doctor_shows_the_faults_of_the_index(small: Config) -> None:
    build = current_build(small.index)
    assert build is not None
    flip(build / "vectors.npy", 0.9)
    bad = {check.name: check for check in examine(small) if not check.ok}
    assert "vectors.npy is not as it was written" in bad["index files"].detail
    assert bad["index files"].exit_code == 3


def test_an_index_of_another_recipe_is_refused_when_asked_and_the_fix_works(
    small: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_PASSAGE_CHARS", "200")
    for command in (("ask", "园区科协成立了几家？"), ("targets",), ("sources",)):
        result = run(small, *command)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "passage_chars" in result.stderr and "python -m assistant index --rebuild" in result.stderr
    assert run(small, "index", "--rebuild").exit_code == 0
    assert run(small, "ask", "园区科协成立了几家？").exit_code == 0
