"""What an evaluator writes into ledger.csv rules over what was read, with reason and name, or is said not to fit."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.ledger.overrides import (
    COLUMNS,
    Override,
    apply_overrides,
    overridden_text,
    override_problems,
    read_overrides,
)
from assistant.ledger.table import build_table, table_payload
from assistant.schema import Document, LedgerRow
from tests.ledger_samples import CORPUS, PROGRAMME, about_programme, rows_of, summary

DOCUMENT = about_programme(
    "到2023年，成立园区科协10个。截至2022年4月，12621工程已成立园区科协6家。"
    "截至2022年4月，陕西省科协还成立了企业科协14家、企业科协工作站358个。园区里另有两家在筹备。"
)
NAMES = PROGRAMME.names_of_indicators
PARKS = "park-associations"
SIX = "已成立园区科协6家"


def line(**cells: str) -> str:
    """Return a line of the file about the park associations; what is not given is empty."""
    known = {"indicator": PARKS, "document": "report", "reason": "原文漏计", "name": "王芳", **cells}
    return ",".join(f'"{known.get(column, "")}"' for column in COLUMNS)


def read(folder: Path, *lines: str, header: str = ",".join(COLUMNS)) -> tuple[Override, ...]:
    """Write a file and read it."""
    path = folder / "ledger.csv"
    path.write_text("\n".join([header, *lines, ""]), "utf-8")
    return read_overrides(path)


def get_document(document_id: str) -> Document:
    return {DOCUMENT.id: DOCUMENT}[document_id]


def applied(folder: Path, *lines: str) -> list[LedgerRow]:
    rows, overrides = rows_of(DOCUMENT), read(folder, *lines)
    assert override_problems(rows, overrides, get_document, names=NAMES) == []
    return apply_overrides(rows, overrides, get_document, names=NAMES)


def problems(folder: Path, *lines: str) -> list[str]:
    rows, overrides = rows_of(DOCUMENT), read(folder, *lines)
    assert apply_overrides(rows, overrides, get_document, names=NAMES) == rows
    return override_problems(rows, overrides, get_document, names=NAMES)


def test_a_correction_replaces_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    rows = applied(tmp_path, line(action="correct", quote=SIX, value="7", date="2022-03"))
    row = next(row for row in rows if row.overridden)
    assert (summary(row)[2:], row.figure.unit, row.same_measure) == ((7, "2022-03"), "家", True)
    assert row.overridden == "原文漏计 (王芳)"
    assert row.citation.quote == "截至2022年4月，12621工程已成立园区科协6家。"
    assert len(rows) == len(rows_of(DOCUMENT))


def test_a_correction_can_say_that_the_measure_is_another(tmp_path: Path) -> None:
    rows = applied(tmp_path, line(action="correct", quote=SIX, same_measure="否"))
    status = next(line for line in build_table(rows, PROGRAMME).indicators if line.id == PARKS)
    assert status.latest is None
    assert "另一口径的园区科协" in [row.label for row in status.related]


def test_a_quote_chooses_one_of_several_figures_of_a_sentence(tmp_path: Path) -> None:
    rows = applied(tmp_path, line(action="drop", quote="企业科协14家"))
    assert [row.figure.value for row in rows] == [10, 6, 358]


def test_the_value_chooses_the_row_to_drop(tmp_path: Path) -> None:
    rows = applied(tmp_path, line(action="drop", quote="企业科协14家、企业科协工作站358个", value="358"))
    assert [row.figure.value for row in rows] == [10, 6, 14]


def test_an_added_row_cites_its_quote_exactly(tmp_path: Path) -> None:
    quote = "园区里另有两家在筹备。"
    rows = applied(tmp_path, line(action="add", role="progress", value="2", unit="家", same_measure="no", quote=quote))
    row, citation = rows[-1], rows[-1].citation
    assert DOCUMENT.text[citation.start : citation.end] == citation.quote == quote
    assert quote[row.figure.start : row.figure.end].startswith("两")
    assert (row.role, row.date, row.same_measure) == ("progress", DOCUMENT.source.published, False)
    assert row.overridden


def test_what_was_decided_by_hand_comes_before_what_was_read(tmp_path: Path) -> None:
    other = line(action="correct", quote=SIX, value="7")
    rows = applied(tmp_path, other)
    twin = rows_of(about_programme("截至2022年4月，12621工程已成立园区科协6家。"))
    status = next(line for line in build_table([*twin, *rows], PROGRAMME).indicators if line.id == PARKS)
    assert status.latest is not None and status.latest.figure.value == 7
    assert status.conflicts  # the sources still differ, and that is shown


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"action": "drop", "quote": "这句话不存在"}, "the quote does not stand in report"),
        ({"action": "drop", "quote": SIX, "document": "nobody"}, "there is no document 'nobody'"),
        ({"action": "drop", "quote": SIX, "indicator": "nothing"}, "there is no indicator 'nothing'"),
        ({"action": "drop", "quote": SIX, "role": "target"}, "no figure of this indicator"),
        ({"action": "drop", "quote": SIX, "value": "8"}, "no figure of this indicator"),
        ({"action": "drop", "quote": "企业科协14家、企业科协工作站358个"}, "2 figures fit"),
        (
            {"action": "add", "role": "progress", "value": "12", "unit": "家", "quote": SIX},
            "does not hold the value 12",
        ),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_said(tmp_path: Path, cells: dict[str, str], said: str) -> None:
    (problem,) = problems(tmp_path, line(**cells))
    assert problem.startswith("ledger.csv, line 2")
    assert said in problem


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"action": "delete", "quote": SIX}, "action"),
        ({"action": "drop"}, "quote"),
        ({"action": "drop", "quote": SIX, "reason": ""}, "reason"),
        ({"action": "drop", "quote": SIX, "name": " "}, "name"),
        ({"action": "add", "quote": SIX, "value": "6", "unit": "家"}, "role"),
        ({"action": "correct", "quote": SIX, "value": "six"}, "value"),
        ({"action": "correct", "quote": SIX}, "value"),
        ({"action": "correct", "quote": SIX, "value": "NaN"}, "value"),
        ({"action": "correct", "quote": SIX, "date": "2022-02-30"}, "date"),
        ({"action": "correct", "quote": SIX, "date": "去年"}, "date"),
        ({"action": "correct", "quote": SIX, "same_measure": "maybe"}, "same_measure"),
        ({"action": "correct", "quote": SIX, "qualifier": "余"}, "qualifier"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    with pytest.raises(UsageError, match=f"line 3, column {column}:"):
        read(tmp_path, line(action="drop", quote=SIX), line(**cells))


@pytest.mark.parametrize(
    ("lines", "header", "said"),
    [
        ((), "indicator,role", "line 1, column value"),
        ((), "", "line 1, column indicator"),
        ((), ",".join((*COLUMNS, "remark")), "line 1, column remark"),
        (("a,b",), ",".join(COLUMNS), "line 2, column value: 2 cells"),
        (('"never closed',), ",".join(COLUMNS), "line 2: this is not CSV"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, lines: tuple[str, ...], header: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(tmp_path, *lines, header=header)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_may_come_from_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes("\r\n".join([",".join(COLUMNS), line(action="drop", quote=SIX), "," * 11, ""]).encode(encoding))
    (override,) = read_overrides(path)
    assert (override.quote, override.name, override.line) == (SIX, "王芳", 2)


def test_without_a_file_and_with_the_shipped_one_nothing_is_overridden(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "ledger.csv") == ()
    assert read_overrides(CORPUS / "ledger.csv") == ()


def test_only_overridden_rows_say_so_in_the_payload(tmp_path: Path) -> None:
    rows = applied(tmp_path, line(action="correct", quote=SIX, value="7"))
    payload = table_payload(build_table(rows, PROGRAMME))
    (parks,) = [entry for entry in payload["indicators"] if entry["id"] == PARKS]
    assert parks["latest"]["overridden"] == "原文漏计 (王芳)"
    assert "overridden" not in parks["target"]
    assert all("overridden" not in row for row in parks["related"])


def test_the_words_for_a_correction_keep_brackets_in_the_reason() -> None:
    note = "见附件 (二) (王芳)"
    assert overridden_text(note, "zh") == "人工更正：见附件 (二)（王芳）"
    assert overridden_text(note, "en") == "Corrected by hand: 见附件 (二) (王芳)"
