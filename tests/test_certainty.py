"""Yes and no, and plan and result, are told apart."""

import pytest

from assistant.answering.certainty import as_certain, denies, speaks_of_plans


@pytest.mark.parametrize("text", ["没有成立", "并未建成", "not founded", "It wasn't done", "取消了"])
def test_a_denial_is_seen(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize("text", ["成立了6家", "不断增长", "未来产业", "founded in 2021", "notes"])
def test_what_only_looks_like_a_denial_is_none(text: str) -> None:
    assert not denies(text)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("截至2023年，已成立园区科协10个。", "到2023年成立园区科协10个。"),
        ("By 2023 it had founded 10 associations.", "The programme is to found 10 associations by 2023."),
    ],
)
def test_a_plan_told_as_done_is_more_than_the_quotes_say(text: str, quotes: str) -> None:
    assert speaks_of_plans(quotes)
    assert not as_certain(text, quotes)
    assert as_certain(quotes, quotes)


def test_what_was_done_may_be_told_as_done() -> None:
    assert as_certain("已成立6家。", "截至2022年4月，成立6家，到2023年将成立10家。")
