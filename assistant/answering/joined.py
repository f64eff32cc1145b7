"""A claim and its evidence to the people, places and items of lists that the claim joins as no sentence does.

That a place, a person and a figure all stand in what is cited says nothing of which belongs to which. So what one
person did must not be told of another, nor what a city reached of its province; and in a list each item must be known.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from assistant.answering.alike import stem_alike
from assistant.answering.asserted import Meanings
from assistant.answering.rejoined import Told, best_share
from assistant.answering.stop_words import STOP_EN
from assistant.answering.support import Languages, meant_words
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term, TermMatch
from assistant.language.words import split_words
from assistant.schema import Language

_TONGUES: tuple[Language, ...] = ("zh", "en")
_SEGMENT = re.compile(r"[,，;；。：:()（）]|\.(?=\s|$)|\b(?:and|while)\b|[和与及]")
_CLAUSE = re.compile(r"[,，;；。：:]|\.(?=\s|$)")
_MARGIN = 0.25
"""By how much what another person did must fit the words of a claim better before two count as exchanged."""
_FITS, _FEW = 0.5, 3
"""Share of the words of a claim that speaks against it; of fewer words all must."""
_TWO = 2
"""Words of a claim that another person's piece must have where his own has none of them."""
_ORIGINAL = re.compile(r" ?\([\u4e00-\u9fff]+\)")
"""A name in Chinese behind its English form, which would part a person from what he does."""
_KEPT = 4_096
"""Sentences of documents come up again for the next reply."""
_MONTH = 7
"""Characters of a date that names a month."""
_LEVELS = (
    (
        re.compile(r"全国(?!.{0,8}[会赛])|\b(?:nationwide|across china|(?:all|whole) of china)\b"),
        re.compile("全国|国家|中国|china|nation"),
    ),
    (
        re.compile(r"全省|\b(?:across|all over|throughout) (?:the province|shaanxi)\b"),
        re.compile(r"全省|省内|省级|各[市县]|陕西(?!省?[\u4e00-\u9fff]{0,8}[会厅局委])|province"),
    ),
)
"""Words for the whole of something, and what must then stand in the evidence: that a body has 陕西 in its name is not
enough."""
_COMMON = re.compile("[a-z]+(?:['’]s?)?|园区")
"""A kind of place, which names none: the park."""
_ITEMS = re.compile(r"[^，。；：、,;:]+(?:、[^，。；：、,;:]+){2,}")
_LAST_ITEM = re.compile("以及|[和与及]")
_BEHIND_ITEM = re.compile("[和与及等的]|[一二三四五六七八九十两0-9]")
_NAMED = re.compile("[\u4e00-\u9fff]{2,6}")
_ITEMS_EN = re.compile(r"(?<=, )(?!and )[a-z][a-z’' -]{2,40}(?=, )|(?<=, and )[a-z][a-z’' -]{2,40}(?=[,.;]|$)")
_NO_ITEM = re.compile(
    "(?:while|whereas|but|or|with|which|who|where|when|including|both|all|so|as|namely|however|also) "
)
"""What begins a clause between two commas."""
_MOST_WORDS = 3
_MOST_KNOWN = 2
"""Items of a list that must be known before an unknown one is held to be made up."""


def exchanged_people(text: str, evidence: Sequence[Told], languages: Languages) -> list[str]:
    """Return the people of ``text`` who do what another one does in the evidence, or in another month."""
    told = _with_people(text, languages.glossary)
    if not told or not _has_several("person", evidence, languages.glossary):
        return []
    people = [
        (one, person, words) for one in evidence for person, _, words in _with_people(one.worded, languages.glossary)
    ]
    wrong = []
    for person, said, words in told:
        own = [known for _, someone, known in people if someone == person]
        other = [known for _, someone, known in people if someone != person]
        best = best_share(words, other)
        enough = best >= (_FITS if len(words) >= _FEW else 1)
        apart = _shared(words, other) >= _TWO and not _shared(words, own)
        if own and words and ((enough and best >= best_share(words, own) + _MARGIN) or apart):
            wrong.append(said)
    for clause in _CLAUSE.split(text):
        dates = [mention.iso for mention in find_dates(clause) if len(mention.iso) >= _MONTH]
        for person, said, _ in _with_people(clause, languages.glossary) if len(dates) == 1 else ():
            about = [one for one, other, _ in people if other == person]
            if about and not any(one.fits(dates[0]) for one in about):
                wrong.append(said)
    return list(dict.fromkeys(wrong))


def _has_several(kind: str, evidence: Sequence[Told], glossary: Glossary) -> bool:
    found = (match.term for one in evidence for match in _found(one.worded, glossary))
    return len({term for term in found if term.kind == kind}) > 1


def _shared(words: frozenset[str], known: Sequence[frozenset[str]]) -> int:
    return max((len(words & other) for other in known), default=0)


def exchanged_bodies(text: str, evidence: Sequence[Told], languages: Languages) -> list[str]:
    """Return the organisations of ``text`` to which it gives what the evidence tells of another one alone."""
    told = [
        (*named[0], words)
        for _, named, words in _pieces(text, _CLAUSE, "organisation", languages.glossary)
        if len(named) == 1
    ]
    if not told or not _has_several("organisation", evidence, languages.glossary):
        return []
    known = [piece for one in evidence for piece in _with_bodies(one.worded, languages.glossary)]
    wrong = []
    for body, said, words in told:
        own = [there for named, there in known if any(other == body for other, _ in named)]
        other = [there for named, there in known if len(named) == 1 and named[0][0] != body]
        best = best_share(words, other)
        if own and len(words) >= _FEW and best >= _FITS and best >= best_share(words, own) + _MARGIN:
            wrong.append(said)
    return list(dict.fromkeys(wrong))


