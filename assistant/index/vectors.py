"""Vectors to a Chroma collection, and a query vector to the nearest passage ids.

Chroma is never the truth here: a process killed while writing can ruin its files for good, and another process reads
stale vectors without an error. So a collection is written once, for a new build, and only read afterwards. With the
address of a server the collection lies there, and the folder only holds its name.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self, cast

from assistant.errors import StaleIndexError
from assistant.index.address import collection_of, name_collection
from assistant.index.connection import close_client, connect, connected, explained_files, explained_server
from assistant.index.store import Vectors
from assistant.index.working_copy import WorkingCopy

_BATCH = 5_000
"""Chroma refuses more than 5,461 rows at once."""

_HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    # With the default of 100, a tenth of the true nearest were missed on hard data; this costs half a millisecond.
    "ef_search": 400,
}

Metadata = Mapping[str, str | int | float | bool]


def build_vectors(
    folder: Path,
    ids: Sequence[str],
    vectors: Vectors,
    metadata: Sequence[Metadata],
    *,
    chroma_url: str = "",
    written: Callable[[int], None] = lambda _: None,
) -> None:
    """Write a new collection into ``folder``; ``vectors`` is (passages, dimension), the others one for each row.

    ``written`` hears now and then how many rows are done.
    """
    name = name_collection(folder, chroma_url)
    with explained_files(folder, chroma_url), connected(folder, chroma_url) as client:
        # No embedding function, or Chroma fetches a default model at the first add.
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": cast(Any, _HNSW)})
        for start in range(0, len(ids), _BATCH):
            some = slice(start, start + _BATCH)
            # Texts stay in our own store: with them Chroma takes three times as long and five times the disk.
            collection.add(ids=list(ids[some]), embeddings=vectors[some], metadatas=list(metadata[some]))
            written(min(start + _BATCH, len(ids)))


def vectors_exist(folder: Path, *, chroma_url: str = "") -> bool:
    """Tell whether the vectors of a build lie where they would be read: on that server, or in ``folder``."""
    name = collection_of(folder, chroma_url)
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
