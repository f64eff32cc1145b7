"""What a person sees before a document is added: what was read, and what was left out."""

from pathlib import Path

import pytest

from assistant.first_look import first_look
from assistant.ingestion.preview import read_with_noise
from assistant.ingestion.split import split_document
from assistant.ledger.indicators import Programme
from assistant.schema import Document
from tests.sample_files import GLOSSED_ARTICLE, PROGRESS, TARGETS, paper, write


def look(document: Document, removed: tuple[str, ...], programme: Programme) -> str:
    passages = split_document(document, max_chars=320, overlap=0)
    return "\n".join(first_look(document, passages, removed, programme))


def test_every_line_of_a_scraped_page_is_either_kept_or_named_as_removed(tmp_path: Path) -> None:
    path = write(tmp_path / "page.txt", GLOSSED_ARTICLE)
    _, removed = read_with_noise(path, corpus=tmp_path)
    whole = "\n".join(removed)
    for noise in ("免费看", "来源|來源", "[摘要]", "編輯", "分享到", "版權", "電話"):
        assert any(word in whole for word in noise.split("|")), noise
    assert "到2023年" not in whole.replace("[摘要]", "").split("\n")
    assert not [line for line in removed if line in (TARGETS, "搭建創新平臺")]
    assert [line for line in removed if "園區科協助力創新驅動" in line] == ["園區科協助力創新驅動"]


def test_a_clean_document_loses_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "page.md", f"---\ntitle: 报告\n---\n\n# 报告\n\n## 目标\n\n{TARGETS}\n\n- 一\n- 二\n")
    assert read_with_noise(path, corpus=tmp_path)[1] == ()


def test_a_paper_is_looked_at_too(tmp_path: Path) -> None:
    story = [("heading", "园区科协成立"), ("text", "发布日期：2022-04-08"), ("text", TARGETS)]
    document, removed = read_with_noise(write(tmp_path / "a.pdf", paper(story)), corpus=tmp_path)
    assert TARGETS in document.text
    assert removed == ("发布日期：2022-04-08",)


def test_the_look_names_origin_size_figures_and_noise(tmp_path: Path, programme: Programme) -> None:
    front = "title: 12621工程进展\npublisher: 陕西省科协\npublished: '2022-04-08'"
    text = f"---\n{front}\n---\n\n“12621工程”提出，{TARGETS}\n\n{PROGRESS}\n\n分享到：\n"
    document, removed = read_with_noise(write(tmp_path / "a.md", text), corpus=tmp_path)
    said = look(document, removed, programme)
    for words in (
        "12621工程进展",
        "陕西省科协",
        "2022-04-08",
        "passages   1",
        "园区科协: 10个 (target, 2023)",
        "分享到",
    ):
        assert words in said, words
    assert "服务企业: 500余家 (progress, 2022-04-08)" in said
    assert "other measure: 院士工作站" in said


def test_the_look_says_what_is_missing(tmp_path: Path, programme: Programme) -> None:
    document, removed = read_with_noise(write(tmp_path / "a.md", "今天天气很好。\n"), corpus=tmp_path)
    said = look(document, removed, programme)
    assert said.count("— (none found)") == 2
    assert "none for an indicator" in said and "removed    nothing" in said


@pytest.mark.parametrize("count", [12, 40])
def test_a_long_list_of_noise_is_cut_and_counted(count: int, tmp_path: Path, programme: Programme) -> None:
    document, _ = read_with_noise(write(tmp_path / "a.md", "今天天气很好。\n"), corpus=tmp_path)
    said = look(document, tuple(f"噪声{number}" * 40 for number in range(count)), programme)
    assert said.count("噪声11") > 0 and "噪声12" not in said
    assert (f"and {count - 12} more" in said) == (count > 12)
    assert all(len(line) < 120 for line in said.split("\n"))
