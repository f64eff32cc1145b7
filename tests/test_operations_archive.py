"""Archives: written whole, read only when they are exactly what they say."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.operations import archive
from assistant.operations.archive import (
    MANIFEST,
    BadArchiveError,
    ChangedMeanwhileError,
    read_archive,
    write_archive,
)

FILES = {"corpus/news/a.md": "园区科协成立6家。".encode(), "users.jsonl": b"{}\n", "corpus/empty.md": b""}


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for number, (name, content) in enumerate(FILES.items()):
        found[name] = tmp_path / f"source-{number}"
        found[name].write_bytes(content)
    return found


def forged(file: Path, change: Callable[[dict[str, Any], list[tuple[tarfile.TarInfo, bytes]]], None]) -> Path:
    """Write an archive as ``write_archive`` does, with its list and its members changed."""
    members = {name: {"size": len(data), "sha256": sha256(data).hexdigest()} for name, data in FILES.items()}
    listed: dict[str, Any] = {"made": "", "about": {}, "members": members, "format": 1, "product": "assistant-12621"}
    entries = []
    for name, data in FILES.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        entries.append((entry, data))
    change(listed, entries)
    with tarfile.open(file, "w:gz") as tar:
        head = json.dumps(listed).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(head)
        tar.addfile(entry, io.BytesIO(head))
        for entry, data in entries:
            tar.addfile(entry, io.BytesIO(data))
    return file


def test_what_was_written_comes_back(sources: dict[str, Path], tmp_path: Path) -> None:
    file, into = tmp_path / "a.tar.gz", tmp_path / "into"
    written = write_archive(file, sources, made="2026-11-30", about={"assistant-12621": "1"})
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_archive(file, into=into) == written
    assert {path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*") if path.is_file()} == FILES
    assert (into / "users.jsonl").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_an_unchanged_forgery_is_taken(tmp_path: Path) -> None:
    """The helper of the tests below writes what is right unless told otherwise."""
    assert set(read_archive(forged(tmp_path / "a.tar.gz", lambda listed, entries: None)).members) == set(FILES)


def test_a_file_that_changes_while_it_is_read_is_noticed(
    sources: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_bytes(b"the one before")
    usual = archive._member

    def changing(path: Path) -> archive.Member:
        told = usual(path)
        path.write_bytes(b"x" * told.size)
        return told

    monkeypatch.setattr(archive, "_member", changing)
    with pytest.raises(ChangedMeanwhileError):
        write_archive(file, sources, made="", about={})
    assert file.read_bytes() == b"the one before"
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "corpus/../../evil",
        "/etc/evil",
        "corpus//a",
        "corpus/./a",
        "corpus\\..\\a",
        "",
        "elsewhere/a",
        "a\0b",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    def change(listed: dict[str, Any], entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        listed["members"][name] = {"size": 1, "sha256": sha256(b"x").hexdigest()}
        entry = tarfile.TarInfo(name)
        entry.size = 1
        entries.insert(0, (entry, b"x"))

    file, into = forged(tmp_path / "a.tar.gz", change), tmp_path / "deep" / "into"
    with pytest.raises(BadArchiveError, match="no backup writes"):
        read_archive(file, into=into, parts=("corpus", "users.jsonl"))
    assert not into.exists() and not (tmp_path / "evil").exists() and not (tmp_path / "deep").exists()


def other_digest(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["members"]["users.jsonl"]["sha256"] = "0" * 64


def other_size(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["members"]["users.jsonl"]["size"] = 2


def link(_listed: dict[str, Any], entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    entry = tarfile.TarInfo("users.jsonl")
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    entries[1] = (entry, b"")


def unlisted(_listed: dict[str, Any], entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    entries.append((tarfile.TarInfo("corpus/more.md"), b""))


def missing(_listed: dict[str, Any], entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    entries.pop()


def twice(_listed: dict[str, Any], entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    entries.append(entries[0])


def folder_and_file(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["members"]["corpus/news"] = listed["members"]["corpus/empty.md"]


def newer(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["format"] = archive.FORMAT + 1


def foreign(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["product"] = "another"


def nonsense(listed: dict[str, Any], _entries: list[Any]) -> None:
    listed["members"] = ["users.jsonl"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (other_digest, "'users.jsonl' is damaged"),
        (other_size, "'users.jsonl' is not as listed"),
        (link, "'users.jsonl' is not as listed"),
        (unlisted, "'corpus/more.md' is not as listed"),
        (missing, "'corpus/empty.md' is missing"),
        (twice, "'corpus/news/a.md' is not as listed"),
        (folder_and_file, "'corpus/news' has a name"),
        (newer, "newer version"),
        (foreign, "another program"),
        (nonsense, "list of members"),
    ],
)
def test_what_is_not_as_listed_is_refused(change: Callable[..., None], why: str, tmp_path: Path) -> None:
    with pytest.raises(BadArchiveError, match=why):
        read_archive(forged(tmp_path / "a.tar.gz", change), into=tmp_path / "into")


@pytest.mark.parametrize(
    "content", [b"", b"no archive", gzip.compress(b"no tar", mtime=0), gzip.compress(b"\0" * 10240, mtime=0)]
)
def test_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_bytes(content)
    with pytest.raises(BadArchiveError, match="no archive of this program"):
        read_archive(file)


def test_every_flipped_byte_and_every_cut_is_noticed_or_changes_nothing(
    sources: dict[str, Path], tmp_path: Path
) -> None:
    file, bad = tmp_path / "a.tar.gz", tmp_path / "bad.tar.gz"
    written = write_archive(file, sources, made="", about={})
    whole = file.read_bytes()
    noticed = 0
    for place in range(0, len(whole), 3):
        for spoiled in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
            bad.write_bytes(spoiled)
            try:
                assert read_archive(bad) == written
            except BadArchiveError:
                noticed += 1
    assert noticed > 0.95 * 2 * len(range(0, len(whole), 3))  # some bytes are the time and the padding of gzip and tar
