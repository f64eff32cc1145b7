"""A text that is not indexed in; the indexed documents that say much the same, and how they are related, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.index.duplicates import settle_duplicates
from assistant.language.sentences import sentence_spans
from assistant.schema import Document, Hit, Source

_COMPARED = 3
"""Sentences, besides the title, by which a text that is known already is looked for."""
_SENTENCE_CHARS = 120
_TELLING = 8
"""Characters; what is shorter stands in many texts."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is indexed already: the documents, their texts, and a way to look for some that are alike."""

    sources: Sequence[Source]
    document: Callable[[str], Document]
    find: Callable[[str], Sequence[Hit]]

    def paths(self) -> dict[str, str]:
        """Return the path of each document by its id."""
        return {source.id: source.path for source in self.sources}


def alike(document: Document, known: Known) -> list[Document]:
    """Return the indexed documents that the title and some sentences of this one lead to."""
    sentences = [document.text[start:end] for start, end in sentence_spans(document.text) if end - start >= _TELLING]
    step = max(1, len(sentences) // _COMPARED)
    asked = [document.source.title, *(text[:_SENTENCE_CHARS] for text in sentences[::step][:_COMPARED])]
    ids: dict[str, None] = {}
    for text in asked:
        ids |= dict.fromkeys(hit.passage.document_id for hit in known.find(text))
    # Texts that are set aside are in no passage; their copies and newer versions lead to them.
    others = [source.id for source in known.sources if source.mirror_of in ids or source.superseded_by in ids]
    return [known.document(one) for one in dict.fromkeys([*ids, *others])]


def kin_of(document: Document, found: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """Return how the text is related to indexed ones, by the very rules of a build."""
    settled = {source.id: source for source in settle_duplicates([*found, document])}
    own = settled[document.id]
    titles = {other.id: other.source.title for other in found}
    related = [("copy_of", own.mirror_of), ("older_than", own.superseded_by)]
    for other in settled.values():
        related += [("copied_by", other.id)] if other.mirror_of == document.id else []
        related += [("newer_than", other.id)] if other.superseded_by == document.id else []
    return tuple((how, titles[one]) for how, one in related if one in titles)
