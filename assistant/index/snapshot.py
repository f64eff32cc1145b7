"""One finished build in; ranked passages, documents and sources out. It never changes while it is used."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.index.address import VectorsUnavailableError, has_keyword_vectors
from assistant.index.cross_encoder import READ, Reranker
from assistant.index.damage import named_damage, names_damage, names_damage_unless_unknown
from assistant.index.embedding import Embedding
from assistant.index.folders import CHINESE, CHROMA, ENGLISH, SPELLINGS, reading
from assistant.index.full_text import HeldBy, by_document, rows_holding
from assistant.index.fusion import ENGLISH_WEIGHT, KEYWORD_WEIGHT, VECTOR_WEIGHT, Channel, fuse
from assistant.index.graph import MANY, Graph
from assistant.index.keywords import Found, Keywords, chinese_tokens, english_tokens
from assistant.index.manifest import check_files
from assistant.index.nearest import compared_rows, nearest_rows
from assistant.index.pieces import Pieces
from assistant.index.postings import Mask
from assistant.index.recipe import Recipe, read_recipe
from assistant.index.rerank import FEATURES, RERANKED, Asked, Spelt, features_of, load_ranking, spell, words_of
from assistant.index.sparse import SparseUse, best_by_vectors
from assistant.index.spellings import Spellings
from assistant.index.store import Store, Text, Vectors
from assistant.index.synonym_sets import SynonymSet, score_words, weigh_characters
from assistant.index.vectors import VectorIndex
from assistant.language.fold import search_key
from assistant.schema import Document, Hit, LedgerRow, Passage, Source

_LOG = logging.getLogger(__name__)

CANDIDATES = 100
"""Passages that each channel proposes; every one is then scored by all channels."""

EXPANSION_WEIGHT = 0.5
"""Added terms help to find, but the words of the question itself decide."""

_AGAIN_SECONDS = 30.0
"""Chroma is not asked again so soon after it could not be: whoever waits for a server that hangs would do so with every
question."""
_SPELLINGS = 4_096
"""Passages kept as pieces, 2 KB each: the same ones are found again and again, and spelling takes 0.3 ms."""
_SEARCHES = 64
"""Searches whose hits are kept: a question is searched for once to see whether its words are known, and then to be
answered; what follows up on it often asks the same."""
RENDERING_WEIGHT = 0.5
"""A rendering that repeats the words of an English question is surer than a passage that holds their translations, but
passages without one must be found too: with 1, they lose 4 points of first places, and English answers gain nothing.
"""


@dataclass(frozen=True, slots=True)
class Query:
    """What is sent to the index.

    ``text`` is the question, ``expansion`` are more Chinese terms for what it names, ``english`` are words for the
    English channel ("" leaves it out). ``synonyms`` are the words of an English question with what they may be in
    Chinese; where there are any, they are the keywords of both languages. With ``as_of``, an ISO date or its
    beginning, only what was published until then is found.
    """

    text: str
    expansion: str = ""
    english: str = ""
    synonyms: tuple[SynonymSet, ...] = ()
    as_of: str | None = None


class Snapshot:
    """A build opened for reading; every part is loaded when it is first needed, from any thread."""

    def __init__(
        self,
        build: Path,
        embedding: Embedding | None,
        *,
        chroma_url: str = "",
        sparse: SparseUse = "auto",
        reranker: Reranker | None = None,
    ) -> None:
        self.build_id = build.name
        self._open = ExitStack()
        self.recipe: Recipe = read_recipe(build)
        self._open.enter_context(reading(build))
        self._build = build
        self._embedding = embedding
        self.keywords_in_chroma = sparse != "off" and has_keyword_vectors(build / CHROMA)
        if sparse == "on" and not self.keywords_in_chroma:
            self._open.close()
            raise StaleIndexError("its keyword vectors were never given to Chroma")
        self._reranker = reranker
        self._lock = RLock()
        self._spellings: dict[str, Spelt] = {}
        self._searches: dict[tuple[Query, int], list[Hit]] = {}
        self._ask_chroma_from = 0.0
        try:
            check_files(build, quickly=True)
            with named_damage(build):
                self.store = Store(build)
        except BaseException:
            self._open.close()
            raise
        # Not a method: what names itself is let go only when Python looks for such circles, and never once it was told
        # that this stays; its files would keep their room on the disk for as long.
        opened = partial(_opened_vectors, build / CHROMA, chroma_url, self.store)
        self._graph = Graph(opened, at_once=bool(chroma_url) or self.store.count < MANY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release all files."""
        with self._lock:
            self._graph.close()
            self.store.close()
            self._open.close()

    @cached_property
    def chinese(self) -> Keywords:
        """The index of characters and pairs."""
        return Keywords(self._build / CHINESE, count=self.store.count, tokens=chinese_tokens)

    @cached_property
    def english(self) -> Keywords:
        """The index of English stems."""
        return Keywords(self._build / ENGLISH, count=self.store.count, tokens=english_tokens)

    @cached_property
    def spellings(self) -> Spellings | None:
        """The pieces of the passages, None where they were indexed without any or with others than today's."""
        if not (self._build / SPELLINGS).is_dir():
            return None
        found = Spellings(self._build / SPELLINGS)
        if found.count != self.store.count:
            raise StaleIndexError(f"there are {self.store.count} passages but the pieces of {found.count}")
        own = self._embedding.pieces if self._embedding is not None else None
        return found if own is not None and own.identity == found.identity else None

    @property
    def vectors(self) -> VectorIndex:
        """The Chroma collection, as soon as it is open."""
        return self._graph.opened()

    @names_damage
    def prepare(self) -> None:
        """Open what the first searches would do without or wait for."""
        if self._embedding is not None and self.store.count:
            try:
                self._graph.opened()
            except VectorsUnavailableError as error:
                _LOG.warning("%s", error)

    @names_damage
    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return at most ``limit`` passages, best first; without an embedding by keywords alone."""
        if limit < 1 or not self.store.count:
            return []
        # One at a time: two threads must not open the same part twice, nor one close what another reads; the rest of
        # a search takes milliseconds.
        with self._lock:
            if (query, limit) not in self._searches:
                self._searches[query, limit] = self._search(query, limit)
                if len(self._searches) > _SEARCHES:
                    del self._searches[next(iter(self._searches))]
            return list(self._searches[query, limit])

    def _search(self, query: Query, limit: int) -> list[Hit]:
        vector = self._vector(query)
        allowed = self.store.known_by(query.as_of) if query.as_of is not None else None
        found = self._keywords(query)
        best = {name: self._best(name, one, allowed) for name, one in found.items()}
        rows = {row for own, _ in best.values() for row in own}
        if vector is not None:
            rows.update(self._nearest(vector, allowed))
        tops = {name: top for name, (_, top) in best.items()}
        channels = self._channels(sorted(rows), found, tops, vector)
        fused = fuse(sorted(rows), channels, limit=max(limit, RERANKED))
        texts = self.store.texts_at([one.row for one in fused])
        hits = [Hit(text.passage, one.score, one.parts) for text, one in zip(texts, fused, strict=True)]
        if self._reranks(query):
            hits = self._reranked(query, hits, texts, [one.row for one in fused])
        if self._reranker is not None:
            whole = {text.passage.id: text.whole for text in texts}
            hits = self._reranker.order(query.text, hits, [whole[hit.passage.id] for hit in hits[:READ]])
        return hits[:limit]

    def _best(self, name: str, found: Found, allowed: Mask | None) -> tuple[list[int], float]:
        if self.keywords_in_chroma and monotonic() >= self._ask_chroma_from:
            try:
                return best_by_vectors(found, name, CANDIDATES, store=self.store, vectors=self.vectors, allowed=allowed)
            except VectorsUnavailableError as error:
                self._leave_chroma(error)
        return found.best(CANDIDATES, allowed)

    def _leave_chroma(self, error: VectorsUnavailableError) -> None:
        _LOG.warning("%s Until then passages are compared one by one.", error)
        self._ask_chroma_from = monotonic() + _AGAIN_SECONDS

    def _nearest(self, vector: Vectors, allowed: Mask | None) -> list[int]:
        if monotonic() >= self._ask_chroma_from:
            try:
                graph = self._graph.for_search()
                if graph is not None:
                    return nearest_rows(vector, CANDIDATES, store=self.store, vectors=graph, allowed=allowed)
            except VectorsUnavailableError as error:
                self._leave_chroma(error)
        return compared_rows(vector, CANDIDATES, store=self.store, allowed=allowed)

    def _reranks(self, query: Query) -> bool:
        """Tell whether the words of a query are those of the passages: English ones find them by other means."""
        return self._embedding is not None and self._embedding.pieces is not None and not query.english

    def _reranked(self, query: Query, hits: Sequence[Hit], texts: Sequence[Text], rows: Sequence[int]) -> list[Hit]:
        assert self._embedding is not None
        assert self._embedding.pieces is not None
        pieces = self._embedding.pieces
        asked = Asked(search_key(query.text), words_of(search_key(query.text), pieces), self.chinese.most(query.text))
        spelt = self.spellings.at(rows) if self.spellings is not None else self._spelt(texts, pieces)
        features = features_of(asked, [hit.parts for hit in hits], spelt, pieces)
        scored = zip(hits, features, load_ranking().score(features), strict=True)
        ranked = [
            replace(hit, score=score, parts={**hit.parts, **dict(zip(FEATURES, map(float, row), strict=True))})
            for hit, row, score in scored
        ]
        return sorted(ranked, key=lambda hit: -hit.score)

    @names_damage
    def rarities(self, tokens: Sequence[str]) -> list[float]:
        """Return how rare each token of the Chinese keywords is in this build: its inverse document frequency."""
        return self.chinese.rarities(tokens)

    def _spelt(self, texts: Sequence[Text], pieces: Pieces) -> list[Spelt]:
        """Return texts as pieces; those of this build that were looked at before are kept."""
        fresh = [text for text in texts if text.passage.id not in self._spellings]
        for text, spelt in zip(fresh, spell([text.whole for text in fresh], pieces), strict=True):
            self._spellings[text.passage.id] = spelt
        found = [self._spellings[text.passage.id] for text in texts]
        while len(self._spellings) > _SPELLINGS:
            self._spellings.pop(next(iter(self._spellings)))
        return found

    def _keywords(self, query: Query) -> Mapping[str, Found]:
        english = self.english.look_up((query.english, 1.0))
        if query.synonyms:
            # Single characters stand in a third of all passages, so they are read only as far as they can matter.
            characters = self.chinese.look_up(*weigh_characters(query.synonyms).items())
            words = score_words(query.synonyms, chinese=self.chinese, english=self.english, count=self.store.count)
            base = words + RENDERING_WEIGHT * english.everywhere(self.store.count)
            return {"keywords": replace(characters, base=base)}
        chinese = self.chinese.look_up((query.text, 1.0), (query.expansion, EXPANSION_WEIGHT))
        return {"keywords": chinese, "english": english}

    def _channels(
        self, rows: Sequence[int], found: Mapping[str, Found], tops: Mapping[str, float], vector: Vectors | None
    ) -> list[Channel]:
        weights = {"keywords": KEYWORD_WEIGHT, "english": ENGLISH_WEIGHT}
        channels = [Channel(name, weights[name], tops[name], one.scores_at(rows)) for name, one in found.items()]
        if vector is not None:
            cosines = self.store.vectors[np.asarray(rows, dtype=np.intp)] @ vector
            channels.append(Channel("vectors", VECTOR_WEIGHT, 1.0, cosines))
        return channels

    def _vector(self, query: Query) -> Vectors | None:
        if self._embedding is None:
            return None
        texts = [search_key(text) for text in (query.text, query.expansion)]
        weights = np.array([[1.0], [EXPANSION_WEIGHT]], dtype=np.float32)
        vector = (self._embedding.encode(texts) * weights * [[bool(text.strip())] for text in texts]).sum(axis=0)
        length = float(np.linalg.norm(vector))
        # Nothing known in the question: every passage would be equally near.
        return (vector / length).astype(np.float32) if length > 0 else None

    @cached_property
    def _first_rows(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        return self.store.first_rows()

    @names_damage
    def full_text(
        self, words: Sequence[str], *, most_passages: int, among: Collection[str] | None = None
    ) -> list[HeldBy]:
        """Return every document with a passage that holds all of ``words``, best first; ``among`` narrows them."""
        with self._lock:
            rows = rows_holding(words, chinese=self.chinese, english=self.english)
            ids, starts = self._first_rows
        return by_document(rows, starts, ids, most_rows=most_passages, among=among)

    @names_damage
    def may_hold(self, words: Sequence[str]) -> bool:
        """Tell whether some passage, with its titles and its rendering, may hold all of ``words``.

        False is sure; so that a word which no source uses need not be searched for.
        """
        telling = [word for word in words if chinese_tokens(word) and (not word.isascii() or english_tokens(word))]
        with self._lock:
            return not telling or len(rows_holding(telling, chinese=self.chinese, english=self.english)) > 0

    @names_damage
    def rows_naming(self, names: Sequence[str], *, limit: int) -> list[int]:
        """Return the rows that hold most of ``names``, each as densely as can be: what is about them all."""
        scores = np.zeros(self.store.count, dtype=np.float32)
        with self._lock:
            held = [self.chinese.holding(name) for name in names]
        for occurrences in held:
            if occurrences is not None:
                scores[occurrences.rows] += 1 + occurrences.strengths
        rows = np.flatnonzero(scores)
        if len(rows) > limit:
            rows = rows[np.argpartition(-scores[rows], limit - 1)[:limit]]
        return [int(row) for row in rows[np.lexsort((rows, -scores[rows]))]]

    @names_damage
    def passages_at(self, rows: Sequence[int]) -> list[Passage]:
        """Return the passages at these row numbers, in the order asked for."""
        return [text.passage for text in self.store.texts_at(rows)]

    @names_damage
    def sources(self) -> list[Source]:
        """Return what is known about each document, in order."""
        return self.store.sources()

    @cached_property
    def doubtful_sources(self) -> tuple[Source, ...]:
        """The sources of low reliability that are not set aside, in order."""
        with named_damage(self._build):
            return tuple(self.store.doubtful_sources())

    @cached_property
    def counted(self) -> tuple[tuple[str, str, int], ...]:
        """How many documents, of those not set aside, there are of each kind by each publisher."""
        with named_damage(self._build):
            return tuple(self.store.counted())

    @cached_property
    def oldest_and_newest(self) -> tuple[Source, ...]:
        """The source that was published first and the one that was last; one or none where no other is dated."""
        with named_damage(self._build):
            return tuple(self.store.oldest_and_newest())

    @names_damage
    def sources_of(self, document_ids: Iterable[str]) -> dict[str, Source]:
        """Return what is known about each of these documents, of those that exist."""
        return self.store.sources_of(document_ids)

    def ledger(self) -> Iterator[LedgerRow]:
        """Yield the ledger rows that were read when the documents were indexed."""
        with named_damage(self._build):
            yield from self.store.ledger()

    @names_damage_unless_unknown
    def document(self, document_id: str) -> Document:
        """Return a document with its text; raises KeyError when there is none with this id."""
        return self.store.document(document_id)

    @names_damage_unless_unknown
    def passage(self, passage_id: str) -> Passage:
        """Return a passage; raises KeyError when there is none with this id."""
        return self.store.passage(passage_id)

    @names_damage
    def passages(self, document_id: str | None = None) -> list[Passage]:
        """Return the passages of one document, or all, in order."""
        return self.store.passages(document_id)

    @names_damage
    def neighbours(self, passage: Passage) -> list[Passage]:
        """Return the passages just before and after in the same document, those that exist."""
        return self.store.neighbours(passage)


def _opened_vectors(folder: Path, chroma_url: str, store: Store) -> VectorIndex:
    with ExitStack() as opened:
        vectors = opened.enter_context(VectorIndex(folder, chroma_url=chroma_url))
        vectors.nearest(np.array(store.vectors[0]), 1)  # Chroma reads its graph when it is first asked.
        opened.pop_all()
    return vectors
