"""A claim and what it cites to what speaks against its words.

Figures and dates are the business of ``verify``. A model that cites a real sentence may still say something else, so
most words of a claim, every known name and its yes or no must stand in what it cites.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.answering.certainty import as_certain, speaks_of_plans
from assistant.answering.contrasts import contrasted
from assistant.answering.denied import denied_alike
from assistant.answering.named import turned_words, unknown_names, unknown_quotations
from assistant.answering.ordinals import find_ordinals
from assistant.answering.standing import other_standing
from assistant.answering.stop_words import STOP_EN
from assistant.answering.support import Languages, content_words, meant_words, rendering_of, worded_in
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.words import split_words
from assistant.schema import Citation, Doubt, DoubtKind, Figure, Language

MIN_SHARED = 0.2
"""Share of a claim's words that its evidence must hold; a model words nearly all else anew, and names, figures and yes
or no are judged apart."""
_MIN_OF_FEW, _FEW = 0.5, 2
"""The same where fewer words than ``_FEW`` are shared: one word in three may be shared by chance."""
_LONG_CLAUSE, _OF_A_CLAUSE = 6, 0.15
"""Words of a clause that can be judged by itself, and the share of them that must be known."""
_WITH_FIGURES = (0.2, 0.15)
"""The same for a claim with one figure, and with more; that all of them stand there is judged apart."""
_SOME, _MOST = 0.2, 0.65
"""The same of its own words and of all of them, for a claim that mostly repeats what stands over its evidence."""
_LEFT = 4
"""Words that may be unknown where as many are known."""
_WITH_TITLE = 0.5
"""The same of all words, those that stand over the evidence included."""
_TELLING_FIGURE = 3
_KEPT = 4_096
_DAY = 10
"""Characters of a date that names a day."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NAMES = frozenset(("organisation", "person", "place", "event", "document", "measure"))
"""Kinds of terms that must not be exchanged; other terms are common words, of which most must be shared anyway."""
_LATIN = re.compile("[a-z]")
_TONGUES: tuple[Language, ...] = ("zh", "en")
_COMMON = re.compile("[a-z]+(?:['’]s?)?")
_BARE = 2
"""Characters of a kind of document that is no name of one."""
_ANY_MEETING = frozenset(("大会", "大赛", "论坛"))
"""Kinds of events that name none: 会议 and 到会 are said of whatever meeting was named before."""
_OF_FIGURES = frozenset(("同比", "单位"))
"""Measures that go without saying: growth of a year is over the year before, and members are people or bodies."""
_CLAUSE = re.compile("[,;:，；：、。.!?！？]")
_FIGURE = re.compile(r"\d[\d,.]*[万亿]?[余多]?[家个名位项支人]?")
_CODE = re.compile(r"\d×\d")
"""“6×100” in a code stands for as many targets of one size."""
_SHARE = re.compile("(?:率|占比|比例|比重|增速|增幅|涨幅|百分比)$")
"""A measure that is told in per cent: where the evidence has such a figure, its name says nothing more."""
_LONGER = re.compile(r"(?<=association|.commission|.department|..committee|....society) (?:of|for) (?!science)")
"""The provincial association of technology managers is not the provincial association."""
_GOALS = re.compile("(?:target|goal|plan)s?")
_PRIZES = re.compile("[一二三]等奖$|[金银铜]奖$")
_PRIZE = re.compile("[一二三]等奖|[金银铜]奖")
_QUOTED_HAN = re.compile('[“"「『]([\u4e00-\u9fff]{3,12})[”"」』]')
_NUMERALS = {
    "one": "一",
    "two": "二两双",
    "three": "三",
    "four": "四",
    "five": "五",
    "six": "六",
    "nine": "九",
    "ten": "十",
    "multiple": "多",
    "several": "多",
    "many": "多",
}
_PAIR = 2
_MOST_WORDS, _RENDERED = 6, 0.7
"""Words of a term, and the share of them that must be rendered in one quoted term of the evidence."""
_GAP = 4
_TOLD_OF = frozenset(("organisation", "person", "place", "event", "document"))
_MANY = re.compile("(?:科协|企业|工作站|之家|学会|高校|大学|机构|平台|组织|基地|中心|团)$")
"""Kinds of bodies that are counted: ten park associations."""
_OF_PLANS = frozenset(("目标", "任务", "计划", "进展"))
"""Terms for what a plan puts forward, whether it uses them or not."""


