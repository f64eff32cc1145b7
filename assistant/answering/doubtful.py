"""A claim that failed verification and what the model was shown to whether a reader may see it with a mark.

Staff forward what they read. So a sentence is shown unverified only when nothing in the passages speaks against it:
each of its numbers stands in some passage, and what it cites says nothing else of the same thing. What turns, denies
or exchanges something, quotes what nobody said, or gives orders is withheld, and only counted.
"""

import re
from collections.abc import Sequence

from assistant.answering.judged import Shown, judge
from assistant.answering.ownership import counted_in
from assistant.answering.prompt import fact_lines
from assistant.answering.reply import Statement
from assistant.answering.support import TELLING, meant_words, shared_words
from assistant.answering.verify import unsupported
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.schema import Citation, Claim, DoubtKind, Hit

_WORTH_SAYING = 6
"""Characters of a sentence that is missed when it is left out; a heading or "好的。" is not."""
_HARMLESS: frozenset[DoubtKind] = frozenset(("uncited", "figure", "name", "unlike"))
"""What may be wrong with a sentence that evidence is merely missing for."""
_NEAREST = 2
"""Passages that a sentence without a mark is compared with: those that share most words with it."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def worth_saying(claim: Claim) -> bool:
    """Tell whether a sentence would be missed."""
    return len(claim.text) > _WORTH_SAYING


def numbers_in(texts: Sequence[str]) -> frozenset[str]:
    """Return the numbers of texts as written, without thousands commas."""
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(search_key(" ".join(texts))))


def texts_of(shown: Shown) -> list[str]:
    """Return all that a model was shown."""
    texts = [line for fact in shown.facts for line in fact_lines(fact)]
    for hit in shown.hits:
        source = shown.sources[hit.passage.document_id]
        texts += [hit.passage.text, hit.passage.heading, source.title, source.published or ""]
    return texts


def until_unknown(begun: str, numbers: frozenset[str]) -> str:
    """Cut a sentence that is not judged yet before the first number that stands in no passage."""
    for match in _NUMBER.finditer(begun):
        if match.group().replace(",", "") not in numbers:
            return begun[: match.start()]
    return begun


def may_be_shown(claim: Claim, shown: Shown) -> bool:
    """Tell whether an unverified claim may be shown with a mark."""
    kinds = {doubt.kind for doubt in claim.doubts}
    if not worth_saying(claim) or not kinds <= _HARMLESS:
        return False
    if not numbers_in([claim.text]) <= numbers_in(texts_of(shown)):
        return False
    if "uncited" in kinds:
        return _borne_out_nearby(claim, shown)
    if "unlike" in kinds:
        # What its figures count cannot be told where the words are others.
        counts = find_figures(claim.text) or find_dates(claim.text)
        return not counts and shared_words(claim.text, claim.citations, shown.languages) >= TELLING
    return "figure" not in kinds or (_stands_elsewhere(claim, shown.hits, shown) and not _has_rival(claim))


def _borne_out_nearby(claim: Claim, shown: Shown) -> bool:
    """Tell whether the passages nearest to a sentence that names none bear it out, names aside."""
    wanted = meant_words(claim.text)
    likeness = {number: len(wanted & meant_words(hit.passage.text)) for number, hit in enumerate(shown.hits, start=1)}
    nearest = sorted(likeness, key=lambda number: (-likeness[number], number))[:_NEAREST]
    return {doubt.kind for doubt in judge(Statement(claim.text, tuple(nearest)), shown).doubts} <= {"name"}


def _stands_elsewhere(claim: Claim, hits: Sequence[Hit], shown: Shown) -> bool:
    """Tell whether every figure and date of a claim stands in some passage that the model was shown."""
    passages = (hit.passage for hit in hits)
    whole = [Citation(shown.sources[p.document_id], p.page, p.start, p.end, p.text) for p in passages]
    return not unsupported(claim.text, whole)


def _has_rival(claim: Claim) -> bool:
    """Tell whether what a claim cites has another date, or another figure of the same kind of thing."""
    missing = set(unsupported(claim.text, claim.citations))
    dates = {claim.text[mention.start : mention.end] for mention in find_dates(claim.text)}
    if missing & dates and any(find_dates(citation.quote) for citation in claim.citations):
        return True
    quoted = [one for citation in claim.citations for one in find_figures(citation.quote)]
    wrong = [one.figure for one in counted_in(claim.text) if claim.text[one.figure.start : one.figure.end] in missing]
    return any(one.value == other.value or same_unit(one.unit, other.unit) for one in wrong for other in quoted)