@lru_cache(maxsize=_KEPT)
def _with_bodies(text: str, glossary: Glossary) -> tuple[tuple[tuple[tuple[Term, str], ...], frozenset[str]], ...]:
    """Return what each clause names, with its other words and those of the clauses behind it that name nothing."""
    told: list[tuple[tuple[tuple[Term, str], ...], frozenset[str]]] = []
    for _, named, words in _pieces(text, _CLAUSE, "organisation", glossary):
        if named or not told:
            told.append((named, words))
        else:
            told[-1] = (told[-1][0], told[-1][1] | words)
    return tuple(told)


@lru_cache(maxsize=_KEPT)
def _with_people(text: str, glossary: Glossary) -> tuple[tuple[Term, str, frozenset[str]], ...]:
    """Return each known person with the other words of the piece of the sentence; people of a list share them."""
    return tuple(
        (term, said, words)
        for piece, named, words in _pieces(_ORIGINAL.sub("", text), _SEGMENT, "person", glossary)
        if len(named) == 1 or "、" in piece
        for term, said in named
    )


def _pieces(
    text: str, ends: re.Pattern[str], kind: str, glossary: Glossary
) -> Iterator[tuple[str, tuple[tuple[Term, str], ...], frozenset[str]]]:
    """Yield each piece of a text with what it names of a kind, and its other words where the text names anything."""
    found = [match for match in _found(text, glossary) if match.term.kind == kind]
    start = 0
    for stop, after in [*(match.span() for match in ends.finditer(text)), (len(text), len(text))] if found else ():
        here = [match for match in found if start <= match.start < stop]
        rest = text[start:stop]
        for match in reversed(here):
            rest = f"{rest[: match.start - start]} {rest[match.end - start :]}"
        # A lone character is left of a date or a title.
        words = frozenset(word for word in meant_words(rest) if len(word) > 1)
        yield text[start:stop], tuple((match.term, text[match.start : match.end]) for match in here), words
        start = after


def _found(text: str, glossary: Glossary) -> list[TermMatch]:
    folded = search_key(text)
    return list(chain.from_iterable(glossary.find(folded, language=tongue) for tongue in _TONGUES))


def other_places(text: str, evidence: Sequence[Told], languages: Languages) -> list[str]:
    """Return the places of ``text`` that its evidence does not name although it names others, which the text does not.

    西咸新区新增327家 must not become 陕西新增327家, however often the document speaks of 陕西 elsewhere.
    """
    named = _places(text, languages)
    folded = search_key(text)
    levels = [(level.group(), known_as) for wide, known_as in _LEVELS if (level := wide.search(folded))]
    if not evidence or not (named or levels):
        return []
    spoken = search_key(" ".join(one.worded for one in evidence)) if levels else ""
    wider = [word for word, known_as in levels if not known_as.search(spoken)]
    known = set(chain.from_iterable(_places(one.worded, languages) for one in evidence))
    return [*([] if not known or known & named.keys() else named.values()), *wider]


def _places(text: str, languages: Languages) -> dict[Term, str]:
    found = [(match.term, text[match.start : match.end]) for match in _found(text, languages.glossary)]
    return {term: said for term, said in found if term.kind == "place" and not _COMMON.fullmatch(said)}


def _unknown_english(text: str, evidence: str, spoken: str, meanings: Meanings) -> list[str]:
    """Return the short items of an English list of which the evidence has no word, also not in Chinese, but others."""
    known = meant_words(evidence)
    wrong, right = [], 0
    for match in _ITEMS_EN.finditer(search_key(text)):
        words = [word for word in split_words(match.group()) if word.singular not in STOP_EN]
        if _NO_ITEM.match(match.group()) or not 0 < len(words) <= _MOST_WORDS or find_figures(match.group()):
            continue
        held = any(
            stem_alike(word.stem) in known or any(one in spoken for one in meanings(word.singular)) for word in words
        )
        right += held
        wrong += [] if held else [match.group().strip()]
    return wrong if right else []


def unknown_items(text: str, evidence: str, meanings: Meanings = lambda _: ()) -> list[str]:
    """Return the items of lists of which the evidence has no part, where it has others: two of a Chinese list.

    The first item is left out: what stands before it belongs to the sentence.

    >>> unknown_items("由机械、汽车、航空、化工四家学会组成", "机械、汽车、航空、电子4家学会")
    ['化工']
    """
    spoken = search_key(evidence)
    wrong = _unknown_english(text, evidence, spoken, meanings)
    # Without enough commas of lists the pattern would try every character in vain.
    for run in _ITEMS.finditer(search_key(text)) if text.count("、") >= _MOST_KNOWN else ():
        *items, last = run.group().split("、")[1:]
        items += [_BEHIND_ITEM.split(item)[0] for item in _LAST_ITEM.split(last, maxsplit=1)]
        items = [item for item in items if item]
        if all(_NAMED.fullmatch(item) for item in items) and sum(item in spoken for item in items) >= _MOST_KNOWN:
            wrong += [item for item in items if sum(character in spoken for character in item) * 2 < len(item)]
    return wrong
