"""What follows from the figures and dates of a sentence is worked out again; what does not follow stays."""

import pytest

from assistant.answering.worked import without_worked
from assistant.schema import Citation, Source

QUOTE = (
    "到2021年4月，共有200人取得职称，其中初级150人、高级50人。2021年9月15日提出方案。"
    "企业2023年达1.6万家，超过“十四五”1万家的目标。"
)


def _sentences(quote: str = QUOTE) -> list[Citation]:
    source = Source("a", "题", None, None, None, "news", "zh", "")
    return [Citation(source, 1, 0, len(quote), quote)]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("高校由15家增加到34家，净增19家。", "19家"),
        ("高校由34家减少到15家，减少了19家。", "19家"),
        ("甲报写935家，乙报写757家，两者相差178家。", "178家"),
        ("A puts it at 935, which is 178 more than the 757 of B.", "178"),
        ("A puts it at 757, which is 178 fewer than the 935 of B.", "178"),
        ("项目从40项增至189项，接近原来的5倍。", "5倍"),
        ("The value rose from 334 million yuan to 2,343 million yuan, roughly seven times as much.", "seven"),
        ("企业由40家增至60家，增长50%。", "50%"),
        ("共17项，其中二等奖7项，约占41%。", "41%"),
        ("其中初级150人，占比最高，为75%。", "75%"),
        ("上报68条，有2条获采纳，采纳率约为3%。", "3%"),
        ("2022年为2881亿元，较2021年的2209亿元增长约30%。", "30%"),
        ("企业由60家减至40家，减少约33%。", "33%"),
        ("200人中，超过七成是初级（150人）。", "七成"),
        ("获奖1300项，落地转化120项，不到一成。", "一成"),
        ("十年间（2012—2021年）由334亿元增长到2343亿元，增加了约2009亿元。", "2009亿元"),
        (
            "In the end 202 reached the final, and 197 prizes were awarded in total: 20 gold, 59 silver, 118 bronze.",
            "197",
        ),
        ("Of 200 people, three quarters (150) hold junior titles.", "three"),
        ("2023年达到1.6万家，比“十四五”目标1万家多出6000家。", "6000家"),
        ("2019年评出59个银奖，接近金奖（20个）的3倍。", "3倍"),
        ("重点项目计划投资接近1万亿元，具体为9223亿元。", "1万亿元"),
        ("评出金奖20个、银奖59个、铜奖118个，合计197个。", "197个"),
        ("Six stations get 100,000 yuan each, 600,000 yuan in total.", "600,000 yuan"),
        ("给6家企业颁牌，每站补助10万元，合计60万元。", "60万元"),
        ("Of them 150 (75%) hold junior titles.", "75%"),
        ("第四批20家，占累计总数58家的三分之一以上。", "三分之一"),
        ("6个类别共550个项目，平均每个类别约92个。", "92个"),
        ("2012年仅为334.82亿元，2021年增至2343.44亿元，扩大到约7倍；2019年为1467.83亿元。", "7倍"),
        ("成交额超过4100亿元，比2021年的2343.44亿元高出1750多亿元。", "1750多亿元"),
        ("共52名，其中会员5名，占比不到10%。", "10%"),
        ("2021年9月15日提出方案，11天之后的9月26日印发。", "11天"),
        ("The plan was issued on 26 September 2021, eleven days after the proposal.", "eleven"),
        ("It opened on 16 March 2021 and closed two weeks later, on 30 March 2021.", "two"),
        ("项目为期两年，自2023年1月1日起至2024年12月31日止。", "两年"),
    ],
)
def test_what_follows_is_taken_out(text: str, gone: str) -> None:
    assert without_worked(text, _sentences()).rest == text.replace(gone, "", 1)


@pytest.mark.parametrize(
    "text",
    [
        "高校由15家增加到34家，净增29家。",
        "高校由34家减少到15家，净增19家。",
        "A puts it at 935, which is 178 fewer than the 757 of B.",
        "项目从40项增至189项，接近原来的3倍。",
        "The value rose from 334 million yuan to 2,343 million yuan, roughly nine times as much.",
        "共17项，其中二等奖7项，约占51%。",
        "其中初级150人，占比最高，为85%。",
        "共52名，其中会员5名，占比超过20%。",
        "共有500余项，其中20项获奖，占4%。",
        "2021年9月15日提出方案，21天之后的9月26日印发。",
        "The plan was issued on 26 September 2021, eleven days before the proposal.",
        "项目为期三年，自2023年1月1日起至2024年12月31日止。",
        "金奖20个、银奖59个，合计89个。",
        "高新技术企业20家、科技型中小企业59家，合计79家。",
        "给6家企业颁牌，每站补助10万元，合计600万元。",
        "2019年评出20个银奖，接近金奖（59个）的3倍。",
        "目标为10家，已成立6家，少4家。",
        "6个类别共550个项目，平均每个类别约82个。",
        "成交额超过4100亿元，比2021年的2343.44亿元高出1950多亿元。",
        "成交额4100亿元，比2021年的2343余亿元高出1750多亿元。",
    ],
)
def test_what_does_not_follow_or_cannot_be_compared_stays(text: str) -> None:
    assert without_worked(text, _sentences()).rest == text


def test_the_day_that_stands_in_a_quote_alone_is_cited() -> None:
    sentences = _sentences()
    text = "The plan was issued on 26 September 2021, eleven days after the proposal."
    assert without_worked(text, sentences).operands == tuple(sentences)


@pytest.mark.parametrize(
    ("text", "quotes", "gone"),
    [
        ("297个合格，有29个未通过。", ("2021年大赛中297个项目通过审查。", "2021年大赛征集项目326个。"), "29个"),
        ("2022年成交2881亿元，比上年增长约30%。", ("成交额2021年为2209亿元，2022年为2881亿元。",), "30%"),
        ("2022年成交2881亿元，比上年多672亿元。", ("成交额2021年为2209亿元，2022年为2881亿元。",), "672亿元"),
    ],
)
def test_a_figure_may_be_compared_with_one_that_stands_in_the_source_alone(
    text: str, quotes: tuple[str, ...], gone: str
) -> None:
    assert without_worked(text, [one for quote in quotes for one in _sentences(quote)]).rest == text.replace(
        gone, "", 1
    )


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("297个合格，有39个未通过。", ("2021年大赛中297个项目通过审查。", "2021年大赛征集项目326个。")),
        ("2021年成交2209亿元，比2022年增长约30%。", ("成交额2021年为2209亿元，2022年为2881亿元。",)),
        ("2022年成交2881亿元，比上年少672亿元。", ("成交额2021年为2209亿元，2022年为2881亿元。",)),
        ("已建工作站2家，还差8家。", ("工作站已建2家。", "到2023年计划建工作站10家。")),
        ("园区有高新企业20家，比别处多30家。", ("园区有高新企业20家。", "各地院校签约单位50家。")),
    ],
)
def test_what_cannot_be_compared_or_is_the_other_way_round_stays(text: str, quotes: tuple[str, ...]) -> None:
    assert without_worked(text, [one for quote in quotes for one in _sentences(quote)]).rest == text
