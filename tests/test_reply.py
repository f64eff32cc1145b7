"""Whatever form a model gives its reply, its sentences and their marks are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.reply import Statement, read_begun, read_statements


def read(reply: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of a reply to five passages."""
    return [(statement.text, statement.numbers) for statement in read_statements(reply, passage_count=5)]


@pytest.mark.parametrize(
    "reply",
    [
        "园区科协成立6家[1][2]。",
        "园区科协成立6家。[1][2]",
        "园区科协成立6家。 [1, 2]",
        "园区科协成立6家【1】【2】。",
        "园区科协成立6家（1）（2）。",
        "园区科协成立6家[^1][^2]。",
        "园区科协成立6家［1，2］。",
        "园区科协成立6家[资料1、2]。",
        "- 园区科协成立**6家**[1][2]。",
        "1. 园区科协成立6家[1] [2]。",
        "## 园区科协成立6家。[1][2]",
        "> 园区科协成立`6家`[1][2]。",
        "```markdown\n园区科协成立6家。[1][2]\n```",
        "<think>是6家还是9家？[3]</think>\n园区科协成立6家。[1][2]",
        "是6家还是9家？[3]\n</think>\n园区科协成立6家。[1][2]",
        "园区科协成立6家。[1][2]\n<thinking>对吗？没有说完",
        "◁think▷是6家还是9家？[3]◁/think▷园区科协成立6家。[1][2]",
        "[THINK]是6家还是9家？[3][/THINK]园区科协成立6家。[1][2]",
        "<seed:think>是6家还是9家？[3]</seed:think>园区科协成立6家。[1][2]",
        "<|channel|>analysis<|message|>是9家？[3]<|end|><|start|>assistant<|channel|>final<|message|>园区科协成立6家。[1][2]",
        "园区科协成立6家。[1][2]<|im_end|>",
        "**回答**：园区科协成立6家。[1][2]",
        "Answer: 园区科协成立6家。[1][2]",
        "① 园区科协成立6家。[1][2]",
        "园区科协成立6家。[1][2]\n\n来源：[1] 报告",
        "园区科协成立6家。[1][2][9][0]",
        "园区科协成立6家。[1][2] ![图](http://tracker.test/x.png)",
    ],
)
def test_marks_are_read_in_every_form(reply: str) -> None:
    assert read(reply) == [("园区科协成立6家。", (1, 2))]
    # Nobody can know that it is thought before the tag that ends it, where the first one was cut off.
    for end in range(len(reply) if not reply.startswith("是6家") else 0):
        complete, begun = read_begun(reply[:end], passage_count=5)
        assert not any(sign in begun for sign in "[【<◁|9"), reply[:end]
        assert [statement.text for statement in complete] in ([], ["园区科协成立6家。"])


@pytest.mark.parametrize(
    "reply",
    [
        "根据[1]，园区科协成立6家。",
        "根据资料【1】的报道，园区科协成立6家。",
        "**来源 [1]** 指出：园区科协成立6家。",
        "[1]显示，园区科协成立6家。",
        "[1] 园区科协成立6家。",
        "According to [1], 园区科协成立6家。",
        "Source [1] states that 园区科协成立6家。",
    ],
)
def test_a_sentence_that_names_its_passage_first_is_told_without_that(reply: str) -> None:
    assert read(reply) == [("园区科协成立6家。", (1,))]


def test_passages_named_first_are_all_kept() -> None:
    assert read("根据[1]和[3]，成立6家，目标是10家[2]。") == [("成立6家，目标是10家。", (1, 3, 2))]
    assert read("As reported in [1] and [2], six were set up.") == [("six were set up.", (1, 2))]
    assert read("根据方案，成立6家[1]。") == [("根据方案，成立6家。", (1,))]


def test_each_sentence_has_its_own_marks() -> None:
    assert read("园区科协成立6家。[1]目标是10个。[2][3] 其余未报告。") == [
        ("园区科协成立6家。", (1,)),
        ("目标是10个。", (2, 3)),
        ("其余未报告。", ()),
    ]
    assert read("Six associations were set up [1]. The target is 10 [2].") == [
        ("Six associations were set up.", (1,)),
        ("The target is 10.", (2,)),
    ]


