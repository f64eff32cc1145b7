"""An answer and what it quotes to the questions that its reader may ask next, each of which the corpus can answer.

Nothing is looked up again: what can be asked of an indicator stands in the ledger, and what can be asked of a name
stands in what was quoted or in its definition.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.fold import search_key, to_traditional
from assistant.language.glossary import Glossary, Term
from assistant.ledger.indicators import Programme
from assistant.schema import Citation, IndicatorStatus, Language, TargetTable

_COUNT = 3
_QUOTES = 6
"""Quotes in which names are looked for: an overview has dozens."""
_OF_NAMES = 2
"""Questions about names that stand before those that everybody may ask."""
_BARE = 2
"""Characters of an event that is no name of one (大赛, 闭幕)."""
_WORDING: dict[str, tuple[str, str]] = {
    "target": ("{name}的目标是多少？", "What is the target for {name}?"),
    "progress": ("{name}目前完成了多少？", "How far is the target for {name}?"),
    "ratio": ("{name}的完成率是多少？", "What is the completion rate for {name}?"),
    "same": ("{name}和{other}是一回事吗？", "Are {name} and {other} the same thing?"),
    "when": ("{name}是什么时候举行的？", "When did the {name} take place?"),
    "who": ("{name}是谁？", "Who is {name}?"),
    "definition": ("{name}是什么？", "What does “{name}” mean?"),
    "targets": ("{name}一共有哪些目标？", "What are the targets of the {name}?"),
    "overview": ("{name}目前的总体进展如何？", "Which targets of the {name} have been met?"),
}


def suggest(
    asked: Understanding,
    draft: Draft,
    *,
    table: TargetTable | None,
    programme: Programme,
    glossary: Glossary,
    said: Sequence[str] = (),
    first: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return up to three questions in the language of the question, none of them asked before.

    ``said`` are the earlier questions of the conversation; what is given as ``first`` comes first.
    """
    status = {} if table is None else {status.id: status for status in table.indicators}
    own = [status[name] for name in asked.indicators if name in status]
    citations = [citation for claim in draft.claims for citation in claim.citations][:_QUOTES]
    named = list(_of_names(asked, citations, glossary))
    questions = chain(
        _of_indicators(asked, own, programme, status),
        named[:_OF_NAMES],
        _general(asked.language, programme, glossary),
        named[_OF_NAMES:],
    )
    known = {_key(question) for question in (asked.question, *said)}
    offered: dict[str, str] = {}
    for question in questions:
        worded = to_traditional(question) if asked.script == "zh-Hant" and asked.language == "zh" else question
        if _key(question) not in known:
            offered.setdefault(_key(question), worded)
        if len(offered) == _COUNT:
            break
    return (*first, *offered.values())[:_COUNT]


def _of_indicators(
    asked: Understanding, own: Sequence[IndicatorStatus], programme: Programme, status: dict[str, IndicatorStatus]
) -> Iterator[str]:
    """Yield what else the ledger has of an indicator, and what it has of the next one of its group."""
    for one in own[:1]:
        name = _name(one, asked.language)
        if one.latest is not None and one.target is not None and "ratio" not in asked.aspects:
            yield _say("ratio", asked.language, name=name)
        elif one.target is not None and not asked.aspects & {"target", "ratio"}:
            yield _say("target", asked.language, name=name)
        if one.related and "comparable" not in asked.aspects:
            other = one.label_of(one.related[0], asked.language)
            other = other if asked.language == "en" or "“" in other else f"“{other}”"  # marks within marks confuse
            yield _say("same", asked.language, name=name, other=other)
        yield from _of_the_group(one, programme, status, asked.language)


def _of_the_group(
    one: IndicatorStatus, programme: Programme, status: dict[str, IndicatorStatus], language: Language
) -> Iterator[str]:
    group = programme.indicator(one.id).group
    names = [indicator.id for indicator in programme.indicators]
    after = [*names[names.index(one.id) + 1 :], *names[: names.index(one.id)]]
    # Indicators of the same group first, those with reported progress before the others.
    known = [status[name] for name in after if name in status]
    known.sort(key=lambda other: (programme.indicator(other.id).group != group, other.latest is None))
    for other in known[:1]:
        yield _say("target" if other.latest is None else "progress", language, name=_name(other, language))


def _of_names(asked: Understanding, citations: Sequence[Citation], glossary: Glossary) -> Iterator[str]:
    """Yield who, when and what for the names in the quotes; the date of an event stands in the same sentence."""
    told: set[Term] = set()
    for citation in citations:
        language: Language = citation.source.language
        for match in glossary.find(search_key(citation.quote), language=language):
            term = match.term
            if term in told:
                continue
            told.add(term)
            in_question = any(name and search_key(name) in asked.folded for name in (term.zh, term.en))
            dated = bool(find_dates(citation.quote))
            kind = _askable(term, asked, in_question=in_question, dated=dated)
            if kind:
                yield _say(kind, asked.language, name=term.zh if asked.language == "zh" else term.en)


def _askable(term: Term, asked: Understanding, *, in_question: bool, dated: bool) -> str:
    """Return what can be asked of a name, "" when nothing or when that was just asked."""
    if term.kind == "event" and len(term.zh) > _BARE and dated and "when" not in asked.wanted:
        return "when"
    if term.kind == "person" and not in_question and (term.definition_zh or "who" in asked.wanted):
        return "who"
    defined = term.definition_zh if asked.language == "zh" else term.definition_en
    return "definition" if defined and not in_question and term.kind != "measure" else ""


def _general(language: Language, programme: Programme, glossary: Glossary) -> Iterator[str]:
    name = programme.name_zh if language == "zh" else programme.name_en
    yield _say("targets", language, name=name)
    yield _say("overview", language, name=name)
    defined = {term.zh: term for term in glossary.terms if term.definition_zh and term.definition_en}
    for term in [defined[name] for name in programme.about if name in defined][:1]:
        yield _say("definition", language, name=term.zh if language == "zh" else term.en)


def _name(status: IndicatorStatus, language: Language) -> str:
    return status.name_zh if language == "zh" else status.name_en


def _say(key: str, language: Language, **values: str) -> str:
    return _WORDING[key][0 if language == "zh" else 1].format(**values)


def _key(question: str) -> str:
    return "".join(sign for sign in search_key(question) if sign.isalnum())
