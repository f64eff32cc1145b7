"""A concept of a question and a text to how fully the text names it, from 0 to 1."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.answering.concepts import Concept
from assistant.language.patterns import compiled

_PARTIAL = 0.5
"""What a word counts of which only some pairs of characters stand in the sentence."""
_TELLING_WORD, _BARELY = 4.0, 0.3
"""Weight from which a word of the question must be known somewhere, and up to which it counts as unknown."""


def unknown_concepts(
    concepts: Sequence[Concept], texts: Sequence[str], stems: Callable[[str], frozenset[str]]
) -> tuple[Concept, ...]:
    """Return the telling words of a question that stand in none of ``texts`` (folded), in no form and no language."""
    return tuple(
        concept
        for concept in concepts
        if concept.kind not in ("year", "figure", "batch", "attribute", "definition")
        and concept.weight >= _TELLING_WORD
        # What stands somewhere as it is needs no stems of any text.
        and not any(name in text for name in concept.names for text in texts)
        and max((concept_in(concept, text, stems(text)) for text in texts), default=0.0) < _BARELY
    )


def concept_in(concept: Concept, folded: str, stems: frozenset[str]) -> float:
    """Return how fully a folded text names a concept; figures and years count when they stand in it as numbers."""
    if concept.kind in ("year", "figure"):
        return float(bool(compiled(rf"(?<![\d.]){re.escape(concept.names[0])}(?![\d])").search(folded)))
    return named_in(concept, folded, stems, folded)


def named_in(concept: Concept, folded: str, words: frozenset[str], spoken: str) -> float:
    """Return 1 when a name of the concept stands in the text, less when only pieces of it do."""
    # Here and below by map: these lines run a thousand times for an answer.
    if any(map(folded.__contains__, concept.names)):
        return 1.0
    if words and any((name in words) or (" " in name and name in spoken) for name in concept.english):
        return 1.0
    # Pairs of letters say nothing; pairs of Chinese characters are half words.
    shares = [share_of_pairs(name, folded) for name in concept.names if not name.isascii()]
    return max(shares, default=0.0) * _PARTIAL


def share_of_pairs(name: str, folded: str) -> float:
    """Return the share of the pairs of neighbouring characters of ``name`` that stand in a folded text."""
    pairs = _pairs_of(name)
    return sum(map(folded.__contains__, pairs)) / len(pairs) if len(pairs) > 1 else 0.0


@lru_cache(maxsize=8_192)
def _pairs_of(name: str) -> tuple[str, ...]:
    return tuple(name[i : i + 2] for i in range(len(name) - 1))
