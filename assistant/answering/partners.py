"""A figure of a sentence and the cited sentences to the figures there that those of the text may be compared with.

"2022年为2881亿元，比上年增长30%": the year before stands in the source alone. It may be used where the source tells of
both in one sentence, or in two about the same thing of which neither or both are plans.
"""

from collections.abc import Iterator, Sequence

from assistant.answering.certainty import speaks_of_plans
from assistant.answering.support import content_words
from assistant.language.figures import find_figures, same_unit
from assistant.schema import Citation, Figure

_ALIKE = 0.4
"""Share of the words of the shorter of two sentences that the other must have to be about the same thing."""


def partners(figure: Figure, text: str, sentences: Sequence[Citation]) -> Iterator[tuple[Figure, Figure, Citation]]:
    """Yield a figure of ``text`` other than ``figure``, one of the source to compare it with, and where that stands."""
    told = [other for other in find_figures(text) if other.start != figure.start and other.qualifier == "exact"]
    told = [other for other in told if other.unit != "%"]
    values = {other.value for other in told}
    known = [(sentence, find_figures(sentence.quote)) for sentence in sentences]
    for other in told:
        holders = [sentence for sentence, figures in known if any(_equal(one, other) for one in figures)]
        for sentence, figures in known:
            if any(sentence is holder or about_the_same(sentence.quote, holder.quote) for holder in holders):
                for one in figures:
                    if same_unit(one.unit, other.unit) and one.value not in values and one.qualifier == "exact":
                        yield other, one, sentence


def _equal(known: Figure, told: Figure) -> bool:
    return known.value == told.value and same_unit(known.unit, told.unit)


def about_the_same(first: str, second: str) -> bool:
    """Tell whether two sentences speak of one thing, and neither or both of plans."""
    if speaks_of_plans(first) is not speaks_of_plans(second):
        return False
    words, others = content_words(first), content_words(second)
    return len(words & others) >= _ALIKE * min(len(words), len(others))
