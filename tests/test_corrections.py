from pathlib import Path

import pytest

from assistant.config import Config
from assistant.corpus import Addition, keep, set_aside
from assistant.errors import UnreadableDocumentError
from assistant.ingestion.corrections import correction_file, read_corrections, write_corrections
from assistant.ingestion.load import list_corpus, read_document
from assistant.wiring import build, open_assistant

TEXT = "---\ntitle: 旧题\npublisher: 某网\npublished: '2024-01-10'\n---\n\n截至2023年底，已成立园区科协12家。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "added" / "report.md"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


def test_what_an_editor_states_stands_before_what_the_file_declares(report: Path, tmp_path: Path) -> None:
    fields = {"title": "新题", "published": "2024-02", "kind": "policy", "reliability": "low: 转载"}
    write_corrections(report, fields)
    source = read_document(report, corpus=tmp_path).source
    assert (source.title, source.published, source.kind) == ("新题", "2024-02", "policy")
    assert source.publisher == "某网" and source.low_reliability
    assert any("编辑订正为 新题" in remark.zh and "文件声明 旧题" in remark.zh for remark in source.remarks)


def test_an_empty_correction_means_that_there_is_none(report: Path, tmp_path: Path) -> None:
    write_corrections(report, {"publisher": "", "published": "", "url": ""})
    source = read_document(report, corpus=tmp_path).source
    assert (source.publisher, source.published, source.url) == (None, None, None)


@pytest.mark.parametrize("content", ["[", "- 1", "title: [a]"])
def test_corrections_that_cannot_be_read_are_named(report: Path, tmp_path: Path, content: str) -> None:
    correction_file(report).write_text(content, "utf-8")
    with pytest.raises(UnreadableDocumentError, match=r"_report\.md\.yaml"):
        read_document(report, corpus=tmp_path)


def test_a_corrected_date_that_is_none_is_an_error(report: Path, tmp_path: Path) -> None:
    write_corrections(report, {"published": "2024-13-01"})
    with pytest.raises(UnreadableDocumentError, match="is not a date"):
        read_document(report, corpus=tmp_path)


def test_corrections_are_no_documents_and_move_with_their_file(report: Path, tmp_path: Path) -> None:
    write_corrections(report, {"title": "新题"})
    assert list_corpus(tmp_path) == [report]
    aside = set_aside(tmp_path, report)
    assert read_corrections(aside) == {"title": "新题"}
    assert list(report.parent.iterdir()) == [] and list_corpus(tmp_path) == []


def test_a_correction_alone_changes_the_index(small: Config, tmp_path: Path) -> None:
    path = small.corpus / "gmw-12621-2022.md"
    write_corrections(path, {"title": "订正后的标题"})
    report = build(small)
    assert report.changed and not report.added
    assert [source.title for source in open_assistant(small).sources()] == ["订正后的标题"]
    correction_file(path).unlink()
    assert build(small).changed


def test_a_file_is_kept_with_its_corrections(report: Path, tmp_path: Path) -> None:
    document = read_document(report, corpus=tmp_path)
    target = tmp_path / "corpus" / "added" / report.name
    keep(Addition(report, target, document, (), corrections={"title": "新题"}))
    assert read_document(target, corpus=tmp_path / "corpus").source.title == "新题"
