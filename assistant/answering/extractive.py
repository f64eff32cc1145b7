"""Judged sentences to a draft answer: the few that answer the question, or a refusal when none does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answering.certainty import speaks_of_plans
from assistant.answering.clauses import Part, completed
from assistant.answering.concepts import Concept
from assistant.answering.draft import Draft
from assistant.answering.evidence import FACTS_OF_THEIR_OWN, NEEDS_SUBJECT, Candidate
from assistant.answering.ranks import asks_for_a_rank
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.fold import search_key, to_simplified, to_traditional
from assistant.language.glossary import Glossary, build_glossary
from assistant.schema import Citation, Claim, Language, Reason

MIN_COVERAGE = 0.5
"""Share of the weight of a question's concepts that the chosen sentences must name; set on our own question sets."""
MIN_COVERAGE_EN = 0.42
"""The same for English questions, where a concept can be named in words that no glossary knows."""
MIN_CONFIDENCE = 0.0015
"""Below this chance that any hit holds the answer, none is given: every right answer on our own sets is above it. A
higher floor loses as many right answers as wrong ones, since our unanswerable questions are about what we know."""
MAX_UNKNOWN = 0.22
"""Above this share of words that no hit names, a question asks for something that the documents do not speak of."""
_OF_A_YEAR = frozenset(("count", "percent", "size"))
"""Numbers of one year are no answer for another."""
_MORE_IF = 0.1
"""A further sentence must add this share of the weight …"""
_OR_NEAR = 0.86
"""… or score nearly as well as the best, where several things are asked for."""
_CLOSE = 0.75
"""Where one thing is asked for, a second sentence must answer nearly as well …"""
_NOT_FAR = 0.6
"""… but a sentence far worse than the best belongs to another subject."""
_GAP = 2
"""Characters of white space between neighbouring sentences."""
_MOST, _MOST_OF_LISTS = 2, 4
EMPTY = build_glossary(())


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentences of an answer and the share of the question that they cover."""

    candidates: tuple[Candidate, ...]
    coverage: float


def choose(
    candidates: Sequence[Candidate],
    concepts: Sequence[Concept],
    asked: Understanding,
    *,
    of_a_year: bool = False,
    parts: Sequence[Part] = (),
    glossary: Glossary = EMPTY,
    own: Collection[str] = (),
) -> Chosen:
    """Return the sentences that answer, best first; those that hold what is asked for come before all others.

    ``of_a_year`` takes no sentence of another year, as a question with a word for a number does by itself. Of the
    ``parts`` of a question each gets a sentence, as far as there is one. ``own`` are the names of the province and its
    association.
    """
    about = [c for c in candidates if not c.borne_elsewhere]
    candidates = [c for c in about if c.fits]
    usable = [c for c in candidates if not c.dated_otherwise]
    of_a_year = of_a_year or bool(asked.wanted & (NEEDS_SUBJECT | _OF_A_YEAR)) or asks_for_a_rank(asked)
    if not usable and not of_a_year and "open" not in asked.aspects:
        usable = candidates
    if not usable:
        return Chosen((), 0.0)
    total = sum(concept.weight for concept in concepts) or 1.0
    usable = _nobodys_own_first(usable, asked, glossary, own)
    best = usable[0]
    editions = _newest_first(usable, asked, glossary, own)
    usable = [*editions, *(one for one in usable if one not in editions)]
    best = usable[0]
    chosen = list(editions[:_MOST_EDITIONS]) or [best]
    covered = list(best.matched)
    several = bool(asked.wanted & {"list", "comparison"}) or len(asked.dates) > 1 or "open" in asked.aspects
    several = several or "definition" in asked.wanted or _sets_beside(asked)
    open_facets = (asked.wanted & FACTS_OF_THEIR_OWN) - best.facets
    most = len(chosen) if editions else _MOST_OF_LISTS if several or open_facets else _MOST
    for candidate in usable[1:]:
        if len(chosen) == most:
            break
        gain = sum(
            concept.weight * max(0.0, new - old)
            for concept, new, old in zip(concepts, candidate.matched, covered, strict=True)
        )
        near = several and candidate.score >= _OR_NEAR * best.score
        close = candidate.score >= (_NOT_FAR if several else _CLOSE) * best.score
        adds = gain / total >= _MORE_IF and close
        facet = bool(candidate.facets & open_facets) and close
        goes_on = not parts and _continues(candidate, chosen, asked)
        if (adds or near or facet or goes_on) and not _repeats(candidate, chosen):
            chosen.append(candidate)
            covered = [max(old, new) for old, new in zip(covered, candidate.matched, strict=True)]
            open_facets -= candidate.facets
    if parts:
        chosen = completed(chosen, about, concepts, parts, glossary=glossary)
        covered = [max(matches) for matches in zip(*(one.matched for one in chosen), strict=True)]
    asked_for = [(c.weight, match) for c, match in zip(concepts, covered, strict=True) if c.kind != "definition"]
    coverage = sum(weight * match for weight, match in asked_for) / (sum(weight for weight, _ in asked_for) or 1.0)
    return Chosen(tuple(chosen), coverage)


def _newest_first(
    usable: Sequence[Candidate], asked: Understanding, glossary: Glossary, own: Collection[str]
) -> list[Candidate]:
    """Return the sentences that answer as well as the best one but for other years, newest first.

    "How many projects reach the final?" names no year of a yearly event; nothing where only one year answers or the
    best is the newest by itself.
    """
    best = usable[0]
    if asked.dates or asked.batch or asked.aspects & _OVER_TIME or not asked.wanted & _OF_AN_EDITION:
        return []
    told = _bodies_in(best, glossary)
    alike = [one for one in usable if _answers_like(one, best, asked) and _bodies_in(one, glossary) - {*own} <= told]
    by_year: dict[str, Candidate] = {}
    for one in alike:
        by_year.setdefault(_year_of(one), one)
    newest = sorted(by_year, reverse=True)
    # An editor’s note is like nothing that is reported, not even like itself.
    return [by_year[year] for year in newest] if newest and newest[0] != _year_of(best) else []


def _sets_beside(asked: Understanding) -> bool:
    """Tell whether a question sets two things beside each other by name: each may be told of elsewhere."""
    return "comparable" in asked.aspects and len({*asked.others, *asked.topics}) > 1


def _nobodys_own_first(
    usable: Sequence[Candidate], asked: Understanding, glossary: Glossary, own: Collection[str]
) -> list[Candidate]:
    """Put first a sentence that answers as well as the best one, where the figure of that is a certain body's own.

    "How many prizes were there" is no question for those of one winner.
    """
    best = usable[0]
    named = {*own, *asked.others, *asked.places, *asked.related}
    if not asked.wanted & _COUNTED or not _proper_bodies_in(best, glossary) - named:
        return list(usable)
    whole = (
        one
        for one in usable[1:]
        if one.score >= _OR_NEAR * best.score
        and one.facets >= best.facets
        and not (one.passage.note or one.source.low_reliability or _proper_bodies_in(one, glossary) - named)
        and all(a > b - _SAME_MATCH for a, b in zip(one.matched, best.matched, strict=True))
    )
    first = next(whole, None)
    return [first, *(one for one in usable if one is not first)] if first else list(usable)


def _proper_bodies_in(candidate: Candidate, glossary: Glossary) -> set[str]:
    """Return the firms and bodies with names of their own that a sentence names; kinds of bodies have none."""
    found = glossary.find(search_key(candidate.text), language=candidate.source.language)
    return {m.term.zh for m in found if m.term.kind == "organisation" and m.term.en[:1].isupper()}


def _bodies_in(candidate: Candidate, glossary: Glossary) -> set[str]:
    found = glossary.find(search_key(candidate.text), language=candidate.source.language)
    return {match.term.zh for match in found if match.term.kind in ("organisation", "place")}


def _answers_like(one: Candidate, best: Candidate, asked: Understanding) -> bool:
    """Tell whether a sentence holds the same kind of fact about the same things, as exactly."""
    if speaks_of_plans(search_key(one.text)) != speaks_of_plans(search_key(best.text)):
        return False
    if "when" in asked.wanted and _exactness(one) < _exactness(best):
        return False
    return (
        one.score >= _OR_NEAR * best.score
        and one.facets == best.facets
        and not one.passage.note
        and (not one.source.low_reliability or one is best)
        and all(abs(a - b) < _SAME_MATCH for a, b in zip(one.matched, best.matched, strict=True))
    )


def _exactness(candidate: Candidate) -> int:
    return max((len(mention.iso) for mention in find_dates(candidate.text)), default=0)


def _year_of(candidate: Candidate) -> str:
    years = [mention.iso[:4] for mention in find_dates(candidate.text) if not mention.iso.startswith("-")]
    return max(years, default=(candidate.source.published or "")[:4])


_OF_AN_EDITION = frozenset(("count", "money", "percent", "size", "when", "where", "who"))
_OVER_TIME = frozenset(("history", "difference", "comparable", "doubt", "premise", "conflict"))
_COUNTED = frozenset(("count", "money", "percent"))
_SAME_MATCH = 0.05
_MOST_EDITIONS = 3


def _continues(candidate: Candidate, chosen: Sequence[Candidate], asked: Understanding) -> bool:
    """Tell whether a sentence goes on right after a chosen one, where more than a single fact is asked for."""
    if not (asked.aspects & {"count", "open", "history"} or asked.wanted & {"list", "definition"}):
        return False
    follows = any(
        candidate.passage.id == other.passage.id and 0 <= candidate.start - other.end <= _GAP for other in chosen
    )
    return follows and not candidate.passage.note and candidate.score >= _NOT_FAR * chosen[0].score


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    text = search_key(candidate.text)
    return any(_overlap(text, search_key(other.text)) > 0.75 for other in chosen)


def _overlap(first: str, second: str) -> float:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (first, second)]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def answer_from_sentences(
    chosen: Chosen, asked: Understanding, *, unknown_share: float = 0.0, confidence: float = 1.0
) -> Draft:
    """Return the draft: each sentence a claim with an exact citation, or a refusal.

    ``unknown_share`` is the part of the question's weight that no hit names in any form; ``confidence`` is how
    probable it is that any hit holds the answer.
    """
    if confidence < MIN_CONFIDENCE:
        return declined(Reason.NOT_IN_CORPUS, asked.language)
    floor = MIN_COVERAGE if asked.language == "zh" else MIN_COVERAGE_EN
    if not chosen.candidates or chosen.coverage < floor or unknown_share > MAX_UNKNOWN:
        return declined(Reason.NOT_IN_CORPUS, asked.language)
    claims = tuple(claim_of(candidate, asked) for candidate in chosen.candidates)
    return Draft(claims, "extractive", layout="paragraph" if len(claims) == 1 else "lines")


def claim_of(candidate: Candidate, asked: Understanding) -> Claim:
    """Return a sentence as a claim in the language of the answer, with its exact citation."""
    citation = Citation(candidate.source, candidate.passage.page, candidate.start, candidate.end, candidate.text)
    return Claim(_wording(candidate, asked), (citation,))


def _wording(candidate: Candidate, asked: Understanding) -> str:
    note = candidate.passage.note
    if asked.language == "en":
        if candidate.source.language == "en":
            return candidate.text
        gist = candidate.rendering or f"The source says, in Chinese: “{candidate.text}”"
        return f"Editor’s note: {gist}" if note else gist
    written = candidate.text
    if candidate.source.language == "en":
        written = candidate.rendering or f"原文（英文）：{candidate.text}"
    text = f"编者注：{written}" if note else written
    return to_traditional(text) if asked.script == "zh-Hant" else to_simplified(text)


_REFUSALS: dict[Reason, dict[Language, str]] = {
    Reason.NOT_IN_CORPUS: {
        "zh": "资料里没有找到这个问题的答案。",
        "en": "The sources do not hold an answer to this question.",
    },
    Reason.NOT_REPORTED: {
        "zh": "资料没有报告这一内容。",
        "en": "The sources do not report this.",
    },
    Reason.OUT_OF_SCOPE: {
        "zh": "这个问题不在资料范围内。可以问12621工程的目标、进展，或秦创原的有关情况。",
        "en": "That is outside what the sources cover. "
        "You can ask about the 12621 programme, its targets and progress, or Qinchuangyuan.",
    },
    Reason.UNSAFE: {
        "zh": "不能照办：这里只依据资料回答，不改变规则，也不编造数字。可以问12621工程的目标和进展。",
        "en": "I cannot do that: answers here rest on the sources alone, and no figure is made up. "
        "You can ask about the targets and progress of the 12621 programme.",
    },
}


def greeting(language: Language) -> Draft:
    """Return the draft that says what can be asked."""
    lead = (
        "您好。我依据政策文件和新闻报道回答12621工程和秦创原的问题，每个数字都有出处。"
        "可以问：12621工程有哪些目标？园区科协的进展如何？秦创原是什么？"
        if language == "zh"
        else "Hello. I answer questions about the 12621 programme and Qinchuangyuan from policy papers and news, with a"
        " source for every figure. You can ask: What are the targets of the 12621 programme? How many engineers were"
        " trained? What is Qinchuangyuan?"
    )
    return Draft((), "extractive", lead=lead, declined=True, reason=Reason.OUT_OF_SCOPE)


def refusal(reason: Reason, language: Language) -> str:
    """Return the sentence that says why there is no answer."""
    return _REFUSALS[reason][language]


def declined(reason: Reason, language: Language) -> Draft:
    """Return the draft that says why there is no answer."""
    return Draft((), "extractive", lead=_REFUSALS[reason][language], declined=True, reason=reason)
