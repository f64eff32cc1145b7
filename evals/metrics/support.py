"""Claims and their quotes to citation precision and recall (ALCE, Gao et al. 2023), decided by what can be compared.

In place of an entailment model: the figures and dates of a claim; its content where claim and quotes are Chinese; and
where one of them is not, the names that the glossary has in both languages.
"""

import re
from collections.abc import Sequence

from assistant.language.fold import to_simplified
from assistant.language.glossary import Glossary, Term
from evals.metrics.dates import date_stands_in, parse_iso, read_dates
from evals.metrics.figures import counting, evidence_of, is_supported
from evals.metrics.numbers import read_numbers, tidy
from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, Payload, claims_of
from evals.sets import Case

MOST = 0.5
"""Share of the characters of a claim that its quotes must hold; the rest are words of the answerer, such as 目标是."""

MOST_PAIRS = 0.6
"""Share of a name whose pairs may stand apart: 服务10000名科技工作者 names 服务科技工作者, 企业科协 no 园区科协."""
_PROPER = frozenset({"organisation", "person", "place", "event", "document"})

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def citation_recall(_case: Case, seen: Observation) -> Measured:
    """Share of the claims whose quotes together hold every figure and date and most of the content or the names."""
    claims = claims_of(seen.payload or {})
    if not claims:
        return NOT_APPLICABLE
    bare = [str(claim.get("text")) for claim in claims if not _is_held(claim, seen.glossary)]
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


def _is_held(claim: Payload, glossary: Glossary) -> bool:
    citations = list(claim.get("citations") or ())
    if not citations:
        return False
    pieces, held = _pieces(claim), _held(claim, citations)
    pairs = {piece for piece in pieces if isinstance(piece, str)}
    if not pieces - pairs <= held:
        return False
    said = _characters(str(claim.get("text") or ""))
    quoted = _characters("".join(str(citation.get("quote") or "") for citation in citations))
    if said and quoted and not _is_english(claim):
        return len(said & quoted) >= MOST * len(said)
    return _names_are_held(str(claim.get("text") or ""), citations, glossary)


def _is_english(claim: Payload) -> bool:
    text = str(claim.get("text") or "")
    # A name in Chinese beside its English one, as in Chen Xuedong (陈学东), makes no Chinese claim.
    return len(_LATIN_WORD.findall(text)) > len(_characters(text))


def _names_are_held(text: str, citations: Sequence[Payload], glossary: Glossary) -> bool:
    """Tell whether the quotes, or the titles above them, name most of what a claim in another language names."""
    evidence = to_simplified(
        " ".join(str(cited.get(part) or "") for cited in citations for part in ("quote", "title", "publisher"))
    )
    names = _named(text, glossary)
    found, pairs = _named(evidence, glossary), _pairs(evidence)
    missing = [name for name in names - found if not _stands_apart(name, pairs)]
    return len(missing) <= MOST * len(names)


def _named(text: str, glossary: Glossary) -> set[Term]:
    """Return the proper names and the measures of several words that a text has; single words are everyday ones."""
    english = (match for match in glossary.find(text, language="en") if _is_name(match.term, text[match.start]))
    chinese = (match for match in glossary.find(to_simplified(text), language="zh") if _is_name(match.term, "A"))
    return {match.term for match in (*english, *chinese)}


def _is_name(term: Term, first: str) -> bool:
    """Tell whether a term whose writing begins with ``first`` names something: Shaanxi does, provincial does not."""
    if term.kind == "measure":
        return " " in term.en
    return term.kind in _PROPER and term.en[:1].isupper() and first.isupper()


def _stands_apart(term: Term, pairs: set[str]) -> bool:
    own = [_pairs(name) for name in (term.zh, *term.zh_synonyms)]
    return any(len(name & pairs) >= MOST_PAIRS * len(name) for name in own if name)


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
