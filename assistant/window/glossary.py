"""The terms of the glossary and a search to one page of them as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.sounds import readings
from assistant.schema import Language
from assistant.window.labels import label
from assistant.window.links import opens, term_address
from assistant.window.markup import escape
from assistant.window.term import definition_of, name_of

PAGE = 30
"""Terms on a page."""


@dataclass(frozen=True)
class TermPage:
    """One page of the terms that match; ``first`` counts from 0."""

    terms: tuple[Term, ...]
    total: int
    first: int

    @property
    def more(self) -> bool:
        """Tell whether another page follows."""
        return self.first + len(self.terms) < self.total


@dataclass(frozen=True)
class TermList:
    """The glossary in the order of each language, explained terms first."""

    glossary: Glossary

    @cached_property
    def _ordered(self) -> dict[Language, tuple[Term, ...]]:
        terms = self.glossary.terms
        return {
            "zh": tuple(sorted(terms, key=lambda term: (not term.definition_zh, _spelling(term.zh), term.zh))),
            "en": tuple(sorted(terms, key=lambda term: (not term.definition_en, term.en.casefold(), term.zh))),
        }

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {term.zh: _searchable(term) for term in self.glossary.terms}

    def page(self, wanted: str, number: int, language: Language) -> TermPage:
        """Return one page of the terms in whose names or explanation every word occurs; names come first."""
        words = search_key(wanted).split()
        found = [term for term in self._ordered[language] if all(word in self._texts[term.zh] for word in words)]
        if words:
            found.sort(key=lambda term: not _names_all(term, words))
        first = min(max(0, number), max(0, len(found) - 1) // PAGE) * PAGE
        return TermPage(tuple(found[first : first + PAGE]), len(found), first)

    def html(self, page: TermPage, language: Language) -> str:
        """Write a page of terms with their counts."""
        if not page.terms:
            return f'<p class="empty" role="status" lang="{language}">{label("no_terms", language)}</p>'
        terms = self.glossary.terms
        defined = sum(bool(definition_of(term, language)) for term in terms)
        counted = (
            label("terms", language, count=len(terms), defined=defined)
            if page.total == len(terms)
            else label("terms_of", language, count=page.total, total=len(terms))
        )
        items = "".join(_item(term, language) for term in page.terms)
        return (
            f'<div class="glossary" lang="{language}"><p class="count" role="status">{counted}</p>'
            f'<dl class="terms">{items}</dl></div>'
        )


def _spelling(name: str) -> list[str]:
    """Return what a Chinese name is ordered by: its syllables, and what else it holds as it stands."""
    return [next(iter(readings(character)), character) for character in name]


def _item(term: Term, language: Language) -> str:
    other: Language = "zh" if language == "en" else "en"
    name = opens(term_address(term.zh, language), escape(name_of(term, language)), css="name")
    facts = f'<span class="where"><span lang="{other}">{escape(name_of(term, other))}</span> · '
    facts += f"{label(f'kind_{term.kind}', language)}</span>"
    definition = definition_of(term, language)
    explained = escape(definition) if definition else f'<span class="empty">{label("no_definition", language)}</span>'
    return f"<div><dt>{name} {facts}</dt><dd>{explained}</dd></div>"


def _searchable(term: Term) -> str:
    names = (term.zh, term.en, *term.zh_synonyms, *term.en_synonyms)
    return search_key("\n".join((*names, term.definition_zh, term.definition_en)))


def _names_all(term: Term, words: Sequence[str]) -> bool:
    names = search_key("\n".join((term.zh, term.en, *term.zh_synonyms, *term.en_synonyms)))
    return all(word in names for word in words)
