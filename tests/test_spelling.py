import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.spelling import correct, correct_english


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("园区科鞋成立了几家", "园区科协成立了几家"),
        ("12612工程有哪些目标", "12621工程有哪些目标"),
        ("126621工程", "12621工程"),
        ("1262工程", "12621工程"),
        ("院士专家工作占有多少", "院士专家工作站有多少"),
        ("决策资询建议", "决策咨询建议"),
        ("science-park asociations", "science-park associations"),
        ("acadamicians home", "academicians home"),
    ],
)
def test_a_slip_in_a_known_name_is_mended(typed: str, meant: str, knowledge: Knowledge) -> None:
    assert knowledge.correct(typed) == meant


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
        "2021年的目标",
        "academics and their expertise",
        "What is the association?",
    ],
)
def test_what_is_right_already_is_left_alone(question: str, knowledge: Knowledge) -> None:
    assert knowledge.correct(question) == question


def test_only_an_improbable_text_is_a_slip() -> None:
    costs = {"园区科协": 5.0, "园区科鞋": 20.0, "园区科技": 6.0}
    mend = [correct(text, ["园区科协"], [], cost=costs.__getitem__) for text in ("园区科鞋", "园区科技")]
    assert mend == ["园区科协", "园区科技"]


def test_two_wrong_characters_are_another_name() -> None:
    assert correct("园林科鞋", ["园区科协"], [], cost=lambda text: 50.0 * ("鞋" in text)) == "园林科鞋"


def test_a_known_english_word_is_never_replaced() -> None:
    words = {"engineers", "academicians"}
    assert correct_english("enginers engineer academics", words, known={"academics", "engineer"}.__contains__) == (
        "engineers engineer academics"
    )


def test_short_words_and_other_initials_are_left_alone() -> None:
    assert correct_english("parc ingineers", {"parks", "engineers"}, known=lambda _: False) == "parc ingineers"
