"""Scanned pages are read where text recognition is installed, marked as such, and named where it is not."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import ocr
from assistant.ingestion.load import read_document
from assistant.ingestion.ocr import Box, printed_lines
from assistant.ingestion.pdf_layout import paragraphs_by_page
from tests.sample_files import PROGRESS, TARGETS, scanned_paper, write

FIRST = "第一页是打印出来的文字，不是图片。"


@pytest.fixture
def engine() -> None:
    """Skip with one line where text recognition is not installed, or fail where it is required."""
    if not ocr.is_installed():
        why = "Text recognition is not installed: scanned papers were not tested."
        if os.environ.get("REQUIRE_OCR") == "1":
            pytest.fail(why)
        pytest.skip(why)


@pytest.mark.usefixtures("engine")
def test_a_scanned_page_is_read_and_marked(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.pdf", scanned_paper()), corpus=tmp_path)
    assert document.source.title == "助力创新驱动平台建设实施方案"
    assert document.text.split("\n") == ["## 一、目标", TARGETS, PROGRESS]
    assert document.source.reliability.startswith("文字识别（OCR）：第1页")
    assert not document.source.low_reliability


@pytest.mark.usefixtures("engine")
def test_only_pages_without_text_are_recognised(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.pdf", scanned_paper(FIRST)), corpus=tmp_path)
    first, second = (document.text[page.start : page.end] for page in document.pages)
    assert first == FIRST
    assert TARGETS in second
    assert "第2页由图片读出" in document.source.reliability
    assert "page 2 was read" in document.source.reliability


@pytest.mark.usefixtures("engine")
def test_the_models_lie_inside_the_package() -> None:
    spec = find_spec("rapidocr")
    assert spec is not None and spec.origin is not None
    held = {path.name.split("_")[1] for path in Path(spec.origin).parent.rglob("*.onnx")}
    assert {"det", "rec"} <= held


@pytest.mark.usefixtures("engine")
def test_a_page_over_its_time_is_named_and_the_others_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_SECONDS_PER_PAGE", 0.001)
    document = read_document(write(tmp_path / "a.pdf", scanned_paper(FIRST)), corpus=tmp_path)
    assert document.text == FIRST
    assert document.source.reliability == "第2页是图片，未读出 | page 2 is a picture and was not read"


def test_without_the_engine_the_message_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(UnreadableDocumentError, match=r"only pictures of pages; run `pip install .*\[ocr\]"):
        read_document(write(tmp_path / "a.pdf", scanned_paper()), corpus=tmp_path)
    document = read_document(write(tmp_path / "b.pdf", scanned_paper(FIRST)), corpus=tmp_path)
    assert (document.text, document.source.reliability[:11]) == (FIRST, "第2页是图片，未读出 ")


def test_a_worker_that_dies_loses_its_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box: Box = ("成立一家。", 72, 700, 60, 14)
    answers = {1: [box], 2: None, 4: [box]}
    asked: list[list[int]] = []

    def run(_path: Path, pages: list[int], *, seconds: float) -> list[list[Box] | None]:
        asked.append(list(pages))
        assert seconds > 0
        return [answers[page] for page in pages if page < 3 or page == 4][: 2 if 3 in pages else None]

    monkeypatch.setattr(ocr, "_run_worker", run)
    assert sorted(ocr.recognise_pages(tmp_path / "a.pdf", [1, 2, 3, 4])) == [1, 4]
    assert asked == [[1, 2, 3, 4], [4]]


def test_boxes_of_uneven_height_make_even_lines() -> None:
    boxes: list[Box] = [
        ("到2023年，推动建立1个院士之家，10个院士专家工作站，成立10个园区科协；形成100", 97.9, 698.4, 416.6, 13.9),
        ("项决策咨询建议、托举100名创新创业人才。", 75.8, 679.6, 211.2, 14.9),
        ("一、目标", 75.4, 712.3, 66.7, 24.0),
    ]
    (page,) = paragraphs_by_page([printed_lines(boxes)])
    assert page == ["## 一、目标", TARGETS]


def test_cells_at_one_height_are_one_row_from_left_to_right() -> None:
    boxes: list[Box] = [("10个", 300, 700.8, 20, 12), ("园区科协", 72, 700, 44, 13)]
    assert [(line.text, line.y) for line in printed_lines(boxes)] == [("园区科协", 701.0), ("10个", 701.0)]
