"""A rougher figure than the source's is right when it says that it is rough and its last digit is."""

import pytest

from assistant.answering.rounded import is_rounded
from assistant.language.figures import find_figures


@pytest.mark.parametrize(
    ("source", "told", "right"),
    [
        ("860.46亿元", "约860亿元", True),
        ("86.046 billion yuan", "about RMB 86 billion", True),
        ("18.35万人", "超过18万人", True),
        ("4.87亿元", "近4.9亿元", True),
        ("71.72%", "约72%", True),
        ("860.46亿元", "860亿元", False),
        ("860.46亿元", "约850亿元", False),
        ("860.46亿元", "约861亿元", False),
        ("18.35万人", "超过19万人", False),
        ("146家", "约100家", False),
        ("近200家", "超过190家", False),
        ("1210余家", "约1200家", True),
        ("1210余家", "近1200家", False),
    ],
)
def test_a_figure_is_rounded_in_the_way_that_it_says(source: str, told: str, right: bool) -> None:
    (known,), (stated,) = find_figures(source), find_figures(told)
    assert is_rounded(known, stated) is right
