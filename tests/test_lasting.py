"""A span of time follows from the dates that a sentence names."""

import pytest

from assistant.answering.lasting import span_of_time
from assistant.language.figures import find_figures


@pytest.mark.parametrize(
    ("text", "span", "follows"),
    [
        ("The period runs from 1 January 2023 to 31 December 2024, i.e. two years.", "two", True),
        ("The period runs from 1 January 2023 to 31 December 2024, i.e. three years.", "three", False),
        ("他于2014年7月当选，大会在近八年后的2022年6月29日开幕。", "八年", True),
        ("他于2014年7月当选，大会在近七年后的2022年6月29日开幕。", "七年", False),
        ("他于2014年7月当选，大会在八年后的2022年6月29日开幕。", "八年", False),
        ("2021年3月启动，2024年3月总结，用了三年。", "三年", True),
        ("2021年3月启动，2021年8月总结，历时5个月。", "5个月", True),
        ("2021年启动，2023年总结，历时5个月。", "5个月", False),
        ("2023年启动，为期两年。", "两年", False),
    ],
)
def test_a_span_lies_between_two_dates(text: str, span: str, follows: bool) -> None:
    figure = next(one for one in find_figures(text) if text[one.start : one.end] == span)
    assert (span_of_time(figure, text, ()) is not None) is follows


def test_a_day_without_a_year_is_of_the_year_named_behind_it() -> None:
    text = "The campaign lasted seven days, from 28 May to 3 June 2020."
    assert span_of_time(find_figures(text)[0], text, []) == []
    alone = "It lasted seven days, from 28 May to 3 June."
    assert span_of_time(find_figures(alone)[0], alone, []) is None