def doubts_of(
    text: str,
    citations: Sequence[Citation],
    context: str,
    languages: Languages,
    *,
    before: str = "",
    derived: bool = False,
) -> list[Doubt]:
    """Return why the words of a claim, its names and its yes or no do not stand in ``citations``; nothing when they do.

    ``context`` is what stands over the sentences (heading, title, publisher) and may name the subject for them;
    ``before`` is what the reply has said before, which a claim may take up again; ``derived`` tells that figures which
    follow from others were taken out of it.
    """
    if not citations:
        return [Doubt("uncited")]
    worded = [worded_in(citation, languages) for citation in citations]
    quotes = " ".join(worded)
    evidence = f"{context} {quotes}"
    pieces = (context, *worded)
    found: list[tuple[DoubtKind, Sequence[str]]] = [
        ("name", _unnamed(text, pieces, languages)),
        ("name", _unheard_of(text, pieces, languages)),
        ("quotation", [q for q in unknown_quotations(text, evidence) if not _is_rendered(q, evidence, languages)]),
        ("turned", [*turned_words(text, evidence), *contrasted(text, quotes)]),
        ("exchanged", other_standing(text, [citation.quote for citation in citations])),
    ]
    doubts = [Doubt(kind, tuple(dict.fromkeys(words))) for kind, words in found if words]
    judged: list[tuple[DoubtKind, bool]] = [
        ("denied", denied_alike(text, worded)),
        ("exchanged", _counted_alike(text, citations, worded, languages)),
        ("planned", as_certain(text, [(w, c.source.published or "") for w, c in zip(worded, citations, strict=True)])),
        (
            "unlike",
            _worded_alike(
                text, citations, worded, meant_words(context), languages, meant_words(before), derived=derived
            ),
        ),
    ]
    return doubts + [Doubt(kind) for kind, held in judged if not held]


def _adds_a_clause(clause: str, known: frozenset[str]) -> bool:
    """Tell whether a Chinese clause without a figure has hardly a word of what is known: it tells of something else."""
    if not _HAN.search(clause) or find_figures(clause):
        return False
    words = meant_words(clause)
    return len(words) >= _LONG_CLAUSE and len(words & known) < _OF_A_CLAUSE * len(words)


def _worded_alike(
    text: str,
    citations: Sequence[Citation],
    worded: Sequence[str],
    around: frozenset[str],
    languages: Languages,
    told: frozenset[str] = frozenset(),
    *,
    derived: bool = False,
) -> bool:
    """Tell whether enough words of a claim stand in its evidence, or its names where nobody has translated that."""
    if all(
        citation.source.language != languages.claim and not rendering_of(citation, languages) for citation in citations
    ):
        return bool(_named(text, languages.glossary))
    every = meant_words(text)
    words = frozenset[str]().union(
        *map(meant_words, worded), meant_words(" ".join(_said_alike(text, worded, languages)))
    )
    wanted = every - around
    shared = len(wanted & words) / len(wanted) if wanted else 1.0
    # A figure or a day that stands there ties a claim to its evidence more firmly than most words do.
    figures = {str(f.value) for f in find_figures(text) if f.value >= _TELLING_FIGURE or f.unit == "%"}
    figures |= {mention.iso for mention in find_dates(text) if len(mention.iso) == _DAY}
    figures |= {f"{value}." for _, _, value in find_ordinals(text)}
    few = _MIN_OF_FEW if len(wanted & words) < _FEW else MIN_SHARED
    least = (few, *_WITH_FIGURES)[min(len(figures), len(_WITH_FIGURES))]
    if figures and len(every & words) >= _WITH_TITLE * len(every):
        return True
    if any(_adds_a_clause(clause, words | around) for clause in _CLAUSE.split(text)[1:]):
        return False
    # Three or four pairs of characters are left of a verb where all else is known: 他们收看了这场大会.
    known, left = len(every & words), len(every - words - told)
    # What has been said before bears out nothing alone: a model may say it twice.
    if left <= _LEFT and (known > left or (derived and told)):
        return True
    return shared >= least or (shared >= _SOME and len(every & (words | around)) >= _MOST * len(every))


