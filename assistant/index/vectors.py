"""Vectors to a Chroma collection, and a query vector to the nearest passage ids; the only module that knows Chroma.

Chroma is never the truth here: a process killed while writing can ruin its files for good, and another process reads
stale vectors without an error. So a collection is written once, into a new folder, and only read afterwards.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from assistant.errors import StaleIndexError
from assistant.index.store import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_COLLECTION = "passages"
_BATCH = 5_000
"""Chroma refuses more than 5,461 rows at once."""

_HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    # With the default of 100, a tenth of the true nearest were missed on hard data; this costs half a millisecond.
    "ef_search": 400,
}

Metadata = Mapping[str, str | int | float | bool]


def _connect(folder: Path) -> "ClientAPI":
    """Return the client of the database in ``folder``; the one place to change for a Chroma server."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _close(client: "ClientAPI") -> None:
    # Without it Chroma keeps every database that a process ever opened. Not part of the declared interface.
    cast(Any, client).close()


def build_vectors(folder: Path, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Metadata]) -> None:
    """Write a new collection into ``folder``; ``vectors`` is (passages, dimension), the others one for each row."""
    client = _connect(folder)
    try:
        # No embedding function, or Chroma fetches a default model at the first add.
        collection = client.create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": cast(Any, _HNSW)}
        )
        for start in range(0, len(ids), _BATCH):
            some = slice(start, start + _BATCH)
            # Texts stay in our own store: with them Chroma takes three times as long and five times the disk.
            collection.add(ids=list(ids[some]), embeddings=vectors[some], metadatas=list(metadata[some]))
    finally:
        _close(client)


class VectorIndex:
    """A finished collection, opened for reading."""

    def __init__(self, folder: Path) -> None:
        # Chroma would make an empty database where there is none.
        if not (folder / "chroma.sqlite3").is_file():
            raise StaleIndexError(f"there is no Chroma database in {folder}")
        from chromadb.errors import ChromaError

        self._client = _connect(folder)
        try:
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, ValueError) as error:
            _close(self._client)
            raise StaleIndexError(f"the Chroma database in {folder} cannot be read ({error})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the files; the object is of no use afterwards."""
        _close(self._client)

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return self._collection.count()

    def nearest(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return the ids of the ``limit`` nearest passages with their cosine, nearest first."""
        result = self._collection.query(query_embeddings=cast(Any, [vector]), n_results=limit, include=["distances"])
        distances = cast(list[list[float]], result["distances"])[0]
        return {id_: 1.0 - distance for id_, distance in zip(result["ids"][0], distances, strict=True)}
