"""Headings of texts without markup are told from list items, table rows and signatures."""

from assistant.ingestion.headings import mark_headings

PARAGRAPH = "陕西省科协围绕中心服务大局，决定实施工程。"


def test_short_lines_above_a_paragraph_are_headings_even_two_in_a_row() -> None:
    lines = ["探索发展路径", "推进双平台互融互促", PARAGRAPH, "（一）加强顶层设计", PARAGRAPH, "编者注", "短注。"]
    marked = mark_headings(lines)
    assert [line for line in marked if line.startswith("## ")] == [
        "## 探索发展路径",
        "## 推进双平台互融互促",
        "## （一）加强顶层设计",
        "## 编者注",
    ]


def test_lists_tables_and_signatures_are_not_headings() -> None:
    lines = [
        "院士之家 | 1个",
        PARAGRAPH,
        "企业科协14家",
        PARAGRAPH,
        "（谷豆豆）",
        PARAGRAPH,
        "电话：029-1234",
        PARAGRAPH,
    ]
    assert mark_headings(lines) == lines


def test_many_short_lines_in_a_row_are_a_list() -> None:
    lines = ["院士之家", "园区科协", "专家工作站", "企业科协", PARAGRAPH]
    assert mark_headings(lines) == lines


def test_a_short_line_with_no_paragraph_below_is_no_heading() -> None:
    assert mark_headings([PARAGRAPH, "陕西省科协"]) == [PARAGRAPH, "陕西省科协"]


def test_english_headings_are_found() -> None:
    assert mark_headings(["Targets to 2023", "The plan sets twelve targets for the park."])[0] == "## Targets to 2023"
