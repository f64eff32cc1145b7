from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.editing.uploads import SUFFIXES, clean_name, contradiction, free_name
from assistant.ingestion.load import list_corpus
from tests.office_files import empty_package


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("报告（2024）.pdf", "报告（2024）.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\li\\报告.DOCX", "报告.docx"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("_hidden.md", "hidden.md"),
        (".env.md", "env.md"),
        ("a\x00b\x1f\n.md", "ab.md"),
        ("...", "document"),
        (".pdf", "pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("<b>`rm -rf`$HOME*.txt", "b rm -rf HOME.txt"),
    ],
)
def test_a_name_is_made_plain(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@given(st.text(max_size=400), st.sampled_from([*SUFFIXES, "", ".exe"]))
def test_any_name_is_one_visible_part_that_a_file_system_takes(stem: str, suffix: str) -> None:
    name = clean_name(stem + suffix)
    assert name == Path(name).name and len(f"_{name}.yaml.new".encode()) <= 255
    assert name.isprintable() and not name.startswith(("_", "."))
    assert clean_name(name) == name


def test_a_plain_name_is_listed_as_a_document(tmp_path: Path) -> None:
    path = tmp_path / "added" / clean_name("__.报告.md")
    path.parent.mkdir()
    path.touch()
    assert list_corpus(tmp_path) == [path]


@pytest.mark.parametrize(
    ("suffix", "content", "really"),
    [
        (".pdf", b"%PDF-1.4", None),
        (".pdf", b"\n junk %PDF-1.4", None),
        (".docx", b"%PDF-1.4", ".pdf"),
        (".txt", b"{\\rtf1", ".rtf"),
        (".txt", b"MZ are two letters of this text", None),
        (".txt", b"MZ\x90\0\3\0\0\0", "EXE"),
        (".md", b"\x89PNG\r\n\x1a\n", "PNG"),
        (".txt", b"<!DOCTYPE html><p>", None),
        (".pdf", b" <html><p>404", ".html"),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        (".txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (".csv", "名称,数量\n".encode("gb18030"), None),
    ],
)
def test_bytes_that_contradict_the_name_are_noticed(suffix: str, content: bytes, really: str | None) -> None:
    found = contradiction(suffix, content)
    assert (found.values["really"] if found else None) == really


@pytest.mark.parametrize(
    ("part", "suffix"), [("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("x", "ZIP")]
)
def test_packages_are_told_apart(part: str, suffix: str) -> None:
    content = empty_package(part)
    assert contradiction(suffix, content) is None or suffix == "ZIP"
    found = contradiction(".pdf", content)
    assert found is not None and found.values["really"] == suffix


def test_a_free_name_is_neither_a_file_nor_an_id(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").touch()
    assert free_name("r.pdf", {"r-2"}, tmp_path) == "r-3.pdf"
    assert free_name("new.pdf", set(), tmp_path) == "new.pdf"
