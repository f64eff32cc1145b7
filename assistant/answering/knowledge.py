"""What answers are made with besides the index, and the concepts and word stems of texts by it."""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.concepts import Concept, Segment, concepts_of
from assistant.answering.conflicts import RegisteredConflict
from assistant.answering.evidence import Encode
from assistant.answering.lexicon import STOP_EN
from assistant.answering.spelling import correct, correct_english
from assistant.answering.understand import Understanding
from assistant.index.pieces import Pieces
from assistant.language.dictionary import Dictionary
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.translations import TranslationMemory
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme
from assistant.schema import Language

_SLIPS = re.compile("(?![^了多几]*[了多几])[\\u4e00-\\u9fff]{4,}")
"""Wordings that are names; 服务了多少企业 is a phrase."""
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_PROPER = frozenset(("organisation", "event", "place", "document"))
"""Kinds of terms that are names; common words resemble other common words too much to be guessed at."""


@dataclass(frozen=True)
class Knowledge:
    """What answers are made with besides the index; all of it comes from the corpus folder."""

    glossary: Glossary
    programme: Programme
    translations: TranslationMemory
    register: tuple[RegisteredConflict, ...]
    segment: Segment
    encode: Encode
    pieces: Pieces
    """What questions and sentences are compared with word by word."""
    dictionary: Dictionary

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Chinese names that a slip of the pen may be meant for."""
        named = (term for term in self.glossary.terms if term.kind in _PROPER or term.zh in self.programme.name_zh)
        terms = (name for term in named for name in (term.zh, *term.zh_synonyms))
        wordings = (
            name for i in self.programme.indicators for name in (*i.own_names, *i.asked_zh) if _SLIPS.fullmatch(name)
        )
        return tuple(dict.fromkeys((*wordings, *terms)))

    @cached_property
    def words(self) -> frozenset[str]:
        """English words of the names of the programme."""
        named = (name for term in self.glossary.terms for name in (term.en, *term.en_synonyms))
        asked = (name for indicator in self.programme.indicators for name in indicator.asked_en)
        return frozenset(word for name in (*named, *asked) for word in re.findall("[a-z]{5,}", search_key(name)))

    def definition_for(self, asked: Understanding) -> str:
        """Return what the glossary says, in Chinese, of the term that a question wants explained; "" without one."""
        term = self.term_explained_by(asked)
        return term.definition_zh if term else ""

    def term_explained_by(self, asked: Understanding) -> Term | None:
        """Return the term that a question wants explained, the longest of those that the glossary defines."""
        if "definition" not in asked.wanted:
            return None
        found = [m for tongue in _LANGUAGES for m in self.glossary.find(asked.folded, language=tongue)]
        explained = [match for match in found if match.term.definition_zh]
        longest = max(explained, key=lambda match: match.end - match.start, default=None)
        return longest.term if longest else None

    def correct(self, question: str) -> str:
        """Return ``question`` with slips in known names mended."""
        mended = correct(question, self.names, self.programme.names, cost=self._cost)
        return correct_english(mended, self.words, known=self._is_word)

    def _is_word(self, word: str) -> bool:
        # compare is a form of compared, but enginers, with the stem of engineers, is none of it.
        return word in STOP_EN or any(
            other.startswith(word) or word.startswith(other) for other in self.words if stem_of(other) == stem_of(word)
        )

    def _cost(self, text: str) -> float:
        return sum(cost for *_, cost in self.segment(text))


def question_concepts(asked: Understanding, knowledge: Knowledge) -> tuple[Concept, ...]:
    """Return the concepts of a question."""
    return concepts_of(
        asked,
        glossary=knowledge.glossary,
        segment=knowledge.segment,
        stem=stem_of,
        definition=knowledge.definition_for(asked),
    )


def stem_of(word: str) -> str:
    """Return the stem of an English word."""
    return next((found.stem for found in split_words(word)), word)


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the English words of a text."""
    return frozenset(word.stem for word in split_words(text))
