"""A draft that explains a term in; the same opened with what the glossary says, and quotes for its numbers, out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.draft import Draft
from assistant.answering.extractive import claim_of
from assistant.answering.verify import unsupported
from assistant.language.fold import search_key
from assistant.language.glossary import Term
from assistant.schema import Claim, Language

if TYPE_CHECKING:
    from assistant.answering.material import Material

_WHAT_IT_IS = re.compile(
    r"^(?:请问|那么?)?(?:什么是|何谓|介绍(?:一下)?|解释(?:一下)?|说说|讲讲)?“?TERM”?(?:究竟|到底)?"
    r"(?:是什么(?:东西|意思|平台)?|是啥(?:意思)?|啥意思|是(?:做|干)(?:什么|啥)的|什么意思|指(?:的是)?(?:什么|啥))?[?？呢啊呀]*$"
    r"|^(?:what(?: is| are|'s|’s| does)|explain|define|describe|tell me about|introduce) (?:the )?[\"“]?TERM[\"”]?"
    r"(?: mean| platform| about)?\W*$"
)
"""Asks what one term, written TERM here, is, and nothing else."""
_CLAUSES = re.compile("[,，。;；?？]")


def with_definition(draft: Draft, material: "Material") -> Draft:
    """Open an explanation with what the glossary says, as long as quotes bear out every number in it.

    Where those of the draft do not, and nothing else is asked, a sentence that does so is added.
    """
    asked, term = material.asked, material.knowledge.term_explained_by(material.asked)
    if term is None or draft.declined:
        return draft
    text, claims = definition_of(term, asked.language), draft.claims
    if text and unborne(text, claims):
        told = telling_of(term, material) if _asks_what_it_is(asked.folded, term) and not asked.programme else ()
        claims = next(((one, *claims) for one in told if not unborne(text, (one, *claims))), ())
    if not (text and claims):
        return draft
    return replace(draft, claims=claims, lead=defining(term, asked.language), layout="lines")


def defining(term: Term, language: Language) -> str:
    """Return the line with which an answer opens that explains a term."""
    if language == "zh":
        return f"{term.zh}：{term.definition_zh}（术语表）"
    return f"{term.en}: {term.definition_en} (glossary)"


def definition_of(term: Term, language: Language) -> str:
    """Return what the glossary says of a term in a language, "" where it says nothing."""
    return term.definition_zh if language == "zh" else term.definition_en


def unborne(definition: str, claims: Sequence[Claim]) -> list[str]:
    """Return the numbers of a definition that no quote of ``claims`` has."""
    return unsupported(definition, [citation for claim in claims for citation in claim.citations])


def naming(term: Term) -> tuple[str, ...]:
    """Return all names of a term, folded, longest first."""
    names = (term.zh, *term.zh_synonyms, term.en, *term.en_synonyms)
    return tuple(sorted(map(search_key, names), key=len, reverse=True))


def _asks_what_it_is(folded: str, term: Term) -> bool:
    """Tell whether one clause of a question is only what a term is: not the theme of its forum, nor its characters."""
    return any(
        name in clause and _WHAT_IT_IS.search(clause.strip().replace(name, "TERM", 1))
        for clause in _CLAUSES.split(folded)
        for name in naming(term)
    )


def telling_of(term: Term, material: "Material") -> Iterator[Claim]:
    """Yield the reliable sentences of the hits that name a term, best first."""
    names = naming(term)
    for candidate in material.candidates:
        folded = search_key(candidate.text)
        if not (candidate.passage.note or candidate.source.low_reliability) and any(one in folded for one in names):
            yield claim_of(candidate, material.asked)
