"""An understood question, hits and the ledger to a draft: which route, and what it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering import lexicon
from assistant.answering.concepts import Concept, Segment, concepts_of
from assistant.answering.conflicts import RegisteredConflict, conflicts_of, sides_of
from assistant.answering.draft import Draft
from assistant.answering.evidence import Encode, Judge, concept_in, unknown_concepts
from assistant.answering.extractive import answer_from_sentences, choose, declined, refusal
from assistant.answering.ledger_answer import (
    answer_all_targets,
    answer_code,
    answer_deadline,
    answer_indicators,
    say,
)
from assistant.answering.overview import answer_overview
from assistant.answering.phrases import target_sentence
from assistant.answering.route import choose_route, left_over
from assistant.answering.spelling import correct, correct_english
from assistant.answering.understand import Understanding
from assistant.answering.verify import unsupported
from assistant.index.search import Snapshot
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key, to_traditional
from assistant.language.glossary import Glossary, Term
from assistant.language.translations import TranslationMemory
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, Conflict, Hit, Language, Reason, TargetTable

_REGISTERED, _REGISTERED_FOR_DOUBT = 0.6, 0.9
"""Share of the weight of a question's concepts that a registered conflict must name."""
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_OPENING = 2
_PROPER = frozenset(("organisation", "event", "place", "document"))
"""Kinds of terms that are names; common words resemble other common words too much to be guessed at."""


