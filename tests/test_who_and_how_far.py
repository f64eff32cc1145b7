"""Who is to reach a target, by when, and how far it is: a question for all three gets all three."""

import pytest

from assistant.pipeline import Assistant

ALL_THREE = (
    ("园区科协由谁来建、什么时候要建完、现在建了几个？", ("陕西省科协", "到2023年，成立园区科协10个", "6家")),
    ("谁负责培训企业一线工程师，什么时候完成，做到多少了？", ("陕西省科协", "1000名", "1500名")),
    (
        "Who is to train the 1,000 front-line engineers, by when, and how many had been trained at the last count?",
        ("Shaanxi Association", "1,000 front-line enterprise engineers by 2023", "1,500"),
    ),
    (
        "Who runs the science-park associations target and by when should it be reached?",
        ("Shaanxi Association", "by 2023", "6 science-park"),
    ),
)


@pytest.mark.parametrize(("question", "told"), ALL_THREE)
def test_no_part_of_the_question_is_lost(assistant: Assistant, question: str, told: tuple[str, ...]) -> None:
    answer = assistant.ask(question)
    assert not answer.declined
    assert all(part in answer.text for part in told), answer.text


def test_who_does_it_is_told_although_no_figure_is_reported(assistant: Assistant) -> None:
    answer = assistant.ask("专家服务团由谁组建、要组建多少个、现在有多少？")
    assert "没有报告" in answer.lead
    assert "陕西省科协" in answer.text and "100个" in answer.text
