"""An index and what is known about its subject in; what a reader may look through out.

Nothing in here answers a question: it lists, finds words and opens texts, always from the build that is current.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from assistant.answering.knowledge import Knowledge
from assistant.answering.retrieve import retrieve
from assistant.answering.understand import detect_language
from assistant.browsing.names import Statement, names_of, statements_naming
from assistant.browsing.timeline import Event, timeline
from assistant.index.full_text import HeldBy
from assistant.index.search import Index, Snapshot
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.ledger.indicators import Programme
from assistant.schema import Citation, Document, Hit, Language, Passage, Source

EVENT_PASSAGES = 600
"""Passages that the timeline is read from, those that name most of the programme's terms: enough for a page however
large the corpus is."""
MOST_STATEMENTS = 12
"""Statements shown about one term; whoever wants all of them searches the sources for it."""
NAMING_PASSAGES = 40
SIMILAR_HITS = 12

Made = TypeVar("Made")


class Library:
    """What stands in the corpus, for browsing; safe to use from several threads."""

    def __init__(self, index: Index, knowledge: Knowledge, *, corpus: Path | None = None) -> None:
        self._index = index
        self._knowledge = knowledge
        self._corpus = corpus
        self._lock = Lock()
        self._kept: dict[str, object] = {}
        self._kept_for = ""

    @property
    def build_id(self) -> str:
        """The name of the current build: what was made from another one is out of date."""
        return self._index.build_id

    @property
    def glossary(self) -> Glossary:
        """The terms of the programme."""
        return self._knowledge.glossary

    @property
    def programme(self) -> Programme:
        """The programme and its indicators."""
        return self._knowledge.programme

    @cached_property
    def defined(self) -> tuple[Term, ...]:
        """The terms that the glossary explains in both languages."""
        return tuple(term for term in self.glossary.terms if term.definition_zh and term.definition_en)

    def sources(self) -> tuple[Source, ...]:
        """Return the documents without copies, newest first, undated last."""
        return self._once("sources", lambda: tuple(_newest_first(self._index.sources())))

    def document(self, document_id: str) -> Document:
        """Return a document with its stored text; KeyError when there is none."""
        return self._index.document(document_id)

    def original(self, document: Document) -> Path | None:
        """Return the file that a document was read from when it is still there as it was indexed, None otherwise."""
        if self._corpus is None or not document.source.path:
            return None
        root = self._corpus.resolve()
        file = (root / document.source.path).resolve()
        # The path comes from the index, and a link in the corpus may lead anywhere.
        return file if file.is_relative_to(root) and file.is_file() else None

    def rendering(self, source: Source, sentence: str, language: Language) -> str:
        """Return a sentence of a document in the language of the reader where it has been translated, else ""."""
        if source.language == language:
            return ""
        return self._knowledge.translations.rendering(source.id, sentence, language=language) or ""

    def holding(self, text: str, *, most_passages: int = 3, among: Collection[str] | None = None) -> tuple[HeldBy, ...]:
        """Return every document with a passage that holds all words of ``text``, best first."""
        words = search_key(text).split()
        found = self._index.snapshot().full_text(words, most_passages=most_passages, among=among) if words else []
        return tuple(found)

    def passages_at(self, rows: Sequence[int]) -> list[Passage]:
        """Return the passages at these row numbers of the current build."""
        return self._index.snapshot().passages_at(rows)

    def similar(self, text: str) -> list[Hit]:
        """Return the passages nearest in meaning to ``text``, for words that no document holds."""
        known = self._knowledge
        return retrieve(
            text,
            self._index.snapshot(),
            language=detect_language(text),
            glossary=known.glossary,
            dictionary=known.dictionary,
            limit=SIMILAR_HITS,
        )

    def statements(self, term: Term) -> tuple[Statement, ...]:
        """Return the sentences that name a term, those that say most about it first."""
        return self._once(f"statements of {term.zh}", lambda: self._statements(term))

    def count_naming(self, term: Term) -> int:
        """Return how many documents name a term by its own name."""
        return self._once(f"count of {term.zh}", lambda: len(self.holding(term.zh, most_passages=1)))

    def timeline(self) -> tuple[Event, ...]:
        """Return the dated statements of the documents, oldest first."""
        return self._once("timeline", self._timeline)

    def _statements(self, term: Term) -> tuple[Statement, ...]:
        snapshot = self._index.snapshot()
        rows = [row for name in names_of(term) for row in snapshot.rows_naming([name], limit=NAMING_PASSAGES)]
        passages = snapshot.passages_at(list(dict.fromkeys(rows)))
        found = statements_naming(passages, term, self.glossary, cite=_citing(snapshot, passages))
        return tuple(found[:MOST_STATEMENTS])

    def _timeline(self) -> tuple[Event, ...]:
        snapshot = self._index.snapshot()
        names = [*self.programme.names, *self.programme.home, *(term.zh for term in self.defined)]
        passages = snapshot.passages_at(snapshot.rows_naming(names, limit=EVENT_PASSAGES))
        return tuple(timeline(passages, self.glossary, self.programme, cite=_citing(snapshot, passages)))

    def _once(self, what: str, make: Callable[[], Made]) -> Made:
        """Return what was made of the current build, made when it is first asked for."""
        build = self.build_id
        with self._lock:
            if self._kept_for != build:
                self._kept.clear()
                self._kept_for = build
            if what in self._kept:
                return cast(Made, self._kept[what])
        made = make()
        with self._lock:
            if self._kept_for == build:
                self._kept[what] = made
        return made


def _newest_first(sources: Sequence[Source]) -> list[Source]:
    own = [source for source in sources if not source.mirror_of]
    return sorted(own, key=lambda source: (source.published or "", source.title), reverse=True)


def _citing(snapshot: Snapshot, passages: Sequence[Passage]) -> Callable[[Passage, int, int], Citation]:
    sources = snapshot.sources_of(passage.document_id for passage in passages)

    def cite(passage: Passage, start: int, end: int) -> Citation:
        first = passage.start + start
        quote = passage.text[start:end]
        return Citation(sources[passage.document_id], passage.page, first, first + len(quote), quote)

    return cite
