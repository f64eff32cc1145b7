import pytest

from assistant.answering.needs import holds
from assistant.answering.understand import understand
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme


@pytest.mark.parametrize(
    ("question", "wanted", "sentence", "expected"),
    [
        ("谁主持会议？", "who", "李肇娥主持，吕建军宣读名单。", True),
        ("年会由谁主办？", "who", "年会由省科协和管委会主办。", True),
        # An organisation does not answer who somebody is.
        ("党组书记是谁？", "who", "年会由省科协和管委会主办。", False),
        ("会议哪天召开？", "when", "会议2022年8月16日在西咸举行。", True),
        # The year of the question is no date.
        ("2022年的会议哪天召开？", "when", "2022年的会议很成功。", False),
        ("资助多少钱？", "money", "每站资助10万元。", True),
        ("资助多少钱？", "money", "每站两年一期。", False),
        ("有多少位院士？", "count", "有院士70余名。", True),
        ("有多少位院士？", "count", "有企业70余家。", False),
        ("增速是多少？", "percent", "年均增速为31.76%。", True),
        ("增速是多少？", "percent", "新增31家。", False),
        ("科创岛有多大？", "size", "占地2266亩。", True),
        ("文号是什么？", "reference", "陕科协发〔2021〕组字22号。", True),
        ("电话是多少？", "contact", "电话:029-63903870", True),
        ("在哪里开幕？", "where", "年会在沣西新城开幕。", True),
        ("工作站怎么申报？", "procedure", "申报单位须提交推荐表。", True),
        ("工作站怎么申报？", "procedure", "工作站有20家。", False),
        # Money of one kind is no answer for another, and who chose the twenty is none of them.
        ("大赛奖金是多少？", "money", "大赛奖金10万元。", True),
        ("大赛奖金是多少？", "money", "获奖项目每项可得投资30万元。", False),
        ("20家都是哪些单位？", "names", "其中有西安曼海特公司。", True),
        ("20家都是哪些单位？", "names", "陕西省科协选出20家。", False),
        ("企业涨了多少？", "percent", "企业增长113%。", True),
        ("企业涨了多少？", "percent", "企业有490家。", False),
        ("队伍由谁牵头？", "who", "队伍由企业牵头。", True),
        ("队伍由谁牵头？", "who", "队伍有300支。", False),
        ("基金要做到多大？", "size", "基金达到100亿元。", True),
        ("基金要做到多大？", "size", "基金有3家。", False),
        ("工程分几项任务？", "count", "工程有3大任务。", True),
        ("How can a firm apply for a workstation?", "procedure", "Firms apply through their city.", True),
    ],
)
def test_a_sentence_holds_what_is_asked_for_or_not(
    question: str, wanted: str, sentence: str, expected: bool, glossary: Glossary, programme: Programme
) -> None:
    asked = understand(question, glossary=glossary, programme=programme)
    assert wanted in asked.wanted
    assert holds(wanted, sentence, asked=asked, glossary=glossary) is expected


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("三新三小共有多少个项目得奖？", "竞赛设6个赛道。", False),
        ("三新三小共有多少个项目得奖？", "竞赛共有30个项目得奖。", True),
        ("有几家？", "共有6个。", True),
    ],
)
def test_a_general_measure_word_counts_only_what_is_named(
    question: str, text: str, fits: bool, glossary: Glossary, programme: Programme
) -> None:
    asked = understand(question, glossary=glossary, programme=programme)
    assert holds("count", text, asked=asked, glossary=glossary) is fits


@pytest.mark.parametrize(
    ("text", "fits"), [("大赛共评出金奖2项。", False), ("金奖归西安曼海特公司。", True), ("由西北大学获得。", True)]
)
def test_which_team_it_was_is_told_by_a_name(text: str, fits: bool, glossary: Glossary, programme: Programme) -> None:
    asked = understand("两个金奖分别是哪支队伍？", glossary=glossary, programme=programme)
    assert holds("names", text, asked=asked, glossary=glossary) is fits
