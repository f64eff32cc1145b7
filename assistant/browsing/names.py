"""Passages and a term to the sentences that name it, those that say most about it first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.sentences import sentence_spans
from assistant.schema import Citation, Passage

Cite = Callable[[Passage, int, int], Citation]
"""Makes a citation of a span of a passage."""
WORDY = 120
"""Characters; a longer sentence is about many things."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document, and whether it is an editor's remark."""

    citation: Citation
    note: bool = False


def names_of(term: Term) -> tuple[str, ...]:
    """Return the Chinese names by which documents call a term, folded."""
    return tuple(dict.fromkeys(search_key(name) for name in (term.zh, *term.zh_synonyms)))


def statements_naming(passages: Sequence[Passage], term: Term, glossary: Glossary, *, cite: Cite) -> list[Statement]:
    """Return each different sentence that names ``term`` itself; a longer name that holds its name is another thing."""
    found: dict[str, tuple[tuple[int, ...], Statement]] = {}
    for passage in passages:
        for start, end in sentence_spans(passage.text):
            folded = search_key(passage.text[start:end])
            named = [match.term for match in glossary.find(folded, language="zh")]
            if term in named and not folded.startswith("#"):
                statement = Statement(cite(passage, start, end), passage.note)
                found.setdefault(folded, (_order(folded, named, term, statement), statement))
    return [statement for _, statement in sorted(found.values(), key=lambda pair: pair[0])]


def _order(folded: str, named: Sequence[Term], term: Term, statement: Statement) -> tuple[int, ...]:
    """Put first what documents say and what is most like the explanation of the term, then what begins with it."""
    alike = sum(other.kind == term.kind and other != term for other in named)
    place = min((folded.find(name) for name in names_of(term) if name in folded), default=0)
    explains = -len(_pairs(folded) & _pairs(search_key(term.definition_zh)) - _pairs(" ".join(names_of(term))))
    source = statement.citation.source
    return (statement.note, source.low_reliability, explains, alike > 2, len(folded) > WORDY, place)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
