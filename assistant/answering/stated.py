"""Figures that a question states and its answer lacks, to claims that say whose figures they are.

"Since 358 park associations exist …" is corrected best by what the 358 really are.
"""

from collections.abc import Sequence

from assistant.answering import phrases
from assistant.answering.concepts import Concept
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import claim_of
from assistant.answering.knowledge import stems_of
from assistant.answering.matching import share_of_pairs
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.figures import find_figures, same_unit
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, Figure, IndicatorStatus, LedgerRow, TargetTable

_SMALLEST = 3
"""Smaller numbers count words of the question: 两种说法, two of them."""
_MOST = 3
_SOME = 0.1
"""Share of the words of a label below which a number alone ties a question to it."""
_MUCH = 0.3
"""The same where the question names indicators of its own."""
_TELLING = 4.0
"""Weight from which a concept ties a sentence to the question."""
_HALF = 0.5


def owners_of_figures(
    asked: Understanding,
    claims: Sequence[Claim],
    table: TargetTable,
    programme: Programme,
    *,
    candidates: Sequence[Candidate],
    concepts: Sequence[Concept],
) -> tuple[Claim, ...]:
    """Return a claim for each figure of the question that ``claims`` do not have and the sources do.

    Rows of the ledger come first, those of the indicators asked about before others; then the sentences found for the
    question, as far as they share more with it than the number.
    """
    known = {figure.value for claim in claims for figure in find_figures(claim.text)}
    found: dict[Claim, None] = {}
    for figure in asked.figures:
        if figure.value in known or figure.value < _SMALLEST or figure.unit == "%":
            continue
        row = _row(figure, asked, table) or _row(figure, asked, table, anywhere=True, least=_MUCH)
        claim = _of_row(*row, asked, programme) if row else _of_sentence(figure, asked, candidates, concepts)
        if claim is not None:
            found[claim] = None
            known |= {other.value for other in find_figures(claim.text)}
    return tuple(found)[:_MOST]


def answer_stated(
    asked: Understanding,
    table: TargetTable,
    programme: Programme,
    *,
    candidates: Sequence[Candidate],
    concepts: Sequence[Concept],
) -> Draft | None:
    """Return what the ledger knows of the figures in a question that names no indicator well enough, None if nothing.

    "180 backed against 100 planned: is that 180 per cent?" names its indicator by its figures.
    """
    rows = _of_one_indicator(asked, table) or [
        row for figure in asked.figures if (row := _row(figure, asked, table, anywhere=True)) is not None
    ]
    if not rows:
        owned = _all_owned(asked, candidates, concepts)
        return Draft(owned, "extractive", layout="lines") if owned else None
    statuses = list(dict.fromkeys(status.id for status, _ in rows))
    shown = [status for status in table.indicators if status.id in statuses]
    claims = [
        _of_row(status, row, asked, programme) for status, row in rows if row.role != "target" or not row.same_measure
    ]
    claims += [
        Claim(
            phrases.progress_sentence(status.latest, programme.indicator(status.id), asked.language),
            (status.latest.citation,),
        )
        for status in shown
        if status.latest is not None
    ]
    claims += [
        Claim(
            phrases.target_sentence(status.target, programme.indicator(status.id), programme, asked.language),
            (status.target.citation,),
        )
        for status in shown
        if status.target is not None
    ]
    claims += owners_of_figures(asked, claims, table, programme, candidates=candidates, concepts=concepts)
    different = any(not row.same_measure for _, row in rows)
    lead = say("not_same", asked.language) if different and asked.aspects & {"comparable", "doubt", "yes_no"} else ""
    return Draft(tuple(dict.fromkeys(claims)), "ledger", lead=lead, layout="lines")


def _all_owned(asked: Understanding, candidates: Sequence[Candidate], concepts: Sequence[Concept]) -> tuple[Claim, ...]:
    """Return a sentence for each figure of the question, nothing unless all of them have one: "各是谁的目标"."""
    wanted = [figure for figure in asked.figures if figure.value >= _SMALLEST and figure.unit != "%"]
    found = [_of_sentence(figure, asked, candidates, concepts) for figure in wanted]
    return tuple(dict.fromkeys(claim for claim in found if claim)) if wanted and all(found) else ()


def _of_one_indicator(asked: Understanding, table: TargetTable) -> list[tuple[IndicatorStatus, LedgerRow]]:
    """Return the rows of the indicator that has most of the figures of a question, if it has two or more of them."""
    best: list[tuple[IndicatorStatus, LedgerRow]] = []
    for status in table.indicators:
        known = (*status.related, *status.history, *filter(None, [status.target]))
        found = {
            figure.value: (status, row)
            for figure in asked.figures
            for row in known
            if row.figure.value == figure.value and same_unit(row.figure.unit, figure.unit)
        }
        if len(found) > max(1, len(best)):
            best = list(found.values())
    return best


def _row(
    figure: Figure, asked: Understanding, table: TargetTable, *, anywhere: bool = False, least: float = _SOME
) -> tuple[IndicatorStatus, LedgerRow] | None:
    """Return the row with a figure of the question: of what it names, or ``anywhere`` of what shares words with it."""
    named = sorted(table.indicators, key=lambda status: status.id not in asked.indicators)
    best: tuple[float, IndicatorStatus, LedgerRow] | None = None
    for status in named:
        for row in (*status.related, *status.history, *filter(None, [status.target if anywhere else None])):
            if row.figure.value != figure.value or not same_unit(row.figure.unit, figure.unit):
                continue
            if status.id in asked.indicators or row.label in asked.related:
                return status, row
            # A bare 300 elsewhere in the ledger may be anything; with words in common it is not.
            shared = _shared_words(asked, status, row) if anywhere else 0.0
            if shared > least and (best is None or shared > best[0]):
                best = shared, status, row
    return best[1:] if best else None


def _shared_words(asked: Understanding, status: IndicatorStatus, row: LedgerRow) -> float:
    """Return the share of the words of a label (pairs of characters, English stems) that the question has."""
    if asked.language == "en":
        label = stems_of(f"{status.name_en} {status.label_of(row, 'en')}")
        return len(label & stems_of(asked.folded)) / max(1, len(label))
    return max(share_of_pairs(name, asked.folded) for name in (status.name_zh, row.label))


def _of_row(status: IndicatorStatus, row: LedgerRow, asked: Understanding, programme: Programme) -> Claim:
    indicator = programme.indicator(status.id)
    if row.same_measure:
        return Claim(phrases.progress_sentence(row, indicator, asked.language), (row.citation,))
    return Claim(phrases.related_sentence(row, indicator, asked.language), (row.citation,))


def _of_sentence(
    figure: Figure, asked: Understanding, candidates: Sequence[Candidate], concepts: Sequence[Concept]
) -> Claim | None:
    for candidate in candidates:
        holds = any(f.value == figure.value and same_unit(f.unit, figure.unit) for f in find_figures(candidate.text))
        shared = sum(
            concept.weight * match
            for concept, match in zip(concepts, candidate.matched, strict=True)
            if concept.kind not in ("year", "figure", "definition") and match >= _HALF
        )
        if holds and shared >= _TELLING:
            return claim_of(candidate, asked)
    return None
