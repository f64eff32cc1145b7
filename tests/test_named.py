"""Names, quotations and turned words of a claim must stand in its evidence."""

import pytest

from assistant.answering.named import turned_words, unknown_names, unknown_quotations

EVIDENCE = (
    "2022年，陕西省科学技术协会会同西安交通大学办了一次大会，王大明院士出席，会上说“把秦创原建成总平台”。"
    "《陕西日报》报道，长安研究院与陕西省机械工程学会签约。Shaanxi Association for Science and Technology"
)


@pytest.mark.parametrize(
    "text",
    [
        "陕西省科协与西安交通大学办了大会。",
        "王大明院士出席了大会。",
        "会上提出“把秦创原建成总平台”。",
        "据《陕西日报》报道，长安研究院签了约。",
        "陕西省机械工程学会是签约的一方。",
        "In 2022 the Shaanxi Association held a meeting.",
        "Academician Wang Daming came.",
        "企业的工程师和专家参加了大会。",
    ],
)
def test_what_the_evidence_names_may_be_named(text: str) -> None:
    assert unknown_names(text, EVIDENCE) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("据榆北量子传感学会介绍，大会办了一次。", "榆北量子传感学会"),
        ("西安石油大学办了大会。", "西安石油大学"),
        ("王小明院士出席了大会。", "王小明"),
        ("负责人是严若愚。", "严若愚"),
        ("会上看望了最高奖获得者王建国。", "王建国"),
        ("会上说“明年再办一次大会”。", "明年再办一次大会"),
        ("《人民日报》报道了大会。", "人民日报"),
        ("省委宣传部办了大会。", "宣传部"),
        ("The Yubei Baking Society held it.", "Yubei"),
        ("It was led by Liu Heming.", "Heming"),
        ("It was called “the best meeting ever held”.", "the best meeting ever held"),
    ],
)
def test_an_invented_name_or_quotation_is_found(text: str, name: str) -> None:
    assert name in [*unknown_names(text, EVIDENCE), *unknown_quotations(text, EVIDENCE)]


@pytest.mark.parametrize(
    ("text", "evidence", "found"),
    [
        ("人数下降了。", "人数增长了。", ["下降"]),
        ("The number fell.", "The number rose.", ["fell"]),
        ("It climbed to first place.", "排名较上年下降。", ["climbed"]),
        ("申报条件有明显变化。", "申报条件与上年基本相同。", ["有明显变化"]),
        ("申报条件没有大的变化，基本一致。", "申报条件与上年基本相同。", []),
        ("两年的条件并不一致。", "两年的条件一致。", ["不一致"]),
        ("人数增长了。", "人数增长了，费用下降了。", []),
        ("人数多了。", "人数增长了。", []),
        ("第二批省级工作站。", "第二批市级工作站。", ["省级"]),
        ("由省一级授牌。", "由市一级授牌。", ["省一级"]),
        ("由市一级授牌。", "第二批市级工作站。", []),
        ("须有正高以上职称。", "须有副高以上职称。", ["正高"]),
        ("须有高级职称。", "须有中级职称。", ["高级"]),
        ("正高级4人、高级15人。", "正高级4人、高级15人、中级128人。", []),
        ("市级工作站6家。", "工作站6家。", []),
    ],
)
def test_a_word_whose_opposite_alone_was_said_is_found(text: str, evidence: str, found: list[str]) -> None:
    assert turned_words(text, evidence) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("从2012年的334亿元下降到2021年的2343亿元。", ["下降"]),
        ("从2020年的6000多家增加到2023年的1.6万家，超过1万家的目标。", []),
        ("It fell from 33 billion yuan in 2012 to 234 billion yuan in 2021.", ["fell"]),
        ("It rose from 33 billion yuan to 234 billion yuan.", []),
    ],
)
def test_a_direction_against_its_own_figures_is_found(text: str, found: list[str]) -> None:
    assert turned_words(text, "") == found


def test_the_usual_short_form_of_a_body_is_known() -> None:
    assert unknown_names("由市科技局公布。", "宝鸡市科学技术局公布。") == []
    assert unknown_names("由市教育局公布。", "宝鸡市科学技术局公布。") == ["教育局"]
