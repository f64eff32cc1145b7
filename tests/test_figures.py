"""Figures are read with value, unit and qualifier, and numbers that count nothing are left alone."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.language.figures import find_figures, same_unit

Read = tuple[str, str, str]


def read(text: str) -> list[tuple[Decimal, str, str]]:
    """Return value, unit and qualifier of the figures of ``text``."""
    return [(figure.value, figure.unit, figure.qualifier) for figure in find_figures(text)]


def expected(*figures: Read) -> list[tuple[Decimal, str, str]]:
    """Return figures as ``read`` gives them."""
    return [(Decimal(value), unit, qualifier) for value, unit, qualifier in figures]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("服务企业500家", "exact"),
        ("服务企业500余家", "more_than"),
        ("服务企业500多家", "more_than"),
        ("服务企业500余家以上", "more_than"),
        ("服务企业超500家", "more_than"),
        ("服务企业超过500家", "more_than"),
        ("服务企业突破500家", "more_than"),
        ("服务企业逾500家", "more_than"),
        ("服务企业近500家", "nearly"),
        ("服务企业将近500家", "nearly"),
        ("服务企业接近500家", "nearly"),
        ("服务企业约500家", "about"),
        ("服务企业大约500家", "about"),
        ("服务企业500家左右", "about"),
        ("服务企业500家上下", "about"),
        ("服务企业不少于500家", "at_least"),
        ("服务企业至少500家", "at_least"),
        ("服务企业不低于500家", "at_least"),
        ("服务企业500家以上", "at_least"),
        ("服务企业500家以内", "at_most"),
        ("服务企业不超过500家", "at_most"),
        ("服务企业最多500家", "at_most"),
        ("服务企业五百余家", "more_than"),
        ("服务企业五百家以上", "at_least"),
        ("与会者签约500家", "exact"),
        ("服務企業超過５００家", "more_than"),
    ],
)
def test_the_words_around_a_chinese_figure_qualify_it(text: str, qualifier: str) -> None:
    assert read(text) == expected(("500", "家", qualifier))


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("500 firms", "exact"),
        ("500+ firms", "more_than"),
        ("more than 500 firms", "more_than"),
        ("over 500 firms", "more_than"),
        ("exceeding 500 firms", "more_than"),
        ("at least 500 firms", "at_least"),
        ("no fewer than 500 firms", "at_least"),
        ("no less than 500 firms", "at_least"),
        ("nearly 500 firms", "nearly"),
        ("almost 500 firms", "nearly"),
        ("close to 500 firms", "nearly"),
        ("about 500 firms", "about"),
        ("around 500 firms", "about"),
        ("some 500 firms", "about"),
        ("roughly five hundred firms", "about"),
        ("approximately 500 firms", "about"),
        ("up to 500 firms", "at_most"),
        ("at most 500 firms", "at_most"),
        ("no more than 500 firms", "at_most"),
    ],
)
def test_the_words_before_an_english_figure_qualify_it(text: str, qualifier: str) -> None:
    assert read(text) == expected(("500", "", qualifier))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("成立园区科协6个", [("6", "个", "exact")]),
        ("是上年的3倍多", [("3", "倍", "more_than")]),
        ("院士之家一个", [("1", "个", "exact")]),
        ("两家企业", [("2", "家", "exact")]),
        ("走访十几家企业", [("10", "家", "more_than")]),
        ("走访二十余家企业", [("20", "家", "more_than")]),
        ("一百二十名工程师", [("120", "名", "exact")]),
        ("一千五百名工程师", [("1500", "名", "exact")]),
        ("两百家企业", [("200", "家", "exact")]),
        ("1,500名工程师", [("1500", "名", "exact")]),
        ("１５００名工程师", [("1500", "名", "exact")]),
        ("10,000名科技工作者", [("10000", "名", "exact")]),
        ("1万名科技工作者", [("10000", "名", "exact")]),
        ("一万名科技工作者", [("10000", "名", "exact")]),
        ("1.6万名科技工作者", [("16000", "名", "exact")]),
        ("一万二千名科技工作者", [("12000", "名", "exact")]),
        ("1万余人次参赛", [("10000", "人次", "more_than")]),
        ("10多万人", [("100000", "人", "more_than")]),
        ("2千家企业", [("2000", "家", "exact")]),
        ("2000万元", [("20000000", "元", "exact")]),
        ("100多万元", [("1000000", "元", "more_than")]),
        ("3.5亿元", [("350000000", "元", "exact")]),
        ("三十二亿元", [("3200000000", "元", "exact")]),
        ("12万平方米", [("120000", "平方米", "exact")]),
        ("62.5平方公里", [("62.5", "平方公里", "exact")]),
        ("百余家企业", [("100", "家", "more_than")]),
        ("近千名工程师", [("1000", "名", "nearly")]),
        ("30%", [("0.3", "%", "exact")]),
        ("30.5％", [("0.305", "%", "exact")]),
        ("占比60%以上", [("0.6", "%", "at_least")]),
        ("百分之三十", [("0.3", "%", "exact")]),
        ("百分之十二点五", [("0.125", "%", "exact")]),
        ("百分之60", [("0.6", "%", "exact")]),
        ("3‰", [("0.003", "‰", "exact")]),
        ("占三成", [("0.3", "%", "exact")]),
        ("七成以上", [("0.7", "%", "at_least")]),
        ("六成左右", [("0.6", "%", "about")]),
        ("提高2.5个百分点", [("2.5", "个百分点", "exact")]),
        ("增长3倍", [("3", "倍", "exact")]),
        ("20至30家企业", [("20", "家", "exact"), ("30", "家", "exact")]),
        ("100项、200家", [("100", "项", "exact"), ("200", "家", "exact")]),
        ("连续4年、1万余人次", [("4", "年", "exact"), ("10000", "人次", "more_than")]),
        ("名称里的“100”", [("100", "", "exact")]),
        ("0家", [("0", "家", "exact")]),
        ("第三批20家", [("20", "家", "exact")]),
        ("“12621工程”提出12项", [("12", "项", "exact")]),
        ("2021年获二等奖3项", [("3", "项", "exact")]),
        ("陕科协发〔2021〕12号列出6家", [("6", "家", "exact")]),
    ],
)
def test_chinese_figures_are_read_in_base_units(text: str, figures: list[Read]) -> None:
    assert read(text) == expected(*figures)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1,500 engineers", [("1500", "", "exact")]),
        ("1.5 million people", [("1500000", "", "exact")]),
        ("2 billion yuan", [("2000000000", "元", "exact")]),
        ("3.5 hundred million yuan", [("350000000", "元", "exact")]),
        ("topped 410 billion yuan", [("410000000000", "元", "more_than")]),
        ("more than 3.2 billion yuan", [("3200000000", "元", "more_than")]),
        ("CNY 3 million", [("3000000", "元", "exact")]),
        ("¥500", [("500", "元", "exact")]),
        ("200 US dollars", [("200", "美元", "exact")]),
        ("30%", [("0.3", "%", "exact")]),
        ("30.5 percent", [("0.305", "%", "exact")]),
        ("30 per cent", [("0.3", "%", "exact")]),
        ("thirty percent", [("0.3", "%", "exact")]),
        ("2 percentage points", [("2", "百分点", "exact")]),
        ("six associations", [("6", "", "exact")]),
        ("twenty-three enterprises", [("23", "", "exact")]),
        ("one hundred and twenty enterprises", [("120", "", "exact")]),
        ("two thousand workers", [("2000", "", "exact")]),
        ("three million", [("3000000", "", "exact")]),
        ("10 to 20 firms", [("10", "", "exact"), ("20", "", "exact")]),
        ("a third batch of 20", [("20", "", "exact")]),
        ("5,000 technology managers by 2027", [("5000", "", "exact")]),
        ("20 in 2023 and 58 in total", [("20", "", "exact"), ("58", "", "exact")]),
    ],
)
def test_english_figures_are_read_in_base_units(text: str, figures: list[Read]) -> None:
    assert read(text) == expected(*figures)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第三批",
        "第3批",
        "12号",
        "陕科协发〔2021〕12号",
        "国发[2021]12号",
        "12621工程",
        "12621计划",
        "the 12621 programme",
        "U30青年双创",
        "V2.0",
        "5G",
        "ISO9001",
        "2021年",
        "2021年4月8日",
        "4月8日",
        "2021—2023年",
        "到2023年底",
        "2021“科创中国”榜单",
        "一批企业",
        "一次会议",
        "一年来",
        "之一",
        "统一",
        "一等奖",
        "三新三小",
        "14:43",
        "in 2021",
        "by April 2022",
        "8 April 2022",
        "from 5 to 10 March 2022",
        "No. 12",
        "issue 12",
        "page 4",
        "top 10",
        "the 3rd batch",
        "the first batch",
        "one of the targets",
        "one another",
    ],
)
def test_years_dates_ordinals_document_numbers_and_codes_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_a_figure_knows_its_place_in_the_text_as_given() -> None:
    text = "服務企業５００余家，占百分之六十"
    assert [text[figure.start : figure.end] for figure in find_figures(text)] == ["５００余家", "百分之六十"]


PIECES = ["园区科协", "1500", "名", "余", "家", "，", "第", "1.5", "万", "%", "三", "百分之", "年", "2021", " million "]
texts = st.one_of(
    st.text(), st.lists(st.sampled_from([*PIECES, "more than ", "twenty-", "six ", "号", "-"])).map("".join)
)


@given(texts)
@example("百分之0..0")
@example("百分之.")
def test_figures_stand_in_order_apart_and_inside_the_text(text: str) -> None:
    found = find_figures(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.integers(0, 10**9))
def test_a_whole_number_before_a_unit_is_its_value(value: int) -> None:
    assert read(f"服务企业{value}家") == read(f"服务企业{value:,}家") == [(Decimal(value), "家", "exact")]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("名", "人", True),
        ("家", "个", True),
        ("项", "条", True),
        ("家", "", True),
        ("", "", True),
        ("%", "%", True),
        ("%", "", False),
        ("家", "名", False),
        ("人次", "人", False),
        ("元", "家", False),
    ],
)
def test_units_compare_by_what_they_count(first: str, second: str, same: bool) -> None:
    assert same_unit(first, second) is same_unit(second, first) is same


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("worth about RMB 86 billion", "about"),
        ("worth approximately US$ 86 billion", "about"),
        ("worth RMB 86 billion", "exact"),
        ("kept at 5% or above by 2023", "at_least"),
    ],
)
def test_the_name_of_a_currency_may_stand_between_a_figure_and_its_qualifier(text: str, qualifier: str) -> None:
    assert [figure.qualifier for figure in find_figures(text)] == [qualifier]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("RMB 10 bn", "10000000000", "元", "exact"),
        ("占七成多", "0.7", "%", "more_than"),
        ("增至两倍多", "2", "倍", "more_than"),
        ("two and a half times", "2.5", "", "exact"),
        ("three years or more", "3", "", "at_least"),
        ("占地151公顷", "151", "公顷", "exact"),
    ],
)
def test_what_models_write_is_read(text: str, value: str, unit: str, qualifier: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.value, figure.unit, figure.qualifier) == (Decimal(value), unit, qualifier)


def test_more_than_of_the_next_figure_is_not_of_this_one() -> None:
    assert [figure.qualifier for figure in find_figures("100 results and over 30 products")] == ["exact", "more_than"]


def test_months_of_a_range_are_no_figures() -> None:
    assert find_figures("2021年1至9月增长") == []
