"""A standalone question to what it asks: language, indicators, aspects, figures, dates, places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assistant.answering import lexicon
from assistant.answering.stop_words import STOP_EN
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import Script, han_share, script_of, search_key, to_simplified
from assistant.language.glossary import Glossary, Term, TermMatch
from assistant.language.numerals import ENGLISH_ORDINALS, format_chinese
from assistant.language.patterns import compiled
from assistant.language.sounds import is_pinyin
from assistant.ledger.indicators import FIGURE_MARK, Indicator, Programme
from assistant.schema import Figure, Language

Aspect = Literal[
    "target", "progress", "when_done", "count", "ratio", "difference", "status", "history", "open", "comparable",
    "all_targets", "overview", "code", "source", "premise", "belongs", "doubt", "not_met", "conflict", "yes_no",
    "extreme",
]  # fmt: skip
_ASPECTS: dict[Aspect, re.Pattern[str]] = {
    "target": lexicon.TARGET, "progress": lexicon.PROGRESS, "when_done": lexicon.WHEN_DONE, "count": lexicon.COUNT,
    "ratio": lexicon.RATIO, "difference": lexicon.DIFFERENCE, "status": lexicon.STATUS, "history": lexicon.HISTORY,
    "open": lexicon.OPEN, "source": lexicon.SOURCE, "premise": lexicon.PREMISE,
    "comparable": lexicon.COMPARABLE, "all_targets": lexicon.ALL_TARGETS,
    "overview": lexicon.OVERVIEW, "code": lexicon.CODE, "belongs": lexicon.BELONGS, "doubt": lexicon.DOUBT,
    "yes_no": lexicon.YES_NO, "extreme": lexicon.EXTREME, "not_met": lexicon.NOT_MET, "conflict": lexicon.CONFLICT,
}  # fmt: skip
Wanted = Literal[
    "size",
    "reference",
    "percent",
    "who",
    "names",
    "when",
    "where",
    "money",
    "count",
    "contact",
    "procedure",
    "definition",
    "list",
    "comparison",
]
_WANTED: dict[Wanted, re.Pattern[str]] = {
    "size": lexicon.SIZE,
    "reference": lexicon.REFERENCE,
    "percent": lexicon.PERCENT,
    "contact": lexicon.CONTACT,
    "procedure": lexicon.PROCEDURE,
    "money": lexicon.MONEY,
    "who": lexicon.WHO,
    "names": lexicon.NAMES,
    "when": lexicon.WHEN,
    "where": lexicon.WHERE,
    "count": lexicon.COUNT,
    "list": lexicon.LIST,
    "comparison": lexicon.COMPARISON,
    "definition": lexicon.DEFINITION,
}
_MIXED_WITH_GRAMMAR, _MIXED = 0.2, 0.5
"""Share of Han from which a mixed question is Chinese: little when its grammar is (target 里有多少个), else half."""
_NEAR_CHARACTERS = 60
"""Distance over which words such as "enterprises … served" still belong together."""
_SHORT_WORD = 4
"""List or Who at the beginning of an English question is no name."""
_CHINESE_GRAMMAR = re.compile("[的了吗呢吧有是多少几个什么怎哪谁请把和]")
_QUOTES = re.compile('[“”"「」『』《》]')
_LATIN_WORD = re.compile(r"[a-z][a-z&'+-]*")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks; ``folded`` is its search form, as long as the question."""

    question: str
    folded: str
    language: Language
    script: Script
    indicators: tuple[str, ...]
    indicator_words: tuple[str, ...]
    """The wordings by which the question names them."""
    precise: bool
    """True when an indicator was named as documents name it, or with the programme; False for a loose wording."""
    programme: bool
    aspects: frozenset[Aspect]
    wanted: frozenset[Wanted]
    figures: tuple[Figure, ...]
    dates: tuple[str, ...]
    batch: str | None
    """The round of recognition, as Chinese documents write it: 第三批."""
    places: tuple[str, ...]
    related: tuple[str, ...] = ()
    """Labels of other measures (企业科协 beside 园区科协) that the question names."""
    only_related: bool = False
    """True when it names such a measure and no indicator."""
    topics: tuple[str, ...] = ()
    """Other terms and measures of the glossary that it names, as it writes them."""
    others: tuple[str, ...] = field(default=())
    """Chinese names of the other people, organisations, places and events that the question names."""


