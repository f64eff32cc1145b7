"""A member of a set (levels, batches, places, rise and fall) must not stand for another; a total for what was added."""

import pytest

from assistant.answering.contrasts import contrasted
from assistant.answering.loosely_dated import misdated
from assistant.answering.standing import other_standing


@pytest.mark.parametrize(
    ("text", "evidence", "wrong"),
    [
        ("It named municipal stations.", "公布省级工作站。", ["municipal"]),
        ("The provincial association named municipal stations.", "省科协公布市级工作站。", []),
        ("第二批有20家。", "首批有20家。", ["第二批"]),
        ("The value shrank by 14%.", "增加值增长14%。", ["shrank"]),
        ("联合会与湖北的组织签约。", "联合会与湖南的组织签约。", ["湖北"]),
        ("They were granted 100 patents.", "申报专利100件。", ["granted"]),
        ("所有成果都可进入决赛。", "部分成果可进入决赛。", ["所有"]),
        ("All awards go to the final.", "获奖成果可进入决赛。", []),
        ("由高校牵头。", "全部由企业牵头。", ["由高校牵头"]),
        ("Teams are led by enterprises.", "全部由企业牵头。", []),
    ],
)
def test_another_member_of_a_set_is_found(text: str, evidence: str, wrong: list[str]) -> None:
    assert contrasted(text, evidence) == wrong


@pytest.mark.parametrize(
    ("text", "quote", "wrong"),
    [
        ("累计有高新技术企业1756家。", "新增高新技术企业1756家。", ["1756家"]),
        ("新增高新技术企业1756家。", "新增高新技术企业1756家。", []),
        ("仅最近一年就有1500项。", "4年累计产生1500项。", ["1500项"]),
        ("In 2024 alone it yielded 58 stations.", "省级站累计58家。", ["58"]),
        ("共有58家。", "省级站累计58家。", []),
    ],
)
def test_a_running_total_is_not_what_was_added(text: str, quote: str, wrong: list[str]) -> None:
    assert other_standing(text, [quote]) == wrong


@pytest.mark.parametrize(
    ("text", "dates", "wrong"),
    [
        ("2021年3月中旬召开。", ["2021-03-30"], ["2021-03"]),
        ("It was held in late March 2021.", ["2021-03-30"], []),
        ("It was held in early March 2021.", ["2021-03-30"], ["2021-03"]),
        ("2022年初发布。", ["2022-02-22"], []),
        ("2022年初发布。", ["2022-09-22"], ["2022"]),
        ("2024年中国大赛举行。", ["2024-11-21"], []),
        ("2022年初发布。", ["2022"], []),
    ],
)
def test_a_part_of_a_month_or_year_must_hold_the_day(text: str, dates: list[str], wrong: list[str]) -> None:
    assert misdated(text, [], dates) == wrong


def test_what_a_quote_itself_calls_the_end_of_a_month_is_not_judged() -> None:
    assert misdated("2021年10月底有181家。", ["截至2021年10月底有181家。"], ["2021-10-15"]) == []
