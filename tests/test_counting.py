"""What a figure counts is read from its noun, and a number that the text itself bears out needs no quote."""

import pytest

from assistant.answering.alike import stem_alike, worded_alike
from assistant.answering.counting import (
    counts_itself,
    counts_listed,
    is_article,
    is_soft_count,
    lasts,
    same_kind,
    units_of_noun,
)
from assistant.answering.ordinals import wrong_ordinals
from assistant.answering.reply_lines import told_lines
from assistant.language.figures import find_figures


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("48 projects worth 86 billion", ("项",)),
        ("1,500 front-line engineers", ("名",)),
        ("490 high-tech enterprises", ("家",)),
        ("3 of Project 985", ()),
        ("30 offices", ()),
        ("327 reported a month earlier", ()),
    ],
)
def test_an_english_noun_stands_for_units(text: str, units: tuple[str, ...]) -> None:
    assert units_of_noun(find_figures(text)[0], text) == units


def test_figures_of_other_kinds_do_not_bear_each_other_out() -> None:
    quote, right, wrong = "48 projects were signed", "签约48个项目", "签约48家企业"
    (known,) = find_figures(quote)
    assert same_kind(known, quote, find_figures(right)[0], right)
    assert not same_kind(known, quote, find_figures(wrong)[0], wrong)


@pytest.mark.parametrize(
    ("text", "bears_out"),
    [
        ("甲厅、乙厅和丙厅三部门", True),
        ("甲厅、乙厅、丙厅三部门", True),
        ("甲厅、乙厅三部门", False),
        ("4个关键词：新质、改革、协同、生态", True),
        ("两类成果：一份约2万字的报告，以及一份约3000字的专报。", True),
        ("两个案例：甲公司销售5000万元，增长很快；乙公司出口1000万美元。", True),
        ("三个案例：甲公司销售5000万元，增长很快；乙公司出口1000万美元。", False),
        ("三类等次奖合计65项，即一等奖15项、二等奖20项和三等奖30项", True),
        ("四类等次奖合计65项，即一等奖15项、二等奖20项和三等奖30项", False),
        ("5个关键词：新质、改革、协同、生态", False),
        ("已有两批：首批200支，新认定的300支", True),
        ("“创新”“青年”“未来”是三个关键词", True),
        ("“创新”“青年”是三个关键词", False),
        ("2015至2019年，五年共办", True),
        ("2015至2019年，六年共办", False),
        ("已成立3家，在甲市、乙市和丙市开展活动", False),
    ],
)
def test_a_number_may_count_what_the_text_lists(text: str, bears_out: bool) -> None:
    assert counts_itself(text, find_figures(text)[0]) is bears_out


def test_words_that_only_look_like_counts_or_limits() -> None:
    term, over, more = "以两年为一个周期", "over four days", "over four firms"
    assert is_article(term, find_figures(term)[-1])
    assert not is_article("成立一个", find_figures("成立一个")[0])
    assert lasts(find_figures(over)[0], over) and not lasts(find_figures(more)[0], more)


@pytest.mark.parametrize(
    ("text", "quote", "wrong"),
    [
        ("居全国第二。", "居全国第2。", []),
        ("居全国第一。", "居全国第2。", ["第一"]),
        ("It came second among the pilots.", "It ranked first among the pilots.", ["came second"]),
        ("试点排名第一。", "It ranked first among the pilots.", []),
        ("It was No. 1 in the country.", "居全国第二。", ["no. 1"]),
        ("It was No. 2 in the country.", "居全国第二。", []),
        ("The later report comes first.", "以事后报道为先。", []),
    ],
)
def test_ranks_must_stand_in_a_quote(text: str, quote: str, wrong: list[str]) -> None:
    assert wrong_ordinals(text, [quote]) == wrong


def test_words_of_one_meaning_are_written_alike() -> None:
    assert worded_alike("设立园区科协") == worded_alike("建成园区科协")
    assert worded_alike("增长") != worded_alike("下降")
    assert stem_alike("firm") == stem_alike("compani") != stem_alike("engin")


def test_rows_of_a_table_say_what_their_cells_are() -> None:
    table = ["| 项目 | 目标 |", "|---|---|", "| 园区科协 | 10个[1] |", "|  | 6家 |"]
    assert told_lines(table) == ["园区科协：目标 10个[1]", "目标 6家"]
    assert told_lines(["| a | b |", "", "| c | d |"]) == ["| a | b |", "", "| c | d |"]


def test_what_leads_in_to_a_list_is_no_claim_and_its_marks_are_those_of_the_items() -> None:
    assert told_lines(["进展如下：", "- 成立6家[1]"]) == ["- 成立6家[1]"]
    assert told_lines(["进展如下[1]：", "- 成立6家", "- 服务500家[2]"]) == ["- 成立6家[1]", "- 服务500家[2]"]
    assert told_lines(["已成立60家[1]：", "- 甲[1]"]) == ["已成立60家[1]：", "- 甲[1]"]
    assert told_lines(["已成立[1]。名单如下：", "- 甲[1]"]) == ["已成立[1]。", "- 甲[1]"]
    assert told_lines(["进展如下：", "", "## 一", "成立6家[1]"]) == ["", "成立6家[1]"]


def test_what_may_be_a_head_is_held_back_while_the_reply_is_written() -> None:
    assert told_lines(["| 项目 | 目标 |"], last="|-") == []
    assert told_lines(["| 项目 | 目标 |"], last="共成立6家") == ["| 项目 | 目标 |"]


@pytest.mark.parametrize(
    ("text", "article"),
    [("这一名称", True), ("最后一项是累计数。", True), ("共有一项。", False), ("每一家", True), ("大致分三步：", True)],
)
def test_one_that_is_pointed_at_is_no_count(text: str, article: bool) -> None:
    figures = find_figures(text)
    assert all(is_article(text, figure) for figure in figures) is article


@pytest.mark.parametrize(("text", "counted"), [("五项增速中最高的是甲。", True), ("四项增速中最高的是甲。", False)])
def test_a_number_may_count_the_items_of_a_list_of_the_source(text: str, counted: bool) -> None:
    quote = "公布了几项增速：甲40%、乙31%、丙22%、丁21%、戊20%。"
    assert counts_listed(find_figures(text)[0], quote) is counted


@pytest.mark.parametrize(
    ("text", "quote", "counted"),
    [
        ("两项任务都超额完成。", "企业207家，为任务的108%。平台311个，为任务的110%。", True),
        ("三种奖加起来很多：金奖20个、银奖59个、铜奖118个。", "金奖20个、银奖59个、铜奖118个。", True),
        ("The two tasks were passed.", "企业207家，为任务的108%；平台311个，为任务的110%。", True),
        ("四项任务都超额完成。", "企业207家，为任务的108%。平台311个，为任务的110%。", False),
        ("三家都来了：甲、乙、丙。", "共有6家。", False),
        ("five targets of 100", "“6×100”对应决策咨询建议、创新创业人才、专家服务团、企业技术经理人、科技成果", False),
    ],
)
def test_a_reply_may_count_what_it_groups(text: str, quote: str, counted: bool) -> None:
    assert is_soft_count(text, find_figures(text)[0], [quote]) is counted
