"""A YAML list of terms, and a text, to the terms that the text names: their other names, spans and definitions.

Only ``load_glossary`` reads a file; everything else is pure. Names are found longest first, whatever their case,
width, accents, quotes or dashes; English ones also in the plural, with verb endings and in either spelling.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import eq
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import yaml

from assistant.errors import UsageError
from assistant.language.words import Word, fold_with_origins, folded_text, split_words, stands_alone
from assistant.language.yaml_text import load_yaml
from assistant.schema import Language

TermKind = Literal["term", "organisation", "person", "place", "event", "measure", "unit", "document"]

SPELT_OUT: frozenset[TermKind] = frozenset({"measure", "organisation"})
"""Kinds that documents call by a long and a short name alike (高新技术企业, 高企), so that a query needs both."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing with its names in both languages; a definition is one sentence, or empty."""

    zh: str
    en: str
    kind: TermKind
    zh_synonyms: tuple[str, ...] = ()
    en_synonyms: tuple[str, ...] = ()
    definition_zh: str = ""
    definition_en: str = ""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that is named at ``text[start:end]``."""

    start: int
    end: int
    term: Term


_MOST_KEPT = 8_192
"""Texts of which the terms are kept: each sentence is searched many times while a reply is verified."""
_Found = tuple[int, int, tuple[Term, ...]]
_Chinese = Mapping[str, tuple[tuple[str, Term], ...]]
"""First character → the folded names that begin with it, longest first."""
_Senses = tuple[tuple[tuple[str, ...], Term], ...]
"""What a name may mean: its words in the singular, and the term."""
_English = Mapping[str, tuple[tuple[tuple[str, ...], _Senses], ...]]
"""First stem → the names that begin with it, as stems, longest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """The terms of the programme; make one with ``build_glossary`` or ``load_glossary``.

    Two are the same only if they are one, so that what was found with it can be kept by it.
    """

    terms: tuple[Term, ...]
    _chinese: _Chinese = field(repr=False, compare=False)
    _english: _English = field(repr=False, compare=False)
    _found: dict[tuple[str, Language], tuple[TermMatch, ...]] = field(default_factory=dict, repr=False, compare=False)

    def chinese_for(self, text: str) -> tuple[str, ...]:
        """Return the Chinese names of what ``text`` names in English, with the synonyms that documents use.

        >>> build_glossary([Term("院士", "academician", "term")]).chinese_for("Which academicians spoke?")
        ('院士',)
        """
        terms = (term for _, _, senses in _find_english(text, self._english) for term in senses)
        names = (name for term in terms for name in (term.zh, *(term.zh_synonyms if term.kind in SPELT_OUT else ())))
        return tuple(dict.fromkeys(names))

    def english_for(self, text: str) -> tuple[str, ...]:
        """Return the English names of what a text in simplified Chinese names."""
        return tuple(dict.fromkeys(match.term.en for match in self.find(text, language="zh")))

    def synonyms_for(self, text: str) -> tuple[str, ...]:
        """Return the other Chinese names of what a Chinese text names: 园区科学技术协会 → 园区科协."""
        matches = self.find(text, language="zh")
        said = {folded_text(text[match.start : match.end]) for match in matches}
        names = (name for match in matches for name in (match.term.zh, *match.term.zh_synonyms))
        return tuple(dict.fromkeys(name for name in names if folded_text(name) not in said))

    def find(self, text: str, *, language: Language) -> tuple[TermMatch, ...]:
        """Return the terms that ``text`` names, from left to right and without overlaps.

        A name that may mean several terms counts as the one that comes first in the glossary.
        """
        known = self._found.get((text, language))
        if known is None:
            found = _find_chinese(text, self._chinese) if language == "zh" else _find_english(text, self._english)
            known = tuple(TermMatch(start, end, senses[0]) for start, end, senses in found)
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[text, language] = known
        return known

    def definition(self, term: str, *, language: Language) -> Term | None:
        """Return the term called ``term``, by its name or a synonym; its definition may be empty."""
        wanted = term.strip()
        matches = self.find(wanted, language=language)
        return matches[0].term if matches and (matches[0].start, matches[0].end) == (0, len(wanted)) else None


def load_glossary(path: Path) -> Glossary:
    """Read the glossary at ``path``; raise UsageError that names the file and the entry that is wrong."""
    try:
        # Everything is text, so that a name such as 12621 needs no quotes.
        entries = load_yaml(path.read_text(encoding="utf-8"), plain=True)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as a YAML list of terms: {error}") from error
    if not isinstance(entries, list):
        raise UsageError(f"{path}: must be a YAML list, one entry a term.")
    terms: list[Term] = []
    owners: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        term = _parse_term(entry, where=f"{path}, entry {number}")
        for name in (term.zh, *term.zh_synonyms):
            owner = owners.setdefault(folded_text(name), number)
            if owner != number:
                raise UsageError(f"{path}, entry {number} ({term.zh}): {name} already stands in entry {owner}.")
        terms.append(term)
    return build_glossary(terms)


