"""Rows of workbooks are read as sentences with values as they are shown; broken ones are named with the fix."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import workbook
from assistant.ingestion.load import read_document, read_documents
from assistant.ingestion.workbook import cell_text
from assistant.schema import Document
from tests.office_files import LOCKED_OFFICE, OLD_OFFICE, Rows, part_of, saved, with_part, workbook_file
from tests.sample_files import write

ROWS: Rows = [
    ["12621工程进展表"],
    ["指标", "目标（个）", "完成（个）", "统计时间"],
    ["园区科协", 10, 6, datetime(2022, 4, 1)],
    ["院士之家", 1, 1, datetime(2022, 4, 8)],
]


def test_each_row_is_a_sentence_under_the_name_of_its_sheet(tmp_path: Path) -> None:
    data = workbook_file({"进展": ROWS, "Sheet2": [["姓名", "单位"], ["张三", "省科协"]]}, formats={"D3": "yyyy年m月"})
    document = read_document(write(tmp_path / "a.xlsx", data), corpus=tmp_path)
    assert document.source.title == "12621工程进展表"
    assert document.text.split("\n") == [
        "## 进展",
        "园区科协目标10个，截至2022年4月园区科协完成6个。",
        "院士之家目标1个，截至2022年4月8日院士之家完成1个。",
        "姓名：张三；单位：省科协。",
    ]


def test_values_are_written_as_they_are_shown() -> None:
    shown = [
        (0.1 + 0.2, "General", "0.3"),
        (2 / 3, "General", "0.6666666667"),
        (2 / 3, "0.0%", "66.7%"),
        (1234567.0, "#,##0", "1234567"),
        (12.5, "0.00", "12.5"),
        (6, '0"个"', "6个"),
        (1e15, "General", "1000000000000000"),
        (True, "General", "是"),
        ("#DIV/0!", "General", ""),
        ("  园区科协 ", "General", "园区科协"),
        (datetime(2022, 4, 8), "yyyy-mm-dd", "2022年4月8日"),
        (datetime(2022, 4, 1), "yyyy-mm", "2022年4月"),
        (datetime(2022, 4, 8, 14, 30), "yyyy-mm-dd hh:mm", "2022年4月8日 14:30"),
    ]
    assert [cell_text(value, number_format, chinese=True) for value, number_format, _ in shown] == [
        text for _, _, text in shown
    ]
    assert cell_text(datetime(2022, 4, 8), "d/m/yyyy", chinese=False) == "2022-04-08"


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_decimal_number_is_written_without_noise(digits: int, places: int) -> None:
    text = cell_text(digits / 10**places, "General", chinese=True)
    assert float(text) == pytest.approx(digits / 10**places, rel=1e-9)
    assert len(text.lstrip("-").replace(".", "")) <= 15


def test_merged_cells_hidden_sheets_and_saved_results(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["类别", "名称", "数量（家）"], ["组织", "园区科协", 6], [None, "企业科协", 60]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.create_sheet("底稿").append(["不看", "这里"])
    book.worksheets[1].sheet_state = "hidden"
    document = read_document(write(tmp_path / "进展.xlsx", saved(book)), corpus=tmp_path)
    assert document.source.title == "进展"
    assert document.text.split("\n") == ["类别：组织；园区科协：数量6家。", "类别：组织；企业科协：数量60家。"]


def test_formulas_give_their_saved_results_and_lost_results_are_named(tmp_path: Path) -> None:
    data = workbook_file({"a": [["指标", "目标（个）"], ["园区科协", "=5+5"]]})
    with pytest.raises(UnreadableDocumentError, match="1 formulas without their results"):
        read_document(write(tmp_path / "a.xlsx", data), corpus=tmp_path)
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:  # It keeps texts in a list that all sheets share, as Excel does.
        sheet = book.add_worksheet("进展")
        sheet.write_row(0, 0, ["指标", "目标（个）"])
        sheet.write(1, 0, "园区科协")
        sheet.write_formula(1, 1, "=5+5", None, 10)
    document = read_document(write(tmp_path / "a.xlsx", out.getvalue()), corpus=tmp_path)
    assert document.text == "## 进展\n园区科协：目标10个。"


def test_each_unreadable_workbook_gets_its_own_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MAX_ROWS", 50)
    good = workbook_file({"a": ROWS})
    files = {
        "locked.xlsx": (LOCKED_OFFICE, "password"),
        "old.xlsx": (OLD_OFFICE, "Office 2003; save it as .xlsx"),
        "old.xls": (OLD_OFFICE, "save it as .xlsx"),
        "cut.xlsx": (good[: len(good) // 2], "damaged"),
        "odd.xlsx": (with_part(good, "xl/worksheets/sheet1.xml", b"<worksheet"), "damaged"),
        "long.xlsx": (workbook_file({"a": [[number, "x"] for number in range(60)]}), "more than 50 rows"),
        "empty.xlsx": (workbook_file({"a": []}), "no text"),
    }
    for name, (data, word) in files.items():
        with pytest.raises(UnreadableDocumentError, match=word) as caught:
            read_document(write(tmp_path / name, data), corpus=tmp_path)
        assert "\n" not in str(caught.value)


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["指标", "目标"], ["园区科协", "10个"]):
        sheet.append(row)
    sheet["XFD1048576"] = " "
    assert "园区科协" in read_document(write(tmp_path / "a.xlsx", saved(book)), corpus=tmp_path).text


def test_a_row_number_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    data = workbook_file({"a": ROWS})
    sheet = "xl/worksheets/sheet1.xml"
    far = part_of(data, sheet).replace(b'<row r="4"', b'<row r="99999999999"').replace(b'r="A4"', b'r="A99999999999"')
    with pytest.raises(UnreadableDocumentError, match="split it"):
        read_document(write(tmp_path / "a.xlsx", with_part(data, sheet, far)), corpus=tmp_path)


def test_bytes_changed_at_random_never_give_anything_but_our_error(tmp_path: Path) -> None:
    good = workbook_file({"进展": ROWS})
    for place in range(0, len(good), max(1, len(good) // 60)):
        broken = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
        (result,) = read_documents([write(tmp_path / "a.xlsx", broken)], corpus=tmp_path)
        assert isinstance(result, Document | UnreadableDocumentError)
