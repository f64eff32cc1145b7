"""Questions with slips to what was meant, with the names of the shipped corpus."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.knowledge import Knowledge
from assistant.answering.spelling import Correction


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("园区科鞋成立了几家", "园区科协成立了几家"),
        ("園區科鞋成立了幾家", "園區科協成立了幾家"),
        ("12612工程有哪些目标", "12621工程有哪些目标"),
        ("126621工程", "12621工程"),
        ("1262工程", "12621工程"),
        ("12162工程", "12621工程"),
        ("1-2-6-2-1工程", "12621工程"),
        ("一二六二一工程", "12621工程"),
        ("园 区 科 协 有 几 家", "园区科协有几家"),
        ("院士专家工作占有多少", "院士专家工作站有多少"),
        ("决策资询建议", "决策咨询建议"),
        ("专家服务图案的目标", "专家服务团的目标"),
        ("秦刨原是什么", "秦创原是什么"),
        ("science-park asociations", "science-park associations"),
        ("acadamicians home", "academicians home"),
        ("yuanqu kexie you duoshao jia", "园区科协有多少家"),
        ("院士之jia目标是几个", "院士之家目标是几个"),
    ],
)
def test_a_slip_in_a_known_name_is_mended(typed: str, meant: str, knowledge: Knowledge) -> None:
    assert knowledge.speller.read(typed).text == meant


@pytest.mark.parametrize(
    "question",
    [
        "几条措施",
        "九条措施有哪些",
        "技术经理人有多少",
        "企业技术经理人培养了多少",
        "专家服务团目标是多少",
        "专家服务团多少个",
        "多少个园区科协",
        "院士工作站有几家",
        "企业科协有几家",
        "创新大赛",
        "创业大赛",
        "托举创新创业人才",
        "12621工程",
        "12612名工程师",
        "12620家企业",
        "12,620家企业",
        "12345热线",
        "12348平台",
        "2021年的目标",
        "academics and their expertise",
        "What is the association?",
        "青年科学家大会 2022 opening 谁 chair 的？",
        "秦岭站的科考队员有多少名",
        "职工之家建了几个",
        "Who is Sun Baoguo?",
    ],
)
def test_what_is_right_already_is_left_alone(question: str, knowledge: Knowledge) -> None:
    reading = knowledge.speller.read(question)
    assert (reading.text, reading.corrections) == (question, ())


def test_a_correction_says_what_was_typed(knowledge: Knowledge) -> None:
    assert knowledge.speller.read("園區科鞋有幾家").corrections == (Correction("園區科鞋", "園區科協"),)


def test_words_that_the_sources_use_stay(knowledge: Knowledge) -> None:
    assert knowledge.speller.read("园区科鞋", attested=lambda typed: typed == "科鞋").text == "园区科鞋"


def test_a_doubtful_slip_is_offered_and_not_made(knowledge: Knowledge) -> None:
    reading = knowledge.speller.read("西宁新区有几家企业？")
    assert (reading.text, reading.other) == ("西宁新区有几家企业？", "西咸新区有几家企业？")


@settings(deadline=None)
@given(st.text(alphabet="园区科鞋协会几家12621 abegnixu，？", max_size=30))
def test_reading_twice_changes_nothing_more(knowledge: Knowledge, question: str) -> None:
    once = knowledge.speller.read(question).text
    assert knowledge.speller.read(once).text == once
