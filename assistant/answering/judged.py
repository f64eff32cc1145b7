"""Sentences of a reply and the passages that the model was shown to claims with citations and verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.asserted import added_to
from assistant.answering.facts import Fact, told_as_done
from assistant.answering.former_latter import with_names
from assistant.answering.held import doubts_of
from assistant.answering.joined import exchanged_bodies, exchanged_people, other_places, unknown_items
from assistant.answering.lexicon import UNSAFE
from assistant.answering.placed import told_of_another
from assistant.answering.rejoined import exchanged_dates, exchanged_figures, has_months, told_in
from assistant.answering.reply import Statement
from assistant.answering.support import Languages, evidence_for, rendering_of, sentences_of, worded_in
from assistant.answering.swapped import swapped
from assistant.answering.verify import StoredText, calculates, unsupported, verify_claim
from assistant.answering.worked import without_worked
from assistant.answering.year_by_year import of_another_year
from assistant.language.figures import find_figures
from assistant.language.fold import han_share, search_key, to_simplified
from assistant.language.orders import gives_orders
from assistant.schema import Citation, Claim, Doubt, DoubtKind, Hit, Source, Verdict

_ENGLISH_UNTIL = 0.5
"""An English sentence may name things in Chinese; beyond this share of Han it is a Chinese one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model was shown, and what its words are compared with."""

    hits: Sequence[Hit]
    sources: Mapping[str, Source]
    stored: StoredText
    languages: Languages
    facts: Sequence[Fact] = ()


def claim_of(statement: Statement, shown: Shown) -> Claim:
    """Return a sentence as a claim that cites the exact sentences behind it; it is not verified yet.

    A fact stands for the citation of its row. A sentence that names nothing becomes a claim without citations.
    """
    passages = [shown.hits[number - 1].passage for number in statement.numbers]
    rows = [shown.facts[number - 1].row.citation for number in statement.facts]
    sentences = evidence_for(statement.text, passages, shown.sources, shown.languages)
    return Claim(statement.text, tuple(dict.fromkeys((*rows, *sentences))))


def judge(statement: Statement, shown: Shown) -> Claim:
    """Return a sentence as a claim with its verdict: figures, dates, names, words and language must all hold.

    What the source named later in its paragraph does not bear out is a sentence that names none.
    """
    claim = _judged(statement, shown)
    if statement.borrowed and claim.verdict is not Verdict.VERIFIED:
        return _judged(replace(statement, numbers=(), facts=(), borrowed=False), shown)
    return claim


def _judged(statement: Statement, shown: Shown) -> Claim:
    sentences = [shown.facts[number - 1].row.citation for number in statement.facts]
    passages = [shown.hits[number - 1].passage for number in statement.numbers]
    sentences += [citation for passage in passages for citation in sentences_of(passage, shown.sources)]
    derived = shown.languages.derive(with_names(statement.text), sentences)
    worked = without_worked(derived.rest, sentences, statement.before)
    claim = claim_of(replace(statement, text=worked.rest), shown)
    claim = _verified(statement, claim, (*derived.operands, *worked.operands), shown)
    if further := _naming(claim, sentences, shown.languages):
        again = _verified(statement, replace(claim, text=worked.rest), further, shown)
        claim = again if len(again.doubts) < len(claim.doubts) else claim
    return claim


def _verified(statement: Statement, claim: Claim, further: Sequence[Citation], shown: Shown) -> Claim:
    """Return a claim that cites ``further`` sentences too with its verdict, in the words of the statement."""
    claim = replace(claim, citations=tuple(dict.fromkeys((*claim.citations, *further))))
    claim = verify_claim(claim, shown.stored, misplaced=shown.languages.misplaced)
    doubts = tuple(_doubts(statement, claim, shown))
    verdict = Verdict.UNVERIFIED if doubts else Verdict.VERIFIED
    return replace(claim, text=statement.text, verdict=verdict, doubts=doubts)


def _naming(claim: Claim, sentences: Sequence[Citation], languages: Languages) -> list[Citation]:
    """Return the sentences of the marked passages with names that a claim has and those that it cites have not.

    A name at the end of a long claim weighs too little among its words to bring its sentence along.
    """
    missing = [search_key(word) for one in claim.doubts if one.kind in ("name", "quotation") for word in one.words]
    others = [one for one in sentences if one not in claim.citations] if missing else []
    return [one for one in others if any(word in search_key(worded_in(one, languages)) for word in missing)]


def _doubts(statement: Statement, claim: Claim, shown: Shown) -> list[Doubt]:
    """Return all that speaks against a claim: its figures and dates, its language, its words."""
    found = []
    # Whether two figures may be divided is known to the ledger alone: a model's quotient must stand in the source.
    divides = claim.verdict is Verdict.VERIFIED and calculates(claim.text)
    if divides and (results := unsupported(claim.text, claim.citations, calculated=False)):
        found = [Doubt("exchanged", tuple(results))]
    if claim.citations and claim.verdict is not Verdict.VERIFIED:
        wrong = unsupported(claim.text, claim.citations)
        moved = shown.languages.misplaced(claim.text, claim.citations)
        found = [Doubt("figure", tuple(wrong))] if wrong else []
        found += [Doubt("exchanged", tuple(moved))] if moved else []
        found = found or [Doubt("misquoted")]
    chinese = han_share(to_simplified(claim.text)) > _ENGLISH_UNTIL
    if chinese != (shown.languages.claim == "zh"):
        found.append(Doubt("language"))
    folded = search_key(claim.text)
    # English words of requests (output, drop) are common in reports.
    if gives_orders(folded) or (chinese and UNSAFE.search(folded)):
        found.append(Doubt("order"))
    if not statement.numbers and told_as_done(claim.text, [shown.facts[number - 1] for number in statement.facts]):
        found.append(Doubt("planned"))
    found += _joined_wrongly(statement, claim, shown)
    derived = len(find_figures(claim.text)) < len(find_figures(statement.text))
    context = _context(claim, shown.hits)
    return found + doubts_of(
        claim.text, claim.citations, context, shown.languages, before=statement.before, derived=derived
    )


def _joined_wrongly(statement: Statement, claim: Claim, shown: Shown) -> list[Doubt]:
    """Return what a claim joins as nothing that it cites does: people, months, figures, places and lists."""
    text, languages = claim.text, shown.languages
    evidence = [told_in(citation, worded_in(citation, languages)) for citation in claim.citations]
    beside = (
        [
            told_in(citation, worded_in(citation, languages))
            for number in statement.numbers
            for citation in sentences_of(shown.hits[number - 1].passage, shown.sources)
        ]
        if has_months(text)
        else []
    )
    spoken = " ".join(one.worded for one in evidence)
    told = [wording for one in claim.citations for wording in (one.quote, rendering_of(one, languages))]
    exchanged = exchanged_people(text, evidence, languages) + exchanged_bodies(text, evidence, languages)
    if statement.places:
        sentences = {n: sentences_of(shown.hits[n - 1].passage, shown.sources) for n in statement.numbers}
        exchanged += told_of_another(statement, sentences)
    exchanged += exchanged_dates(text, beside) + swapped(text, told, languages)
    exchanged += of_another_year(text, [citation.quote for citation in claim.citations])
    added = added_to(text, [wording for wording in told if wording], languages.meanings)
    found: list[tuple[DoubtKind, list[str]]] = [
        ("exchanged", exchanged + exchanged_figures(text, evidence)),
        ("unlike", added),
        ("name", [*other_places(text, evidence, languages), *unknown_items(text, spoken, languages.meanings)]),
    ]
    return [Doubt(kind, tuple(dict.fromkeys(words))) for kind, words in found if words]


def _context(claim: Claim, hits: Sequence[Hit]) -> str:
    """Return what stands over the cited sentences: headings, titles, publishers."""
    cited = {(citation.source.id, citation.start) for citation in claim.citations}
    headings = [hit.passage.heading for hit in hits if any(_within(hit, place) for place in cited)]
    about = [f"{citation.source.title} {citation.source.publisher or ''}" for citation in claim.citations]
    return " ".join([*headings, *about])


def _within(hit: Hit, place: tuple[str, int]) -> bool:
    return hit.passage.document_id == place[0] and hit.passage.start <= place[1] < hit.passage.end
