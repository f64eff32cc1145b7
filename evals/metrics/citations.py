"""Citations: does the quote stand where it says, and are source and place what the editor named?"""

from collections.abc import Iterator

from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, all_citations, claims_of
from evals.sets import Case


def citation_exact(_case: Case, seen: Observation) -> Measured:
    """Share of the citations whose quote is the stored text at ``start:end``; an answer without citations has none."""
    payload = seen.payload or {}
    citations = all_citations(payload)
    if not citations:
        if payload.get("declined"):
            return NOT_APPLICABLE
        return Measured(0.0, "answered without a citation")
    bare = sum(not claim.get("citations") for claim in claims_of(payload))
    wrong = [why for citation in citations if (why := _inexact(citation, seen))]
    wrong += ["a claim without a citation"] * bare
    total = len(citations) + bare
    return Measured((total - len(wrong)) / total, "; ".join(wrong))


def source_hit(case: Case, seen: Observation) -> Measured:
    """1 when a cited document is one of the gold sources."""
    if case.should_decline or not case.source_ids:
        return NOT_APPLICABLE
    cited = {str(citation.get("document_id")) for citation in all_citations(seen.payload or {})}
    if cited & set(case.source_ids):
        return Measured(1.0)
    return Measured(0.0, f"cited {', '.join(sorted(cited)) or 'nothing'} instead of {', '.join(case.source_ids)}")


def quote_hit(case: Case, seen: Observation) -> Measured:
    """1 when the span of a citation overlaps a gold quote, wherever that stands in the stored text of its source."""
    if case.should_decline or not case.gold_quotes:
        return NOT_APPLICABLE
    cited = [
        (str(citation.get("document_id")), *span)
        for citation in all_citations(seen.payload or {})
        if (span := _span(citation)) is not None
    ]
    for gold in case.gold_quotes:
        for start, end in _places(gold.quote, seen.texts.get(gold.source_id, "")):
            if any(name == gold.source_id and first < end and start < last for name, first, last in cited):
                return Measured(1.0)
    return Measured(0.0, f"cited no part of: {'; '.join(gold.quote for gold in case.gold_quotes)}")


def _places(quote: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _span(citation: Payload) -> tuple[int, int] | None:
    start, end = citation.get("start"), citation.get("end")
    # A negative offset would count from the end of the text and could match by accident.
    return (start, end) if isinstance(start, int) and isinstance(end, int) and 0 <= start < end else None


def _inexact(citation: Payload, seen: Observation) -> str:
    document_id = str(citation.get("document_id"))
    text = seen.texts.get(document_id)
    if text is None:
        return f"{document_id}: no such document"
    span, quote = _span(citation), citation.get("quote")
    if span is None:
        return f"{document_id}: no span {citation.get('start')}:{citation.get('end')}"
    start, end = span
    if text[start:end] == quote:
        return ""
    elsewhere = "the quote stands elsewhere" if quote and str(quote) in text else "no such words in the document"
    return f"{document_id} {start}:{end}: {elsewhere}"