@dataclass(frozen=True)
class Knowledge:
    """What answers are made with besides the index; all of it comes from the corpus folder."""

    glossary: Glossary
    programme: Programme
    translations: TranslationMemory
    register: tuple[RegisteredConflict, ...]
    segment: Segment
    encode: Encode

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Chinese names that a slip of the pen may be meant for."""
        named = (term for term in self.glossary.terms if term.kind in _PROPER or term.zh in self.programme.name_zh)
        terms = (name for term in named for name in (term.zh, *term.zh_synonyms))
        wordings = (name for indicator in self.programme.indicators for name in indicator.own_names)
        return tuple(dict.fromkeys((*wordings, *terms)))

    @cached_property
    def words(self) -> frozenset[str]:
        """English words of the names of the programme."""
        named = (name for term in self.glossary.terms for name in (term.en, *term.en_synonyms))
        asked = (name for indicator in self.programme.indicators for name in indicator.asked_en)
        return frozenset(word for name in (*named, *asked) for word in re.findall("[a-z]{5,}", search_key(name)))

    def definition_for(self, asked: Understanding) -> str:
        """Return what the glossary says, in Chinese, of the term that a question wants explained; "" without one."""
        term = self.term_explained_by(asked)
        return term.definition_zh if term else ""

    def term_explained_by(self, asked: Understanding) -> Term | None:
        """Return the term that a question wants explained, the longest of those that the glossary defines."""
        if "definition" not in asked.wanted:
            return None
        found = [m for tongue in _LANGUAGES for m in self.glossary.find(asked.folded, language=tongue)]
        explained = [match for match in found if match.term.definition_zh]
        longest = max(explained, key=lambda match: match.end - match.start, default=None)
        return longest.term if longest else None

    def correct(self, question: str) -> str:
        """Return ``question`` with slips in known names mended."""
        mended = correct(question, self.names, self.programme.names, cost=self._cost)
        return correct_english(mended, self.words, known=self._is_word)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return _stems(" ".join(self.words))

    def _is_word(self, word: str) -> bool:
        return len(self.segment(word)) == 1 or _stem(word) in self._stems

    def _cost(self, text: str) -> float:
        return sum(cost for *_, cost in self.segment(text))


def generate(
    asked: Understanding, hits: Sequence[Hit], *, table: TargetTable, snapshot: Snapshot, knowledge: Knowledge
) -> Draft:
    """Return the draft answer; nothing in it is verified yet."""
    if lexicon.UNSAFE.search(asked.folded):
        return _in_script(declined(Reason.UNSAFE, asked.language), asked)
    if lexicon.OUT_OF_SCOPE.search(asked.folded) and not (asked.indicators and asked.programme):
        return _in_script(declined(Reason.OUT_OF_SCOPE, asked.language), asked)
    draft = _routed(asked, hits, table=table, snapshot=snapshot, knowledge=knowledge)
    if draft.claims and not draft.declined:
        found = conflicts_of(draft.claims, knowledge.register, snapshot.document, asked.language)
        draft = replace(draft, conflicts=tuple(dict.fromkeys((*draft.conflicts, *found))))
    return _in_script(draft, asked)


def ask_back(asked: Understanding) -> Draft:
    """Return the draft for a question that points at something said before when nothing was."""
    lead = (
        "请说明问的是哪一项，例如：园区科协的进展如何？"
        if asked.language == "zh"
        else "Please say what you are asking about, for example: How far is the target for science-park associations?"
    )
    draft = Draft((), "extractive", lead=lead, declined=True, reason=Reason.NOT_IN_CORPUS)
    return _in_script(draft, asked)


def _routed(
    asked: Understanding, hits: Sequence[Hit], *, table: TargetTable, snapshot: Snapshot, knowledge: Knowledge
) -> Draft:
    programme = knowledge.programme
    route = choose_route(asked, table)
    if route == "indicator":
        draft = answer_indicators(asked, table, programme)
        rest = left_over(asked)
        concepts = [concept for concept in _concepts(asked, knowledge) if any(name in rest for name in concept.names)]
        if rest and unknown_concepts(concepts, _texts(hits, snapshot, knowledge), _stems):
            # "园区科协有几层楼": the ledger knows the subject, but not what is asked about it.
            return replace(
                draft, lead=refusal(Reason.NOT_REPORTED, asked.language), declined=True, reason=Reason.NOT_REPORTED
            )
        return draft
    if route == "all_targets":
        return answer_all_targets(asked, table, programme)
    if route == "overview":
        return answer_overview(asked, table, programme)
    if route == "code":
        return answer_code(asked, table)
    if route == "deadline":
        return answer_deadline(asked, table, programme)
    doubted = route == "extractive" and "doubt" in asked.aspects and bool(asked.dates or asked.figures)
    if route == "conflict" or doubted:
        floor = _REGISTERED_FOR_DOUBT if doubted else _REGISTERED
        registered = _registered(asked, floor, snapshot=snapshot, knowledge=knowledge)
        if registered is not None:
            return registered
    draft = _extracted(asked, hits, snapshot=snapshot, knowledge=knowledge)
    if route == "belongs":
        return _not_ours(asked, draft, table, programme)
    if asked.programme and "definition" in asked.wanted and not (asked.indicators or asked.others or draft.declined):
        # What the programme is, is above all what it set out to do.
        claims = (*draft.claims[:_OPENING], *answer_all_targets(asked, table, programme).claims)
        return _with_definition(replace(draft, claims=claims, lead="", layout="lines"), asked, knowledge)
    if asked.indicators and "comparable" in asked.aspects and draft.claims:
        return _beside_the_target(asked, draft, table, programme)
    return draft


def _extracted(asked: Understanding, hits: Sequence[Hit], *, snapshot: Snapshot, knowledge: Knowledge) -> Draft:
    doubted = asked
    if "doubt" in asked.aspects:
        # The year that a doubtful statement names may be the very thing that is wrong: do not look for it.
        asked = replace(asked, dates=())
    concepts = _concepts(asked, knowledge)
    judge = Judge(
        asked,
        concepts,
        knowledge.glossary,
        knowledge.encode,
        lambda document, text: knowledge.translations.rendering(document, text, language=asked.language),
        _stems,
        knowledge.programme.parts,
        knowledge.definition_for(asked),
    )
    candidates = judge.candidates(hits, {source.id: source for source in snapshot.sources()})
    unknown = unknown_concepts(concepts, _texts(hits, snapshot, knowledge), _stems)
    total = sum(concept.weight for concept in concepts) or 1.0
    share = sum(concept.weight for concept in unknown) / total
    draft = answer_from_sentences(choose(candidates, concepts, asked), asked, unknown_share=share)
    if "doubt" in asked.aspects and draft.claims and _contradicts(doubted, draft):
        return replace(draft, lead=say("unsupported", asked.language), layout="lines")
    return _with_definition(draft, asked, knowledge)


def _contradicts(asked: Understanding, draft: Draft) -> bool:
    """Tell whether the quotes have none of the years, or none of the figures, that a doubtful statement names."""
    quotes = [citation.quote for claim in draft.claims for citation in claim.citations]
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    found = {mention.iso[:4] for quote in quotes for mention in find_dates(quote)}
    values = {figure.value for figure in asked.figures}
    counted = {figure.value for quote in quotes for figure in find_figures(quote)}
    return bool((years and found and not years & found) or (values and counted and not values & counted))


def _with_definition(draft: Draft, asked: Understanding, knowledge: Knowledge) -> Draft:
    """Open an explanation with what the glossary says, as long as the quotes bear out every number in it."""
    term = knowledge.term_explained_by(asked)
    if term is None or draft.declined:
        return draft
    text = term.definition_zh if asked.language == "zh" else term.definition_en
    citations = [citation for claim in draft.claims for citation in claim.citations]
    if not text or unsupported(text, citations):
        return draft
    lead = f"{term.zh}：{text}（术语表）" if asked.language == "zh" else f"{term.en}: {text} (glossary)"
    return replace(draft, lead=lead, layout="lines")


def _texts(hits: Sequence[Hit], snapshot: Snapshot, knowledge: Knowledge) -> list[str]:
    """Return everything that is known of each hit, folded: text, heading, title, publisher, translation."""
    sources = {source.id: source for source in snapshot.sources()}
    texts = []
    for hit in hits:
        passage, source = hit.passage, sources[hit.passage.document_id]
        english = knowledge.translations.english_of_text(source.id, passage.text)
        texts.append(search_key(f"{source.title} {source.publisher or ''} {passage.heading} {passage.text} {english}"))
    return texts


def _registered(asked: Understanding, floor: float, *, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return what the editors' register says when the question asks which of several statements holds."""
    concepts = _concepts(asked, knowledge)
    total = sum(concept.weight for concept in concepts) or 1.0
    best, share = None, 0.0
    for conflict in knowledge.register:
        text = search_key(" ".join((conflict.note_zh, conflict.note_en, *(quote for _, quote in conflict.evidence))))
        stems = _stems(text)
        named = sum(concept.weight * concept_in(concept, text, stems) for concept in concepts) / total
        if named > share:
            best, share = conflict, named
    if best is None or share < floor:
        return None
    sides = sides_of(best, snapshot.document)
    if not sides:
        return None
    note = best.note_zh if asked.language == "zh" else best.note_en
    return Draft((Claim(note, sides),), "extractive", conflicts=(Conflict(note, sides, best.kind),))


