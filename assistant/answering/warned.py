"""Two measures that a question sets beside each other, and an editor's note that they must not be, to a draft."""

import re

from assistant.answering.concepts import Concept
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import claim_of
from assistant.answering.material import Material
from assistant.answering.sides import asks_which_is_more
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.figures import find_figures
from assistant.language.fold import search_key

_MUST_NOT = re.compile(r"(?:不宜|不可|不能|不应|不要|无法|不得)[^，。；]{0,4}(?:比|相减)")
_MORE_THAN = re.compile(r"[多少高低]|\bmore\b|\bfewer\b|\bless\b")
_TWO = 2
_BY_ITSELF = 1.0


def answer_warned(material: Material) -> Draft | None:
    """Return both figures with the note that forbids to compare them; None where none is asked, or no note does."""
    asked = material.asked
    compares = asked.aspects & {"difference", "comparable"} or asked.wanted & {"comparison"}
    if not (compares or asks_which_is_more(asked) or _asks_how_many_more(asked)):
        return None
    measures = [place for place, one in enumerate(material.concepts) if one.kind == "measure"]
    if len(measures) < _TWO:
        return None
    note = next((one for one in material.candidates if _warns(one, [material.concepts[n] for n in measures])), None)
    if note is None:
        return None
    told = [_best_of(place, material) for place in measures]
    if any(one is None for one in told):
        return None
    claims = dict.fromkeys(claim_of(one, asked) for one in (*told, note) if one is not None)
    return Draft(tuple(claims), "extractive", lead=say("not_same", asked.language), layout="lines", compares=True)


def _asks_how_many_more(asked: Understanding) -> bool:
    return "count" in asked.wanted and _MORE_THAN.search(asked.folded) is not None


def _warns(candidate: Candidate, measures: list[Concept]) -> bool:
    folded = search_key(candidate.text)
    named = all(any(name in folded for name in one.names) for one in measures)
    return candidate.passage.note and named and _MUST_NOT.search(folded) is not None


def _best_of(place: int, material: Material) -> Candidate | None:
    """Return the best sentence that itself counts the measure at a place of the concepts, of a year asked for."""
    return next(
        (
            one
            for one in material.candidates
            if one.matched[place] >= _BY_ITSELF
            and not (one.passage.note or one.dated_otherwise or one.borne_elsewhere)
            and find_figures(one.text)
        ),
        None,
    )
