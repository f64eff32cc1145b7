"""indicators.yaml is read into twelve indicators, and a wrong file is named with its entry."""

from pathlib import Path

import pytest
import yaml

from assistant.errors import UsageError
from assistant.language.fold import search_key
from assistant.ledger.indicators import FIGURE_MARK, Indicator, load_programme
from tests.ledger_samples import CORPUS, PROGRAMME

FILE = CORPUS / "indicators.yaml"


def test_the_name_of_the_programme_adds_up_to_its_twelve_indicators() -> None:
    groups = [indicator.group for indicator in PROGRAMME.indicators]
    assert groups == [1, 10, 10, 100, 100, 100, 100, 100, 100, 1000, 1000, 10000]
    assert len({indicator.id for indicator in PROGRAMME.indicators}) == 12
    assert (PROGRAMME.name_zh, PROGRAMME.by) == ("12621工程", "2023")


def test_an_indicator_is_found_by_its_id() -> None:
    assert PROGRAMME.indicator("park-associations").name_zh == "园区科协"
    with pytest.raises(StopIteration):
        PROGRAMME.indicator("no-such-indicator")


@pytest.mark.parametrize("indicator", PROGRAMME.indicators, ids=lambda indicator: indicator.id)
def test_every_indicator_finds_a_figure_before_and_after_its_names(indicator: Indicator) -> None:
    after = indicator.own.pattern.search(f"{search_key(indicator.name_zh)}已达{FIGURE_MARK}")
    before = [indicator.own.pattern.search(f"{FIGURE_MARK}{name}") for name in indicator.own_names]
    assert after and after[after.lastindex or 0] == FIGURE_MARK
    assert any(match and match[match.lastindex or 0] == FIGURE_MARK for match in before)


@pytest.mark.parametrize(
    "text",
    ["园区科协目前已成立#", "园区科协，累计#", "园区科协的数量为#", "成立了#园区科协", "园区科协：#", "园区科协增至#"],
)
def test_a_few_words_may_stand_between_name_and_figure(text: str) -> None:
    pattern = PROGRAMME.indicator("park-associations").own.pattern
    assert pattern.search(search_key(text.replace("#", FIGURE_MARK)))


@pytest.mark.parametrize("text", ["园区科协服务企业#", "企业科协#", "园区科协。共有#", "#企业科协"])
def test_a_figure_of_something_else_does_not_match(text: str) -> None:
    pattern = PROGRAMME.indicator("park-associations").own.pattern
    assert not pattern.search(text.replace("#", FIGURE_MARK))


def test_every_indicator_has_its_unit_and_a_place_for_the_figure_in_its_sentences() -> None:
    for indicator in PROGRAMME.indicators:
        assert indicator.unit in indicator.own.units
        assert all("{n}" in text for text in (*indicator.goal.values(), *indicator.done.values()))


def test_wordings_of_questions_are_folded_and_the_longest_comes_first() -> None:
    for indicator in PROGRAMME.indicators:
        for wordings in (indicator.asked_zh, indicator.asked_en):
            assert list(wordings) == sorted(wordings, key=len, reverse=True)
            assert all(search_key(wording) == wording for wording in wordings)
        assert search_key(indicator.name_zh) in indicator.own_names


def write(folder: Path, change: str) -> Path:
    """Return a copy of the shipped file without one of its keys."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    (raw if change in raw else raw["indicators"][0]).pop(change)
    copy = folder / "indicators.yaml"
    copy.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return copy


@pytest.mark.parametrize("key", ["programme", "scope", "indicators", "id", "name_zh", "units", "goal_en", "unit"])
def test_a_file_without_a_needed_key_is_named(key: str, tmp_path: Path) -> None:
    copy = write(tmp_path, key)
    with pytest.raises(UsageError, match=r"indicators\.yaml") as error:
        load_programme(copy)
    assert key in str(error.value)


@pytest.mark.parametrize("content", ["", "12", "programme: [", "programme: {}\nscope: {}\nindicators: []"])
def test_a_file_of_another_form_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "indicators.yaml").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"(?s)indicators\.yaml is not valid.*Compare it"):
        load_programme(tmp_path / "indicators.yaml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"indicators\.yaml is missing"):
        load_programme(tmp_path / "indicators.yaml")