def _concepts(asked: Understanding, knowledge: Knowledge) -> tuple[Concept, ...]:
    return concepts_of(
        asked,
        glossary=knowledge.glossary,
        segment=knowledge.segment,
        stem=_stem,
        definition=knowledge.definition_for(asked),
    )


def _stem(word: str) -> str:
    return next((found.stem for found in split_words(word)), word)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in split_words(text))


def _not_ours(asked: Understanding, draft: Draft, table: TargetTable, programme: Programme) -> Draft:
    """Answer "is that one of the programme's targets?" with whose it is and what the programme's own target says."""
    named = [status for status in table.indicators if status.id in asked.indicators and status.target is not None]
    stated = {figure.value for figure in asked.figures}
    ours = [status for status in named if not stated or (status.target and status.target.figure.value in stated)]
    own = _own_targets(asked, table, programme)
    if ours:
        return Draft(own, "ledger", lead=say("confirmed", asked.language), layout="lines")
    lead = (
        f"不是，{programme.name_zh}的目标里没有这一项。"
        if asked.language == "zh"
        else f"No, that is not among the targets of the {programme.name_en}."
    )
    claims = (*draft.claims, *own) or answer_all_targets(asked, table, programme).claims
    return replace(draft, claims=claims, lead=lead, declined=False, reason=None, layout="lines")


def _own_targets(asked: Understanding, table: TargetTable, programme: Programme) -> tuple[Claim, ...]:
    named = [status for status in table.indicators if status.id in asked.indicators and status.target is not None]
    return tuple(
        Claim(target_sentence(s.target, programme.indicator(s.id), programme, asked.language), (s.target.citation,))
        for s in named
        if s.target is not None
    )


def _beside_the_target(asked: Understanding, draft: Draft, table: TargetTable, programme: Programme) -> Draft:
    """Put a figure of the documents beside the target that the question compares it with."""
    claims = (*draft.claims, *_own_targets(asked, table, programme))
    return replace(draft, claims=claims, lead=say("not_same", asked.language), layout="lines")


def _in_script(draft: Draft, asked: Understanding) -> Draft:
    """Write an answer to a question in traditional characters in them too; quotes stay as they are."""
    if asked.language != "zh" or asked.script != "zh-Hant":
        return draft
    claims = tuple(replace(claim, text=to_traditional(claim.text)) for claim in draft.claims)
    return replace(draft, claims=claims, lead=to_traditional(draft.lead), closing=to_traditional(draft.closing))
