"""True claims to the same claims with one error in each: changes that need a second claim or another citation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.schema import Citation, Claim, Figure
from evals.benchmark.plant import summed_within, with_sum
from evals.benchmark.shelf import Shelf

_SHIFT = 3
"""Characters by which a span is moved while its quote stays."""


def swapped_indicator(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Put the figure of one indicator into the sentence of another, citing the first; with the claim it came from."""
    for claim, other in _partners(claims):
        (mine,), (theirs,) = find_figures(claim.text), find_figures(other.text)
        text = claim.text[: mine.start] + other.text[theirs.start : theirs.end] + claim.text[mine.end :]
        yield claim, Claim(text, other.citations)


def sum_of_measures(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Add up figures of different measures, citing both."""
    for claim in claims:
        yield from ((claim, wrong) for wrong in summed_within(claim))
    for claim, other in _partners(claims):
        (mine,), (theirs,) = find_figures(claim.text), find_figures(other.text)
        value = mine.value + theirs.value
        citations = (*claim.citations, *other.citations)
        known = {f.value for citation in citations for f in find_figures(citation.quote)}
        if value not in known and mine.qualifier == theirs.qualifier == "exact":
            text = with_sum(f"{claim.text.rstrip('。.')}{_joint(claim.text)}{other.text}", f"{value:f}", mine.unit)
            yield claim, Claim(text, citations)


def _joint(text: str) -> str:
    return "；" if text.endswith("。") else "; "


def _partners(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs of claims that state one figure each, of one unit and different values, from one document and date.

    The dates agree, so that nothing but the indicator is wrong.
    """
    single: dict[tuple[str, str, tuple[str, ...]], list[tuple[Claim, Figure]]] = {}
    for claim in claims:
        figures = find_figures(claim.text)
        if len(figures) == 1 and len(claim.citations) == 1:
            dates = tuple(mention.iso for mention in find_dates(claim.text))
            key = (claim.citations[0].source.id, figures[0].unit, dates)
            single.setdefault(key, []).append((claim, figures[0]))
    for group in single.values():
        for (first, mine), (second, theirs) in permutations(group, 2):
            if mine.value != theirs.value and first.citations != second.citations:
                yield first, second


def shifted_span(claims: Sequence[Claim], shelf: Shelf) -> Iterator[tuple[Claim, Claim]]:
    """Cite a span that is a few characters off its quote, or the sentence beside the right one."""
    for claim in claims:
        citation = claim.citations[0]
        moved = replace(citation, start=citation.start + _SHIFT, end=citation.end + _SHIFT)
        yield claim, replace(claim, citations=(moved, *claim.citations[1:]))
        for start, end in _beside(citation, shelf):
            wrong = shelf.cite(citation.source.id, start, end)
            if len(claim.citations) == 1 and not _says_as_much(wrong.quote, claim):
                yield claim, replace(claim, citations=(wrong,))


def _beside(citation: Citation, shelf: Shelf) -> Iterator[tuple[int, int]]:
    spans = shelf.sentences(citation.source.id)
    number = next((i for i, (start, end) in enumerate(spans) if start <= citation.start < end), None)
    if number is not None:
        yield from spans[number + 1 : number + 2] or spans[max(0, number - 1) : number]


def wrong_document(claims: Sequence[Claim], shelf: Shelf) -> Iterator[tuple[Claim, Claim]]:
    """Cite the right words in the wrong document, or another document's sentence with as many figures."""
    names = sorted(shelf.documents)
    strangers = {name: [c for c in _all(name, shelf) if find_figures(c.quote)] for name in names}
    for number, claim in enumerate(claims):
        citation = claim.citations[0]
        other = names[(names.index(citation.source.id) + 1 + number % (len(names) - 1)) % len(names)]
        misnamed = replace(citation, source=shelf.documents[other].source)
        yield claim, replace(claim, citations=(misnamed, *claim.citations[1:]))
        if len(claim.citations) == 1:
            wrong = next((c for c in strangers[other] if not _says_as_much(c.quote, claim)), None)
            if wrong is not None:
                yield claim, replace(claim, citations=(wrong,))


def _all(document_id: str, shelf: Shelf) -> list[Citation]:
    return [shelf.cite(document_id, start, end) for start, end in shelf.sentences(document_id)]


def _says_as_much(quote: str, claim: Claim) -> bool:
    """Tell whether another sentence has all figures of a claim, or the claim has none: that would be no error."""
    known = {figure.value for figure in find_figures(quote)}
    stated = find_figures(claim.text)
    # A number in words may be part of a name, which says nothing about where a figure stands.
    digits = {f.value for f in stated if any(c.isdigit() for c in claim.text[f.start : f.end])}
    return digits <= known
