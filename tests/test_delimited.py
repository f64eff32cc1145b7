"""CSV files are read in every encoding and with every delimiter that spreadsheets write."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import delimited
from assistant.ingestion.delimited import find_delimiter
from assistant.ingestion.load import list_corpus, read_document
from assistant.language.fold import to_traditional
from tests.sample_files import write

TABLE = "指标{0}目标（个）{0}完成（个）\r\n园区科协{0}10{0}6\r\n院士之家{0}1{0}1\r\n"
LINES = ["园区科协：目标10个，完成6个。", "院士之家：目标1个，完成1个。"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "；"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_rows_are_sentences_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write(tmp_path / "news" / "进展.csv", TABLE.format(delimiter).encode(encoding))
    document = read_document(path, corpus=tmp_path)
    assert document.text.split("\n") == LINES
    assert document.source.title == "进展"


def test_a_traditional_table_in_big5_is_read(tmp_path: Path) -> None:
    raw = to_traditional(TABLE.format(",")).encode("big5")
    assert read_document(write(tmp_path / "a.csv", raw), corpus=tmp_path).text.split("\n") == list(
        map(to_traditional, LINES)
    )


def test_commas_inside_cells_do_not_divide_them(tmp_path: Path) -> None:
    assert find_delimiter("名称;说明\n园区科协;已建,在西安\n院士之家;已建,共1个,在西安\n") == ";"
    quoted = '名称,说明\n园区科协,"已建,在西安\n高新区"\n'
    document = read_document(write(tmp_path / "a.csv", quoted), corpus=tmp_path)
    assert document.text == "名称：园区科协；说明：已建,在西安高新区。"


def test_a_table_with_a_title_above_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "12621工程进展,,\n" + TABLE.format(","))
    assert read_document(path, corpus=tmp_path).source.title == "12621工程进展"


def test_tables_in_folders_are_documents_and_those_at_the_top_are_settings(tmp_path: Path) -> None:
    for name in ("ledger.csv", "news/x.csv", "policy/y.tsv"):
        write(tmp_path / name, TABLE.format(","))
    assert [path.name for path in list_corpus(tmp_path)] == ["x.csv", "y.tsv"]


def test_what_is_no_table_or_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MAX_ROWS", 50)
    files: dict[str, tuple[bytes | str, str]] = {
        "long.csv": ("a,b\n" * 60, "more than 50 rows"),
        "binary.csv": (bytes(range(128, 256)) * 4, "UTF-8"),
        "cell.csv": ('"' + "长" * 200_000 + '",b\n', "no table"),
        "empty.csv": (",,\n,,\n", "no text"),
    }
    for name, (data, word) in files.items():
        with pytest.raises(UnreadableDocumentError, match=word):
            read_document(write(tmp_path / name, data), corpus=tmp_path)
