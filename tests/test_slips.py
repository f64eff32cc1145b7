"""Slips in Chinese names, by how much likelier they make a question."""

import pytest

from assistant.answering.knowledge import Knowledge
from assistant.answering.name_index import candidates, index_names, known_spans
from assistant.answering.slips import find_slips
from assistant.language.fold import search_key

NAMES = ["园区科协", "专家服务团", "院士专家工作站", "秦创原"]
INDEX = index_names(NAMES, proper=[], known=["目标"])


def evidence(typed: str) -> dict[str, str]:
    return {found.meant: found.evidence for found in candidates(typed, INDEX, known_spans(typed, INDEX))}


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("园区科鞋有几家", "园区科协", "sound"),
        ("专家服务图案目标", "专家服务团", "sound"),
        ("院士装家工作站", "院士专家工作站", "blurred"),
        ("园区料协", "园区科协", "other"),
        ("园科协有几家", "园区科协", "missing"),
        ("专家服服务团", "专家服务团", "doubled"),
        ("园科区协", "园区科协", "moved"),
        ("秦原创", "秦创原", "moved"),
    ],
)
def test_a_name_is_found_by_form_and_by_sound(typed: str, meant: str, why: str) -> None:
    assert evidence(typed).get(meant) == why


@pytest.mark.parametrize("typed", ["园区科协", "专家服务团目标", "园林科鞋", "几区科协", "工作站", "秦川机"])
def test_a_known_name_a_number_and_two_wrong_characters_are_no_slip(typed: str) -> None:
    assert evidence(typed) == {}


def slips(question: str, knowledge: Knowledge) -> list[tuple[str, bool]]:
    speller = knowledge.speller
    found = find_slips(search_key(question), speller.names, segments=speller.segments, words=speller.own_words)
    return [(slip.meant, slip.sure) for slip in found]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("西宁新区有几家企业", "西咸新区"),
        ("山西省科协的主席", "陕西省科协"),
        ("企业科协联合会会费多少", "企业科协联合会"),
    ],
)
def test_what_may_be_another_name_is_offered_at_most(question: str, meant: str, knowledge: Knowledge) -> None:
    assert slips(question, knowledge)[0] == (meant, False)


@pytest.mark.parametrize(
    "question", ["社区科协有几家", "校园科协有几家", "那场双创决赛", "西安事变是谁发动的", "专家服务团要组建几个"]
)
def test_a_word_in_its_own_right_is_nothing_to_be_mended(question: str, knowledge: Knowledge) -> None:
    assert slips(question, knowledge) == []


def test_a_common_word_is_mended_only_beside_a_known_name(knowledge: Knowledge) -> None:
    assert slips("园区科协的完诚率", knowledge)[0] == ("完成率", True)
    assert slips("元英宗何时登基", knowledge) == []
