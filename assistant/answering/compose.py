"""An understood question, hits and the ledger to a draft: which route, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answering import lexicon
from assistant.answering.conflicts import conflicts_of
from assistant.answering.draft import Draft
from assistant.answering.evidence import Judge
from assistant.answering.extractive import answer_from_sentences, choose, declined, greeting, refusal
from assistant.answering.knowledge import Knowledge, question_concepts, stems_of
from assistant.answering.ledger_answer import answer_indicators
from assistant.answering.matching import unknown_concepts
from assistant.answering.overview import answer_overview
from assistant.answering.premises import (
    REGISTERED,
    REGISTERED_FOR_DOUBT,
    beside_the_target,
    contradicts,
    not_ours,
    registered_answer,
)
from assistant.answering.programme_answer import (
    answer_all_targets,
    answer_code,
    answer_deadline,
    answer_group,
    asked_group,
)
from assistant.answering.route import choose_route, left_over
from assistant.answering.understand import Understanding
from assistant.answering.verify import unsupported
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.fold import search_key, to_traditional
from assistant.ledger.indicators import Programme
from assistant.ledger.scope import speaks_of_another_province
from assistant.schema import Hit, Reason, TargetTable

_OPENING = 2
_WHOLE: Mapping[str, Callable[[Understanding, TargetTable, Programme], Draft]] = {
    "all_targets": answer_all_targets,
    "overview": answer_overview,
    "deadline": answer_deadline,
}
"""The routes whose answer is about all the targets."""


def generate(
    asked: Understanding, hits: Sequence[Hit], *, table: TargetTable, snapshot: Snapshot, knowledge: Knowledge
) -> Draft:
    """Return the draft answer; nothing in it is verified yet."""
    if lexicon.GREETING.search(asked.folded):
        return _in_script(greeting(asked.language), asked)
    if lexicon.UNSAFE.search(asked.folded):
        return _in_script(declined(Reason.UNSAFE, asked.language), asked)
    if lexicon.OUT_OF_SCOPE.search(asked.folded) and not (asked.indicators and asked.programme):
        return _in_script(declined(Reason.OUT_OF_SCOPE, asked.language), asked)
    if speaks_of_another_province(asked.folded):
        return _in_script(declined(Reason.NOT_IN_CORPUS, asked.language), asked)
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
        if _asks_beyond_the_ledger(asked, hits, snapshot=snapshot, knowledge=knowledge):
            return replace(
                draft, lead=refusal(Reason.NOT_REPORTED, asked.language), declined=True, reason=Reason.NOT_REPORTED
            )
        return draft
    size = asked_group(asked, table)
    if size is not None and route in ("extractive", "all_targets", "overview", "code") and not asked.others:
        return answer_group(asked, table, programme, size)
    if route == "code":
        return answer_code(asked, table)
    if route in _WHOLE:
        return _WHOLE[route](asked, table, programme)
    doubted = route == "extractive" and "doubt" in asked.aspects and bool(asked.dates or asked.figures)
    if route == "conflict" or doubted:
        floor = REGISTERED_FOR_DOUBT if doubted else REGISTERED
        registered = registered_answer(asked, floor, snapshot=snapshot, knowledge=knowledge)
        if registered is not None:
            return registered
        if route == "conflict" and asked.precise:
            # No disagreement is known: what the ledger holds of each measure shows which figure is which.
            every = replace(asked, aspects=asked.aspects | {"comparable"}, related=(), only_related=False)
            return answer_indicators(every, table, programme)
    draft = _extracted(asked, hits, snapshot=snapshot, knowledge=knowledge)
    if route == "belongs":
        return not_ours(asked, draft, table, programme)
    if asked.programme and "definition" in asked.wanted and not (asked.indicators or asked.others or draft.declined):
        # What the programme is, is above all what it set out to do.
        claims = (*draft.claims[:_OPENING], *answer_all_targets(asked, table, programme).claims)
        return _with_definition(replace(draft, claims=claims, lead="", layout="lines"), asked, knowledge)
    if asked.indicators and "comparable" in asked.aspects and draft.claims:
        return beside_the_target(asked, draft, table, programme)
    return draft


def _asks_beyond_the_ledger(
    asked: Understanding, hits: Sequence[Hit], *, snapshot: Snapshot, knowledge: Knowledge
) -> bool:
    """Tell whether the ledger knows the subject, but not what is asked about it: "园区科协有几层楼"."""
    rest = left_over(asked)
    if not rest or asked.only_related or asked.aspects & {"target", "comparable", "doubt", "not_met"}:
        return False
    concepts = [
        concept for concept in question_concepts(asked, knowledge) if any(name in rest for name in concept.names)
    ]
    return bool(unknown_concepts(concepts, _texts(hits, snapshot, knowledge), stems_of))


def _extracted(asked: Understanding, hits: Sequence[Hit], *, snapshot: Snapshot, knowledge: Knowledge) -> Draft:
    doubted = asked
    if "doubt" in asked.aspects:
        # The year that a doubtful statement names may be the very thing that is wrong: do not look for it.
        asked = replace(asked, dates=())
    concepts = question_concepts(asked, knowledge)
    judge = Judge(
        asked,
        concepts,
        knowledge.glossary,
        knowledge.encode,
        lambda document, text: knowledge.translations.rendering(document, text, language=asked.language),
        stems_of,
        knowledge.programme.parts,
        knowledge.definition_for(asked),
        (search_key(knowledge.programme.name_zh), *knowledge.programme.names),
    )
    candidates = judge.candidates(hits, {source.id: source for source in snapshot.sources()})
    unknown = unknown_concepts(concepts, _texts(hits, snapshot, knowledge), stems_of)
    total = sum(concept.weight for concept in concepts) or 1.0
    share = sum(concept.weight for concept in unknown) / total
    draft = answer_from_sentences(choose(candidates, concepts, asked), asked, unknown_share=share)
    if "doubt" in asked.aspects and draft.claims and contradicts(doubted, draft):
        return replace(draft, lead=say("unsupported", asked.language), layout="lines")
    return _with_definition(draft, asked, knowledge)


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


def _in_script(draft: Draft, asked: Understanding) -> Draft:
    """Write an answer to a question in traditional characters in them too; quotes stay as they are."""
    if asked.language != "zh" or asked.script != "zh-Hant":
        return draft
    claims = tuple(replace(claim, text=to_traditional(claim.text)) for claim in draft.claims)
    return replace(draft, claims=claims, lead=to_traditional(draft.lead), closing=to_traditional(draft.closing))
