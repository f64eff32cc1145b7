"""What is served to the reader: documents, pages and terms by their names, never files by their paths."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.ingestion.load import read_document
from assistant.schema import Document
from assistant.window.links import citation_address, document_address, term_address
from assistant.window.reading import add_reading
from tests.fake_library import FakeLibrary
from tests.fakes import PARKS, FakeAssistant
from tests.sample_files import PROGRESS, TARGETS, paper, write


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    library = FakeAssistant().library
    path = write(tmp_path / "policy" / "scan.pdf", paper([("heading", "方案"), ("text", TARGETS), ("text", PROGRESS)]))
    document = read_document(path, corpus=tmp_path)
    scripted = library._document

    def read(document_id: str) -> Document:
        return document if document_id == document.id else scripted(document_id)

    library._document = read
    library.files[document.id] = path
    return library


@pytest.fixture
def client(library: FakeLibrary) -> Iterator[TestClient]:
    app = FastAPI()
    add_reading(app, library)
    with TestClient(app) as client:
        yield client


def test_a_citation_is_served_as_a_page_that_may_not_run_anything(client: TestClient) -> None:
    reply = client.get(citation_address(PARKS, "zh"))
    assert reply.status_code == 200
    assert f"<mark>{PARKS.quote}</mark>" in reply.text
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["gone", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3E"])
def test_what_is_not_there_is_said_in_a_page(client: TestClient, name: str) -> None:
    for address in (f"documents/{name}", f"terms/{name}"):
        reply = client.get(f"{address}?lang=en")
        assert reply.status_code == 404
        assert "<script>" not in reply.text


def test_unreadable_numbers_are_refused(client: TestClient) -> None:
    assert client.get("documents/report-2022?start=x").status_code == 422
    assert client.get("documents/report-2022?view=<script>&script=klingon&start=-4&end=-1").status_code == 200


def test_a_page_is_served_as_a_picture_by_document_and_number(client: TestClient, library: FakeLibrary) -> None:
    document = library.document("scan")
    start = document.text.index(PROGRESS)
    shown = client.get(document_address("scan", "zh", start=start, end=start + len(PROGRESS), view="page"))
    assert "/pages/1.png?" in shown.text
    boxed = client.get(f"documents/scan/pages/1.png?start={start}&end={start + len(PROGRESS)}")
    plain = client.get("documents/scan/pages/1.png")
    assert boxed.headers["content-type"] == plain.headers["content-type"] == "image/png"
    assert boxed.content != plain.content
    assert "private" in boxed.headers["cache-control"]


@pytest.mark.parametrize("place", ["scan/pages/2", "scan/pages/0", "report-2022/pages/1", "no/pages/1"])
def test_there_is_no_picture_of_anything_else(client: TestClient, place: str) -> None:
    reply = client.get(f"documents/{place}.png?lang=en")
    assert reply.status_code == 404
    assert "cannot be shown as a picture" in reply.text


def test_a_file_that_has_changed_is_not_shown(client: TestClient, library: FakeLibrary) -> None:
    path = library.files["scan"]
    assert sha256(path.read_bytes()).hexdigest() == library.document("scan").sha256
    path.write_bytes(paper([("text", "别的文字。")]))
    assert client.get("documents/scan/pages/1.png").status_code == 404


def test_a_term_is_served_with_who_says_it(client: TestClient) -> None:
    reply = client.get(term_address("园区科协", "en"))
    assert "A branch of the association in a park." in reply.text
    assert "documents/report-2022?" in reply.text
