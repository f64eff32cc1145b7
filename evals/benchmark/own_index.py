"""Paragraphs to an index of the product, and questions to the numbers of the paragraphs that it finds.

Each paragraph is a document of one passage without title or heading, so that every retriever sees the same text.
Copies are kept, unlike in a corpus: a paragraph that another stands for could not be found.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from assistant.answering.retrieve import build_query, retrieve
from assistant.answering.understand import detect_language
from assistant.config import Config
from assistant.index.cross_encoder import open_reranker
from assistant.index.embedding import open_embedding
from assistant.index.fill import embedded_text, fill
from assistant.index.folders import make_current, new_build
from assistant.index.search import open_index
from assistant.index.store import Entry
from assistant.language.glossary import Glossary
from assistant.schema import Document, Hit, Page, Passage, Source
from assistant.wiring import english_of, index_recipe, open_knowledge

DEPTH = 10
"""Hits a question gets, as in the product."""
_AT_ONCE = 1_024

Find = Callable[[str], list[Hit]]
"""A question to its hits, best first."""


def build_own_index(paragraphs: Sequence[str], folder: Path) -> None:
    """Index ``paragraphs`` in ``folder`` with the settings of the product."""
    config = Config()
    recipe = index_recipe(config)
    build = new_build(folder, sha256("\n".join([recipe.digest, *paragraphs]).encode()).hexdigest())
    fill(build, _entries(paragraphs, config), recipe, pieces=open_embedding(config.embedding_model).pieces)
    make_current(build)


def _entries(paragraphs: Sequence[str], config: Config) -> Iterator[Entry]:
    embedding, english = open_embedding(config.embedding_model), english_of(config)
    for start in range(0, len(paragraphs), _AT_ONCE):
        documents = [_document(start + n, text) for n, text in enumerate(paragraphs[start : start + _AT_ONCE])]
        passages = [Passage(one.id, one.id, 1, 0, len(one.text), one.text) for one in documents]
        vectors = embedding.encode([embedded_text(passage) for passage in passages])
        for row, (document, passage) in enumerate(zip(documents, passages, strict=True)):
            words = (english(document, passage),)
            yield Entry(document, document.sha256, (passage,), words, vectors[row : row + 1])


def _document(number: int, text: str) -> Document:
    name = f"{number:07d}"
    source = Source(name, title="", publisher=None, published=None, url=None, kind="news", language="zh", path=name)
    return Document(source, sha256(text.encode()).hexdigest(), text, (Page(1, 0, len(text)),))


def number_of(hit: Hit) -> int:
    """Return the number of the paragraph that a hit is."""
    return int(hit.passage.document_id)


def glossary_of(config: Config) -> Glossary:
    """Return the glossary that questions are widened with."""
    return open_knowledge(config, open_embedding(config.embedding_model)).glossary


@contextmanager
def finding(folder: Path, *, vectors: bool = True, reranked: bool = False) -> Iterator[Find]:
    """Open the index in ``folder`` and yield what finds the hits of a question.

    Without vectors it finds by keywords alone; ``reranked`` leaves the last word to the configured cross-encoder.
    """
    config = Config()
    known = open_knowledge(config, open_embedding(config.embedding_model))
    index = open_index(
        folder,
        embedding=open_embedding(config.embedding_model) if vectors else None,
        reranker=open_reranker(config.reranker) if reranked else None,
    )
    try:
        yield lambda question: retrieve(
            question,
            index,
            language=detect_language(question),
            glossary=known.glossary,
            dictionary=known.dictionary,
            limit=DEPTH,
        )
    finally:
        index.close()


@contextmanager
def finding_by_vectors(folder: Path) -> Iterator[Callable[[str], list[int]]]:
    """Open the index in ``folder`` and yield what finds the paragraphs whose vectors are nearest to a question's."""
    config = Config()
    glossary, embedding = glossary_of(config), open_embedding(config.embedding_model)
    index = open_index(folder, embedding=embedding)

    def nearest(question: str) -> list[int]:
        query = build_query(question, language=detect_language(question), glossary=glossary)
        vector = embedding.encode([query.text])[0]
        # All passages are equally near to a question of which nothing is known.
        return [int(id_) for id_ in index.snapshot().vectors.nearest(vector, DEPTH)] if vector.any() else []

    try:
        yield nearest
    finally:
        index.close()
