"""Figures that are told in turn stand beside what they count."""

import pytest

from assistant.answering.in_turn import each_with_its_own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("大赛的金奖、银奖、铜奖分别为20个、59个、118个。", "大赛的金奖为20个、银奖为59个、铜奖为118个。"),
        ("甲厅、乙厅分别签约5家和7家，共12家。", "甲厅签约5家、乙厅签约7家，共12家。"),
        ("甲厅、乙厅、丙厅分别为5家、7家。", "甲厅、乙厅、丙厅分别为5家、7家。"),
        ("甲厅签约5家。", "甲厅签约5家。"),
    ],
)
def test_each_figure_stands_beside_its_thing(text: str, told: str) -> None:
    assert each_with_its_own(text) == told
