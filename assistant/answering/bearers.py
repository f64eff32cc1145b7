"""The places and bodies whose figure a question asks for; whether a sentence speaks of them or of others.

The turnover of Xi'an is no answer to that of Baoji, however well all other words fit. A sentence is about what it names
itself; one that names no place is about what was named before it in its passage, in the heading or in the title.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering import lexicon
from assistant.answering.home_figures import HomeFigures, asks_for_home, home_figures
from assistant.answering.understand import Understanding
from assistant.language.dictionary import Dictionary
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.sounds import readings
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme
from assistant.ledger.scope import OTHER_PROVINCES
from assistant.schema import Passage, Source

_NUMBERS = frozenset(("count", "money", "percent", "size"))
_LOOKED_UP = frozenset(("doubt", "comparable", "belongs", "premise", "not_met", "difference"))
"""Where a statement is to be judged, the figure of another place is what corrects it."""
_GENERIC = frozenset(("高新区", "经开区", "市级", "全市", "我市", "县级"))
"""Every city has one of these."""
_BEFORE = r"^(?:请问|问一下|那么?|(?:截至|到)?\d{4}年(?:\d+月)?(?:底|末)?[,，]?)*"
_OPENING = re.compile(_BEFORE + r"(?P<rest>[\u4e00-\u9fff]{0,4})")
_AT_THE_START = re.compile(
    _BEFORE + r"(?P<name>(?!全|我|各|哪|几|多少)[\u4e00-\u9fff]{2,3}(?<![个座些大中小]城)[市县](?!科协)"
    r"|(?P<body>[\u4e00-\u9fff]{2,9}(?:大学|学院|公司|集团|医院|研究院)"
    r"|[\u4e00-\u9fff]{2,3}[市县]科协|(?:(?!园区|企业|高校|基层|[省市县区校各个])[\u4e00-\u9fff]){2,6}科协))"
)
_SUFFIX = re.compile("(?:特别行政区|自治区|新区|新城|[市县区州省])$")
_SETTLEMENT = re.compile("[\u4e00-\u9fff]{2,5}[市县区州省]$")
_PROPER_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z’']{2,}")
_SHORTEST = 2
_MEASURE = re.compile(
    r"(?:额|总数|人数|数量|总量|产值|收入|规模|比例|占比)[?？。]?$"
    r"|^what (?:is|was|were) .*\b(?:turnover|value|volume|amount|number|revenue|output|total|share|size)\b"
)
"""A question that ends with a measure asks for its figure without saying so."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose figure is asked for: how to call it in either language, all its names, folded, and if it is a place."""

    zh: str
    en: str
    names: tuple[str, ...]
    is_place: bool = True


@dataclass(frozen=True, slots=True)
class Bearers:
    """Those that a question names, none where it asks for no figure; and the places that they may be taken for."""

    asked: tuple[Bearer, ...] = ()
    places: tuple[str, ...] = ()
    bare: bool = False
    """True when the question names a measure and no question word; then a sentence without figures answers nothing."""
    home: HomeFigures | None = None
    """Set when the figure of the province itself is asked for."""

    def borne_elsewhere(self, text: str, rendering: str, before: str, passage: Passage, source: Source) -> bool:
        """Tell whether a sentence, with what stands before it in its passage, gives no figure of those asked about."""
        if not self.asked:
            return False
        if self.bare and not find_figures(text):
            return True
        if self.home is not None:
            return self.home.given_elsewhere(text, rendering, (before, passage.heading, source.title))
        here = search_key(f"{text} {rendering}")
        if self._names_asked(here):
            return False
        if self._names_other(here):
            return True
        around = (search_key(before), search_key(passage.heading), search_key(source.title))
        return not any(map(self._names_asked, around))

    def _names_asked(self, folded: str) -> bool:
        return any(name in folded for bearer in self.asked for name in bearer.names)

    def _names_other(self, folded: str) -> bool:
        return any(place in folded for place in self.places)


NOBODY = Bearers()