def test_round_brackets_are_marks_only_where_they_number_a_passage_at_the_end() -> None:
    assert read("方案（2021）提出（1）建家，（2）建站。") == [("方案（2021）提出（1）建家，（2）建站。", ())]
    assert read("方案提出建家（9）。") == [("方案提出建家（9）。", ())]


def test_links_lose_their_address_and_tables_their_rules() -> None:
    assert read("见[报告](http://tracker.test/?q=1)。[1]") == [("见报告。", (1,))]
    assert read("| 指标 | 数量 |\n|---|---|\n| 园区科协 | 6家 [1] |") == [
        ("园区科协：数量 6家", (1,)),
    ]
    assert read("<b onclick=alert(1)>成立6家</b>。[1] 见 https://tracker.test/a?b=c") == [
        ("成立6家。", (1,)),
        ("见", ()),
    ]


def test_a_column_of_marks_is_no_part_of_what_a_row_says() -> None:
    rows = ["| 项目 | 数量 | 来源 |", "|---|---|---|", "| 园区科协 | 6家 | [1]、[2] |", "| 院士之家 | 1个 | 3 |"]
    assert read("\n".join([*rows, "| 基地 | 2个 | 日报 |"])) == [
        ("园区科协：数量 6家", (1, 2)),
        ("院士之家：数量 1个", (3,)),
        ("基地：数量 2个，来源 日报", ()),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "## 主要工作与目前的进展情况",
        "**一、服务企业与科技工作者的情况**",
        "**Key dates**:",
        "二、服务企业情况",
        "（三）服务企业情况",
        "根据提供的资料，主要做了以下工作：",
        "> ### Background of the programme",
        "Here is what the passages say:",
    ],
)
def test_headings_and_what_leads_in_to_more_are_nothing_that_is_said(heading: str) -> None:
    reply = f"{heading}\n\n园区科协成立6家。[1]\n\n{heading}\n- 目标是10家。[2]"
    assert read(reply) == [("园区科协成立6家。", (1,)), ("目标是10家。", (2,))]
    shown = [read_begun(reply[:end], passage_count=3) for end in range(len(reply))]
    assert {said.text for complete, _ in shown for said in complete} <= {"园区科协成立6家。"}
    if not heading.endswith(":") and not heading.endswith("："):
        assert {begun[:1] for _, begun in shown} == {"", "园", "目"}


@pytest.mark.parametrize(
    "said",
    [
        "如需更多信息，请告诉我！",
        "希望以上信息对您有帮助。",
        "Let me know if you need more details.",
        "I hope this helps!",
    ],
)
def test_what_is_said_to_whoever_asks_is_no_sentence_of_an_answer(said: str) -> None:
    assert read(f"园区科协成立6家。[1]\n\n{said}") == [("园区科协成立6家。", (1,))]
    assert read("如需建站，须先成立6家园区科协。") == [("如需建站，须先成立6家园区科协。", ())]


def test_what_begins_like_a_heading_may_be_a_sentence() -> None:
    assert read("**园区科协**：成立6家。[1]") == [("园区科协：成立6家。", (1,))]
    assert read("一、成立6家。[1]") == [("一、成立6家。", (1,))]
    assert read("## 成立6家[1]") == [("成立6家", (1,))]


def test_decimals_and_years_at_the_start_of_a_line_are_no_list_numbers() -> None:
    assert read("6.5亿元用于建设。[1]") == [("6.5亿元用于建设。", (1,))]
    assert read("2022年成立6家。[1]") == [("2022年成立6家。", (1,))]


