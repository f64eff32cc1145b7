"""A difference or a rate that a model works out is believed only where the ledger could have worked it out too."""

import pytest

from assistant.answering.judged import Shown, judge
from assistant.answering.knowledge import Knowledge
from assistant.answering.reply import Statement
from assistant.language.fold import han_share
from assistant.schema import Claim, Hit, Passage, Source, Verdict

TEXT = (
    "“12621工程”提出，到2023年推动建立1个院士之家、10个院士专家工作站，成立10个园区科协。"
    "“12621工程”又提出，到2023年培训1000名企业一线工程师，服务1000家企业，服务10000名科技工作者。"
    "截至2022年4月，12621工程已建院士工作站2家。"
    "截至2022年4月，12621工程已成立园区科协6家。"
    "截至2022年4月，陕西省科协还成立了企业科协14家、企业科协工作站358个。"
    "截至2022年4月，12621工程已累计培训企业一线工程师1500名。"
    "截至2022年4月，12621工程已服务企业500余家。"
)
NEWS = Source("gmw-12621-2022", "省科协深入实施“12621工程”", "日报", "2022-04-08", None, "news", "zh")


def judged(text: str, knowledge: Knowledge, told: str = TEXT) -> Claim:
    hits = [Hit(Passage("1", NEWS.id, 1, 0, len(told), told, ""), 1.0)]
    languages = knowledge.languages("zh" if han_share(text) > 0.5 else "en")
    return judge(Statement(text, (1,)), Shown(hits, {NEWS.id: NEWS}, lambda _: told, languages))


@pytest.mark.parametrize(
    "text",
    [
        "园区科协已成立6家，距离10个的目标尚差4个。",
        "园区科协距目标还差4个。",
        "截至2022年4月，园区科协已成立6家，完成率为60%（6÷10）。",
        "截至2022年4月，园区科协完成了目标的60%。",
        "企业一线工程师培训1500名，超出目标500名。",
        "企业一线工程师的完成率为150%（1500÷1000）。",
        "服务企业的完成率超过50%。",
        "服务企业500余家，距1000家的目标尚差不足500家。",
        "By April 2022, 6 science-park associations had been founded, 60% of the target of 10.",
        "By April 2022, 6 science-park associations had been founded, 4 short of the target of 10.",
        "By April 2022, 1,500 front-line enterprise engineers had been trained, 500 more than the target.",
        "The completion rate of science-park associations was 60% by April 2022.",
    ],
)
def test_what_follows_from_target_and_result_of_one_indicator_is_believed(text: str, knowledge: Knowledge) -> None:
    claim = judged(text, knowledge)
    assert (claim.verdict, claim.text) == (Verdict.VERIFIED, text), claim.doubts
    quotes = " ".join(citation.quote for citation in claim.citations)
    assert "提出" in quotes
    assert "截至" in quotes


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("园区科协已成立6家，距离10个的目标尚差5个。", "5个"),
        ("园区科协已成立6家，完成率为66%。", "66%"),
        ("园区科协已成立6家，完成率为60%（10÷6）。", "60%"),
        ("园区科协已成立6家，完成率为60%（3÷5）。", "60%"),
        ("By April 2022, 6 science-park associations had been founded, 5 short of the target of 10.", "5"),
        ("By April 2022, 6 science-park associations had been founded, 70% of the target of 10.", "70%"),
    ],
)
def test_a_wrong_result_is_caught(text: str, figure: str, knowledge: Knowledge) -> None:
    assert figure in [word for doubt in judged(text, knowledge).doubts for word in doubt.words]


@pytest.mark.parametrize(
    "text",
    [
        "院士专家工作站距目标尚差8个。",
        "院士工作站已建2家，距10个的目标尚差8个。",
        "院士专家工作站的完成率为60%。",
        "企业科协已成立14家，超出目标4家。",
        "企业科协已成立14家，完成率为140%（14÷10）。",
        "园区科协已成立6家，院士之家尚差4个。",
        "企业一线工程师培训1500名，完成了服务企业目标的150%。",
        "By April 2022, 2 academician workstations had been founded, 20% of the target of 10.",
    ],
)
def test_figures_of_different_measures_are_never_compared(text: str, knowledge: Knowledge) -> None:
    assert judged(text, knowledge).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "text",
    [
        "园区科协已成立6家，距离10个的目标尚差4名。",
        "园区科协已成立6家，距离10个的目标尚差4个百分点。",
        "园区科协已成立6家，完成了目标的60个。",
    ],
)
def test_a_result_in_another_unit_is_caught(text: str, knowledge: Knowledge) -> None:
    assert judged(text, knowledge).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "text",
    [
        "服务企业的完成率为50%。",
        "服务企业500余家，距1000家的目标尚差500家。",
        "园区科协已成立6家，超出目标4个。",
        "企业一线工程师培训1500名，还差500名。",
    ],
)
def test_a_result_that_is_too_exact_or_turned_round_is_caught(text: str, knowledge: Knowledge) -> None:
    assert judged(text, knowledge).verdict is Verdict.UNVERIFIED


def test_what_former_and_latter_count_is_what_they_stand_for(knowledge: Knowledge) -> None:
    right = "企业科协和企业科协工作站也已设立，前者14家，后者358个。"
    assert judged(right, knowledge).verdict is Verdict.VERIFIED
    for wrong in (right.replace("企业科协和", "园区科协和"), right.replace("14", "0").replace("358", "14")):
        assert judged(wrong, knowledge).verdict is Verdict.UNVERIFIED


def test_an_equal_figure_of_the_very_unit_decides_about_more_than(knowledge: Knowledge) -> None:
    told = "大赛有100个项目进入复赛，参赛企业有100余家。"
    assert judged("大赛的参赛企业有100余家。", knowledge, told).verdict is Verdict.VERIFIED
    assert judged("大赛的参赛企业有100家。", knowledge, told).verdict is Verdict.UNVERIFIED


def test_a_code_names_targets_and_a_result_does_not(knowledge: Knowledge) -> None:
    code = (
        "在“12621工程”的代号里，“1”对应院士之家，“2×10”对应院士专家工作站和园区科协，“6×100”对应决策咨询建议、"
        "创新创业人才、专家服务团、企业技术经理人、科技成果和科技型企业，“2×1000”对应企业一线工程师和服务企业，"
        "末位的“1×10000”对应科技工作者。"
    )
    right = (
        "The programme's name breaks down as follows: one academicians' home, two targets of 10, six targets of 100, "
        "two targets of 1,000 and one target of 10,000."
    )
    assert judged(right, knowledge, code).verdict is Verdict.VERIFIED
    assert judged(right.replace("six targets", "five targets"), knowledge, code).verdict is Verdict.UNVERIFIED
    result = "截至2022年4月，12621工程已成立园区科协6家。"
    assert judged("The target is 6 science-park associations.", knowledge, result).verdict is Verdict.UNVERIFIED


def test_both_figures_must_stand_in_what_is_cited(knowledge: Knowledge) -> None:
    result = "截至2022年4月，12621工程已成立园区科协6家。"
    assert judged("园区科协距目标还差4个。", knowledge, told=result).verdict is Verdict.UNVERIFIED


def test_what_is_still_missing_is_told_of_the_newest_result(knowledge: Knowledge) -> None:
    told = TEXT + "截至2023年4月，12621工程已成立园区科协8家。"
    assert judged("园区科协距目标还差2个。", knowledge, told).verdict is Verdict.VERIFIED
    assert judged("园区科协距目标还差4个。", knowledge, told).verdict is Verdict.UNVERIFIED
