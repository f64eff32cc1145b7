"""The same thing asked in many ways: whatever the wording, the target, the progress or the correction is given."""

import pytest

from assistant.pipeline import Assistant

ZH = {
    "院士专家工作站": 10,
    "园区科协": 10,
    "决策咨询建议": 100,
    "专家服务团": 100,
    "服务企业": 1000,
    "服务科技工作者": 10_000,
}
EN = {
    "science-park associations": 10,
    "expert service teams": 100,
    "front-line engineers trained": 1000,
    "science and technology workers served": 10_000,
}
REPORTED = {
    "园区科协": "6",
    "服务企业": "500",
    "science-park associations": "6",
    "front-line engineers trained": "1500",
}
TARGET_ZH = (
    "{n}的目标是多少？ {n}目标定多少 12621给{n}定的数是几？ {n}要完成多少？ {n}计划做多少？ 到2023年，{n}应达到多少"
    " {n}这一项的指标是？ 按12621，{n}得有多少？ {n}的任务量 {n}这项要做到多少才行 {n}目标值是几 {n}预定数"
).split()
TARGET_EN = (
    "What is the target for {n}?", "{n}: what is the goal?", "What did 12621 set for {n}?",
    "How many {n} are required by 2023?", "What was the programme to reach in {n}?",
)  # fmt: skip
PROGRESS_ZH = (
    "{n}完成情况 {n}现在多少了？ {n}搞了几个了 {n}达标没？ {n}到哪一步了？ {n}最新数字 {n}还差多少？ {n}报了多少"
    " {n}完成了百分之几？ {n}离目标多远 目前{n}的数"
).split()
PROGRESS_EN = (
    "How far is {n}?", "Status of {n}?", "{n}: done or not?", "Is {n} on track?", "Latest figure for {n}?",
    "By how much does {n} differ from the target?",
)  # fmt: skip
PREMISE_ZH = ("听说{n}的目标是{x}，对吗？", "{n}已经完成{x}了吧？", "既然{n}已有{x}，是不是超额了？", "{n}是{x}对不对")
PREMISE_EN = (
    "The goal for {n} is {x}, right?",
    "Wasn’t the target for {n} {x}?",
    "I heard {x} {n} were reported. Correct?",
)


def said(assistant: Assistant, question: str) -> str:
    answer = assistant.ask(question)
    assert not answer.declined, question
    return answer.text.replace(",", "")


@pytest.mark.parametrize("wording", TARGET_ZH + list(TARGET_EN))
def test_a_target_is_given_whatever_the_wording(wording: str, assistant: Assistant) -> None:
    for name, target in (ZH if wording in TARGET_ZH else EN).items():
        assert str(target) in said(assistant, wording.format(n=name)), name


@pytest.mark.parametrize("wording", PROGRESS_ZH + list(PROGRESS_EN))
def test_progress_is_given_whatever_the_wording(wording: str, assistant: Assistant) -> None:
    for name in (ZH if wording in PROGRESS_ZH else EN).keys() & REPORTED.keys():
        assert REPORTED[name] in said(assistant, wording.format(n=name)), name


@pytest.mark.parametrize("wording", [*PREMISE_ZH, *PREMISE_EN])
def test_a_figure_that_no_source_has_is_refused_whatever_the_wording(wording: str, assistant: Assistant) -> None:
    for name, target in (ZH if wording in PREMISE_ZH else EN).items():
        text = said(assistant, wording.format(n=name, x=f"{target * 3 + 7}{'个' if wording in PREMISE_ZH else ''}"))
        assert text.startswith(("资料不支持", "No source")) and str(target) in text, name


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("请问陕西要在园区里成立几个科协？", "10"),
        ("园区里的科协，原计划要办起来多少个？", "10"),
        ("陕西省科协说要给多少家企业提供服务？", "1000"),
        ("Tell me how many businesses had been helped by April 2022.", "500"),
        ("企业技术经理人培养出来多少个了？", "100"),
        ("园区科协眼下成立了几家？", "6"),
        ("I read that the talent target was 180 people; has it been reached?", "100"),
    ],
)
def test_an_indicator_is_known_by_a_description(question: str, stated: str, assistant: Assistant) -> None:
    assert stated in assistant.ask(question).text.replace(",", "")


@pytest.mark.parametrize(
    "question", ["58家专家工作站能直接拿来跟10个的目标比吗？", "180名青年人才能不能算完成了100名的指标？"]
)
def test_another_measure_does_not_count_as_done(question: str, assistant: Assistant) -> None:
    assert said(assistant, question).startswith("不是一回事")


def test_two_questions_at_once_are_both_answered(assistant: Assistant) -> None:
    text = said(assistant, "12621工程有哪些目标？园区科协完成了多少？")
    assert "10000名" in text
    assert "已成立园区科协6家" in text
