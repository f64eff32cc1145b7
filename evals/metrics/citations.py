"""Citations: does the quote stand where it says, and is the source one that the editor named?"""

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


def _inexact(citation: Payload, seen: Observation) -> str:
    document_id = str(citation.get("document_id"))
    text = seen.texts.get(document_id)
    if text is None:
        return f"{document_id}: no such document"
    start, end, quote = citation.get("start"), citation.get("end"), citation.get("quote")
    # A negative offset would count from the end of the text and could match by accident.
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        return f"{document_id}: no span {start}:{end}"
    if text[start:end] == quote:
        return ""
    elsewhere = "the quote stands elsewhere" if quote and str(quote) in text else "no such words in the document"
    return f"{document_id} {start}:{end}: {elsewhere}"