def detect_language(question: str) -> Language:
    """Return the language that the answer should have.

    >>> detect_language("12621 工程 target 里 expert team 有多少个？"), detect_language("What is 秦创原?")
    ('zh', 'en')
    """
    if not _LATIN_WORD.search(question.lower()):
        return "zh"
    share = han_share(to_simplified(question))
    if share and all(map(is_pinyin, _LATIN_WORD.findall(question.lower()))):
        return "zh"  # Some words typed as they sound among characters.
    floor = _MIXED_WITH_GRAMMAR if _CHINESE_GRAMMAR.search(to_simplified(question)) else _MIXED
    return "zh" if share >= floor else "en"


def _batch_zh(match: re.Match[str]) -> str:
    """Return 第三批 for 第3批 and for "third batch"; 首批 is the first."""
    word = match.group(1) or match.group(2) or "一"
    if word in ENGLISH_ORDINALS:
        word = format_chinese(ENGLISH_ORDINALS.index(word) + 1)
    number = re.match(r"\d+", word)
    return f"第{format_chinese(int(number.group())) if number else word}批"


def batches_in(folded: str) -> tuple[str, ...]:
    """Return every batch that a folded question names, as Chinese documents write it.

    >>> batches_in("第三批和第四批各多少家"), batches_in("the third and the fourth batch")
    (('第三批', '第四批'), ('第三批', '第四批'))
    """
    spelt = _BATCHES_TOGETHER.sub(r"\g<one> batch and \g<other> batch", folded)
    return tuple(dict.fromkeys(_batch_zh(match) for match in lexicon.BATCH.finditer(spelt)))


_ORDINAL = rf"(?:{'|'.join(ENGLISH_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_BATCHES_TOGETHER = re.compile(
    rf"\b(?P<one>{_ORDINAL})(?:,? (?:and|or|versus|vs\.?) (?:the )?)(?P<other>{_ORDINAL}) batch(?:es)?\b"
)


def understand(
    question: str, *, glossary: Glossary, programme: Programme, language: Language | None = None
) -> Understanding:
    """Return what ``question`` asks."""
    folded = search_key(question).replace("甚么", "什么")
    named = [match for tongue in ("zh", "en") for match in glossary.find(folded, language=tongue)]
    chosen = _indicators(folded, named, programme)
    about = any(name in folded for name in programme.names)
    subjects = {"organisation", "person", "place", "event", "document"}
    own = {search_key(name) for name in (programme.name_zh, *programme.home, *programme.about)}
    own |= {name for indicator in programme.indicators for name in indicator.own_names}
    others = tuple(
        dict.fromkeys(
            match.term.zh
            for match in named
            if match.term.kind in subjects
            and search_key(match.term.zh) not in own
            and _is_a_name(question[match.start : match.end], match.term)
            # The 园区 of 园区里的科协 is a part of the indicator's name, not another place.
            # But Xixian stands between the words of "enterprises did Xixian serve".
            and not any(
                item.start <= match.start and match.end <= item.end and not _is_set_in(match, item, question)
                for item in chosen
            )
        )
    )
    related = tuple(
        measure.label_zh
        for indicator in programme.indicators
        for measure in indicator.related
        if any(search_key(name) in (measure.label_zh, *measure.names) for name in others)
        or any(_stands_alone(name, folded, indicator) for name in measure.asked)
    )
    owners = [i.id for i in programme.indicators for measure in i.related if measure.label_zh in related]
    indicators = tuple(dict.fromkeys([*(item.indicator for item in chosen), *owners]))
    others = tuple(name for name in others if not any(name in m.names for i in programme.indicators for m in i.related))
    places = tuple(name for name in programme.parts if name in folded or name in others)
    # There is one programme here: 这个工程 means it as long as nothing else is named that it may be.
    about = about or bool(lexicon.THE_PROGRAMME.search(folded) and not (others or places))
    batch = lexicon.BATCH.search(folded)
    return Understanding(
        question=question,
        folded=folded,
        language=language or detect_language(question),
        script=script_of(question),
        indicators=indicators,
        only_related=bool(related) and not chosen,
        indicator_words=tuple(folded[item.start : item.end] for item in chosen),
        precise=bool(related) or any(item.precise for item in chosen) or (about and bool(chosen)),
        programme=about,
        aspects=_aspects(folded, programme),
        wanted=kinds_wanted(_without_names(folded, named), programme),
        figures=tuple(
            figure
            for figure in find_figures(question)
            if folded[figure.start : figure.end].strip() not in programme.names
            # The nine of 黄河九省科协组织论坛 is a part of its name.
            and not any(
                match.start <= figure.start and figure.end <= match.end
                for match in named
                if match.term.kind in ("event", "organisation")
            )
        ),
        dates=tuple(mention.iso for mention in find_dates(question)),
        batch=_batch_zh(batch) if batch else None,
        places=places,
        related=related,
        others=others,
        topics=tuple(
            folded[match.start : match.end]
            for match in named
            if match.term.kind in ("term", "measure")
            and search_key(match.term.zh) not in own
            and _is_a_topic(folded[match.start : match.end])
            and not any(match.start < item.end and item.start < match.end for item in chosen)
        ),
    )


