"""A measure that is asked for to the other measures that it could be taken for: 吸纳 beside 输出技术成交额."""

from functools import lru_cache

from assistant.answering.concepts import Concept
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary

_SAME_END = 3
"""Characters at their ends by which two measures are alike: 成交额."""


def counts_a_rival(concept: Concept, folded: str, glossary: Glossary) -> bool:
    """Tell whether a sentence, whatever stands over it, names another measure that ends like the one of a concept."""
    if concept.kind != "measure" or any(name in folded for name in concept.names):
        return False
    return any(rival in folded for rival in _rivals_of(concept.names, glossary))


@lru_cache(maxsize=1_024)
def _rivals_of(names: tuple[str, ...], glossary: Glossary) -> tuple[str, ...]:
    """Return the names of other measures that end as one of ``names`` does, but are no part of it, nor it of them."""
    measures = (search_key(term.zh) for term in glossary.terms if term.kind == "measure")
    return tuple(
        other
        for other in measures
        if not any(name in other or other in name for name in names)
        and any(len(name) > _SAME_END and other.endswith(name[-_SAME_END:]) for name in names)
    )
