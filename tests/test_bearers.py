"""A figure of another place or body than the one asked about is no answer."""

import pytest

from assistant.answering.bearers import bearers_of, settlements_in
from assistant.answering.home_figures import home_figures
from assistant.answering.knowledge import Knowledge
from assistant.answering.understand import understand
from assistant.pipeline import Assistant
from assistant.schema import Reason

OF_OTHERS = (
    "宝鸡2022年输出技术成交额",
    "宝鸡2022年输出技术成交额是多少？",
    "商洛2022年吸纳技术成交额是多少？",
    "神木市有多少家瞪羚企业？",
    "韩城2022年技术合同成交额多少亿元？",
    "安康2022年吸纳技术成交额",
    "四川2022年输出技术成交额多少？",
    "延安大学有多少个成果转化平台？",
    "陕汽集团有多少名科技经纪人？",
    "延长石油科协有多少会员？",
    "寶雞2022年輸出技術成交額是多少？",
    "陕西2022年技术合同成交额多少",
    "全省2022年吸纳技术成交额是多少？",
    "陝西2022年輸出技術成交額多少？",
)
ONLY_IN_ITS_CITIES = (
    "What was the technology contract turnover of Shaanxi Province in 2022?",
    "西咸新区2025年综合科技创新水平排名第几？",
)
NOT_THERE = (
    "延安2021年技术合同成交额多少？",
    "宝鸡有多少名技术经理人？",
    "铜川引进了多少个孵化器？",
    "How many incubators did Hanzhong attract in 2021?",
    "How many gazelle enterprises does Yulin have?",
    "How many technology managers does Baoji have?",
    "How many high-tech firms does Hancheng have?",
    "What was Baoji's technology contract turnover in 2022?",
)
THEIRS = (
    ("西安2022年吸纳技术成交额", "1019.37"),
    ("西安市2021年输出技术成交额是多少？", "2209.49"),
    ("沣西新城有多少家瞪羚企业？", "9家"),
    ("西咸新区2023年技术合同成交额多少亿元？", "224亿元"),
    ("安康入选青年人才托举计划几人？", "5人"),
    ("西安航天基地有多少家高新技术企业？", "480家"),
    ("西安航天基地企业联合科协2023年有多少家成员？", "39家"),
    ("How many gazelle enterprises does Fengxi New City have?", "9 gazelle"),
    ("How many incubators had Xixian New Area attracted by November 2021?", "14 incubators"),
    ("How many people from Ankang were chosen for the youth talent programme?", "5 people"),
    ("陕西2021年技术合同成交额多少", "2343.44"),
    ("全省2023年有多少家高新技术企业？", "1.6万"),
    ("陝西省2019年技術合同交易額是多少？", "1467.83"),
    ("陕西有几家单位入选首批“科创中国”创新基地？", "5家"),
    ("What was the technology contract turnover of Shaanxi in 2021?", "234.344 billion"),
)


@pytest.mark.parametrize("question", OF_OTHERS)
def test_the_figure_of_another_is_declined_and_said_to_be_anothers(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.declined and answer.reason is Reason.NOT_REPORTED
    assert answer.claims and "其他地方" in answer.lead.replace("單", "单")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the turnover of Xi’an?", ["西安市"]),
        ("What is the turnover of Xi'an?", ["西安市"]),
        ("Did Yan’an beat Xianning and Lu’an?", ["延安市", "咸宁市", "六安市"]),
    ],
)
def test_of_several_cities_written_alike_the_one_is_meant_that_is_read_so(
    knowledge: Knowledge, question: str, names: list[str]
) -> None:
    assert [name for name, _ in settlements_in(question, knowledge.dictionary)] == names


@pytest.mark.parametrize("question", ONLY_IN_ITS_CITIES)
def test_the_figure_of_a_city_or_of_another_year_is_none_of_the_province(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


@pytest.mark.parametrize("question", NOT_THERE)
def test_a_sentence_about_the_place_that_counts_something_else_is_no_answer(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).declined


@pytest.mark.parametrize(("question", "figure"), THEIRS)
def test_the_figure_of_the_place_asked_about_is_given(assistant: Assistant, question: str, figure: str) -> None:
    answer = assistant.ask(question)
    assert not answer.declined
    assert figure in answer.claims[0].text


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("宝鸡2022年输出技术成交额是多少？", ["宝鸡"]),
        ("韩城2022年技术合同成交额多少亿元？", ["韩城"]),
        ("请问2022年韩城有多少家瞪羚企业？", ["韩城"]),
        ("韩城市有多少家高新技术企业？", ["韩城市"]),
        ("How many high-tech firms does Hancheng have?", ["韩城市"]),
        ("沣西新城有多少家瞪羚企业？", ["沣西新城"]),
        ("四川2022年输出技术成交额多少？", ["四川"]),
        ("延长石油科协有多少会员？", ["延长石油科协"]),
        ("陕西省科协有多少会员？", []),
        ("陕西2022年技术合同成交额多少", ["陕西省"]),
        ("全省有多少家瞪羚企业？", ["陕西省"]),
        ("陕西省创新方法大赛2021年收到多少个项目？", []),
        ("陕西省企业科协联合会有多少会员？", ["陕西省企业科协联合会"]),
        ("How many gazelle enterprises are there in Shaanxi?", ["陕西省"]),
        ("How many members has the Shaanxi Association for Science and Technology?", []),
        ("How did Shaanxi do in the 2022 China lists?", []),
        ("宝鸡市科协的主席是谁？", []),
        ("听说宝鸡2022年成交额有1019亿元，对吗？", []),
        ("有多少个城市入选？", []),
    ],
)
def test_whose_figure_a_question_asks_for(knowledge: Knowledge, question: str, names: list[str]) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    found = bearers_of(
        asked, glossary=knowledge.glossary, programme=knowledge.programme, dictionary=knowledge.dictionary
    )
    assert [one.zh for one in found.asked] == names


@pytest.mark.parametrize(
    ("text", "before", "title", "elsewhere"),
    [
        ("2022年，成交额为1000亿元。", "", "西安2022年成交额", True),
        ("2022年，成交额为1000亿元。", "西安市先行一步。", "陕西省统计公报", True),
        ("2022年，成交额为1000亿元。", "西安市先行一步。全省随后跟上。", "西安发布", False),
        ("2022年，全省成交额为1000亿元，西安市占大半。", "", "西安发布", False),
        ("2022年，成交额为1000亿元。", "", "统计公报", False),
        ("2022年的大会在西安举行，宣布成交额为1000亿元。", "", "统计公报", False),
        ("2022年，四川成交额为1000亿元。", "", "统计公报", True),
        ("陕西省科协2022年在安康服务企业100家。", "", "统计公报", True),
    ],
)
def test_a_sentence_is_of_the_province_unless_a_place_of_it_is_named(
    knowledge: Knowledge, text: str, before: str, title: str, elsewhere: bool
) -> None:
    home = home_figures(knowledge.programme, knowledge.glossary)
    assert home.given_elsewhere(text, "", (before, title)) is elsewhere