def kinds_wanted(folded: str, programme: Programme) -> frozenset[Wanted]:
    """Return the kinds of things that a folded question, or a clause of one, asks for."""
    bare = re.sub(r"[\W_]|工程|计划|项目|programm?e?|the", "", folded)
    if bare in programme.names:
        return frozenset({"definition"})  # The name alone asks what it is.
    return frozenset(name for name, pattern in _WANTED.items() if pattern.search(folded))


def _without_names(folded: str, named: Sequence[TermMatch]) -> str:
    """Return a question without the names of what it is about: the 经费 of 横向项目结余经费 asks for no money."""
    for match in named:
        if match.end - match.start > _LONG_NAME and match.term.zh in folded and lexicon.MONEY.search(match.term.zh):
            folded = folded[: match.start] + _BLANK * (match.end - match.start) + folded[match.end :]
    return folded


_LONG_NAME = 4
_BLANK = "\ue001"


def _aspects(folded: str, programme: Programme) -> frozenset[Aspect]:
    folded = _QUOTES.sub("", folded)  # 要“服务”多少 asks what 要服务多少 asks.
    # "什么时候完成" asks for the deadline, "were supposed to be served" for the target: neither asks for progress.
    by = re.compile(rf"(?<=到){programme.by[:4]}(?=年)|(?<=\bby ){programme.by[:4]}\b")
    dated = by.sub(lexicon.DEADLINE, folded)  # "到2023年多少" asks for the target, if 2023 is the deadline.
    undated = lexicon.TARGET_VOICE.sub(" ", lexicon.WHEN_DONE.sub(" ", folded))
    return frozenset(
        name
        for name, pattern in _ASPECTS.items()
        if pattern.search(undated if name in ("progress", "status", "open") else dated if name == "target" else folded)
    )


def _stands_alone(name: str, folded: str, indicator: Indicator) -> bool:
    """Tell whether a question names another measure, and not the indicator whose longer name holds the same words."""
    for longer in (*indicator.asked_zh, *indicator.asked_en):
        if name in longer and name != longer:
            folded = folded.replace(longer, " ")
    return name in folded


def _is_a_name(written: str, term: Term) -> bool:
    """Tell a proper name from a common noun such as 活动 or "list" that the glossary also translates."""
    if term.kind in ("person", "place"):
        return True
    if written.isascii():
        return " " in written or (written[:1].isupper() and len(written) > _SHORT_WORD)
    return len(term.zh) > 2


