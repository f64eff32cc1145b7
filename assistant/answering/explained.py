"""A question that is only what a known term is, who a person or where a place, to its definition with quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.defined import defining, definition_of, naming, telling_of, unborne
from assistant.answering.draft import Draft
from assistant.answering.material import Material, extracted
from assistant.answering.naming_sentences import cited_sentences, passages_naming
from assistant.answering.premises import side_of
from assistant.answering.understand import Understanding
from assistant.language.glossary import Glossary, Term
from assistant.schema import Claim, Language

_WHO = re.compile(
    r"^(?:请问|那么?)?(?:TERM(?:又|到底)?是(?:谁|什么人|哪一?位|何人|干(?:什么|嘛)的|做什么的)|谁是TERM|介绍(?:一下)?TERM)[?？呢啊呀]*$"
    r"|^(?:who(?: is| was|'s|’s)|tell me about) TERM\W*$"
)
_WHERE = re.compile(
    r"^(?:请问|那么?)?TERM(?:又|到底|究竟)?(?:位于|坐落[在于]|在)(?:哪里|哪儿|哪|什么地方|何处|哪一?个(?:城市|地方|市|省))[?？呢啊呀]*$"
    r"|^where(?: is| are|'s|’s|abouts is) (?:the )?TERM(?: located| situated)?\W*$"
)
_WHAT = re.compile(
    r"^(?:请问|那么?)?(?:什么(?:是|叫)|何[谓为])(?:所谓的?)?“?TERM”?[?？呢啊呀]*$"
    r"|^(?:请问|那么?)?(?:所谓的?)?“?TERM”?(?:又|究竟|到底)?(?:是(?:什么|啥|个啥|何)(?:东西|意思|地方|概念)?|[什啥]么?意思|指(?:的是)?(?:什么|啥))"
    r"[?？呢啊呀]*$"
    r"|^(?:what(?: is| are|'s|’s| does)|explain|define|describe|tell me about) (?:an? |the )?[\"“]?TERM[\"”]?"
    r"(?: mean| exactly)?\W*$"
)
_OF_KIND = {"person": (_WHO,), "place": (_WHERE, _WHAT)}
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_MOST_PASSAGES = 60
_MOST = 2
"""Sentences that name the term, where none explains it."""


def asks_what_a_term_is(asked: Understanding, glossary: Glossary) -> Term | None:
    """Return the term of which a question asks only what, who or where it is, None for others and undefined ones."""
    if asked.programme or asked.dates:
        return None
    for tongue in _LANGUAGES:
        for match in glossary.find(asked.folded, language=tongue):
            clause = f"{asked.folded[: match.start]}TERM{asked.folded[match.end :]}".strip()
            patterns = _OF_KIND.get(match.term.kind, (_WHAT,))
            if definition_of(match.term, asked.language) and any(one.search(clause) for one in patterns):
                return match.term
    return None


def explain(term: Term, material: Material) -> Draft | None:
    """Return what the glossary says of a term with sentences that explain or at least name it.

    None where no reliable sentence does, or none bears out the numbers of the definition.
    """
    asked = replace(material.asked, wanted=frozenset({"definition"}))
    material = replace(material, asked=asked)
    lead = defining(term, asked.language)
    draft = extracted(material)
    if draft.lead == lead:
        return draft
    definition = definition_of(term, asked.language)
    told = draft.claims if not draft.declined else ()
    claims = [] if unborne(definition, told) else [*told]
    if not claims:
        claims = _bearing(definition, told, (*telling_of(term, material), *_elsewhere(term, material)))
    return Draft((*claims,), "extractive", lead=lead, layout="lines") if claims else None


def _bearing(definition: str, told: Sequence[Claim], naming_it: Sequence[Claim]) -> list[Claim]:
    """Return ``told`` after one or two sentences that bear out the numbers of a definition; [] where none do.

    Where it has no numbers, the first that name the term are as good.
    """
    lacking, added = unborne(definition, told), list[Claim]()
    for one in naming_it:
        left = unborne(definition, (*added, one, *told))
        if len(left) < len(lacking):
            lacking, added = left, [*added, one]
        if not lacking or len(added) == _MOST:
            break
    if lacking:
        return []
    return [*added, *told] or list(naming_it[:_MOST])


def _elsewhere(term: Term, material: Material) -> Iterator[Claim]:
    """Yield the reliable sentences of the index that name a term, from the passage that names it most."""
    names = naming(term)
    sourced = passages_naming(names, material.snapshot, limit=_MOST_PASSAGES, notes=True)
    for _, citation in cited_sentences(sorted(sourced, key=lambda one: one[0].note), names=names):
        yield side_of(citation, material.asked, material.knowledge)
