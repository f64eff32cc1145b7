"""Glossary, indicators and the words of questions to what slips are recognised by."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from assistant.answering import lexicon
from assistant.answering.concepts import Segment
from assistant.answering.misspelt import index_words
from assistant.answering.name_index import index_names
from assistant.answering.pinyin_input import SpokenWords, index_spoken
from assistant.answering.spelling import Speller
from assistant.answering.stop_words import STOP_EN
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme

_A_NAME = re.compile("(?![^了多几]*[了多几])[\u4e00-\u9fff]{4,}")
"""Wordings of an indicator that are names; 服务了多少企业 is a phrase."""
_PROPER = frozenset(("organisation", "event", "place", "person"))
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_CLASS = re.compile(r"\[[^\]]*\]")
_LONGEST_PHRASE, _COST_OF_A_PHRASE = 4, 7.0
"""Characters of a wording that is asked with, and how improbable it is in a question, as minus a log probability."""
_WORD = re.compile("[a-z]{3,}")


def open_speller(
    glossary: Glossary,
    programme: Programme,
    *,
    segment: Segment,
    cost_by_piece: Callable[[], Mapping[str, float]],
) -> Speller:
    """Return what recognises slips in the names of a glossary and of a programme."""
    terms = [(search_key(name), term.kind) for term in glossary.terms for name in (term.zh, *term.zh_synonyms)]
    wordings = [name for i in programme.indicators for name in (*i.own_names, *i.asked_zh)]
    related = [name for i in programme.indicators for m in i.related for name in (m.label_zh, *m.names, *m.asked)]
    names = [*filter(_A_NAME.fullmatch, map(search_key, wordings)), *(name for name, kind in terms if kind != "unit")]
    english = [name for term in glossary.terms for name in (term.en, *term.en_synonyms)]
    english += [name for i in programme.indicators for name in (i.name_en, *i.asked_en)]

    targets = {name for i in programme.indicators for name in i.own_names}

    @cache
    def own_words() -> frozenset[str]:
        return frozenset(piece for text in _own_texts(glossary, programme) for piece, *_ in segment(text))

    def spoken() -> SpokenWords:
        costs = {word: cost for word, cost in cost_by_piece().items() if "\u4e00" <= word[:1] <= "\u9fff"}
        asked = {f"{how}{i.unit}" for i in programme.indicators for how in ("几", "多少")} | _question_phrases()
        costs |= {phrase: min(costs.get(phrase, _COST_OF_A_PHRASE), _COST_OF_A_PHRASE) for phrase in asked}
        return index_spoken(costs, names=names, own=own_words() | asked)

    return Speller(
        index_names(
            names,
            proper=[name for name, kind in terms if kind in _PROPER and name not in targets],
            known=[search_key(name) for name in (*wordings, *related, *(name for name, _ in terms))],
        ),
        index_words(english, common=_question_words()),
        programme.names,
        segment,
        own_words,
        spoken,
    )


def _own_texts(glossary: Glossary, programme: Programme) -> Iterator[str]:
    """Yield the Chinese texts in which the programme's own words stand."""
    for term in glossary.terms:
        yield from (term.zh, *term.zh_synonyms, term.definition_zh)
    for indicator in programme.indicators:
        yield from (indicator.goal["zh"], indicator.done["zh"], *indicator.asked_zh)
    yield from (run for pattern in _patterns() for run in _HAN_RUN.findall(pattern))


def _question_phrases() -> frozenset[str]:
    """Return the Chinese wordings that questions ask with: 指什么, 在哪里."""
    runs = (run for pattern in _patterns() for run in _HAN_RUN.findall(_CLASS.sub(" ", pattern)))
    return frozenset(run for run in runs if 1 < len(run) <= _LONGEST_PHRASE)


def _question_words() -> frozenset[str]:
    """Return the English words that questions ask with."""
    return STOP_EN | {word for pattern in _patterns() for word in _WORD.findall(re.sub(r"\\.", " ", pattern))}


def _patterns() -> Iterator[str]:
    return (value.pattern for value in vars(lexicon).values() if isinstance(value, re.Pattern))
