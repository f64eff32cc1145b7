"""Which years a sentence tells of, and how fully."""

import pytest

from assistant.answering.years_told import years_told
from assistant.schema import Source


@pytest.fixture
def source() -> Source:
    return Source("d", "t", None, "2024-03-01", None, "news", "zh")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("在2022“科创中国”评估中综合排名第五。", {"2022": 1.0}),
        ("2022年8月16日，论坛在西咸新区举行。", {"2022": 0.8}),
        # The day on which a list came out does not say of which year it is.
        ("2022年2月22日，陕西省科协通报：综合排名第一。", {"2022": 0.5}),
        ("2022年2月21日，中国科协公布2021“科创中国”榜单。", {"2022": 0.5, "2021": 1.0}),
        ("2023年为2022年的2.3倍。", {"2023": 1.0, "2022": 0.4}),
        ("排名第一。", {"2024": 0.8}),
    ],
)
def test_a_year_given_as_such_counts_more_than_that_of_a_day(text: str, told: dict[str, float], source: Source) -> None:
    assert years_told(text, source) == told
