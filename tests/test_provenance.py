"""A fetched page is read like the same page from disk, and its citation leads to where it was fetched."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import read_document
from assistant.ingestion.provenance import with_address
from assistant.schema import Document
from tests.sample_files import GLOSSED_ARTICLE, PROGRESS, TARGETS, paper, write

URL = 'https://news.example/a?x=1&y="2"'
PAGE = f"""<!DOCTYPE html>
<!-- <head> <link rel="canonical" href="https://elsewhere.example/commented"> -->
<html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset=%s">
<base href="https://elsewhere.example/"><title>园区科协成立</title>
<link rel="canonical" href="https://elsewhere.example/claimed">
<meta property="og:url" content="https://elsewhere.example/claimed"><meta name="url" content="https://elsewhere.example/">
<meta property="article:published_time" content="2022-04-08"></head>
<body><nav><a href="/">首页</a></nav>
<article><h1>园区科协成立</h1><p>{TARGETS}</p><h2>进展</h2><p>{PROGRESS}</p></article>
<script>if (1 < 2) {{ document.write("<p>广告</p>"); }}</script></body></html>"""


def read(content: bytes, suffix: str, folder: Path) -> Document:
    return read_document(write(folder / f"page{suffix}", content), corpus=folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_keeps_its_text_and_gets_the_address_where_it_was_fetched(encoding: str, tmp_path: Path) -> None:
    raw = (PAGE % encoding.replace("-sig", "")).encode(encoding)
    before = read(raw, ".html", tmp_path / "before")
    after = read(*with_address(raw, ".html", url=URL), tmp_path / "after")
    assert after.source.url == URL
    assert after.text == before.text
    assert (after.source.title, after.source.published) == (before.source.title, "2022-04-08")


def test_what_the_server_says_about_the_encoding_counts(tmp_path: Path) -> None:
    raw = (PAGE % "utf-8").encode("gb18030")
    assert TARGETS in read(*with_address(raw, ".html", url=URL, charset="gbk"), tmp_path).text


def test_a_page_without_a_head_gets_one(tmp_path: Path) -> None:
    raw = f"<p>{TARGETS}</p><p>{PROGRESS}</p>".encode()
    assert read(*with_address(raw, ".html", url=URL), tmp_path).source.url == URL


def test_plain_text_is_read_as_before(tmp_path: Path) -> None:
    raw = GLOSSED_ARTICLE.encode("gb18030")
    content, suffix = with_address(raw, ".txt", url=URL)
    before, after = read(raw, ".txt", tmp_path), read(content, suffix, tmp_path)
    assert suffix == ".html"
    assert (after.text, after.source.title, after.source.published, after.source.publisher) == (
        before.text,
        before.source.title,
        before.source.published,
        before.source.publisher,
    )
    assert after.source.url == URL


@pytest.mark.parametrize("front", ["", "---\ntitle: 报告\nurl: https://elsewhere.example/\n---\n"])
def test_markdown_gets_it_into_its_front_matter(front: str, tmp_path: Path) -> None:
    document = read(*with_address(f"{front}# 报告\n\n{TARGETS}\n".encode(), ".md", url=URL), tmp_path)
    assert (document.source.url, document.source.title, document.text) == (URL, "报告", TARGETS)


def test_a_paper_is_only_added_to(tmp_path: Path) -> None:
    raw = paper(
        [("heading", "园区科协成立"), ("text", TARGETS)], info={"/Title": "园区科协成立", "/SourceURL": "http://x/"}
    )
    content, suffix = with_address(raw, ".pdf", url=URL)
    document = read(content, suffix, tmp_path)
    assert content.startswith(raw)
    assert (document.source.url, document.source.title) == (URL, "园区科协成立")
    assert TARGETS in document.text


@pytest.mark.parametrize(
    ("content", "suffix"), [(b"%PDF-1.7 broken", ".pdf"), (b"   ", ".html"), (b"\xff\xfe\x00", ".txt")]
)
def test_what_is_not_what_the_server_said_is_an_error(content: bytes, suffix: str) -> None:
    with pytest.raises(UnreadableDocumentError):
        with_address(content, suffix, url=URL)
