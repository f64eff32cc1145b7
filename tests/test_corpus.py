from pathlib import Path

import pytest

from assistant.corpus import ADDED, REMOVED, add_files, remove_document
from assistant.errors import UsageError

TEXT = "---\ntitle: 新的报告\npublisher: 省科协\npublished: '2024-01-10'\n---\n\n截至2023年底，已成立园区科协12家。\n"


def report(folder: Path, name: str = "report-2024.md", text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_copied_and_what_was_read_is_said(tmp_path: Path) -> None:
    path = report(tmp_path / "mine")
    (line,) = add_files(tmp_path / "corpus", [path], {})
    assert (tmp_path / "corpus" / ADDED / path.name).read_text("utf-8") == TEXT
    assert [word for word in ("report-2024", "新的报告", "省科协", "2024-01-10") if word not in line] == []


def test_adding_the_same_again_changes_nothing(tmp_path: Path) -> None:
    path = report(tmp_path / "mine")
    corpus = tmp_path / "corpus"
    assert list(add_files(corpus, [path], {})) == list(add_files(corpus, [path], {}))
    assert len(list(add_files(corpus, [corpus / ADDED / path.name], {}))) == 1


def test_another_file_of_the_same_name_is_refused(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    list(add_files(corpus, [report(tmp_path / "mine")], {}))
    with pytest.raises(UsageError, match="exists with other content"):
        list(add_files(corpus, [report(tmp_path / "other", text=TEXT + "更多。\n")], {}))
    assert (corpus / ADDED / "report-2024.md").read_text("utf-8") == TEXT


@pytest.mark.parametrize(("name", "text"), [("empty.md", ""), ("table.xlsx", "x"), ("broken.pdf", "%PDF-1.7 broken")])
def test_nothing_is_copied_when_one_file_cannot_be_read(name: str, text: str, tmp_path: Path) -> None:
    good, bad = report(tmp_path / "mine"), report(tmp_path / "mine", name, text)
    with pytest.raises(UsageError, match=name):
        list(add_files(tmp_path / "corpus", [good, bad], {}))
    assert not (tmp_path / "corpus").exists()


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"one\.md.*two\.md"):
        list(add_files(tmp_path, [tmp_path / "one.md", tmp_path / "two.md"], {}))


def test_a_removed_document_is_kept_aside(tmp_path: Path) -> None:
    path = report(tmp_path / "news")
    line = remove_document(tmp_path, "report-2024", {"report-2024": "news/report-2024.md"})
    assert not path.exists()
    assert (tmp_path / REMOVED / path.name).read_text("utf-8") == TEXT
    assert "news/report-2024.md" in line


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="sources"):
        remove_document(tmp_path, "nobody", {"report-2024": "news/report-2024.md"})


def test_a_file_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    assert "gone.md" in remove_document(tmp_path, "gone", {"gone": "news/gone.md"})
