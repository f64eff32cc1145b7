"""What a sentence tells of each year of a span belongs to that year alone."""

import pytest

from assistant.answering.verify import unsupported
from assistant.answering.year_by_year import figures_by_year, of_another_year
from assistant.schema import Citation, Source
from tests.fake_index import make_document

QUOTE = "2015至2019年，立项数逐年为23、66、73、81、80个，合计323个。"


def cited() -> Citation:
    source: Source = make_document("doc0", QUOTE).source
    return Citation(source, 1, 0, len(QUOTE), QUOTE)


def test_a_span_with_as_many_figures_as_years_gives_each_its_own() -> None:
    assert {year: int(figure.value) for year, figure in figures_by_year(QUOTE).items()} == {
        "2015": 23,
        "2016": 66,
        "2017": 73,
        "2018": 81,
        "2019": 80,
    }


@pytest.mark.parametrize(
    "text", ["2015至2019年，立项数逐年为23、66个。", "2015至2019年立项323个。", "立项数逐年为23个。"]
)
def test_other_spans_give_none(text: str) -> None:
    assert figures_by_year(text) == {}


def test_a_year_within_the_span_may_be_named() -> None:
    assert unsupported("2018年最多，达81个。", [cited()]) == []
    assert unsupported("2014年最多，达81个。", [cited()]) == ["2014年"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年最多，达81个。", []),
        ("2017年最多，达81个。", ["81个"]),
        ("2016: Projects approved 73", ["73"]),
        ("2015至2019年，各年立项数依次为23、66、73、81和80个。", []),
        ("2015至2019年，各年立项数依次为23、73、66、81和80个。", ["73", "66"]),
        ("2018年合计323个。", []),
    ],
)
def test_the_figure_of_another_year_is_found(text: str, found: list[str]) -> None:
    assert of_another_year(text, [QUOTE]) == found
