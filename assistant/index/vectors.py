"""Vectors, and on a cluster keywords, to a Chroma collection; what is asked to the ids of the nearest passages.

Chroma is never the truth here: a process killed while writing can ruin its files for good, and another process reads
stale vectors without an error. So a collection is written once, for a new build, and only read afterwards. With the
address of a server the collection lies there, and the folder only holds its name.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from assistant.errors import StaleIndexError
from assistant.index.address import collection_of, has_keyword_vectors, name_collection, note_keyword_vectors
from assistant.index.connection import close_client, connect, connected, explained_files, explained_server
from assistant.index.sparse import SparseVector
from assistant.index.store import Vectors
from assistant.index.working_copy import WorkingCopy

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_BATCH = 5_000
"""Chroma refuses more than 5,461 rows at once."""
_BATCH_WITH_KEYWORDS = 1_000
"""A passage with its keywords and its vector is some 9 KB of JSON, and servers bound the size of a request."""

_HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    # With the default of 100, a tenth of the true nearest were missed on hard data; this costs half a millisecond.
    "ef_search": 400,
}

Metadata = Mapping[str, str | int | float | bool]
Keywords = Callable[[int, int], Iterable[SparseVector]]
"""The sparse vectors of the passages from a row to before another."""

_KEYWORDS = "keywords"
"""The key of the sparse vectors; a collection may have one."""
_PROBE = (
    ("nothing", SparseVector(np.array([2]), np.array([9.0], np.float32))),
    ("little", SparseVector(np.array([7]), np.array([1.0], np.float32))),
    ("much", SparseVector(np.array([1, 7]), np.array([3.0, 2.0], np.float32))),
)
"""Passages by what they have in common with word 7; cosines, and the order of adding, would put them otherwise."""
_PROBED = SparseVector(np.array([7]), np.array([1.0], np.float32))
_PROBED_BEST = ["much", "little"]


def build_vectors(
    folder: Path,
    ids: Sequence[str],
    vectors: Vectors,
    metadata: Sequence[Metadata],
    *,
    chroma_url: str = "",
    keywords: Keywords | None = None,
    written: Callable[[int], None] = lambda _: None,
) -> None:
    """Write a new collection into ``folder``; ``vectors`` is (passages, dimension), the others one for each row.

    ``keywords`` go beside the vectors, where the engine takes them. ``written`` hears now and then how many rows are
    done.
    """
    name = name_collection(folder, chroma_url)
    with explained_files(folder, chroma_url), connected(folder, chroma_url) as client:
        collection = _create(client, name, searches_keywords=keywords is not None)
        batch = _BATCH if keywords is None else _BATCH_WITH_KEYWORDS
        for start in range(0, len(ids), batch):
            end = min(start + batch, len(ids))
            about: Sequence[Metadata] = metadata[start:end]
            if keywords is not None:
                about = _with_keywords(about, keywords(start, end))
            # Texts stay in our own store: with them Chroma takes three times as long and five times the disk.
            collection.add(ids=list(ids[start:end]), embeddings=vectors[start:end], metadatas=cast(Any, list(about)))
            written(end)
    if keywords is not None:
        note_keyword_vectors(folder)


def _create(client: "ClientAPI", name: str, *, searches_keywords: bool) -> "Collection":
    # No embedding function, or Chroma fetches a default model at the first add.
    if not searches_keywords:
        return client.create_collection(name, embedding_function=None, configuration={"hnsw": cast(Any, _HNSW)})
    from chromadb import Schema, SparseVectorIndexConfig, VectorIndexConfig

    # A cluster has a graph of its own, whose settings are not those of ours.
    schema = Schema().create_index(config=VectorIndexConfig(space="cosine", embedding_function=None))
    schema = schema.create_index(config=SparseVectorIndexConfig(), key=_KEYWORDS)
    return client.create_collection(name, embedding_function=None, schema=schema)


def _with_keywords(metadata: Sequence[Metadata], keywords: Iterable[SparseVector]) -> list[Metadata]:
    """Return what is known about passages with their sparse vectors; one without a word gets none."""
    return [
        {**about, _KEYWORDS: _foreign(own)} if len(own.numbers) else about
        for about, own in zip(metadata, keywords, strict=True)
    ]


def _foreign(vector: SparseVector) -> Any:
    from chromadb import SparseVector as Foreign

    return Foreign(vector.numbers.tolist(), vector.values.tolist())


def _nearest_by_words(collection: "Collection", vector: SparseVector, limit: int) -> list[str]:
    from chromadb import Knn, Search

    asked = Search().rank(Knn(query=_foreign(vector), key=_KEYWORDS, limit=limit)).limit(limit)
    return list(collection.search(asked)["ids"][0])


def keyword_refusal(chroma_url: str) -> str | None:
    """Return why the engine does not search keyword vectors, None when it does: a small collection is made to see.

    Raises ChromaServerError when there is no server at that address.
    """
    from chromadb.errors import ChromaError

    name = f"probe-{token_hex(8)}"
    with tempfile.TemporaryDirectory() as folder, connected(Path(folder), chroma_url) as client:
        try:
            collection = _create(client, name, searches_keywords=True)
            ids, vectors = [id_ for id_, _ in _PROBE], [vector for _, vector in _PROBE]
            collection.add(
                ids=ids,
                embeddings=np.eye(len(ids), dtype=np.float32),
                metadatas=cast(Any, _with_keywords([{} for _ in ids], vectors)),
            )
            found = _nearest_by_words(collection, _PROBED, len(_PROBED_BEST))
        except (ChromaError, NotImplementedError, TypeError, ValueError) as error:
            return str(error)
        finally:
            with suppress(ChromaError, ValueError):
                client.delete_collection(name)
    return None if found == _PROBED_BEST else f"it found {found}, not {_PROBED_BEST}"


def vectors_exist(folder: Path, *, chroma_url: str = "", keywords: bool = False) -> bool:
    """Tell whether the vectors of a build lie where they would be read: on that server, or in ``folder``.

    With ``keywords`` its keyword vectors must lie there, too.
    """
    name = collection_of(folder, chroma_url) if not keywords or has_keyword_vectors(folder) else ""
    if not name or not chroma_url:
        return bool(name)
    try:
        with connected(folder, chroma_url) as client:
            client.get_collection(name, embedding_function=None)
    except StaleIndexError:
        return False
    return True


def drop_vectors(folder: Path, *, chroma_url: str = "") -> None:
    """Delete from the server what a build has there; an embedded database goes with its folder."""
    name = collection_of(folder, chroma_url) if chroma_url else ""
    if not name:
        return
    try:
        with connected(folder, chroma_url) as client:
            client.delete_collection(name)
    except StaleIndexError:
        pass  # It is gone already.


def server_version(chroma_url: str) -> str:
    """Return the version of the server; raises ChromaServerError when there is none at that address."""
    with connected(Path(), chroma_url) as client:
        return client.get_version()


class VectorIndex:
    """A finished collection, opened for reading."""

    def __init__(self, folder: Path, *, chroma_url: str = "") -> None:
        # Chroma would make an empty database where there is none.
        name = collection_of(folder, chroma_url)
        if not name:
            at_server = f"its vectors were never put on the Chroma server at {chroma_url}"
            raise StaleIndexError(at_server if chroma_url else f"there is no Chroma database in {folder}")
        from chromadb.errors import ChromaError

        self._chroma_url = chroma_url
        with ExitStack() as opened:
            if not chroma_url:
                copy = WorkingCopy(folder)
                opened.callback(copy.close)
            try:
                self._client = connect(folder if chroma_url else copy.folder, chroma_url)
                opened.callback(close_client, self._client)
                with explained_server(chroma_url):
                    self._collection = self._client.get_collection(name, embedding_function=None)
            except (ChromaError, ValueError) as error:
                raise StaleIndexError(f"the Chroma database in {folder} cannot be read ({error})") from error
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the files; the object is of no use afterwards."""
        self._opened.close()

    @property
    def count(self) -> int:
        """How many vectors there are."""
        with explained_server(self._chroma_url):
            return self._collection.count()

    def vectors_of(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of the passages with these ids, of those that are there."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), _BATCH):
            with explained_server(self._chroma_url):
                part = self._collection.get(ids=list(ids[start : start + _BATCH]), include=["embeddings"])
            found.update(zip(part["ids"], cast(Any, part["embeddings"]), strict=True))
        return found

    def nearest(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return the ids of the ``limit`` nearest passages with their cosine, nearest first."""
        with explained_server(self._chroma_url):
            result = self._collection.query(
                query_embeddings=cast(Any, [vector]), n_results=limit, include=["distances"]
            )
        distances = cast(list[list[float]], result["distances"])[0]
        return {id_: 1.0 - distance for id_, distance in zip(result["ids"][0], distances, strict=True)}

    def nearest_by_words(self, vector: SparseVector, limit: int) -> list[str]:
        """Return the ids of the ``limit`` passages whose keywords have the largest products with ``vector``."""
        with explained_server(self._chroma_url):
            return _nearest_by_words(self._collection, vector, limit)
