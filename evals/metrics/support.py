"""Claims and their quotes to citation precision and recall (ALCE, Gao et al. 2023), decided by what can be compared.

In place of an entailment model: the figures and dates of a claim and, where claim and quotes are Chinese, its content.
"""

import re
from collections.abc import Sequence

from assistant.language.fold import to_simplified
from evals.metrics.dates import date_stands_in, parse_iso, read_dates
from evals.metrics.figures import counting, evidence_of, is_supported
from evals.metrics.numbers import read_numbers, tidy
from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, claims_of
from evals.sets import Case

MOST = 0.5
"""Share of the characters of a claim that its quotes must hold; the rest are words of the answerer, such as 目标是."""

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


def citation_recall(_case: Case, seen: Observation) -> Measured:
    """Share of the claims whose quotes together hold every figure and date and most of the content."""
    claims = claims_of(seen.payload or {})
    if not claims:
        return NOT_APPLICABLE
    bare = [str(claim.get("text")) for claim in claims if not _is_held(claim)]
    why = f"not held by its quotes: {'; '.join(bare)}" if bare else ""
    return Measured((len(claims) - len(bare)) / len(claims), why)


def citation_precision(_case: Case, seen: Observation) -> Measured:
    """Share of the citations without which their claim would lose something, or that hold it all alone."""
    total = 0
    idle: list[str] = []
    for claim in claims_of(seen.payload or {}):
        citations = list(claim.get("citations") or ())
        total += len(citations)
        idle += [str(citations[at].get("quote")) for at in range(len(citations)) if not _counts(claim, citations, at)]
    if not total:
        return NOT_APPLICABLE
    return Measured((total - len(idle)) / total, f"adds nothing: {'; '.join(idle)}" if idle else "")


def _counts(claim: Payload, citations: Sequence[Payload], at: int) -> bool:
    whole = _held(claim, citations)
    alone = _held(claim, [citations[at]])
    if not whole:
        # An English claim without a figure shares nothing comparable with a Chinese quote.
        return not _pieces(claim)
    return bool(alone) and (alone == whole or _held(claim, [*citations[:at], *citations[at + 1 :]]) != whole)


def _is_held(claim: Payload) -> bool:
    citations = list(claim.get("citations") or ())
    if not citations:
        return False
    pieces, held = _pieces(claim), _held(claim, citations)
    pairs = {piece for piece in pieces if isinstance(piece, str)}
    said = _characters(str(claim.get("text") or ""))
    quoted = _characters("".join(str(citation.get("quote") or "") for citation in citations))
    return pieces - pairs <= held and (not said or not quoted or len(said & quoted) >= MOST * len(said))


def _pieces(claim: Payload) -> set[object]:
    text = str(claim.get("text") or "")
    return {*counting(read_numbers(text)), *read_dates(tidy(text)), *_pairs(text)}


def _held(claim: Payload, citations: Sequence[Payload]) -> set[object]:
    """Return what of the claim's figures, dates and content the quotes hold together."""
    text = str(claim.get("text") or "")
    evidence = evidence_of(citations)
    quotes = [str(citation.get("quote") or "") for citation in citations]
    dates = [date for quote in quotes for date in read_dates(tidy(quote))]
    published = [parse_iso(str(citation.get("published") or "")) for citation in citations]
    dates += [date for date in published if date is not None]
    return {
        *(figure for figure in counting(read_numbers(text)) if is_supported(figure, evidence, text)),
        *(date for date in read_dates(tidy(text)) if date_stands_in(date, dates)),
        *(_pairs(text) & {pair for quote in quotes for pair in _pairs(quote)}),
    }


def _pairs(text: str) -> set[str]:
    runs = _HAN_RUN.findall(to_simplified(text))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _characters(text: str) -> set[str]:
    return set("".join(_HAN_RUN.findall(to_simplified(text))))
