"""A figure is looked for in the passage whose mark stands behind it."""

import pytest

from assistant.answering.placed import told_of_another
from assistant.answering.reply import read_statements
from assistant.schema import Citation, Source

SENTENCES = {
    number: [Citation(Source(f"d{number}", "题", None, None, None, "news", "zh", ""), 1, 0, len(quote), quote)]
    for number, quote in enumerate(("甲报写成果转化企业757家，占30%。", "乙报写成果转化企业935家。"), start=1)
}


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        ("甲报写的是757家[1]，乙报写的是935家[2]。", []),
        ("甲报写的是935家[1]，乙报写的是757家[2]。", ["935家", "757家"]),
        ("甲报写的是757家，乙报写的是935家[1][2]。", []),
        ("甲报写的是935家，乙报写的是757家[1][2]。", []),
        ("甲报写的是757家[1]，比乙报的935家少178家[1][2]。", []),
        ("甲报写的是999家[1]，乙报写的是935家[2]。", []),
        ("甲报写的是757家[1]，其中30%[2]。", ["30%"]),
    ],
)
def test_a_figure_of_another_mark_is_found(reply: str, wrong: list[str]) -> None:
    (statement,) = read_statements(reply, passage_count=2)
    assert told_of_another(statement, SENTENCES) == wrong
