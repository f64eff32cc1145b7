"""A figure that stands nowhere may follow from others, in whatever words; what is turned round does not."""

import pytest

from assistant.answering.reply import read_statements
from assistant.answering.worked import without_worked
from assistant.schema import Citation, Source

PRIZES = "大赛评出金奖20个、银奖59个、铜奖118个。"
RATES = "2024年，甲类企业增长25%，乙类企业增长15%。"


def rest(text: str, *quotes: str, before: str = "") -> str:
    source = Source("a", "题", None, None, None, "news", "zh", "")
    return without_worked(text, [Citation(source, 1, 0, len(q), q) for q in quotes], before).rest


@pytest.mark.parametrize(
    ("text", "quote", "gone"),
    [
        ("金银铜奖加起来是197个。", PRIZES, "197个"),
        ("In all, 197 prizes were awarded.", PRIZES, "197"),
        ("Gold and silver together made up 79 prizes.", PRIZES, "79"),
        ("两类企业的增幅相差10个百分点。", RATES, "10个百分点"),
        ("女性可到35周岁，上限比男性多出3岁。", "年龄上限为男32周岁、女35周岁。", "3岁"),
        ("More than seven in ten members are bodies (93 of 130).", "会员130家，其中单位93家。", "seven in ten"),
        ("The number was 80% higher than a year earlier.", "The number was 1.8 times that of the year before.", "80%"),
        ("数量增至原来的两倍多。", "数量增长113%。", "两倍"),
        ("占地约151公顷。", "占地2266亩。", "151公顷"),
        ("It covers some 151 hectares.", "占地2266亩。", "151"),
        ("这份方案为期三年。", "制定了2021—2023年工作方案。", "三年"),
        ("The value grew over the first nine months of 2021.", "2021年前三季度增加值增长14.1%。", "nine"),
        ("比两年前多。2022年为2881亿元。", "2020年为1648亿元，2022年为2881亿元。", "两年"),
        ("五天之后公布。", "2025年9月5日印发，2025年9月10日公布。", "五天"),
        ("Turnover rose by three fifths.", "成交额增长60%。", "three"),
    ],
)
def test_what_follows_from_a_source_is_taken_out(text: str, quote: str, gone: str) -> None:
    assert rest(text, quote) == text.replace(gone, "", 1)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("金银铜奖加起来是198个。", PRIZES),
        ("两类企业的增幅相差12个百分点。", RATES),
        ("2022年成交2881亿元，比上年少672亿元。", "成交额2021年为2209亿元，2022年为2881亿元。"),
        ("高新技术企业20家、科技型中小企业59家，合计79家。", "培育了企业。"),
        ("More than eight in ten members are bodies (93 of 130).", "会员130家，其中单位93家。"),
        ("占地约161公顷。", "占地2266亩。"),
        ("这份方案为期五年。", "制定了2021—2023年工作方案。"),
        ("还差4家。", "目标是10家。已成立6家。"),
        ("六天之后公布。", "2025年9月5日印发，2025年9月10日公布。"),
    ],
)
def test_what_does_not_follow_stays(text: str, quote: str) -> None:
    assert rest(text, quote) == text


def test_a_figure_may_follow_from_what_the_reply_said_before() -> None:
    before = "首批有200支，2023年又认定300支。"
    assert rest("两次相加是500支。", "又认定300支。", before=before) == "两次相加是。"
    assert rest("两次相加是600支。", "又认定300支。", before=before) == "两次相加是600支。"
    statements = read_statements("甲有200支[1]。乙有300支[1]。两者相加是500支[1]。", passage_count=1)
    assert statements[2].before == "甲有200支。 乙有300支。"
    assert statements[0] == read_statements("甲有200支[1]。", passage_count=1)[0]