def build_glossary(terms: Iterable[Term]) -> Glossary:
    """Index ``terms`` by all their names; an earlier term wins where a name is ambiguous."""
    terms = tuple(terms)
    chinese: dict[str, Term] = {}
    english: defaultdict[tuple[str, ...], list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
    for term in terms:
        for name in (term.zh, *term.zh_synonyms):
            chinese.setdefault(folded_text(name), term)
        for name in _english_names(term):
            if words := split_words(name):
                english[tuple(word.stem for word in words)].append((tuple(word.singular for word in words), term))
    senses = ((key, tuple(meanings)) for key, meanings in english.items())
    return Glossary(terms, _longest_first(chinese.items()), _longest_first(senses))


def _parse_term(entry: object, *, where: str) -> Term:
    if not isinstance(entry, dict):
        raise UsageError(f"{where}: must be a mapping with zh, en and kind.")
    where = f"{where} ({entry.get('zh') or entry.get('en') or 'no name'})"
    if unknown := [str(key) for key in entry if key not in Term.__slots__]:
        raise UsageError(f"{where}: unknown {', '.join(unknown)}; use {', '.join(Term.__slots__)}.")
    if missing := [key for key in ("zh", "en", "kind") if key not in entry]:
        raise UsageError(f"{where}: {', '.join(missing)} missing.")
    if entry["kind"] not in get_args(TermKind):
        raise UsageError(f"{where}: kind is {entry['kind']!r}; use one of {', '.join(get_args(TermKind))}.")
    values: dict[str, Any] = {}
    for key, value in entry.items():
        several = key.endswith("_synonyms")
        texts = value if several else [value]
        if not isinstance(texts, list) or not all(
            isinstance(text, str) and folded_text(text).strip() for text in texts
        ):
            raise UsageError(f"{where}: {key} must be {'a list of texts' if several else 'a text'}.")
        if key in ("en", "en_synonyms") and not all(_is_latin(text) for text in texts):
            raise UsageError(f"{where}: {key} must be written in Latin letters or digits.")
        values[key] = tuple(texts) if several else value
    return Term(**values)


def _is_latin(name: str) -> bool:
    return any(character.isascii() and character.isalnum() for character in name)


def _english_names(term: Term) -> Iterator[str]:
    """Yield each name, a person's also with the family name last, as English texts often have it."""
    for name in (term.en, *term.en_synonyms):
        yield name
        family, _, given = name.partition(" ")
        if term.kind == "person" and given:
            yield f"{given} {family}"


_Name = TypeVar("_Name", str, tuple[str, ...])
_Meaning = TypeVar("_Meaning")


def _longest_first(names: Iterable[tuple[_Name, _Meaning]]) -> dict[str, tuple[tuple[_Name, _Meaning], ...]]:
    """Group names by their first character or stem, longest first."""
    groups: defaultdict[str, list[tuple[_Name, _Meaning]]] = defaultdict(list)
    for name, meaning in sorted(names, key=lambda pair: -len(pair[0])):
        groups[name[0]].append((name, meaning))
    return {first: tuple(group) for first, group in groups.items()}


def _find_chinese(text: str, lexicon: _Chinese) -> Iterator[_Found]:
    folded, origins = fold_with_origins(text)
    after = 0
    for at in [place for place, character in enumerate(folded) if character in lexicon]:
        for name, term in lexicon[folded[at]] if at >= after else ():
            end = at + len(name)
            if folded.startswith(name, at) and stands_alone(folded, origins, at, end):
                yield origins[at], origins[end - 1] + 1, (term,)
                after = end
                break


def _find_english(text: str, lexicon: _English) -> Iterator[_Found]:
    words = split_words(text)
    stems = tuple(word.stem for word in words)
    at = 0
    while at < len(words):
        for name, senses in lexicon.get(stems[at], ()):
            end = at + len(name)
            if stems[at:end] == name and all(word.joined for word in words[at + 1 : end]):
                yield words[at].start, words[end - 1].end, _choose(senses, words[at:end])
                at = end
                break
        else:
            at += 1


def _choose(senses: _Senses, words: Sequence[Word]) -> tuple[Term, ...]:
    """Keep the terms spelt most like ``words``: stems alone take “organised” for “organisation”."""
    if len(senses) == 1:
        return (senses[0][1],)
    said = tuple(word.singular for word in words)
    likeness = [(spelling == said, _shared_letters(spelling, said)) for spelling, _ in senses]
    closest = max(likeness)
    return tuple(dict.fromkeys(term for (_, term), like in zip(senses, likeness, strict=True) if like == closest))


def _shared_letters(spelling: Sequence[str], said: Sequence[str]) -> int:
    """Count the letters that the words share from their beginnings."""
    return sum(sum(takewhile(bool, map(eq, *pair))) for pair in zip(spelling, said, strict=True))
