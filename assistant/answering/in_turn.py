"""A sentence that gives things and their figures in turn to the same with each figure beside its thing.

"金奖、银奖、铜奖分别为20个、59个、118个" says which is which by the order alone: no words stand beside a figure.
"""

import re
from itertools import pairwise

from assistant.language.figures import find_figures

_IN_TURN = re.compile(
    r"(?P<names>[^，。；：,;:]+?(?:、[^，。；：,;:、]+)+?)(?:的?(?:数量|人数|个数))?[，,]?(?:分别|依次)(?P<verb>[^\d，。；、]{0,6}?)"
    r"(?P<told>\d[^。；;]*)"
)
_WORDS = ("分别", "依次")
_BETWEEN = re.compile("、|[和与及]|以及")
_STEP = re.compile(r"[、，,和与及\s]*(?:以及)?\s*")


def each_with_its_own(text: str) -> str:
    """Return ``text`` with each figure that is told in turn beside what it counts; unchanged where the numbers differ.

    >>> each_with_its_own("金奖、银奖分别为20个、59个。")
    '金奖为20个、银奖为59个。'
    """
    # The pattern tries every list of a text: most have none of its words.
    match = _IN_TURN.search(text) if any(word in text for word in _WORDS) else None
    if match is None:
        return text
    names = [name for name in _BETWEEN.split(match["names"]) if name]
    told = match["told"]
    figures = find_figures(told)[: len(names)]
    if len(figures) != len(names) or not all(
        _STEP.fullmatch(told, before.end, after.start) for before, after in pairwise(figures)
    ):
        return text
    pairs = (
        f"{name}{match['verb']}{told[figure.start : figure.end]}" for name, figure in zip(names, figures, strict=True)
    )
    return f"{text[: match.start()]}{'、'.join(pairs)}{told[figures[-1].end :]}{text[match.end() :]}"
