"""Word files are read with headings, lists, tables and what their properties say; broken ones are named."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import office_package
from assistant.ingestion.load import read_document, read_documents
from assistant.schema import Document
from tests.office_files import LOCKED_OFFICE, OLD_OFFICE, saved, with_part, word_file
from tests.sample_files import PROGRESS, TARGETS, write

STORY = [
    ("Title", "12621工程实施方案"),
    ("Heading 1", "目标"),
    ("Normal", TARGETS),
    ("Heading 2", "步骤"),
    ("List Number", "成立园区科协"),
    ("List Number", "建立院士之家"),
    ("List Bullet", "总结"),
    ("table", [["指标", "目标（个）", "完成（个）"], ["园区科协", "10", "6"]]),
    ("Normal", PROGRESS),
]


def read(path: Path, content: bytes) -> list[str]:
    return read_document(write(path, content), corpus=path.parent).text.split("\n")


def test_a_word_file_is_read_in_order_with_headings_lists_and_tables(tmp_path: Path) -> None:
    assert read(tmp_path / "a.docx", word_file(STORY)) == [
        "## 目标",
        TARGETS,
        "### 步骤",
        "1.成立园区科协",
        "2.建立院士之家",
        "• 总结",
        "园区科协：目标10个，完成6个。",
        PROGRESS,
    ]


def test_the_properties_give_title_and_publisher_but_no_person_and_no_date(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", word_file([("Normal", TARGETS)], title="实施方案", author="陕西省科协"))
    source = read_document(path, corpus=tmp_path).source
    assert (source.title, source.publisher, source.published) == ("实施方案", "陕西省科协", None)
    path = write(tmp_path / "b.docx", word_file(STORY, author="Administrator"))
    source = read_document(path, corpus=tmp_path).source
    assert (source.title, source.publisher) == ("12621工程实施方案", None)


def test_without_heading_styles_the_usual_rules_find_the_headings(tmp_path: Path) -> None:
    story = [("Normal", "实施方案"), ("Normal", "一、目标"), ("Normal", TARGETS)]
    assert read(tmp_path / "a.docx", word_file(story)) == ["## 一、目标", TARGETS]


def test_chinese_list_marks_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text in ("成立科协。", "服务企业。"):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))
    assert read(tmp_path / "a.docx", saved(document)) == ["（一）成立科协。", "（二）服务企业。"]


def test_what_a_reviewer_struck_out_is_not_read_and_what_was_put_in_is(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("园区科协")._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>5</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>6</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>家。</w:t></w:r>"))
    assert read(tmp_path / "a.docx", saved(document)) == ["园区科协6家。"]


def test_merged_cells_and_frames_are_read_as_they_look(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    rows = [["类别", "名称", "数量（家）"], ["组织", "园区科协", "6"], ["", "企业科协", "60"]]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_table(1, 1).cell(0, 0).text = TARGETS
    assert read(tmp_path / "a.docx", saved(document)) == [
        "类别：组织；园区科协：数量6家。",
        "类别：组织；企业科协：数量60家。",
        TARGETS,
    ]


def test_each_unreadable_word_file_gets_its_own_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = word_file(STORY)
    bomb = with_part(good, "word/media/a.png", b"\0" * (3 << 20))
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    monkeypatch.setattr(office_package, "_MAX_BYTES", 2 << 20)
    files = {
        "locked.docx": (LOCKED_OFFICE, "password"),
        "old.docx": (OLD_OFFICE, "Office 2003; save it as .docx"),
        "old.doc": (OLD_OFFICE, "save it as .docx"),
        "cut.docx": (good[: len(good) // 2], "damaged"),
        "text.docx": (b"this is no Word file", "damaged"),
        "sheet.docx": (with_part(good, "x", b"").replace(b"word/document.xml", b"word/d0cument.xml"), "damaged"),
        "odd.docx": (with_part(good, "word/document.xml", b"<w:broken"), "damaged"),
        "entities.docx": (with_part(good, "word/settings.xml", entities), "damaged"),
        "bomb.docx": (bomb, "unpacks to more than"),
        "empty.docx": (word_file([]), "no text"),
    }
    for name, (data, word) in files.items():
        with pytest.raises(UnreadableDocumentError, match=word) as caught:
            read_document(write(tmp_path / name, data), corpus=tmp_path)
        assert "\n" not in str(caught.value)


def test_a_package_that_lies_about_its_size_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "_MAX_XML_BYTES", 1 << 20)
    bomb = bytearray(with_part(word_file(STORY), "word/comments.xml", b" " * (8 << 20)))
    size = (8 << 20).to_bytes(4, "little")
    assert size in bomb
    lying = bytes(bomb).replace(size, (100).to_bytes(4, "little"))
    for name, data, word in (("honest.docx", bytes(bomb), "unpacks"), ("lying.docx", lying, "damaged")):
        with pytest.raises(UnreadableDocumentError, match=word):
            read_document(write(tmp_path / name, data), corpus=tmp_path)


def test_bytes_changed_at_random_never_give_anything_but_our_error(tmp_path: Path) -> None:
    good = bytearray(word_file(STORY))
    for place in range(0, len(good), max(1, len(good) // 60)):
        broken = bytes(good[:place]) + bytes([good[place] ^ 0xFF]) + bytes(good[place + 1 :])
        (result,) = read_documents([write(tmp_path / "a.docx", broken)], corpus=tmp_path)
        assert isinstance(result, Document | UnreadableDocumentError)
