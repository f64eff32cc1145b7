"""Markdown keeps its words and headings and loses its marks."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.markdown import markdown_lines, read_markdown, split_front_matter


def test_markup_goes_and_words_stay() -> None:
    body = (
        "# 题\n\n**成立**[园区科协](http://a.b)`3`家，\n持续*推进*。\n\n- 院士之家1个\n- 工作站~~9~~10个\n\n"
        "![合影](a.png)\n\n| 指标 | 目标 |\n|---|---|\n| 园区 | 10个 |\n\n> 引文。\n\n<!-- 隐去 -->\n\n"
        "<div>块<b>内</b></div>\n"
    )
    assert markdown_lines(body) == [
        "# 题",
        "成立园区科协3家，持续推进。",
        "院士之家1个",
        "工作站910个",
        "合影",
        "指标 | 目标",
        "园区 | 10个",
        "引文。",
        "块内",
    ]


def test_english_lines_are_joined_with_a_blank() -> None:
    assert markdown_lines("one line\nand another") == ["one line and another"]


def test_front_matter_values_stay_as_they_are_written() -> None:
    text = "---\nid: 007\npublished: 2022-04\nmirrors: [a, b]\nurl:\n---\n正文。\n---\n尾。"
    fields, body = split_front_matter(text, Path("a.md"))
    assert fields == {"id": "007", "published": "2022-04", "mirrors": "a b", "url": ""}
    assert body == "正文。\n---\n尾。"


def test_a_file_without_front_matter_is_all_body() -> None:
    assert split_front_matter("正文。\n---\n尾。", Path("a.md")) == ({}, "正文。\n---\n尾。")


@pytest.mark.parametrize("front", ["title: [open", "just words"])
def test_broken_front_matter_is_named(front: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="front matter"):
        split_front_matter(f"---\n{front}\n---\n正文。", Path("a.md"))


@pytest.mark.parametrize("front", ["date: 2024-01-15", "date: 2024-02-01\npublished: 2024-01-15"])
def test_a_date_in_the_front_matter_is_the_day_of_publication_unless_one_is_named(front: str) -> None:
    assert read_markdown(Path("a.md"), f"---\n{front}\n---\n正文。".encode()).declared["published"] == "2024-01-15"


def test_lists_of_one_list_in_the_front_matter_are_no_bomb() -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    text = f"---\na0: &a0 [x, x]\n{levels}\ntitle: {{a: *a29}}\n---\n正文。"
    fields, _ = split_front_matter(text, Path("a.md"))
    assert fields["a0"] == "x x" and fields["a29"] == fields["title"] == ""


def test_front_matter_that_is_too_deep_is_named() -> None:
    with pytest.raises(UnreadableDocumentError, match="front matter"):
        split_front_matter(f"---\na: {'[' * 50_000}\n---\n正文。", Path("a.md"))


def test_control_characters_in_markup_are_left_out() -> None:
    assert markdown_lines("<p>园\x01区\x0b\ufffe</p>\n") == ["园区"]
    assert markdown_lines("<div>\x01\x02</div>") == []
