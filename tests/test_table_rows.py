"""Rows of tables become sentences in which every figure stands with its name, so that the ledger can read them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ingestion.load import read_document
from assistant.ingestion.split import split_document
from assistant.ingestion.table_head import Merge
from assistant.ingestion.table_rows import table_text
from assistant.ledger.extract import extract_rows
from assistant.ledger.indicators import Programme
from tests.office_files import workbook_file
from tests.sample_files import write


def lines(*rows: list[str], merges: tuple[Merge, ...] = ()) -> list[str]:
    return list(table_text(rows, merges=merges).lines)


def test_a_row_that_names_what_it_counts_reads_as_a_sentence_about_it() -> None:
    assert lines(["指标", "目标（个）", "完成（个）"], ["园区科协", "10", "6"]) == ["园区科协：目标10个，完成6个。"]


def test_the_unit_comes_from_its_column_from_a_note_or_from_the_cell() -> None:
    assert lines(["指标", "单位", "目标"], ["园区科协", "个", "10"]) == ["园区科协：目标10个。"]
    assert lines(["（单位：项）", ""], ["指标", "目标"], ["建议", "100"]) == ["建议：目标100项。"]
    assert lines(["指标", "目标（个）"], ["服务企业", "500余家"]) == ["服务企业：目标500余家。"]
    for number in ("1100余", "近1,100", "约1100"):
        assert lines(["指标", "单位", "完成"], ["服务企业", "家", number]) == [f"服务企业：完成{number}家。"]


def test_the_unit_of_the_table_is_not_given_to_years_and_rates() -> None:
    assert lines(["单位：个", "", ""], ["名称", "年份", "数量"], ["园区科协", "2022", "6"]) == [
        "园区科协：年份2022，数量6个。"
    ]


def test_an_organisation_in_a_column_called_unit_stays_text() -> None:
    assert lines(["单位", "人数"], ["省科协", "30"]) == ["单位：省科协；人数：30。"]


def test_a_date_in_the_head_or_the_row_stands_before_its_figure() -> None:
    assert lines(["指标", "到2023年目标（个）", "截至2022年4月完成数（个）"], ["园区科协", "10", "6"]) == [
        "到2023年园区科协目标10个，截至2022年4月园区科协完成6个。"
    ]
    assert lines(["指标", "目标", "完成", "统计时间"], ["园区科协", "10个", "6个", "2022年4月"]) == [
        "园区科协目标10个，截至2022年4月园区科协完成6个。"
    ]


def test_columns_that_are_years_do_not_run_into_their_figures() -> None:
    assert lines(["指标", "2021", "2022"], ["园区科协", "3个", "6个"]) == ["2021年园区科协3个，2022年园区科协6个。"]


def test_other_rows_keep_the_head_of_each_cell() -> None:
    assert lines(["姓名", "单位", "职务"], ["张三", "省科协", "主任"]) == ["姓名：张三；单位：省科协；职务：主任。"]
    assert lines(["地市", "园区科协（个）"], ["西安市", "3"]) == ["地市：西安市；园区科协：3个。"]


def test_an_english_table_reads_as_english() -> None:
    assert lines(["Indicator", "Target", "Completed"], ["Park associations", "10", "6"]) == [
        "Park associations: Target 10, Completed 6."
    ]


def test_blank_cells_and_serial_numbers_say_nothing() -> None:
    assert lines(["序号", "指标", "目标（个）", "备注"], ["1", "园区科协", "10", "—"]) == ["园区科协：目标10个。"]


def test_captions_stand_apart_and_a_repeated_head_goes() -> None:
    table = table_text([["进展表", ""], ["指标", "目标"], ["甲类", "1个"], ["指标", "目标"], ["乙类", "2个"]])
    assert table.captions == ("进展表",)
    assert table.lines == ("甲类：目标1个。", "乙类：目标2个。")


def test_the_name_of_a_thing_goes_before_its_kind() -> None:
    rows = (["名称", "地区", "类别", "人数（名）"], ["高新区科协", "西安市", "园区", "46"])
    assert lines(*rows) == ["高新区科协，地区：西安市，类别：园区，人数46名。"]
    assert lines(["类别", "数量（家）"], ["园区科协", "6"]) == ["园区科协：数量6家。"]


def test_a_merged_name_is_said_of_each_row_and_a_merged_number_only_once() -> None:
    rows = (["类别", "名称", "数量（家）", "经费（万元）"], ["组织", "园区科协", "6", "90"], ["", "企业科协", "60", ""])
    assert lines(*rows, merges=(Merge(1, 0, 2, 0), Merge(1, 3, 2, 3))) == [
        "类别：组织；园区科协：数量6家，经费90万元。",
        "类别：组织；企业科协：数量60家。",
    ]


def test_a_head_of_two_rows_is_read_together() -> None:
    rows = (["指标", "2022年", ""], ["", "目标（个）", "完成（个）"], ["园区科协", "10", "6"])
    assert lines(*rows, merges=(Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))) == [
        "2022年园区科协目标10个，2022年园区科协完成6个。"
    ]


def test_a_table_without_a_head_keeps_its_cells_apart() -> None:
    assert lines(["园区科协", "10"], ["院士之家", "1"]) == ["园区科协 | 10", "院士之家 | 1"]


def test_a_merge_over_the_whole_sheet_does_no_harm() -> None:
    merges = tuple(Merge(0, 0, 1_048_575, 16_383) for _ in range(50))
    assert lines(["指标", "目标"], ["园区科协", "10个"], merges=merges)


@given(st.lists(st.lists(st.text("园区科协目标完成0123456789个年月（）：- ", max_size=8), max_size=5), max_size=8))
def test_no_cell_with_words_is_lost(rows: list[list[str]]) -> None:
    text = "".join((*table_text(rows).captions, *table_text(rows).lines))
    for row in rows[1:]:
        for cell in row:
            if cell.strip() in ("园区科协", "院士之家", "科协"):
                assert cell.strip() in text


@pytest.mark.parametrize("rows", [[], [[]], [["", ""]], [["只有一格"]], [["指标", "目标"]]])
def test_tables_of_nearly_nothing_are_no_trouble(rows: list[list[str]]) -> None:
    table = table_text(rows)
    assert "".join((*table.captions, *table.lines)).replace(" | ", "") == "".join(cell for row in rows for cell in row)


@pytest.mark.parametrize(
    ("head", "cells", "date"),
    [
        (["指标", "目标（个）", "完成（个）"], ["园区科协", 10, 6], None),
        (["指标", "单位", "目标值", "完成数", "统计时间"], ["园区科协", "个", 10, 6, "2022年4月"], "2022-04"),
        (["指标", "到2023年目标（个）", "截至2022年4月完成数（个）"], ["园区科协", 10, 6], "2022-04"),
        (["指标", "目标", "累计成立"], ["园区科协", "10个", "6个"], None),
    ],
)
def test_the_ledger_reads_target_and_progress_from_a_row(
    tmp_path: Path, programme: Programme, head: list[str], cells: list[str | int], date: str | None
) -> None:
    data = workbook_file({"12621工程": [head, cells]})
    document = read_document(write(tmp_path / "进展.xlsx", data), corpus=tmp_path)
    rows = extract_rows(document, split_document(document, max_chars=400, overlap=50), programme)
    assert [(row.indicator, row.role, int(row.figure.value), row.date, row.same_measure) for row in rows] == [
        ("park-associations", "target", 10, "2023", True),
        ("park-associations", "progress", 6, date, True),
    ]
    assert all(document.text[row.citation.start : row.citation.end] == row.citation.quote for row in rows)
