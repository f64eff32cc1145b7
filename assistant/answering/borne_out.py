"""A doubtful statement and the sentences that answer it to what of it the sentences give otherwise.

"6月15日截止的吧" is put right by a sentence about the very thing with another day, "8个类别、获奖550项，对吗" in one of
two figures. What a sentence says nothing of is neither right nor wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.certainty import as_certain, denies, speaks_of_plans
from assistant.answering.compared import words_of
from assistant.answering.draft import Draft
from assistant.answering.evidence import Candidate
from assistant.answering.extractive import claim_of
from assistant.answering.ownership import Counted, counted_in
from assistant.answering.rounded import is_rounded
from assistant.answering.stop_words import STOP_EN
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.dates import find_dates
from assistant.language.figures import same_unit
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Language

_LEAST_SHARED: dict[Language, int] = {"zh": 2, "en": 1}
"""Pairs of characters, or words, that two figures must share to count the same thing."""
_EITHER_OR = re.compile(r"还是|\bor\b")
_ABOUT_IT = 0.25
"""Share of a statement's words that a sentence must have for its date to be the right one."""
_NOUN_ZH = re.compile(r"[\u4e00-\u9fff]{1,6}?(?=[^\u4e00-\u9fff]|[的吧吗呢是有]|$)")
_NOUN_EN = re.compile(
    r"\s*((?:[a-z“”\"'+-]+ ){0,2}?[a-z“”\"'-]{3,}?)(?=[,.;?!]| (?:in|by|of|for|at|on|from|was|were|had|and)\b|$)"
)
_BEFORE_ZH = re.compile(r"([\u4e00-\u9fff]{2,4})(?:一共|总共|共|只|就|才)?(?:是|有|为|达到?|了|到)*$")
_NO_STATEMENT = frozenset(("comparable", "belongs", "conflict", "not_met", "source"))
_ASKS = re.compile(
    r"多少|几|什么|谁|哪|怎|为何|还是|\b(?:how|what|who|whom|whose|when|where|which|why|or)\b|[?？].*[?？]"
)
"""A statement with a question of its own is more than a statement."""
_TAG = re.compile(
    r"[,，]?(?:对吗|对不对|对吧|是吗|是吧|没错吧|是真的吗|是不是|真的吗|属实吗|吧|听说|据说)"
    r"|^(?:so|i (?:heard|read|thought) that)\b"
    r"|\b(?:right|correct|isn't it|wasn't it|didn't (?:it|they)|is (?:it|that) (?:true|right)(?: that)?)\b"
)
_AHEAD = re.compile(
    r"(?<!需)要(?!闻|求)|应该?|打算|准备|\b(?:want|mean|intend|hop|wish|set)(?:s|ed|e|es)? (?:out )?to\b"
)
"""What a statement about a plan may say besides words of planning."""
_SAID_WHOLE = 0.75
"""Share of a statement's words that the sentence must have which bears it out."""
_MOST_SENTENCES = 6
_YEARLY = ("年", "月", "日")


@dataclass(frozen=True, slots=True)
class _Judged:
    """How often a statement is right in what it states, and the names of what is given otherwise."""

    right: int
    otherwise: tuple[str, ...]


def corrected(asked: Understanding, draft: Draft) -> Draft:
    """Return a draft about a doubtful statement with a lead that says what of it the sources give otherwise."""
    weighs = asked.aspects & {"comparable", "belongs"} or _EITHER_OR.search(asked.folded)
    doubtful = asked.aspects & {"doubt", "yes_no"} and not weighs
    if not doubtful or draft.lead or draft.declined or draft.mode != "extractive" or not draft.claims:
        return draft
    texts = [claim.text for claim in draft.claims]
    figures, dates = _figures(asked, texts), _dates(asked, texts[0])
    otherwise = (*figures.otherwise, *dates.otherwise)
    if not otherwise:
        return draft
    things = ("、" if asked.language == "zh" else ", ").join(filter(None, otherwise))
    if figures.right + dates.right and things:
        return replace(draft, lead=say("not_quite", asked.language, things=things), layout="lines")
    return replace(draft, lead=say("unsupported", asked.language), layout="lines")


def confirmed(
    asked: Understanding, candidates: Sequence[Candidate], *, programme: Sequence[str], glossary: Glossary
) -> Draft | None:
    """Return the sentence that says all that a statement says, names, figures and dates, with a yes; None without one.

    "X had 31 teams, right?" is not to be denied because a target of another body comes to mind with the word team.
    ``programme`` are the names of the programme: what others did is not to be confirmed of it.
    """
    if not asked.aspects & {"doubt"} or asked.aspects & _NO_STATEMENT or _ASKS.search(asked.folded):
        return None
    stated = [mention.iso for mention in find_dates(asked.question)]
    statement = _TAG.sub(" ", asked.folded)
    said = words_of(statement)
    ahead = speaks_of_plans(statement) or _AHEAD.search(statement) is not None
    if not (asked.figures or any(map(_day_of, stated))):
        return None
    for one in candidates[:_MOST_SENTENCES]:
        claim, named = claim_of(one, asked), search_key(one.text)
        whole = len(said & words_of(claim.text)) >= _SAID_WHOLE * len(said)
        if one.passage.note or one.source.low_reliability or not whole:
            continue
        # A target of 1,000 does not bear out that 1,000 were reached, nor a sentence what it denies.
        quotes = [(text, one.source.published or "") for text in (one.text, claim.text)]
        planned = not as_certain(f"已{statement}", quotes)
        if (planned and not ahead) or denies(statement) is not denies(claim.text):
            continue
        judged = _figures(asked, [claim.text])
        told = [mention.iso for mention in find_dates(claim.text)]
        dated = all(any(_agree(iso, other) for other in told) for iso in stated)
        ours = not asked.programme or any(name in named for name in programme)
        terms = {match.term.zh for match in glossary.find(named, language=one.source.language)}
        names = all(name in terms or name in named for name in (*asked.others, *asked.places))
        if judged.right == len(asked.figures) and not judged.otherwise and dated and ours and names:
            return Draft((claim,), "extractive", lead=say("confirmed", asked.language), layout="lines")
    return None


