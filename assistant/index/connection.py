"""The folder or the address of Chroma in; a client out, and what it raises as errors of ours."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import StaleIndexError
from assistant.index.address import ChromaServerError, server_parts
from assistant.index.space import IndexNotWrittenError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_CONNECT_SECONDS = 5.0
"""A server on the same network answers in milliseconds; the system itself would wait two minutes."""
_ANSWER_SECONDS = 60.0
"""Adding a batch takes two seconds; Chroma's own client would wait for ever."""


@contextmanager
def connected(folder: Path, chroma_url: str) -> Iterator["ClientAPI"]:
    """Hold a client of the server, or of the database in ``folder`` without an address."""
    client = connect(folder, chroma_url)
    try:
        with explained_server(chroma_url):
            yield client
    finally:
        close_client(client)


@contextmanager
def explained_server(chroma_url: str) -> Iterator[None]:
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


def connect(folder: Path, chroma_url: str = "") -> "ClientAPI":
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
    with explained_server(chroma_url):
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
        client = chromadb.HttpClient(host, port, ssl=secure, settings=settings)
    # Not part of the declared interface, and there is no setting for it.
    cast(Any, client)._server._session.timeout = _ANSWER_SECONDS
    return client


def close_client(client: "ClientAPI") -> None:
    """Let go of the files or the connection of a client."""
    # Without it Chroma keeps every database that a process ever opened. Not part of the declared interface.
    cast(Any, client).close()


@contextmanager
def explained_files(folder: Path, chroma_url: str) -> Iterator[None]:
    """Turn what Chroma raises about its own files, such as on a full disk, into an error of ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        if chroma_url:
            raise
        raise IndexNotWrittenError(folder, str(error)) from error