@given(st.text(alphabet=st.one_of(st.sampled_from("[]【】（）()<>/think1239,。.\n|-*`#！\ue001 "), st.characters())))
def test_any_text_is_read_without_marks_left_over(reply: str) -> None:
    for statement in read_statements(reply, passage_count=3):
        assert isinstance(statement, Statement)
        assert set(statement.numbers) <= {1, 2, 3}
        assert not any("\ue000" <= sign <= "\uf8ff" for sign in statement.text)
        assert statement.text.strip()


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[^1]", (1,)),
        ("【1†source】", (1,)),
        ("【2:0†policy.pdf】", (2,)),
        ("（来源1）", (1,)),
        ("(Passage 2)", (2,)),
        ("[Source: 1, 3]", (1, 3)),
        ("<ref>1</ref>", (1,)),
        ("<sup>[2]</sup>", (2,)),
        ("¹", (1,)),
        ("[1-3]", (1, 2, 3)),
        ("[1]–[3]", (1, 2, 3)),
        ("[[1]](http://tracker.test/)", (1,)),
        ("[1](#1)", (1,)),
        ("[citation:2]", (2,)),
        ("[ref_1]", (1,)),
        ("【文档3】", (3,)),
        ("（见第1段）", (1,)),
        ("\\[1\\]", (1,)),
        ("$^{[2]}$", (2,)),
        ("^1^", (1,)),
        ("（来源：[1]）", (1,)),
        ("（资料来源：【1】、【3】）", (1, 3)),
        ("（参见[2]）", (2,)),
        ("([1], [2])", (1, 2)),
        ("（[1]）", (1,)),
        (" (Source: [1] and [3])", (1, 3)),
        (" (see also [2])", (2,)),
    ],
)
def test_every_form_of_a_mark_is_read_and_never_seen(mark: str, numbers: tuple[int, ...]) -> None:
    reply = f"园区科协成立6家{mark}。目标是10家{mark}。"
    assert read(reply) == [("园区科协成立6家。", numbers), ("目标是10家。", numbers)]
    for end in range(len(reply)):
        complete, begun = read_begun(reply[:end], passage_count=3)
        seen = "".join(statement.text for statement in complete) + begun
        assert "园区科协成立6家。目标是10家。".startswith(seen.rstrip("。")), reply[:end]


@pytest.mark.parametrize(
    "mark", ["（来源：[1][3]）", " 来源：[1]、[3]", "**出处**：[1, 3]", " (see [1], [3])", " Sources: [1][3]"]
)
def test_marks_behind_the_full_stop_are_read_with_the_words_that_lead_in_to_them(mark: str) -> None:
    reply = f"园区科协成立6家。{mark}\n目标是10家。[2]"
    assert read(reply) == [("园区科协成立6家。", (1, 3)), ("目标是10家。", (2,))]
    for end in range(len(reply)):
        complete, begun = read_begun(reply[:end], passage_count=3)
        seen = "".join(statement.text for statement in complete) + begun
        assert "园区科协成立6家。目标是10家。".startswith(seen.rstrip("。")), reply[:end]


@pytest.mark.parametrize(
    "text",
    ["占地20平方米²。", "成立于[2019-2021]。", "共6家（含市级）。", "排名[9-1]。", "（见附件）成立6家（参考）。"],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert [statement for statement, _ in read(text)] == [text]


def test_an_answer_that_only_the_question_explains_is_no_claim() -> None:
    statements = read_statements("Yes. It was founded in 2021 [1].\n没有。目标是10个[1]。", passage_count=1)
    assert [statement.text for statement in statements] == ["It was founded in 2021.", "目标是10个。"]
    assert read_statements("没有成立。[1]", passage_count=1)[0].text == "没有成立。"


def test_a_unit_over_a_column_goes_to_its_figures() -> None:
    table = "| 年份 | 成交额（亿元） |\n|---|---|\n| 2021 | 2209.49 [1] |\n| 2022 | 约2881 [1] |"
    texts = [statement.text for statement in read_statements(table, passage_count=1)]
    assert texts == ["2021：成交额 2209.49亿元", "2022：成交额 约2881亿元"]


def test_a_mark_behind_a_stop_does_not_join_two_english_sentences() -> None:
    assert [one.text for one in read_statements("It has 14. [1] Then it grew. [2]", passage_count=2)] == [
        "It has 14.",
        "Then it grew.",
    ]


@pytest.mark.parametrize("piece", ["![", "word and ", ". [1 ", "a, b ", "（", "共有5项："])
def test_a_line_without_end_is_read_at_once(piece: str) -> None:
    assert read_statements(piece * 3_000, passage_count=3) is not None
