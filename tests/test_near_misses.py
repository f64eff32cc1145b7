"""A plan, a part, another edition or a former officer is no answer, nor is another numbered programme."""

import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.near_misses import names_another_programme, tells_of_another
from assistant.answering.understand import understand
from assistant.ledger.scope import names_another_province
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("第二届大赛在哪个城市办？", "首届大赛在榆林举行。", True),
        ("第二届大赛在哪个城市办？", "第2届大赛在榆林举行。", False),
        ("第二届大赛在哪个城市办？", "大赛在榆林举行。", False),
        ("第九次代表大会选了谁？", "第八届委员会主席是蒋庄德。", False),
        ("大赛在哪个城市办？", "首届大赛在榆林举行。", False),
        ("Where was the second contest held?", "首届大赛在榆林举行。", True),
        ("How many first, second and third prizes did the 2022 contest award?", "第七届大赛评出一等奖25个。", False),
        ("园区现在实际有多少家企业？", "园区提出两年内企业超200家。", True),
        ("园区现在实际有多少家企业？", "园区提出两年内企业超200家，已有企业120家。", False),
        ("园区两年内要有多少家企业？", "园区提出两年内企业超200家。", False),
        ("工作站累计有多少家？", "为第二批6家企业授牌。", True),
        ("工作站累计有多少家？", "公布第二批6家，累计58家。", False),
        ("第二批一共有多少家？", "为第二批6家企业授牌。", False),
        ("听说累计有6家，是吗？", "为第二批6家企业授牌。", False),
    ],
)
def test_a_sentence_about_a_plan_a_part_or_another_edition_is_no_answer(
    knowledge: Knowledge, question: str, text: str, another: bool
) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    assert tells_of_another(asked, text, "", year="2025", newest="2026") is another


@pytest.mark.parametrize(
    ("question", "year", "former"),
    [
        ("省科协现任主席是谁？", "2014", True),
        ("省科协现任主席是谁？", "2024", False),
        ("省科协现任主席是谁？", "", False),
        ("省科协现任主席是谁？", "--10", False),
        ("省科协第八届主席是谁？", "2014", False),
        ("Who is the current chair of the association?", "2014", True),
    ],
)
def test_who_was_elected_long_ago_need_not_be_in_office(
    knowledge: Knowledge, question: str, year: str, former: bool
) -> None:
    asked = understand(question, glossary=knowledge.glossary, programme=knowledge.programme)
    assert tells_of_another(asked, "某人当选主席。", "", year=year, newest="2026") is former


@pytest.mark.parametrize(
    ("question", "texts", "another"),
    [
        ("1234工程的目标是什么？", (), True),
        ("“511工程”要培训多少名工程师？", (), True),
        ("What are the targets of the 1234 Project?", (), True),
        ("1234工程的目标是什么？", ("陕西启动“1234工程”。",), False),
        ("1234工程的目标是什么？", ("企业有1234家。",), True),
        ("12621工程的目标是什么？", (), False),
        ("2023年工程师培训了多少？", (), False),
        ("180个工程", (), False),
    ],
)
def test_a_programme_of_another_number_is_known_when_a_source_calls_it_so(
    knowledge: Knowledge, question: str, texts: tuple[str, ...], another: bool
) -> None:
    assert names_another_programme(question.lower(), knowledge.programme, texts) is another


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("四川有多少个院士专家工作站？", True),
        ("how many workstations are there in sichuan?", True),
        ("陕西和四川谁的工作站多？", False),
        ("how many workstations are there in shaanxi?", False),
    ],
)
def test_another_province_is_known_by_its_name_in_either_language(question: str, another: bool) -> None:
    assert names_another_province(question) is another


@pytest.mark.parametrize(
    "question",
    [
        "7788工程是谁提出的？",
        "卓越工程师大赛第二届在哪个城市办？",
        "泾河新城原点科创园区现在实际有多少家高新技术企业？",
        "商洛市的院士专家工作站累计有多少家？",
        "How many academician workstations are there in Sichuan?",
        "黄河九省科协组织论坛最后有多少人参加？",
        "第二届陕西省科协年会的主题是什么？",
        "商洛市第三批院士专家工作站有几家？",
        "陕西2020年高新技术企业的产值是多少？",
        "陈默的出生年份是哪一年？",
        "陕西2021年输出技术成交额是多少？",
        "How old is Li Yuqi?",
        "延安市科协有多少会员？",
        "李豫琦毕业于哪所大学？",
        "省科协现任主席是谁？",
        "2023年陕西省创新方法大赛一等奖有几项？",
        "沣东新城有几个院士工作站？",
        "宝鸡2022年输出技术成交额排全国第几？",
        "How many park rangers does Shaanxi employ?",
        "How many high-tech enterprises did Shaanxi have in 2019?",
        "What is the salary of a technology manager in Shaanxi?",
        "What was Xixian New Area's GDP in 2022?",
        "How many technology enterprises did Xixian actually have at the end of 2025?",
    ],
)
def test_what_no_source_tells_is_declined(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).declined


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("安康入选青年托举的有几个人？", "5人"),
        ("首届卓越工程师大赛在哪个城市办？", "榆林"),
        ("西咸新区三年来累计新增成果转化企业多少家？", "757家"),
        ("有多少人评上了技术转移转化职称？", "543人"),
        ("科技工作者法律热线是哪几天开通的？", "2020年5月28日"),
        ("12621工程是哪个单位搞的？", "陕西省科协"),
        ("省科协第九次代表大会在哪里开的？", "西安"),
        ("陕西2021年综合科技创新水平是多少？", "67.86%"),
        ("截至2023年7月底新增国家级孵化器多少个，在孵企业多少家？", "4.4万家"),
        ("Where did Xixian rank in the 2022 Innovation China evaluation?", "fifth"),
        ("How many first, second and third prizes did the 2022 contest award?", "25"),
        ("How much was Shaanxi's R&D intensity in 2023?", "2.34%"),
        ("How many high-tech enterprises did Shaanxi have in 2023?", "16,000"),
        ("How many technology managers does Shaanxi want to train by 2027?", "5,000"),
        ("What was Xi'an's output technology turnover in 2022?", "288.130 billion"),
    ],
)
def test_what_sources_tell_is_still_answered(assistant: Assistant, question: str, figure: str) -> None:
    answer = assistant.ask(question)
    assert not answer.declined and figure in answer.text
