"""A question that asks for several things in one sentence to its parts, and chosen sentences to those that lack none.

"When was it, and how many came" is answered by one sentence or by two; what shares most words with the whole is often
about one part alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.concepts import Concept
from assistant.answering.evidence import Candidate
from assistant.answering.matching import concept_in
from assistant.answering.needs import counting_figures, holds
from assistant.answering.subject import counted_noun, counted_words
from assistant.answering.understand import Understanding, kinds_wanted
from assistant.language.fold import search_key, to_simplified
from assistant.language.glossary import Glossary
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme

_ASKS_FOR = re.compile(
    r"多少|几(?!乎|[十百千])|什么|啥|谁|哪|何[时地人]|怎|\b(?:how|what|who|whom|when|where|which)\b", re.IGNORECASE
)
_YES_NO = re.compile("[吗嘛]$")
_BETWEEN = re.compile(
    r"[,，、;；?？]|\band(?: also)?(?: (?:for|in|on|at|by|with|to|of|from))?"
    r"(?= (?:how|what|who|whom|when|where|which)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile("多少(?:[个家名位条支份所场批]|项(?!目)|人次)?(?P<noun>[\u4e00-\u9fff]{2})")
_NAMED = 0.5
"""Share of what only one part names that a sentence must name, to answer that part."""
_IN_SIGHT = 0.7
"""How fully a sentence names what stands in it or over it."""
_TELLING = 4.0
"""Weight of what only a part names, below which it does not tell one document from another."""
_MORE = 1.5
"""Weight by which a sentence of the same document must name more of a part, where another seems to answer it: 收到."""
_NOT_FAR = 0.5
"""A sentence for a part that scores worse than this share of the best belongs to another subject."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class Part:
    """What one clause of a question asks, and the places of the concepts that only it names."""

    asked: Understanding
    own: tuple[int, ...]
    text: str = ""


def asking_clauses(text: str) -> list[str]:
    """Return the clauses of one question that each ask for something, or nothing where only one does.

    >>> asking_clauses("哪天开的会，谁主持？"), asking_clauses("When was it, and how many came?")
    (['哪天开的会', '谁主持'], ['When was it', 'how many came'])
    """
    clauses = [clause.strip(" .。") for clause in _BETWEEN.split(text)]
    asking = [
        clause
        for clause in clauses
        if _ASKS_FOR.search(to_simplified(clause)) and not _YES_NO.search(to_simplified(clause))
    ]
    return asking if len(asking) > 1 else []


def parts_of(asked: Understanding, concepts: Sequence[Concept], programme: Programme) -> tuple[Part, ...]:
    """Return the parts of a question, none where it asks for one thing."""
    clauses = asking_clauses(asked.question)
    named = [_named_in(search_key(clause), concepts) for clause in clauses]
    parts = []
    for clause, own in zip(clauses, named, strict=True):
        elsewhere = {place for other in named if other is not own for place in other}
        folded = search_key(clause)
        wanted = kinds_wanted(folded, programme)
        only = tuple(place for place in own if place not in elsewhere)
        if wanted or only:
            parts.append(Part(replace(asked, folded=folded, wanted=wanted), only, clause))
    return tuple(parts) if len(parts) > 1 else ()


def _named_in(folded: str, concepts: Sequence[Concept]) -> tuple[int, ...]:
    stems = frozenset(word.stem for word in split_words(folded))
    return tuple(
        place
        for place, concept in enumerate(concepts)
        if concept.kind != "definition" and concept_in(concept, folded, stems) == 1
    )


def completed(
    chosen: Sequence[Candidate],
    candidates: Sequence[Candidate],
    concepts: Sequence[Concept],
    parts: Sequence[Part],
    *,
    glossary: Glossary,
) -> list[Candidate]:
    """Return ``chosen`` with a sentence for each part that none of it answers; ``candidates`` come best first."""
    found = list(chosen)
    named = [
        n
        for n, one in enumerate(concepts)
        if (one.kind in _NAMES and one.weight >= _TELLING) or (one.kind == "word" and one.weight >= _RARE)
    ]
    for part in parts:
        told = max((_told(one, part, concepts, glossary) for one in found), default=0.0)
        whole = sum(concepts[place].weight for place in part.own)
        # A clause that asks for no kind of fact (有什么要求) is answered by what names its subject.
        free = [one for one in candidates if one.fits or not (part.asked.wanted or one.passage.note)]
        near = [one for one in free if one.score >= _NOT_FAR * chosen[0].score and one not in found]
        # What one document says of the parts belongs together.
        at_hand = {one.source.id for one in found}
        near = sorted(near, key=lambda one: one.source.id not in at_hand)
        for one in near:
            share = _told(one, part, concepts, glossary)
            here = one.source.id in at_hand
            subject = max((n for n in named if n not in part.own), key=lambda n: concepts[n].weight, default=None)
            if not here and subject is not None and one.matched[subject] < _BARELY:
                continue  # It is about nothing that the question names beside this part.
            first = told < _NAMED <= share and (here or whole >= _TELLING)
            better = told >= _NAMED and here and (share - told) * whole >= _MORE
            if len(found) < _MOST and (first or better):
                found.append(one)
                break
    return found


def unanswered(
    chosen: Sequence[Candidate],
    candidates: Sequence[Candidate],
    concepts: Sequence[Concept],
    parts: Sequence[Part],
    *,
    glossary: Glossary,
) -> list[str]:
    """Return the clauses that ask for a number or a sum of which the documents that answer the others say nothing.

    A number is not told where no sentence of them speaks of what is counted, a sum where none names any.
    """
    cited = {one.source.id for one in chosen}
    told = [one for one in candidates if one.source.id in cited]

    def is_open(part: Part) -> bool:
        if "money" in part.asked.wanted:
            return not any(holds("money", one.text, asked=part.asked, glossary=glossary) for one in told)
        nouns = [noun[:2] for noun in counted_words(part.asked) if not _OF_ANY_KIND.match(noun)]
        english = counted_noun(part.asked)
        counted = [
            place
            for place in part.own
            if set(nouns) & {name[:2] for name in concepts[place].names}
            or (english and any(name in english for name in concepts[place].english))
        ]
        if not counted or max(one.matched[place] for one in told for place in counted) >= _BARELY:
            return False
        # 15 projects were signed: what is counted may be called otherwise where the rest of the clause is told.
        rest = [place for place in part.own if place not in counted]
        return not any(counting_figures(one.text) and any(one.matched[n] >= _IN_SIGHT for n in rest) for one in chosen)

    return [part.text for part in parts if is_open(part)]


_NAMES = frozenset(("organisation", "person", "place", "event", "document"))
_RARE = 7.0
"""Weight of a word that the vocabulary lacks: a name."""
_OF_ANY_KIND = re.compile("单位|机构|部门|组织|地方|项目|东西|内容")
_BARELY = 0.4
"""How fully nothing of a document names what it does not speak of."""


def _told(candidate: Candidate, part: Part, concepts: Sequence[Concept], glossary: Glossary) -> float:
    """Return the share of what only a part names that a sentence has in it or over it, 0 without what is asked for."""
    if not all(holds(kind, candidate.text, asked=part.asked, glossary=glossary) for kind in part.asked.wanted):
        return 0.0
    said = search_key(candidate.text)
    if any(match["noun"] not in said for match in _COUNTED.finditer(part.asked.folded)):
        return 0.0
    # What stands elsewhere in the passage is what another sentence says.
    named = sum(concepts[place].weight for place in part.own if candidate.matched[place] >= _IN_SIGHT)
    return named / (sum(concepts[place].weight for place in part.own) or 1.0) if part.own else 1.0
