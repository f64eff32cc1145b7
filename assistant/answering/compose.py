"""An understood question, hits and the ledger to a draft: which route, and what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answering import beyond, lexicon
from assistant.answering.begun import answer_when_it_began, asks_when_it_began
from assistant.answering.borne_out import confirmed, corrected
from assistant.answering.compared import which_is_more
from assistant.answering.conflicts import conflicts_of
from assistant.answering.coverage import (
    answer_how_recent,
    answer_whether_it_goes_on,
    asks_how_recent,
    asks_since_when,
    asks_whether_it_goes_on,
    first_mention,
)
from assistant.answering.defined import telling_of, with_definition
from assistant.answering.draft import Draft
from assistant.answering.explained import asks_what_a_term_is, explain
from assistant.answering.extractive import answer_from_sentences, choose, declined, greeting, refusal
from assistant.answering.holdings import answer_holdings, asks_about_holdings
from assistant.answering.knowledge import Knowledge, stems_of
from assistant.answering.ledger_answer import answer_indicators
from assistant.answering.matching import concept_in
from assistant.answering.material import Material, extracted
from assistant.answering.near_misses import names_another_programme
from assistant.answering.of_a_year import answer_of_a_year, asks_for_a_year
from assistant.answering.of_an_answer import of_an_answer, told_of
from assistant.answering.officers import answer_leaders, asks_for_leaders
from assistant.answering.overview import answer_overview
from assistant.answering.parts import difference_within
from assistant.answering.passed import asks_whether_passed
from assistant.answering.premises import (
    REGISTERED,
    REGISTERED_FOR_DOUBT,
    beside_the_target,
    contradicts,
    not_ours,
    registered_answer,
    registered_disagreements,
)
from assistant.answering.programme_answer import (
    answer_all_targets,
    answer_code,
    answer_deadline,
    answer_group,
    asked_group,
)
from assistant.answering.programme_owner import answer_who_runs_it, asks_who_does_it_too, asks_who_runs_it
from assistant.answering.ranking import answer_rank, asks_for_rank
from assistant.answering.route import NOT_OF_THE_LEDGER, Route, asks_why, choose_route, misstates
from assistant.answering.sides import asks_which_is_more, sides_of
from assistant.answering.stated import answer_stated, owners_of_figures
from assistant.answering.subject import asked_thing, asks_for_a_part, asks_how_it_goes, divides, says_more, whole_of
from assistant.answering.superlatives import with_best_item, with_best_year
from assistant.answering.trust import asks_for_trust, weighed
from assistant.answering.understand import Understanding, understand
from assistant.answering.unsafe import orders_something_unsafe
from assistant.answering.untrusted import answer_distrusted, answer_whether_reliable, asks_what_to_distrust
from assistant.answering.warned import answer_warned
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.fold import search_key, to_traditional
from assistant.ledger.indicators import Programme
from assistant.ledger.scope import names_another_province, speaks_of_another_province
from assistant.schema import Citation, Hit, Reason, TargetTable

_OPENING = 2
_WHOLE: Mapping[str, Callable[[Understanding, TargetTable, Programme], Draft]] = {
    "all_targets": answer_all_targets,
    "overview": answer_overview,
    "deadline": answer_deadline,
}
"""The routes whose answer is about all the targets."""
_OF_TERMS = frozenset(("extractive", "indicator"))
"""The routes on which a question may be only what a term is."""


def generate(
    asked: Understanding, hits: Sequence[Hit], *, table: TargetTable, snapshot: Snapshot, knowledge: Knowledge
) -> Draft:
    """Return the draft answer; nothing in it is verified yet."""
    if beyond.GREETING.search(asked.folded):
        return in_script(greeting(asked.language), asked)
    if orders_something_unsafe(asked.folded):
        return in_script(declined(Reason.UNSAFE, asked.language), asked)
    counted = asked.indicators and (asked.programme or "count" in asked.aspects)
    if beyond.OUT_OF_SCOPE.search(asked.folded) and not counted:
        return in_script(declined(Reason.OUT_OF_SCOPE, asked.language), asked)
    if speaks_of_another_province(asked.folded):
        return in_script(declined(Reason.NOT_IN_CORPUS, asked.language), asked)
    of = of_an_answer(asked.question)
    if of is not None:
        known = knowledge.glossary, knowledge.programme
        inner = understand(of.question, glossary=known[0], programme=known[1], language=asked.language)
        inner = replace(inner, script=asked.script)
        told = generate(inner, hits, table=table, snapshot=snapshot, knowledge=knowledge)
        return in_script(told_of(told, of, asked.language), asked)
    material = Material(asked, tuple(hits), table, snapshot, knowledge)
    if names_another_programme(asked.folded, knowledge.programme, material.texts):
        return in_script(declined(Reason.NOT_IN_CORPUS, asked.language), asked)
    draft = (
        _confirmed(material) or answer_warned(material) or _compared(material) or corrected(asked, _routed(material))
    )
    if draft.claims and not draft.declined:
        found = conflicts_of(draft.claims, knowledge.register, snapshot.document, asked.language)
        draft = replace(draft, conflicts=tuple(dict.fromkeys((*draft.conflicts, *found))))
    return in_script(draft, asked)


def _compared(material: Material) -> Draft | None:
    """Return which of two things is more, None where that is not asked or not clear."""
    asked, known = material.asked, material.knowledge
    states = "doubt" in asked.aspects and asked.figures
    sides = sides_of(asked, known.glossary) if asks_which_is_more(asked) and not states else ()
    if not sides:
        return None
    return which_is_more(asked, sides, material.candidates, glossary=known.glossary, parts=known.programme.parts)


def _confirmed(material: Material) -> Draft | None:
    """Return the sentence that bears out a whole statement, None where nothing is stated or nothing bears it out."""
    asked, known = material.asked, material.knowledge
    if "doubt" not in asked.aspects:
        return None
    names = (search_key(known.programme.name_zh), *known.programme.names)
    return confirmed(asked, material.candidates, programme=names, glossary=known.glossary)


def ask_back(asked: Understanding) -> Draft:
    """Return the draft for a question that points at something said before when nothing was."""
    lead = (
        "请说明问的是哪一项，例如：园区科协的进展如何？"
        if asked.language == "zh"
        else "Please say what you are asking about, for example: How far is the target for science-park associations?"
    )
    draft = Draft((), "extractive", lead=lead, declined=True, reason=Reason.NOT_IN_CORPUS)
    return in_script(draft, asked)


def _routed(material: Material) -> Draft:
    asked, table, programme = material.asked, material.table, material.knowledge.programme
    draft = _of_the_whole(material) or _who_and_how_far(material)
    if draft is not None:
        return draft
    route = _route_of(asked, table, material.knowledge) if material.knowledge.answers_from_ledger else "extractive"
    term = asks_what_a_term_is(asked, material.knowledge.glossary) if route in _OF_TERMS else None
    told = explain(term, material) if term else None
    if told is not None:
        return told
    if route == "indicator":
        return _from_the_ledger(material)
    draft = _of_the_programme(asked, route, table, programme) or _of_the_register(material, route)
    if draft is not None:
        return draft
    if lexicon.WHOSE.search(asked.folded) and asked.figures:
        told = _known_all_the_same(material)
        if told is not None:
            return told
    draft = extracted(material)
    draft = with_best_item(with_best_year(_with_difference(draft, asked), asked), asked)
    if asks_for_trust(asked):
        return weighed(draft, asked, material.candidates)
    if route == "belongs":
        return not_ours(asked, draft, table, programme)
    if draft.declined and not asks_why(asked):
        told, whole = _known_all_the_same(material), whole_of(asked)
        # How many of the 58 are in Xi'an is not told by the 58.
        quotes = [citation.quote for claim in (told.claims if told else ()) for citation in claim.citations]
        return (
            told if told and (whole is None or any(divides(quote, whole, asked.places) for quote in quotes)) else draft
        )
    if asked.programme and "definition" in asked.wanted and not (asked.indicators or asked.others):
        # What the programme is, is above all what it set out to do.
        claims = (*draft.claims[:_OPENING], *answer_all_targets(asked, table, programme).claims)
        return with_definition(replace(draft, claims=claims, lead="", layout="lines", explains=False), material)
    if asked.indicators and "comparable" in asked.aspects:
        return beside_the_target(asked, draft, table, programme)
    return draft


def _with_difference(draft: Draft, asked: Understanding) -> Draft:
    """Add by how much two years differ, where the first sentence of a Chinese answer has the figures of both."""
    years = tuple(dict.fromkeys(iso[:4] for iso in asked.dates if not iso.startswith("-")))
    if asked.language != "zh" or len(years) != _TWO_YEARS or "difference" not in asked.aspects:
        return draft
    gap = difference_within(draft.claims[0], (years[0], years[1])) if draft.claims and not draft.declined else None
    return replace(draft, claims=(draft.claims[0], gap, *draft.claims[1:]), layout="lines") if gap else draft


_TWO_YEARS = 2


def of_the_whole(asked: Understanding) -> bool:
    """Tell whether a question is about all sources or all targets, so that it leans on nothing said before."""
    sources = asks_how_recent(asked) or asks_what_to_distrust(asked) or asks_about_holdings(asked)
    return sources or asks_for_rank(asked) is not None


def _of_the_whole(material: Material) -> Draft | None:
    """Return what is asked about all sources or all targets in wordings of their own, None for other questions."""
    asked, snapshot, knowledge = material.asked, material.snapshot, material.knowledge
    if asks_how_recent(asked):
        return answer_how_recent(asked, snapshot, material.table, knowledge.programme)
    if asks_whether_it_goes_on(asked):
        return answer_whether_it_goes_on(asked, material.table, knowledge.programme)
    if asks_about_holdings(asked):
        return answer_holdings(asked, snapshot)
    if asks_for_a_year(asked):
        return answer_of_a_year(asked, snapshot, knowledge)
    led = answer_leaders(asked, snapshot, knowledge) if asks_for_leaders(asked) else None
    if led is not None:
        return led
    begun = first_mention(asked, snapshot, knowledge) if asks_since_when(asked) else None
    if begun is not None:
        return begun
    term = asks_when_it_began(asked, knowledge.glossary)
    dated = answer_when_it_began(term, asked, tuple(telling_of(term, material))) if term else None
    if dated is not None:
        return dated
    if asks_what_to_distrust(asked):
        return answer_distrusted(asked, snapshot, knowledge)
    run = answer_who_runs_it(asked, snapshot, knowledge) if asks_who_runs_it(asked) else None
    if run is not None:
        return run
    order = asks_for_rank(asked) if knowledge.answers_from_ledger else None
    ranked = answer_rank(asked, material.table, knowledge.programme, order) if order else None
    return ranked or answer_whether_reliable(asked, snapshot, knowledge)


def _who_and_how_far(material: Material) -> Draft | None:
    """Return who is to reach a target and what the ledger holds of it, None where not both are asked."""
    asked, knowledge = material.asked, material.knowledge
    if not (asks_who_does_it_too(asked) and knowledge.answers_from_ledger):
        return None
    rest = replace(asked, wanted=asked.wanted - {"who", "when"})
    run = answer_who_runs_it(asked, material.snapshot, knowledge)
    if run is None or _route_of(rest, material.table, knowledge) != "indicator":
        return None
    told = _from_the_ledger(replace(material, asked=rest))
    # Who does it is told even where no figure is reported; the lead then says that none is.
    return replace(told, claims=(*run.claims, *told.claims), layout="lines", declined=False, reason=None)


def _route_of(asked: Understanding, table: TargetTable, knowledge: Knowledge) -> Route:
    programme = knowledge.programme
    names = (search_key(programme.name_zh), *programme.names)
    whole = asks_how_it_goes(asked, names, knowledge.names_of_the_frame)
    return "overview" if whole else choose_route(asked, table)


def _from_the_ledger(material: Material) -> Draft:
    asked = material.asked
    draft = answer_indicators(asked, material.table, material.knowledge.programme)
    # A number that is to be passed is nobody's figure.
    draft = draft if asks_whether_passed(asked, material.table) else _with_owners(draft, material)
    if draft.declined and not asked.precise and asked.dates:
        # A loose wording with a date may mean what somebody else reported then.
        told = _reported_of_it(extracted(material), material)
        draft = draft if not told.claims or contradicts(asked, told) else told
    if "doubt" in asked.aspects and not (draft.lead or draft.declined) and contradicts(asked, draft):
        draft = replace(draft, lead=say("unsupported", asked.language), layout="lines")
    if _asks_beyond_the_ledger(material):
        lead = refusal(Reason.NOT_REPORTED, asked.language)
        return replace(draft, lead=lead, declined=True, reason=Reason.NOT_REPORTED)
    return draft


def _reported_of_it(told: Draft, material: Material) -> Draft:
    """Keep the claims whose quote counts the asked indicator in all its words, and is not what sets its target."""
    wording = " ".join(material.asked.indicator_words)
    words = [concept for concept in material.concepts if concept_in(concept, wording, stems_of(wording)) == 1]
    targets = [status.target.citation for status in material.table.indicators if status.target]

    def reports(citation: Citation) -> bool:
        quote = search_key(citation.quote)
        stems = stems_of(quote)
        return all(concept_in(word, quote, stems) for word in words) and citation not in targets

    claims = () if told.declined else tuple(c for c in told.claims if any(map(reports, c.citations)))
    return replace(told, claims=claims)


def _of_the_register(material: Material, route: Route) -> Draft | None:
    """Return what editors say of sources that differ, None when the question is not about such."""
    asked = material.asked
    doubted = route == "extractive" and "doubt" in asked.aspects and bool(asked.dates or asked.figures)
    if not (route == "conflict" or doubted):
        return None
    floor = REGISTERED_FOR_DOUBT if doubted else REGISTERED
    if route == "conflict" and not (
        asked.indicators or asked.others or asked.places or asked.topics or asked.figures or asked.dates
    ):
        listed = registered_disagreements(asked, snapshot=material.snapshot, knowledge=material.knowledge)
        if listed is not None:
            return listed
    registered = registered_answer(asked, floor, snapshot=material.snapshot, knowledge=material.knowledge)
    if registered is None and route == "conflict" and asked.indicators:
        # No disagreement is known: what the ledger holds of each measure shows which figure is which.
        every = replace(asked, aspects=asked.aspects | {"comparable"}, related=(), only_related=False)
        return answer_indicators(every, material.table, material.knowledge.programme)
    return registered


def _known_all_the_same(material: Material) -> Draft | None:
    """Return what the ledger holds of a question that no sentence answers whole, None when it holds nothing."""
    asked, table, programme = material.asked, material.table, material.knowledge.programme
    if _knows_at_least(asked):
        return _with_owners(answer_indicators(asked, table, programme), material)
    whose = lexicon.WHOSE.search(asked.folded) is not None
    if asked.figures and (whose or not asked.wanted & (NOT_OF_THE_LEDGER | {"size"})):
        return answer_stated(asked, table, programme, candidates=material.candidates, concepts=material.concepts)
    return None


def _of_the_programme(asked: Understanding, route: Route, table: TargetTable, programme: Programme) -> Draft | None:
    """Return what is asked about all or a group of the targets, None when the question is about something else."""
    size = asked_group(asked, table)
    if size is not None and route in ("extractive", "all_targets", "overview", "code") and not asked.others:
        return answer_group(asked, table, programme, size)
    if route == "code":
        return answer_code(asked, table)
    return _WHOLE[route](asked, table, programme) if route in _WHOLE else None


def _knows_at_least(asked: Understanding) -> bool:
    """Tell whether a question names indicators and asks nothing that the ledger could not tell of them."""
    beyond = (
        asked.wanted & (NOT_OF_THE_LEDGER | {"size", "reference"})
        or ("when" in asked.wanted and not asked.aspects & {"progress", "count"})
        or asked.places
        or asked.others
        or lexicon.A_BATCH.search(asked.folded)
        or names_another_province(asked.folded)
    )
    if asked.language == "en" and not (asked.precise or asked.figures) and says_more(asked):
        return False
    return 0 < len(asked.indicators) <= _MOST_INDICATORS and not beyond and not asked_thing(asked)


_MOST_INDICATORS = 3


def _asks_beyond_the_ledger(material: Material) -> bool:
    """Tell whether the ledger knows the subject, but not what is asked about it: "园区科协有几层楼"."""
    asked = material.asked
    if asks_for_a_part(asked):
        return True
    rest = asked_thing(asked)
    if not rest or asked.only_related or asked.aspects & {"target", "comparable", "doubt", "not_met"}:
        return False
    return bool(material.unknown(tuple(c for c in material.concepts if any(name in rest for name in c.names))))


def _with_owners(draft: Draft, material: Material) -> Draft:
    """Add whose the figures are that the question states and the draft does not have."""
    asked, table = material.asked, material.table
    named_otherwise = asked.aspects & {"doubt", "premise"} and (asked.places or asked.others)
    if not (asked.figures or named_otherwise):
        return draft
    candidates, concepts = material.candidates, material.concepts
    owners = owners_of_figures(
        asked, draft.claims, table, material.knowledge.programme, candidates=candidates, concepts=concepts
    )
    if not owners and not asked.figures:
        # What the question says of a named place or body is borne out, or not, by what the sources say of it.
        said = answer_from_sentences(choose(candidates, concepts, asked), asked)
        owners = tuple(claim for claim in said.claims if claim not in draft.claims)
    if draft.declined and misstates(asked, table):
        lead = " ".join([say("unsupported", asked.language), draft.lead]).strip()
        draft = replace(draft, lead=lead, declined=False, reason=None)
    return replace(draft, claims=(*draft.claims, *owners), layout="lines") if owners else draft


def in_script(draft: Draft, asked: Understanding) -> Draft:
    """Write an answer to a question in traditional characters in them too; quotes stay as they are.

    What is in them already is left alone.
    """
    if asked.language != "zh" or asked.script != "zh-Hant":
        return draft
    claims = tuple(replace(claim, text=to_traditional(claim.text)) for claim in draft.claims)
    return replace(draft, claims=claims, lead=to_traditional(draft.lead), closing=to_traditional(draft.closing))
