"""Yes and no, and plan and result, are told apart."""

import pytest

from assistant.answering.certainty import as_certain, denies, speaks_of_plans


@pytest.mark.parametrize(
    "text",
    [
        "没有成立",
        "并未建成",
        "而非新增数",
        "not founded",
        "It wasn't done",
        "取消了",
        "热线已停用",
        "It was shut down.",
    ],
)
def test_a_denial_is_seen(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "成立了6家",
        "不断增长",
        "未来产业",
        "notes",
        "没有大的变化",
        "没有停，而是延续",
        "no change",
        "并非一结束就关停",
        "不能直接比较",
        "not comparable",
    ],
)
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    assert not denies(text)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("截至2023年，已成立园区科协10个。", "到2023年成立园区科协10个。"),
        ("园区已有企业200家。", "园区提出两年内的目标：企业200家。"),
        ("每项已拿到30万元。", "计划内的项目每项有望获得30万元。"),
        ("决赛已在10月举行。", "原定10月决赛。计划不变。"),
        ("By 2023 it had founded 10 associations.", "The programme is to found 10 associations by 2023."),
    ],
)
def test_a_plan_told_as_done_is_more_than_the_quotes_say(text: str, quotes: str) -> None:
    assert speaks_of_plans(quotes)
    assert not as_certain(text, [(quotes, "2022-04-08")])
    assert not as_certain(text, [(quotes, "")])
    assert as_certain(quotes, [(quotes, "2022-04-08")])


def test_what_was_done_may_be_told_as_done() -> None:
    assert as_certain("已成立6家。", [("截至2022年4月，成立6家，到2023年将成立10家。", "2022-04-08")])


def test_a_year_that_was_over_when_the_source_was_written_is_no_plan() -> None:
    quote = "高新技术企业从2020年的6000多家增加到2023年的1.6万家。"
    assert as_certain("2023年已有高新技术企业1.6万家。", [(quote, "2024-06-06")])
    assert not as_certain("2023年已有高新技术企业1.6万家。", [(quote, "2021-06-06")])


def test_what_a_city_aims_at_is_no_result() -> None:
    quote = [("2021年，西安市的目标是高新技术企业达到7000家。", "2021-10-27")]
    assert not as_certain("西安市在2021年已使高新技术企业达到7000家。", quote)
    assert as_certain("西安市2021年的目标是7000家。", quote)
    assert not as_certain("2020年的目标是3000家，2021年已达到7000家。", quote)
    assert as_certain("By 2027 it wants to have trained 5,000 managers.", [("到2027年培养5000名。", "2025-08-26")])
