"""Vectors to a Chroma collection, and a query vector to the nearest passage ids; the only module that knows Chroma.

Chroma is never the truth here: a process killed while writing can ruin its files for good, and another process reads
stale vectors without an error. So a collection is written once, for a new build, and only read afterwards. With the
address of a server the collection lies there, and the folder only holds its name.
"""

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from assistant.errors import StaleIndexError
from assistant.index.address import ChromaServerError, collection_of, name_collection, server_parts
from assistant.index.space import IndexNotWrittenError
from assistant.index.store import Vectors
from assistant.index.working_copy import WorkingCopy

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_BATCH = 5_000
"""Chroma refuses more than 5,461 rows at once."""
_CONNECT_SECONDS = 5.0
"""A server on the same network answers in milliseconds; the system itself would wait two minutes."""
_ANSWER_SECONDS = 60.0
"""Adding a batch takes two seconds; Chroma's own client would wait for ever."""

_HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    # With the default of 100, a tenth of the true nearest were missed on hard data; this costs half a millisecond.
    "ef_search": 400,
}

Metadata = Mapping[str, str | int | float | bool]


@contextmanager
def _connected(folder: Path, chroma_url: str) -> Iterator["ClientAPI"]:
    client = _connect(folder, chroma_url)
    try:
        with _explained(chroma_url):
            yield client
    finally:
        _close(client)


@contextmanager
def _explained(chroma_url: str) -> Iterator[None]:
    """Turn what Chroma raises about a server into errors that name its address."""
    if not chroma_url:
        yield
        return
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise StaleIndexError(f"its vectors are not on the Chroma server at {chroma_url}") from error
    except (httpx.HTTPError, ChromaError, OSError, ValueError) as error:
        raise ChromaServerError(chroma_url, str(error) or type(error).__name__) from error


def _connect(folder: Path, chroma_url: str = "") -> "ClientAPI":
    """Return the client of the server, or of the database in ``folder`` without one."""
    if chroma_url:
        secure, host, port = server_parts(chroma_url)
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import InternalError

    settings = Settings(anonymized_telemetry=False)
    if not chroma_url:
        try:
            return chromadb.PersistentClient(str(folder), settings=settings)
        except Exception as error:
            # It would hand out the same broken database when the folder is opened again. Not a declared interface.
            cast(Any, SharedSystemClient)._identifier_to_system.pop(str(folder), None)
            if isinstance(error, AttributeError):
                # It fails once more while it tidies up after the failure, and hides the reason.
                raise InternalError(str(error.__context__ or error)) from error
            raise
    with _explained(chroma_url):
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
        client = chromadb.HttpClient(host, port, ssl=secure, settings=settings)
    # Not part of the declared interface, and there is no setting for it.
    cast(Any, client)._server._session.timeout = _ANSWER_SECONDS
    return client


def _close(client: "ClientAPI") -> None:
    # Without it Chroma keeps every database that a process ever opened. Not part of the declared interface.
    cast(Any, client).close()


@contextmanager
def _written(folder: Path, chroma_url: str) -> Iterator[None]:
    """Turn what Chroma raises about its own files, such as on a full disk, into an error of ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        if chroma_url:
            raise
        raise IndexNotWrittenError(folder, str(error)) from error


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
    with _written(folder, chroma_url), _connected(folder, chroma_url) as client:
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
        with _connected(folder, chroma_url) as client:
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
        with _connected(folder, chroma_url) as client:
            client.delete_collection(name)
    except StaleIndexError:
        pass  # It is gone already.


def server_version(chroma_url: str) -> str:
    """Return the version of the server; raises ChromaServerError when there is none at that address."""
    with _connected(Path(), chroma_url) as client:
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
                self._client = _connect(folder if chroma_url else copy.folder, chroma_url)
                opened.callback(_close, self._client)
                with _explained(chroma_url):
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
        with _explained(self._chroma_url):
            return self._collection.count()

    def vectors_of(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of the passages with these ids, of those that are there."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), _BATCH):
            with _explained(self._chroma_url):
                part = self._collection.get(ids=list(ids[start : start + _BATCH]), include=["embeddings"])
            found.update(zip(part["ids"], cast(Any, part["embeddings"]), strict=True))
        return found

    def nearest(self, vector: Vectors, limit: int) -> dict[str, float]:
        """Return the ids of the ``limit`` nearest passages with their cosine, nearest first."""
        with _explained(self._chroma_url):
            result = self._collection.query(
                query_embeddings=cast(Any, [vector]), n_results=limit, include=["distances"]
            )
        distances = cast(list[list[float]], result["distances"])[0]
        return {id_: 1.0 - distance for id_, distance in zip(result["ids"][0], distances, strict=True)}
