"""Questions that take something for granted: whose target it is, whether sources say so, which of them to believe."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answering.conflicts import RegisteredConflict, sides_of
from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge, question_concepts, stems_of
from assistant.answering.matching import concept_in
from assistant.answering.phrases import target_sentence
from assistant.answering.programme_answer import answer_all_targets
from assistant.answering.understand import Understanding, understand
from assistant.answering.verify import unsupported
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.ledger.indicators import Programme
from assistant.ledger.table import who_said
from assistant.schema import Citation, Claim, Conflict, IndicatorStatus, TargetTable

_MONTH = re.compile(r"\d{1,2}月")
REGISTERED, REGISTERED_FOR_DOUBT = 0.6, 0.9
"""Share of the weight of a question's concepts that a registered conflict must name."""


def contradicts(asked: Understanding, draft: Draft) -> bool:
    """Tell whether the quotes have none of the years, or none of the figures, that a doubtful statement names."""
    quotes = [citation.quote for claim in draft.claims for citation in claim.citations]
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    found = {mention.iso[:4] for quote in quotes for mention in find_dates(quote)}
    values = {figure.value for figure in asked.figures}
    counted = {figure.value for quote in quotes for figure in find_figures(quote)}
    dated_otherwise = years and not years & found and (found or "doubt" in asked.aspects)
    return bool(dated_otherwise or (values and counted and not values & counted))


def registered_answer(asked: Understanding, floor: float, *, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return what the editors' register says when the question asks which of several statements holds."""
    concepts = question_concepts(asked, knowledge)
    if "doubt" in asked.aspects and asked.dates and not (asked.figures or asked.programme):
        # The year or month that a doubtful statement names may be the very thing that is wrong.
        concepts = tuple(c for c in concepts if c.kind != "year" and not _MONTH.fullmatch(c.names[0]))
    total = sum(concept.weight for concept in concepts) or 1.0
    best, share = None, 0.0
    for conflict in knowledge.register:
        told = snapshot.sources_of(document for document, _ in conflict.evidence)
        by = (source.publisher or "" for source in told.values())
        quotes = [quote for _, quote in conflict.evidence]
        values = (f"{figure.value.normalize():f}" for quote in quotes for figure in find_figures(quote))
        text = search_key(" ".join((conflict.note_zh, conflict.note_en, *quotes, *by, *values)))
        stems = stems_of(text)
        named = sum(concept.weight * concept_in(concept, text, stems) for concept in concepts) / total
        if named > share:
            best, share = conflict, named
    if best is None or share < floor or not _is_about(best, asked, knowledge):
        return None
    sides = sides_of(best, snapshot.document)
    if not sides:
        return None
    note = best.note_zh if asked.language == "zh" else best.note_en
    if unsupported(note, sides, counted=False):
        return None
    claims = (Claim(note, sides), *(side_of(side, asked, knowledge) for side in sides))
    draft = Draft(claims, "extractive", conflicts=(Conflict(note, sides, best.kind),), layout="lines")
    wrong = "doubt" in asked.aspects and contradicts(asked, draft)
    return replace(draft, lead=say("unsupported", asked.language)) if wrong else draft


def _is_about(conflict: RegisteredConflict, asked: Understanding, knowledge: Knowledge) -> bool:
    """Tell whether an entry is about the measures that a question names, and does not only quote them beside others."""
    programme = knowledge.programme
    if not asked.indicators:
        return True
    note, *quotes = (
        bool(set(asked.indicators) & set(understand(text, glossary=knowledge.glossary, programme=programme).indicators))
        for text in (conflict.note_zh, *(quote for _, quote in conflict.evidence))
    )
    return note or 2 * sum(quotes) > len(quotes)


def registered_disagreements(asked: Understanding, *, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return all that the editors' register has of sources that give different values, None when it has nothing."""
    claims = []
    for conflict in knowledge.register:
        sides = sides_of(conflict, snapshot.document) if conflict.kind == "disagree" else ()
        note = conflict.note_zh if asked.language == "zh" else conflict.note_en
        if sides and not unsupported(note, sides):
            claims.append(Claim(note, sides))
    return Draft(tuple(claims), "extractive", layout="lines") if claims else None


def side_of(side: Citation, asked: Understanding, knowledge: Knowledge) -> Claim:
    """Return what one source says, with publisher, day and reliability, so that sides stand beside each other."""
    rendering = knowledge.translations.rendering(side.source.id, side.quote, language=asked.language)
    own = side.source.language == asked.language
    wording = side.quote if own else rendering or side.quote
    told = who_said(side.source, asked.language)
    return Claim(f"{told}：{wording}" if asked.language == "zh" else f"{told}: {wording}", (side,))


def not_ours(asked: Understanding, draft: Draft, table: TargetTable, programme: Programme) -> Draft:
    """Answer "is that one of the programme's targets?" with whose it is and what the programme's own target says."""
    named = [status for status in table.indicators if status.id in asked.indicators and status.target is not None]
    stated = {figure.value for figure in asked.figures}
    ours = [status for status in named if not asked.only_related and _states_target(status, stated)]
    own = own_targets(asked, table, programme)
    if ours:
        return Draft(own, "ledger", lead=say("confirmed", asked.language), layout="lines")
    lead = (
        f"不是，{programme.name_zh}的目标里没有这一项。"
        if asked.language == "zh"
        else f"No, that is not among the targets of the {programme.name_en}."
    )
    listed = answer_all_targets(asked, table, programme).claims
    if not own and not _cited(draft.claims) & _cited(listed):
        own = listed  # That something is no target is only borne out by the list of the targets.
    claims = (*draft.claims, *own)
    return replace(draft, claims=claims, lead=lead, declined=False, reason=None, layout="lines")


def _cited(claims: Sequence[Claim]) -> set[str]:
    return {citation.source.id for claim in claims for citation in claim.citations}


def _states_target(status: IndicatorStatus, stated: set[Decimal]) -> bool:
    """Tell whether the numbers that a question states, if any, are the target."""
    return not stated or (status.target is not None and status.target.figure.value in stated)


def own_targets(asked: Understanding, table: TargetTable, programme: Programme) -> tuple[Claim, ...]:
    """Return the targets of the indicators that the question names."""
    named = [status for status in table.indicators if status.id in asked.indicators and status.target is not None]
    return tuple(
        Claim(target_sentence(s.target, programme.indicator(s.id), programme, asked.language), (s.target.citation,))
        for s in named
        if s.target is not None
    )


def beside_the_target(asked: Understanding, draft: Draft, table: TargetTable, programme: Programme) -> Draft:
    """Put a figure of the documents beside the target that the question compares it with."""
    claims = (*draft.claims, *own_targets(asked, table, programme))
    return replace(draft, claims=claims, lead=say("not_same", asked.language), layout="lines")
