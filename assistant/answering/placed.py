"""A sentence with marks at several places to the figures that it gives to another passage than the one that has them.

"A writes 757 [1], B writes 935 [2]": each mark stands for the words before it. A figure that its own passage lacks and
the passage of another mark has was told of the wrong source.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from assistant.answering.reply import Statement
from assistant.answering.verify import unsupported
from assistant.language.figures import find_figures
from assistant.schema import Citation

_TELLING = 3
"""Smaller numbers stand anywhere."""


def told_of_another(statement: Statement, sentences: Mapping[int, Sequence[Citation]]) -> list[str]:
    """Return the figures that stand before the mark of a passage without them; ``sentences`` are those of each passage.

    A statement whose marks all stand in one place gives each of them for the whole of it.
    """
    wrong: list[str] = []
    start = 0
    for place, marks in groupby(statement.places, key=lambda one: one[0]):
        piece = statement.text[start:place]
        start = place
        own = {number for _, number in marks}
        telling = {piece[f.start : f.end] for f in find_figures(piece) if f.value >= _TELLING or f.unit == "%"}
        missing = telling & set(unsupported(piece, [one for number in own for one in sentences[number]]))
        others = [one for number in statement.numbers if number not in own for one in sentences[number]]
        if missing:
            wrong += sorted(missing - set(unsupported(piece, others)))
    return wrong