def _is_set_in(match: TermMatch, item: "_Named", question: str) -> bool:
    """Tell a proper name between the words of an English wording from a part of it."""
    written = question[match.start : match.end]
    return written.isascii() and written[:1].isupper() and item.start < match.start and match.end < item.end


def _is_a_topic(written: str) -> bool:
    """Tell a term that may be what a question is about from a common word that the glossary translates too."""
    if lexicon.ATTRIBUTES.fullmatch(written) or lexicon.STOP_ZH.fullmatch(written):
        return False
    if written.isascii():
        return " " in written and not all(word in STOP_EN for word in written.split())
    return len(written) > _COMMON_WORD


_COMMON_WORD = 3
"""Characters of 企业, 培训 and 工程师."""


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    indicator: str
    precise: bool


def _indicators(folded: str, named: Sequence[TermMatch], programme: Programme) -> list[_Named]:
    """Return the indicators that the question names, in its order; of overlapping wordings the longest."""
    candidates = [found for indicator in programme.indicators for found in _wordings(folded, indicator)]
    # "企业科协" or "卓越工程师大赛" is something else although a shorter wording of an indicator stands in it.
    own_names = {indicator.id: set(indicator.asked_zh) for indicator in programme.indicators}
    chosen: list[_Named] = []
    for found in sorted(candidates, key=lambda item: (item.start - item.end, not item.precise, item.start)):
        hidden = any(
            match.start <= found.start and found.end <= match.end and match.end - match.start > found.end - found.start
            and search_key(match.term.zh) not in own_names[found.indicator]
            for match in named
        )  # fmt: skip
        if not hidden and not any(found.start < other.end and other.start < found.end for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda item: item.start)


def _wordings(folded: str, indicator: Indicator) -> list[_Named]:
    found = []
    for name in indicator.asked_zh:
        start = folded.find(name)
        if start >= 0:
            # A loose word such as 工程师 may belong to anything; the full name may not.
            found.append(_Named(start, start + len(name), indicator.id, name in indicator.own_names))
    for stems in indicator.near_en:
        words = [compiled(rf"\b{stem}\w*").search(folded) for stem in stems if stem in folded]
        if len(words) == len(stems) and all(words):
            places = [(m.start(), m.end()) for m in words if m]
            start, end = min(places)[0], max(b for _, b in places)
            if end - start <= _NEAR_CHARACTERS:
                found.append(_Named(start, end, indicator.id, False))
    for name in indicator.asked_en:
        match = _phrase(name).search(folded) if _FIRST_LETTERS.split(name, 1)[0] in folded else None
        if match:
            # One word (engineers, workstations) may belong to anything; two words are as good as the name, unless
            # another measure is called so too (technology managers).
            shared = any(name in measure.label_en.lower() for measure in indicator.related)
            precise = len(re.split("[ -]", name)) > 1 and not shared
            found.append(_Named(match.start(), match.end(), indicator.id, precise))
    return found or _by_pattern(folded, indicator)


def _by_pattern(folded: str, indicator: Indicator) -> list[_Named]:
    """Find the indicator as documents state it, with the asked number or with a stated one: 服务了1000家企业."""
    asked = [match.span() for match in _ASKED_NUMBER.finditer(folded)]
    stated = [(figure.start, figure.end) for figure in find_figures(folded) if figure.unit in indicator.own.units]
    for start, end in (*asked, *stated):
        before = folded[:start].rstrip("了过")
        match = indicator.own.pattern.search(before + FIGURE_MARK + folded[end:])
        if match:
            longer = end - len(before) - len(FIGURE_MARK)
            return [_Named(match.start(), match.end() + longer, indicator.id, False)]
    return []


_ASKED_NUMBER = re.compile(r"(?:多少|好?几)[个家名项位人条支]?")


_FIRST_LETTERS = re.compile("[ '-]")
"""Ends what every spelling of an English name begins with."""


@lru_cache(maxsize=2_048)
def _phrase(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_plural_tolerant(name)}\b")


def _plural_tolerant(name: str) -> str:
    return re.escape(name).replace("\\-", "[- ]").replace("\\ ", r"[\s-]+").replace("'", "'?") + "(?:e?s)?"
