"""The words before a figure and the document say whose figure it is."""

import pytest

from assistant.language.fold import search_key
from assistant.ledger.scope import scope_of
from assistant.schema import Source
from tests.ledger_samples import PROGRAMME


def source(title: str = "一年工作总结", publisher: str | None = None) -> Source:
    """Return a source of this title and publisher."""
    return Source("made", title, publisher, None, None, "news", "zh")


@pytest.mark.parametrize(
    ("before", "scope", "place"),
    [
        ("截至2023年底，陕西省科协已成立园区科协", "home", "陕西省科协"),
        ("陝西省科協已成立園區科協", "home", "陕西省科协"),
        ("三秦大地上，园区科协已有", "home", "三秦"),
        ("西安市的园区科协达到", "part", "西安市"),
        ("安康全市的园区科协达到", "part", "安康"),
        ("陕西省科协在西咸新区成立园区科协", "part", "西咸新区"),
        ("沣西新城建有园区科协", "part", "沣西新城"),
        ("西安的园区科协成立后，全省已有", "home", "全省"),
        ("河南省科协已成立园区科协", "foreign", "河南省科协"),
        ("江苏省园区科协已有", "foreign", "江苏省"),
        ("全国共有园区科协", "foreign", "全国"),
        ("已成立园区科协", "unknown", ""),
    ],
)
def test_the_nearest_place_before_a_figure_is_the_place_of_the_figure(before: str, scope: str, place: str) -> None:
    assert scope_of(search_key(before), source(), PROGRAMME) == (scope, place)


@pytest.mark.parametrize(
    ("title", "publisher", "scope"),
    [
        ("陕西省科协年度总结", None, "home"),
        ("西安市科协年度总结", None, "part"),
        ("河南省科协年度总结", None, "foreign"),
        ("年度总结", None, "unknown"),
        ("年度总结", "陕西日报", "unknown"),
    ],
)
def test_without_a_place_in_the_sentence_the_title_decides(title: str, publisher: str | None, scope: str) -> None:
    assert scope_of("已成立园区科协", source(title, publisher), PROGRAMME)[0] == scope


@pytest.mark.parametrize("before", ["全省已成立园区科协", "省科协已成立园区科协", "已成立园区科协"])
def test_the_whole_province_is_the_province_of_the_document(before: str) -> None:
    assert scope_of(before, source("河南省科协年度总结"), PROGRAMME)[0] == "foreign"
    assert scope_of(before, source(publisher="河南日报"), PROGRAMME)[0] == "foreign"


def test_a_sentence_that_names_our_province_is_ours_in_any_paper() -> None:
    assert scope_of("陕西省科协已成立园区科协", source("要闻", "北京日报"), PROGRAMME)[0] == "home"


@pytest.mark.parametrize("before", ["全市已成立园区科协", "市级园区科协", "我市园区科协"])
def test_the_whole_city_takes_its_name_from_the_title(before: str) -> None:
    assert scope_of(before, source("宝鸡市科协年度总结"), PROGRAMME)[0] == "part"
    assert "宝鸡" in scope_of(before, source("宝鸡市科协年度总结"), PROGRAMME)[1]


@pytest.mark.parametrize("before", ["河南大学的专家为园区科协", "北京路上的园区科协", "全国学会支持的园区科协"])
def test_a_province_inside_another_name_is_no_place(before: str) -> None:
    assert scope_of(before, source(), PROGRAMME) == ("unknown", "")
