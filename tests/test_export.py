"""Every figure of the table goes into a spreadsheet with its citation, and no text of it comes to life there."""

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from assistant.ledger.export import Cell, csv_bytes, export_rows, xlsx_bytes
from assistant.schema import Language, TargetTable
from tests.fakes import RUMOUR, TABLE, YOUTH

HEADINGS = (
    "indicator,role,value,unit,qualifier,date,same measure,label,ratio,source title,publisher,published,url,page,"
    "quote,note"
).split(",")


def exported(table: TargetTable = TABLE, language: Language = "en") -> list[dict[str, Cell]]:
    """Return the rows as mappings from heading to cell."""
    headings, *rows = export_rows(table, language)
    return [{str(heading): cell for heading, cell in zip(headings, row, strict=True)} for row in rows]


def sheet(content: bytes) -> list[list[str]]:
    """Return the cells of a workbook as text, read by nothing but its format."""
    book = zipfile.ZipFile(io.BytesIO(content))
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    shared = etree.fromstring(book.read("xl/sharedStrings.xml")).findall("s:si", space)
    texts = ["".join(map(str, entry.itertext())) for entry in shared]
    page = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert page.findall(".//s:f", space) == []  # no formulas
    return [
        [
            texts[int(cell.findtext("s:v", "", namespaces=space))]
            if cell.get("t") == "s"
            else cell.findtext("s:v", "", namespaces=space)
            for cell in row
        ]
        for row in page.findall(".//s:row", space)
    ]


def test_the_columns_are_those_that_a_citation_needs() -> None:
    assert list(exported()[0]) == HEADINGS


def test_each_figure_has_its_row_with_its_citation() -> None:
    parks = [row for row in exported() if row["indicator"] == "Science-park associations"]
    assert [(row["role"], row["value"], row["unit"], row["ratio"]) for row in parks] == [
        ("target", 10, "个", ""),
        ("latest progress", 6, "家", 0.6),
    ]
    latest = parks[1]
    assert (latest["quote"], latest["page"], latest["published"]) == ("园区科协成立6家。", 1, "2022-04-08")
    assert (latest["publisher"], latest["url"]) == ("本地日报", "http://example.org/report")


def test_another_measure_is_called_so_and_has_no_ratio() -> None:
    (youth,) = [row for row in exported(language="en") if row["role"] == "related figure"]
    assert (youth["value"], youth["same measure"], youth["label"], youth["ratio"]) == (180, "no", "青年人才托举", "")
    assert youth["quote"] == YOUTH.quote


def test_qualifiers_and_what_is_not_reported_are_in_words() -> None:
    rows = exported(language="zh")
    assert [row["限定"] for row in rows if row["数值"] == 500] == ["多于"]
    missing = [row for row in rows if row["类别"] == "未报告"]
    assert [row["指标"] for row in missing] == ["创新创业人才", "服务科技工作者"]
    assert {row["备注"] for row in missing} == {"没有来源报告过同口径的进展"}


def test_earlier_reports_follow_the_newest_which_stands_once() -> None:
    status = TABLE.indicators[1]
    assert status.latest is not None
    older = replace(status.latest, date="2021-12", figure=replace(status.latest.figure, value=Decimal("2.5")))
    table = TargetTable(None, (replace(status, history=(older, status.latest)),))
    assert [(row["role"], row["value"]) for row in exported(table)] == [
        ("target", 10),
        ("latest progress", 6),
        ("earlier progress", 2.5),
    ]


def test_corrections_and_doubtful_sources_are_noted() -> None:
    status = TABLE.indicators[1]
    assert status.latest is not None
    citation = replace(status.latest.citation, source=RUMOUR)
    latest = replace(status.latest, overridden="漏计 (王芳)", citation=citation)
    table = TargetTable(None, (replace(status, latest=latest, history=(latest,)),))
    assert exported(table)[1]["note"] == "Corrected by hand: 漏计 (王芳); source of low reliability"
    assert exported(table, "zh")[1]["备注"] == "人工更正：漏计（王芳）；来源可靠性低"


def test_csv_starts_with_the_mark_by_which_excel_knows_chinese_and_keeps_every_cell() -> None:
    rows = export_rows(TABLE, "zh")
    content = csv_bytes(rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [[str(cell) for cell in row] for row in rows]


def test_xlsx_holds_the_same_cells_with_numbers_as_numbers() -> None:
    rows = export_rows(TABLE, "zh")
    read = sheet(xlsx_bytes(rows))
    assert [[cell for cell in row if cell] for row in read] == [
        [str(cell) if cell != 1.0 else "1" for cell in row if cell != ""] for row in rows
    ]


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＠x", '=HYPERLINK("x")']
)
def test_no_text_becomes_a_formula(hostile: str) -> None:
    rows: list[tuple[Cell, ...]] = [("title",), (hostile,)]
    (cell,) = list(csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline="")))[1]
    assert cell == f"'{hostile}"
    assert sheet(xlsx_bytes(rows))[1][0].startswith("'")


def test_numbers_below_zero_stay_numbers() -> None:
    assert csv_bytes([(-5,)]).decode("utf-8-sig").strip() == "-5"


def test_only_web_addresses_become_links() -> None:
    heading: tuple[Cell, ...] = tuple(HEADINGS)
    rows = [heading, *((*[""] * 12, url, 1, "", "") for url in ("https://example.org/a", "javascript:alert(1)"))]
    links = zipfile.ZipFile(io.BytesIO(xlsx_bytes(rows))).read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert "https://example.org/a" in links and "javascript" not in links


def test_a_table_without_indicators_gives_its_headings() -> None:
    rows = export_rows(TargetTable(None, ()), "zh")
    assert len(rows) == 1
    assert sheet(xlsx_bytes(rows))[0][0] == "指标"