def _matches(text: str, glossary: Glossary) -> Iterator[tuple[str, Term]]:
    """Yield the known names in a text with the words that name them.

    A bare kind of document (通知, 报道) names none, nor does one small English word (the city, counted, suggestions).
    """
    folded = search_key(text)
    tongues: tuple[tuple[Language, re.Pattern[str]], ...] = (("zh", _HAN), ("en", _LATIN))
    for tongue, letters in tongues:
        for match in glossary.find(folded, language=tongue) if letters.search(folded) else ():
            said, term = text[match.start : match.end], match.term
            bare = term.kind == "document" and len(term.zh) <= _BARE
            bare = bare or term.zh in _OF_FIGURES or term.zh in _ANY_MEETING
            # 高校 and 企业 are kinds of bodies, of which the evidence names one.
            bare = bare or (term.kind == "organisation" and len(term.zh) <= _BARE)
            # 上榜 and 指标 are everyday words that also stand for a list and a target.
            bare = bare or (len(said) <= _BARE and term.kind in ("document", "measure"))
            bare = bare or said == "园区" or bool(_LONGER.match(folded, match.end))
            common = _COMMON.fullmatch(said) and not _GOALS.fullmatch(said)
            if term.kind in _NAMES and not bare and not common:
                yield search_key(said), term


# The sentences of documents come up again for the next claim: each is looked through by itself.
@lru_cache(maxsize=_KEPT)
def _named(text: str, glossary: Glossary) -> frozenset[Term]:
    return frozenset(term for _, term in _matches(text, glossary))


@lru_cache(maxsize=_KEPT)
def _words_without_figures(text: str) -> frozenset[str]:
    return content_words(_FIGURE.sub("", search_key(text)))


def _unnamed(text: str, pieces: Sequence[str], languages: Languages) -> list[str]:
    """Return the known names of a text that stand in its evidence in no form, also not around a figure.

    "培训1000名企业一线工程师" has the name 培训企业一线工程师, what a plan puts forward is a target, and 申报专利 names
    专利 though it is another name.
    """
    known = frozenset[Term]().union(*(_named(piece, languages.glossary) for piece in pieces))
    words = frozenset[str]().union(*map(_words_without_figures, pieces))
    shares = any(figure.unit == "%" for piece in pieces for figure in find_figures(piece))
    plan = any(speaks_of_plans(piece) or _CODE.search(piece) for piece in pieces)
    return [
        said
        for said, term in _matches(text, languages.glossary)
        if term not in known
        and not any(content_words(name) <= words for name in (said, term.zh))
        and not (plan and search_key(term.zh) in _OF_PLANS)
        and not (shares and _SHARE.search(term.zh))
        and not (_PRIZES.search(term.zh) and any(_PRIZE.search(piece) for piece in pieces))
        and not (term.kind == "measure" and any(_parted(search_key(term.zh), piece) for piece in pieces))
    ]


def _parted(name: str, evidence: str) -> bool:
    """Tell whether the halves of a name stand near each other: 综合第一 is 综合排名第一."""
    halves = (
        rf"{re.escape(name[:cut])}[\u4e00-\u9fff]{{1,{_GAP}}}{re.escape(name[cut:])}" for cut in range(2, len(name) - 1)
    )
    return any(re.search(one, evidence) for one in halves)


def _unheard_of(text: str, pieces: Sequence[str], languages: Languages) -> list[str]:
    """Return the names of a text, by their form, that the evidence lacks under another name and in translation too.

    SAST stands for 省科协, and "Upstream News" for 上游新闻.
    """
    evidence = " ".join(pieces)
    missing = unknown_names(text, evidence)
    if not missing:
        return []
    known, folded = _said_alike(text, pieces, languages), search_key(evidence)
    missing = [name for name in missing if not any(search_key(name) in said for said in known)]
    missing = [name for name in missing if not _begins_alike(search_key(name), known, folded)]
    return [
        name
        for name in missing
        if not any(len(word) >= _BARE and word in folded for word in languages.meanings(name.lower()))
    ]


def _begins_alike(name: str, known: Sequence[str], evidence: str) -> bool:
    """Tell whether a name is the end of one that the evidence has in another form, and words of the evidence.

    科协第八届委员会, of 省科协第八届委员会, stands there as 陕西省科学技术协会第八届委员会.
    """
    ends = (said[-length:] for said in known for length in range(len(said), _BARE - 1, -1))
    return any(name.startswith(end) and (rest := name[len(end) :]) and rest in evidence for end in ends)


