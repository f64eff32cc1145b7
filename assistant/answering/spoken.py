"""Words to whether some passage of a build speaks of all of them together."""

from collections.abc import Callable, Sequence

from assistant.answering.knowledge import Knowledge, stems_of
from assistant.answering.retrieve import retrieve
from assistant.index.snapshot import Snapshot
from assistant.language.fold import search_key
from assistant.schema import Hit, Language

_LOOKED_AT = 20
"""Passages that are read; one that holds all of a few words is among the first by keywords."""


def spoken_in(snapshot: Snapshot, knowledge: Knowledge) -> Callable[[Sequence[str]], bool]:
    """Return what tells whether one passage, with its titles and its translation, has all of some words."""

    def text_of(hit: Hit, title: str) -> str:
        passage = hit.passage
        english = knowledge.translations.english_of_text(passage.document_id, passage.text)
        return search_key(f"{title} {passage.heading} {passage.text} {english}")

    def spoken(words: Sequence[str]) -> bool:
        folded = [search_key(word).strip() for word in words]
        if not snapshot.may_hold(folded):
            return False
        question = " ".join(folded)
        language: Language = "en" if question.isascii() else "zh"
        hits = retrieve(
            question,
            snapshot,
            language=language,
            glossary=knowledge.glossary,
            limit=_LOOKED_AT,
            dictionary=knowledge.dictionary,
        )
        sources = snapshot.sources_of(hit.passage.document_id for hit in hits)
        return any(_has_all(text_of(hit, sources[hit.passage.document_id].title), folded) for hit in hits)

    return spoken


def _has_all(text: str, words: Sequence[str]) -> bool:
    """Look for Chinese words as written and for English ones by their stems.

    >>> _has_all("the contest awarded 25 first prizes", ["first prize"]), _has_all("园区科协成立6家", ["园区", "双创"])
    (True, False)
    """
    stems = stems_of(text)
    return all(stems_of(word) <= stems if word.isascii() else word in text for word in words)
