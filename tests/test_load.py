"""A corpus folder becomes documents; what cannot be read is named with its fix."""

import hashlib
import os
from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import list_corpus, read_document, read_documents
from assistant.schema import Document
from tests.sample_files import GLOSSED_ARTICLE, PROGRESS, TARGETS, paper, write

FRONT = """---
id: park-2022
title: 园区科协成立
publisher: 光明网
published: 2022-04-08
url: https://example.cn/a
kind: news
reliability: low – repost
language: zh
---
"""


def test_the_corpus_lists_documents_and_unknown_types_but_not_its_own_settings(tmp_path: Path) -> None:
    listed = ["news/a.md", "news/README.md", "news/table.csv", "notes.docx", "policy/b.pdf"]
    passed = ["README.md", "indicators.yaml", "ledger.csv", "_draft.md", ".hidden", "policy/_source/b.md"]
    passed += ["translations/a.md", "news/.cache/x.txt"]
    for name in [*listed, *passed]:
        write(tmp_path / name, "x")
    assert [path.relative_to(tmp_path).as_posix() for path in list_corpus(tmp_path)] == sorted(listed)


def test_the_corpus_lists_what_looks_like_a_document_and_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, closed, entries = tmp_path / "corpus", tmp_path / "corpus" / "closed", os.scandir
    for name in ("news.md/a.txt", "closed/b.txt", ".closed/c.txt"):
        write(corpus / name, TARGETS)
    (corpus / "gone.pdf").symlink_to("nowhere")
    (corpus / "round").symlink_to(corpus)
    (corpus / "linked").symlink_to(tmp_path / "elsewhere")
    write(tmp_path / "elsewhere" / "d.txt", TARGETS)

    def refuse(path: str) -> object:
        if Path(path).name in ("closed", ".closed"):
            raise PermissionError(13, "Permission denied", path)
        return entries(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listed = list_corpus(corpus)
    names = [path.relative_to(corpus).as_posix() for path in listed]
    assert names == ["closed", "gone.pdf", "linked/d.txt", "news.md", "news.md/a.txt"]
    unread = [str(result) for result in read_documents(listed, corpus=corpus) if isinstance(result, Exception)]
    assert [error.split(":")[0] for error in unread] == [str(closed), str(corpus / "gone.pdf"), str(corpus / "news.md")]


def test_front_matter_gives_the_source_and_the_hash_is_of_the_raw_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "a.md", f"{FRONT}\n# 园区科协成立\n\n## 目标\n\n{TARGETS}\n")
    document = read_document(path, corpus=tmp_path)
    assert document.text == f"## 目标\n{TARGETS}"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    source = document.source
    assert (source.id, source.title, source.publisher, source.published) == (
        "park-2022",
        "园区科协成立",
        "光明网",
        "2022-04-08",
    )
    assert (source.url, source.kind, source.language) == ("https://example.cn/a", "news", "zh")
    assert (source.path, source.low_reliability) == ("news/a.md", True)
    assert [(page.number, page.start, page.end) for page in document.pages] == [(1, 0, len(document.text))]


@pytest.mark.parametrize(
    ("old", "new", "word"), [("2022-04-08", "2022-02-30", "published"), ("kind: news", "kind: blog", "kind")]
)
def test_a_wrong_field_in_the_front_matter_is_named(tmp_path: Path, old: str, new: str, word: str) -> None:
    path = write(tmp_path / "a.md", FRONT.replace(old, new) + TARGETS)
    with pytest.raises(UnreadableDocumentError, match=word):
        read_document(path, corpus=tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plain_text_gives_title_publisher_and_date_by_itself(tmp_path: Path, encoding: str) -> None:
    text = f"园区科协成立\n来源：光明网 2022年4月8日\n\n　　{TARGETS}\n"
    document = read_document(write(tmp_path / "文件 一.txt", text.encode(encoding)), corpus=tmp_path)
    source = document.source
    assert (source.id, source.title) == ("文件-一", "园区科协成立")
    assert (source.publisher, source.published, document.text) == ("光明网", "2022-04-08", TARGETS)


def test_a_scraped_article_is_read_without_its_noise_and_without_loss(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", GLOSSED_ARTICLE), corpus=tmp_path)
    source = document.source
    assert (source.title, source.publisher, source.published) == ("園區科協助力創新驅動", "光明网", "2022-04-08")
    assert document.text.split("\n") == [TARGETS, "## 搭建創新平臺", PROGRESS + "園區科協服務創新。"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.pptx", b"x", "type .pptx"),
        ("a.doc", b"x", "save it as .docx"),
        ("a.docx", b"x", "damaged"),
        ("noname", b"x", "type \\(none\\)"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "no text"),
        ("a.md", b"# title\n", "no text"),
        ("a.txt", bytes(range(128, 256)) * 4, "UTF-8"),
        ("a.html", b"<html></html>", "no article text"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=word) as caught:
        read_document(write(tmp_path / name, content), corpus=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError, match="cannot be opened"):
        read_document(tmp_path / "gone.pdf", corpus=tmp_path)


def test_many_files_are_read_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a.pdf", paper([("text", TARGETS)])),
        write(tmp_path / "b.docx", "x"),
        write(tmp_path / "c.pdf", b"no pdf"),
        write(tmp_path / "d.txt", PROGRESS),
    ]
    results = list(read_documents(paths, corpus=tmp_path))
    assert [isinstance(result, Document) for result in results] == [True, False, False, True]