def _is_rendered(quoted: str, evidence: str, languages: Languages) -> bool:
    """Tell whether an English term in quotation marks renders one that the evidence has in its own: 一总两带.

    Most of its words must have a Chinese meaning in one and the same quoted term.
    """
    words = [word.singular for word in split_words(quoted)]
    words = [word for word in words if word in _NUMERALS or word not in STOP_EN]
    if languages.claim != "en" or not 1 < len(words) <= _MOST_WORDS:
        return False
    # "One hub" of 一总两带: a number says more than a word that has many renderings.
    enough = _RENDERED if len(words) > _PAIR or not _NUMERALS.keys() & set(words) else 1 / _PAIR
    meant = [(*_NUMERALS.get(word, ""), *languages.meanings(word)) for word in words]
    if _adds_to_a_name(quoted, evidence, languages.glossary):
        return True
    # "Three news and three smalls": with its numerals, half of a term tells it.
    numerals = sum(word in _NUMERALS for word in words)
    enough = (numerals + 1) / len(words) if numerals >= _PAIR else enough
    terms = [match[1] for match in _QUOTED_HAN.finditer(search_key(evidence))]
    return any(sum(any(one in term for one in known) for known in meant) >= enough * len(words) for term in terms)


def _adds_to_a_name(quoted: str, evidence: str, glossary: Glossary) -> bool:
    """Tell whether a quoted term is an English name of what the evidence names, with a word or two more in front."""
    words = {word.stem for word in split_words(quoted)}
    names = [{word.stem for word in split_words(name)} for name in glossary.english_for(search_key(evidence))]
    return any(len(name) > 1 and name <= words and len(words - name) <= _PAIR for name in names)


def _said_alike(text: str, pieces: Sequence[str], languages: Languages) -> list[str]:
    """Return the words of a text that name what its evidence names too, in whichever language and by whichever name."""
    find, folded = languages.glossary.find, search_key(text)
    terms = {match.term for one in pieces for tongue in _TONGUES for match in find(search_key(one), language=tongue)}
    found = (match for tongue in _TONGUES for match in find(folded, language=tongue))
    return [folded[match.start : match.end] for match in found if match.term in terms]


def _counting(text: str, languages: Languages) -> Iterator[tuple[frozenset[Decimal], frozenset[Term]]]:
    """Yield the figures of each clause with what it names; it leans on clauses without figures before it."""
    before: frozenset[Term] = frozenset()
    for clause in _CLAUSE.split(text):
        names, figures = _counted_names(clause, languages), find_figures(clause)
        if figures:
            yield frozenset(figure.value for figure in figures), names | before if names else frozenset()
            before = frozenset()
        else:
            before |= names


def _counted_names(clause: str, languages: Languages) -> frozenset[Term]:
    """Return what a clause names that can be counted: a target or the state of things is told of something else.

    A publisher or a place of which something is said is not counted either.
    """
    return frozenset(
        term
        for term in _named(clause, languages.glossary)
        if search_key(term.zh) not in _OF_PLANS and (term.kind not in _TOLD_OF or _MANY.search(term.zh))
    )


def _has_others(figure: Figure, counted: Sequence[Figure]) -> bool:
    """Tell whether the quotes have figures of the kind of one that it can have been exchanged with."""
    units = {other.unit for other in counted if other.value == figure.value} or {figure.unit}
    return sum(any(same_unit(other.unit, unit) for unit in units) for other in counted) > 1


def _counted_alike(text: str, citations: Sequence[Citation], worded: Sequence[str], languages: Languages) -> bool:
    """Tell whether each figure counts what it counts in the quotes: “院士之家1个，园区科协10个” must not be swapped."""
    # "金奖、银奖分别为20个、59个": what each counts does not stand in its clause.
    if any("分别" in citation.quote for citation in citations):
        return True
    counted = [figure for citation in citations for figure in find_figures(citation.quote)]
    quoted: list[tuple[frozenset[Decimal], frozenset[Term]]] = []
    for clause in _CLAUSE.split(text):
        figures = find_figures(clause)
        if (
            len(figures) != 1
            or not _has_others(figures[0], counted)
            or not (names := _counted_names(clause, languages))
        ):
            continue
        quoted = quoted or [counts for wording in worded for counts in _counting(wording, languages)]
        there = [named for values, named in quoted if figures[0].value in values]
        if there and all(there) and not any(names & others for others in there):
            return False
    return True
