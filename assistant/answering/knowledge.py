"""What answers are made with besides the index, and the concepts and word stems of texts by it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.answering.concepts import Concept, Segment, concepts_of
from assistant.answering.conflicts import RegisteredConflict
from assistant.answering.derived import Derive, derive_with
from assistant.answering.evidence import Encode
from assistant.answering.explaining import MEANING, QUOTED
from assistant.answering.known_words import open_speller
from assistant.answering.ownership import misplaced_by
from assistant.answering.spelling import Speller
from assistant.answering.support import Languages
from assistant.answering.understand import Understanding
from assistant.answering.verify import Misplaced
from assistant.index.pieces import Pieces
from assistant.language.dictionary import Dictionary
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.translations import TranslationMemory
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme
from assistant.schema import Language

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_A_FIGURE_OF = re.compile(r"^what (?:is|was|are|were) (?:[\w'’-]+ ){0,3}(?:goals?|targets?|aims?|objectives?)\b")
"""Asks for the goal that was set for a thing, not for what that thing is."""
_SET_IN = re.compile(r"\w (?:in|at|by|from|near|around) (?:the )?$")
"""Where something took place is not what is to be explained."""


@dataclass(frozen=True)
class Knowledge:
    """What answers are made with besides the index; all of it comes from the corpus folder."""

    glossary: Glossary
    programme: Programme
    translations: TranslationMemory
    register: tuple[RegisteredConflict, ...]
    segment: Segment
    cost_by_piece: Callable[[], Mapping[str, float]]
    encode: Encode
    pieces: Pieces
    """What questions and sentences are compared with word by word."""
    dictionary: Dictionary
    answers_from_ledger: bool = True
    """False answers every question from sentences."""
    judges_hits: bool = True
    """False looks for sentences however improbable it is that a hit holds the answer."""

    @cached_property
    def speller(self) -> Speller:
        """What slips in questions are recognised by."""
        return open_speller(self.glossary, self.programme, segment=self.segment, cost_by_piece=self.cost_by_piece)

    @cached_property
    def misplaced(self) -> Misplaced:
        """What finds figures that count something else in the evidence than in a claim."""
        return misplaced_by(self.programme, self.translations)

    @cached_property
    def derive(self) -> Derive:
        """What takes the figures out of a claim that follow from a target and a result of one indicator."""
        return derive_with(self.programme)

    @cached_property
    def names_of_the_frame(self) -> tuple[str, ...]:
        """The names, folded, of what the programme is a part of, bodies and places left out: 秦创原, Qinchuangyuan."""
        frame = [term for term in self.glossary.terms if term.zh in self.programme.about and term.kind == "term"]
        names = (name for term in frame for name in (term.zh, *term.zh_synonyms, term.en, *term.en_synonyms))
        return tuple(map(search_key, names))

    def languages(self, claim: Language) -> Languages:
        """Return what a claim in one language is compared with evidence in another by."""
        return Languages(
            claim,
            lambda document, text: self.translations.rendering(document, text, language=claim),
            self.glossary,
            self.misplaced,
            self.derive,
            self.dictionary.meanings,
        )

    def definition_for(self, asked: Understanding) -> str:
        """Return what the glossary says, in Chinese, of the term that a question wants explained; "" without one."""
        term = self.term_explained_by(asked)
        return term.definition_zh if term else ""

    def term_explained_by(self, asked: Understanding) -> Term | None:
        """Return the term that a question wants explained, of those that the glossary defines.

        It stands beside the words that ask for its meaning; of several there the longest is meant.
        """
        if "definition" not in asked.wanted or (asked.aspects & {"target"} and _A_FIGURE_OF.search(asked.folded)):
            return None
        found = [m for tongue in _LANGUAGES for m in self.glossary.find(asked.folded, language=tongue)]
        quoted = QUOTED.search(asked.question)
        if quoted is not None:
            # What stands in quotation marks is to be explained, be it a known term or not.
            found = [match for match in found if quoted.start() < match.end and match.start < quoted.end()]
            # A part of it is something else: the 孵化器 of “飞地孵化器”.
            found = [match for match in found if match.end - match.start >= len(quoted[1]) - 1]
        beside = MEANING.search(asked.folded)
        if beside is not None:
            before = [match for match in found if match.end <= beside.start()]
            end = max((match.end for match in before), default=0)
            found = [match for match in before if match.end == end] or found
        explained = [
            match
            for match in found
            if match.term.definition_zh
            and not (match.term.kind == "place" and _SET_IN.search(asked.folded[: match.start]))
        ]
        longest = max(explained, key=lambda match: match.end - match.start, default=None)
        return longest.term if longest else None


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


@lru_cache(maxsize=4_096)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the English words of a text."""
    return frozenset(word.stem for word in split_words(text))