def _figures(asked: Understanding, texts: Sequence[str]) -> _Judged:
    stated = [one for one in counted_in(asked.question) if one.figure in asked.figures and not _is_pronoun(one, asked)]
    dates = [mention.iso for mention in find_dates(asked.question)]
    known = [one for text in texts if _of_then(text, dates) for one in counted_in(text)]
    right, otherwise = 0, []
    for one in stated:
        shared = [(len(_words(one) & _words(other)), other) for other in known if _alike(one, other)]
        equal = max((n for n, other in shared if _same(one, other)), default=None)
        others = max((n for n, other in shared if not _same(one, other)), default=0)
        # A plain question may well name two things of one number: the 40 signed and the 40 that landed.
        beyond = 2 * equal + (1 if "doubt" in asked.aspects else 2) if equal is not None else 0
        least = max(_LEAST_SHARED[asked.language], beyond)
        if others >= least:
            otherwise.append(_name_of(one, asked))
        elif equal is not None:
            right += 1
    return _Judged(right, tuple(otherwise))


def _is_pronoun(one: Counted, asked: Understanding) -> bool:
    return asked.question[one.figure.start : one.figure.end].lower() == "one"


def _of_then(text: str, dates: Sequence[str]) -> bool:
    """Tell whether a sentence may be about the time that a statement names: it names it, or one of them names none."""
    told = [mention.iso for mention in find_dates(text)]
    return not (told and dates) or any(_agree(iso, other) for iso in dates for other in told)


def _alike(one: Counted, other: Counted) -> bool:
    """Tell whether two figures may count the same, rough figures and shares of a year left out."""
    units = one.figure.unit, other.figure.unit
    if units[0] in _YEARLY or one.lasts is not other.lasts:
        return False
    return same_unit(*units) if all(units) else units[0] == units[1]


def _same(one: Counted, other: Counted) -> bool:
    """Tell whether a stated figure is one of a sentence, or that rounded: 86 billion for 86.046."""
    # Who asks rounds without saying so.
    roughly = replace(one.figure, qualifier="about") if one.figure.qualifier == "exact" else one.figure
    return one.figure.value == other.figure.value or is_rounded(other.figure, roughly)


def _words(one: Counted) -> frozenset[str]:
    return words_of(" ".join(word for word in one.words if not word.isdigit()))


def _name_of(one: Counted, asked: Understanding) -> str:
    """Return what a stated figure counts, in the words of the question; "" where it does not say."""
    text = search_key(asked.question)
    if asked.language == "en":
        behind = _NOUN_EN.match(text, one.figure.end)
        return behind[1].strip() if behind and behind[1].split()[0] not in STOP_EN else ""
    behind = _NOUN_ZH.match(text, one.figure.end)
    before = _BEFORE_ZH.search(text, 0, one.figure.start)
    return behind.group() if behind else before[1] if before else ""


def _dates(asked: Understanding, text: str) -> _Judged:
    """Judge the days and months that a question states by the first sentence of its answer."""
    stated = [mention.iso for mention in find_dates(asked.question) if _day_of(mention.iso)]
    said = words_of(asked.question)
    if not stated or len(said & words_of(text)) < _ABOUT_IT * len(said):
        return _Judged(0, ())
    known = [mention.iso for mention in find_dates(text) if _day_of(mention.iso)]
    right = sum(any(_agree(iso, other) for other in known) for iso in stated)
    as_exact = any(len(_day_of(iso)) >= len(_day_of(stated[0])) for iso in known)
    name = "日期" if asked.language == "zh" else "the date"
    return _Judged(right, (name,) if as_exact and not right else ())


def _day_of(iso: str) -> str:
    """Return month and day of an ISO date, as far as it goes: "06-15" of "2022-06-15" and of "--06-15"."""
    return iso[2:] if iso.startswith("-") else iso[5:]


def _agree(stated: str, known: str) -> bool:
    """Tell whether two dates agree as far as both go, a missing year aside."""
    years = {iso[:4] for iso in (stated, known) if not iso.startswith("-")}
    days = sorted((_day_of(stated), _day_of(known)), key=len)
    return len(years) < len((stated, known)) and days[1].startswith(days[0])
