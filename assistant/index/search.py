"""The folder of an index in; a searchable index out that follows every new build."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from assistant.errors import IndexNotBuiltError, StaleIndexError
from assistant.index.cross_encoder import Reranker
from assistant.index.embedding import Embedding
from assistant.index.folders import Signature, current_build, pointer_signature
from assistant.index.recipe import Recipe, check
from assistant.index.snapshot import Query, Snapshot
from assistant.index.sparse import SparseUse
from assistant.schema import Document, Hit, Passage, Source

__all__ = ["Index", "IndexState", "Query", "Snapshot", "open_index"]


def open_index(
    folder: Path,
    *,
    embedding: Embedding | None,
    recipe: Recipe | None = None,
    chroma_url: str = "",
    sparse: SparseUse = "auto",
    reranker: Reranker | None = None,
) -> "Index":
    """Open the index in ``folder``; without an embedding it finds by keywords alone.

    With ``chroma_url`` the vectors are read from that Chroma server; ``sparse`` says whether it is asked for keywords,
    too: where it has them, or always. A ``reranker`` has the last word on the order of
    the first passages. Raises IndexNotBuiltError, and StaleIndexError
    when the index is damaged, was built with another embedding or by an incompatible version of this program, or
    differs from ``recipe``.
    """
    return Index(folder, embedding=embedding, recipe=recipe, chroma_url=chroma_url, sparse=sparse, reranker=reranker)


@dataclass(frozen=True, slots=True)
class IndexState:
    """The current build by its name, and how much is in it; a copy of a document counts as none."""

    build_id: str
    passages: int
    documents: int


class Index:
    """The current build of an index folder, from any thread.

    Each search looks whether a newer build has become current. Use ``snapshot`` where several reads must agree.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embedding: Embedding | None,
        recipe: Recipe | None,
        chroma_url: str = "",
        sparse: SparseUse = "auto",
        reranker: Reranker | None = None,
    ) -> None:
        self._folder = folder
        self._embedding = embedding
        self._recipe = recipe
        self._chroma_url = chroma_url
        self._sparse = sparse
        self._reranker = reranker
        self._lock = Lock()
        self._signature: Signature | None = None
        self._current: Snapshot | None = None
        self._previous: Snapshot | None = None
        self.snapshot()

    def snapshot(self) -> Snapshot:
        """Return the current build; it stays usable until the index object has opened two newer ones."""
        with self._lock:
            while True:
                # Before the pointer is read: if it changes in between, the next call sees another signature.
                signature = pointer_signature(self._folder)
                if self._current is not None and signature == self._signature:
                    return self._current
                try:
                    self._reopen()
                    self._signature = signature
                except (IndexNotBuiltError, StaleIndexError, OSError):
                    # Two builds may have ended while this one was being opened; its files are gone then.
                    if pointer_signature(self._folder) == signature:
                        raise

    def refresh(self) -> bool:
        """Return whether a newer build has become current since the last call of any method."""
        before = self._current
        return self.snapshot() is not before

    def _reopen(self) -> None:
        build = current_build(self._folder)
        if build is None:
            raise IndexNotBuiltError(self._folder)
        fresh = Snapshot(
            build, self._embedding, chroma_url=self._chroma_url, sparse=self._sparse, reranker=self._reranker
        )
        try:
            check(fresh.recipe, embedding=self._embedding.identity if self._embedding else None, wanted=self._recipe)
        except Exception:
            fresh.close()
            raise
        # Another thread may still be reading the build that was current until now, but hardly the one before it.
        if self._previous is not None:
            self._previous.close()
        self._previous, self._current = self._current, fresh

    def close(self) -> None:
        """Release all files."""
        with self._lock:
            for one in (self._current, self._previous):
                if one is not None:
                    one.close()
            self._current = self._previous = None

    @property
    def build_id(self) -> str:
        """The name of the current build."""
        return self.snapshot().build_id

    def state(self) -> IndexState:
        """Return what is open now."""
        snapshot = self.snapshot()
        documents = sum(not source.mirror_of for source in snapshot.sources())
        return IndexState(snapshot.build_id, snapshot.store.count, documents)

    def search(self, query: Query, *, limit: int) -> list[Hit]:
        """Return at most ``limit`` passages, best first."""
        return self.snapshot().search(query, limit=limit)

    def sources(self) -> list[Source]:
        """Return what is known about each document, in order."""
        return self.snapshot().sources()

    def document(self, document_id: str) -> Document:
        """Return a document with its text; raises KeyError when there is none with this id."""
        return self.snapshot().document(document_id)

    def passage(self, passage_id: str) -> Passage:
        """Return a passage; raises KeyError when there is none with this id."""
        return self.snapshot().passage(passage_id)

    def passages(self, document_id: str | None = None) -> list[Passage]:
        """Return the passages of one document, or all, in order."""
        return self.snapshot().passages(document_id)

    def neighbours(self, passage: Passage) -> list[Passage]:
        """Return the passages just before and after in the same document, those that exist."""
        return self.snapshot().neighbours(passage)
