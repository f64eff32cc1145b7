"""Pages are drawn with the quote boxed, in a process of their own, and only from the file that was indexed."""

import io
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from assistant.ingestion import page_picture
from assistant.ingestion.load import read_document
from assistant.ingestion.page_picture import PagePictures, draw_page
from assistant.ingestion.page_worker import boxes_of
from assistant.language.sentences import sentence_spans
from tests.sample_files import PROGRESS, TARGETS, column_paper, paper, write

STORY = [("heading", "实施方案"), ("text", TARGETS), ("text", PROGRESS), ("page", ""), ("text", "第二页只有这一句。")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "plan.pdf", paper(STORY, head="陕西省科协"))


def reds(picture: bytes) -> int:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = image.getcolors(1 << 24) or []
    return sum(count for count, pixel in colours if isinstance(pixel, tuple) and pixel[0] > pixel[1] + 90)


def test_the_quote_is_boxed_and_nothing_else(file: Path) -> None:
    plain, boxed = draw_page(file, 1, ""), draw_page(file, 1, PROGRESS)
    assert plain is not None and boxed is not None
    assert reds(plain) == 0 and reds(boxed) > 500
    unsaid = draw_page(file, 1, "这句话不在这一页上。")
    assert unsaid is not None and reds(unsaid) == 0


COLUMNS = (
    "陕西省科协在全省部署这项工作，各市科协分头落实，年底前要有结果。园区科协建了六家，比前一年多了四家。",
    "企业的一线工程师参加了三期培训，讲师来自几所高校。下一步还要办两期，名额向县区倾斜，费用由省里承担。",
)


@pytest.mark.parametrize("by_rows", [None, False, True])
def test_every_sentence_as_it_is_stored_is_found_on_its_page(tmp_path: Path, by_rows: bool | None) -> None:
    printed = paper(STORY) if by_rows is None else column_paper("两栏排版的科技报告", COLUMNS, by_rows=by_rows)
    path = write(tmp_path / "policy" / "a.pdf", printed)
    document = read_document(path, corpus=tmp_path)
    pdf = pypdfium2.PdfDocument(str(path))
    looked = 0
    for page in document.pages:
        text = document.text[page.start : page.end]
        for start, end in sentence_spans(text):
            if not text[start:end].startswith("#") and "|" not in text[start:end]:
                looked += 1
                assert boxes_of(pdf[page.number - 1], text[start:end]), text[start:end]
    assert looked > 2


def test_a_box_is_drawn_for_each_line_of_a_long_quote(file: Path) -> None:
    page = pypdfium2.PdfDocument(str(file))[0]
    boxes = boxes_of(page, TARGETS + PROGRESS)
    assert len(boxes) >= 2
    assert [box[3] for box in boxes] == sorted((box[3] for box in boxes), reverse=True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"not a pdf"])
def test_what_cannot_be_drawn_gives_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert draw_page(path, 1, "") is None


def test_there_is_no_page_beyond_the_last_and_none_before_the_first(file: Path) -> None:
    assert draw_page(file, 3, "") is None
    assert draw_page(file, 2, "") is not None


def test_a_process_that_takes_too_long_or_too_much_is_ended(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_picture, "_SECONDS", 0.001)
    assert draw_page(file, 1, "") is None
    monkeypatch.undo()
    monkeypatch.setattr(page_picture, "_MEMORY_BYTES", 60 << 20)
    assert draw_page(file, 1, "") is None


def test_a_file_that_has_changed_since_it_was_indexed_is_not_shown(file: Path) -> None:
    pictures = PagePictures()
    digest = sha256(file.read_bytes()).hexdigest()
    assert pictures.picture(file, 1, digest="0" * 64) is None
    first = pictures.picture(file, 1, digest=digest)
    assert first is not None and first.startswith(b"\x89PNG")
    file.unlink()
    assert pictures.picture(file, 1, digest=digest) == first  # kept
    assert pictures.picture(file, 2, digest=digest) is None


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    digest = sha256(file.read_bytes()).hexdigest()
    monkeypatch.setattr(page_picture, "KEPT_BYTES", 100)
    monkeypatch.setattr(page_picture, "draw_page", lambda *_: b"x" * 60)
    pictures = PagePictures()
    for page in (1, 2, 3):
        pictures.picture(file, page, digest=digest)
    assert [wanted[1] for wanted in pictures.kept] == [3]