def bearers_of(asked: Understanding, *, glossary: Glossary, programme: Programme, dictionary: Dictionary) -> Bearers:
    """Return whose figure a question asks for; a bare "宝鸡2022年技术成交额" asks for one too."""
    bare = not asked.wanted and _MEASURE.search(asked.folded) is not None
    ranks = not asked.wanted and lexicon.RANK.search(asked.folded) is not None
    if (
        not (bare or ranks or (asked.wanted and asked.wanted <= _NUMBERS))
        or asked.figures
        or asked.aspects & _LOOKED_UP
    ):
        return NOBODY
    found: dict[str, Bearer] = {}
    for bearer in _named(asked, glossary, programme, dictionary):
        found.setdefault(bearer.names[0], bearer)
    if not found and asks_for_home(asked.folded, glossary):
        return Bearers((_home_of(programme),), bare=bare, home=home_figures(programme, glossary))
    # 沣西新城 is in 西咸新区: of two names of which one holds the other the longer one is meant.
    kept = [one for one in found.values() if not any(_within(one, other) for other in found.values() if other != one)]
    # A body may act anywhere, so that a place beside it does not make a figure another's.
    places = (*programme.parts, *OTHER_PROVINCES) if all(one.is_place for one in kept) else ()
    others = (search_key(place) for place in places if place not in _GENERIC)
    own = {name for bearer in kept for name in bearer.names}
    return Bearers(tuple(kept), tuple(place for place in others if not any(place in name for name in own)), bare)


def _home_of(programme: Programme) -> Bearer:
    """Return the province as a bearer; the names of its association are not its own."""
    names = (*(name for name in programme.home if "科" not in name), "陕西", "Shaanxi")
    return _bearer("陕西省", en="Shaanxi", names=names)


def _within(one: Bearer, other: Bearer) -> bool:
    return one.names[0] in other.names[0]


def _named(asked: Understanding, glossary: Glossary, programme: Programme, dictionary: Dictionary) -> Iterable[Bearer]:
    terms = {term.zh: term for term in glossary.terms if term.kind in ("place", "organisation")}
    named = (terms[name] for name in asked.others if name in terms)
    yield from (_of_term(term) for term in named if _has_own_name(term, programme))
    known = [place for place in asked.places if place not in _GENERIC]
    known += [province for province in OTHER_PROVINCES if province in asked.folded]
    start = _AT_THE_START.match(asked.folded)
    known += _settlement_at(_OPENING.match(asked.folded), dictionary)
    if start and start["body"]:
        yield _bearer(start["body"], is_place=False)
    elif start:
        known.append(start["name"])
    written = [(name, "") for name in known]
    written += settlements_in(asked.question, dictionary) if asked.language == "en" else []
    yield from (_bearer(zh, en=en) for zh, en in written if not _is_home(zh, programme))


def _has_own_name(term: Term, programme: Programme) -> bool:
    """Tell a place or body from a kind of them: 沣西新城 and 西北大学 are such, 专家工作站 and 领导小组 are not."""
    if _is_home(term.zh, programme):
        return False
    return term.zh in programme.parts or any(name[:1].isupper() for name in (term.en, *term.en_synonyms))


def _is_home(name: str, programme: Programme) -> bool:
    return name in (*programme.home, *programme.about) or _SUFFIX.sub("", name) in programme.about


def _of_term(term: Term) -> Bearer:
    names = (term.zh, *term.zh_synonyms, term.en, *term.en_synonyms)
    return _bearer(term.zh, en=term.en, names=names, is_place=term.kind == "place")


def _bearer(name: str, *, en: str = "", names: Sequence[str] = (), is_place: bool = True) -> Bearer:
    short = _SUFFIX.sub("", name)
    every = (name, *([short] if len(short) >= _SHORTEST else []), *names)
    return Bearer(name, en or name, tuple(dict.fromkeys(map(search_key, filter(None, every)))), is_place)


def _settlement_at(opening: re.Match[str] | None, dictionary: Dictionary) -> list[str]:
    """Return the city or county that a question begins with, the longest that fits."""
    rest = opening["rest"] if opening else ""
    return [rest[:end] for end in range(len(rest), 1, -1) if rest[:end] in dictionary.settlements()][:1]


def settlements_in(question: str, dictionary: Dictionary) -> list[tuple[str, str]]:
    """Return the cities and counties that an English question writes with a capital: in Chinese, and as written."""
    found: list[tuple[str, str]] = []
    for match in _PROPER_NAME.finditer(question):
        stems = [word.stem for word in split_words(match.group())]
        known = dictionary.look_up(stems[:1])
        # China is 赤县 too, a word of poems; 韩城市 is listed beside 韩城.
        names = [word for word in known if _SETTLEMENT.match(word) and _SUFFIX.sub("", word) in known]
        # Xi’an without its mark is how old maps write 咸宁 too, and 西安区 is a district elsewhere.
        names.sort(key=lambda name: (not _is_read(_SUFFIX.sub("", name), match.group()), not name.endswith("市")))
        found += [(name, match.group()) for name in names[:1]]
    return found


def _is_read(name: str, written: str) -> bool:
    """Tell whether a Chinese name is read as ``written``, in which a mark may part two syllables."""
    letters = search_key(written).replace("'", "")
    spellings = {""}
    for character in name:
        spellings = {head + syllable for head in spellings for syllable in readings(character)}
    return letters in spellings
