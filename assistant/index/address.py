"""A build folder and the address of a Chroma server, if any, to where its vectors lie; knows nothing of Chroma."""

import re
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from assistant.errors import AssistantError, UsageError

_EMBEDDED = "passages"
_DATABASE_FILE = "chroma.sqlite3"
_NAME_FILE = "collection.txt"
"""Names the collection on the server; the folder of an embedded database has none."""
_KEYWORDS_FILE = "keyword-vectors.txt"
"""Is there where the collection holds the keywords of each passage as well."""


class VectorsUnavailableError(AssistantError):
    """Chroma cannot be asked now; the index is whole, and comparing its passages one by one takes the place."""


class ChromaServerError(VectorsUnavailableError):
    """The Chroma server does not answer, or not as one."""

    def __init__(self, chroma_url: str, why: str) -> None:
        super().__init__(
            f"The Chroma server at {chroma_url} cannot be used ({why}). Start it with `chroma run`, correct "
            "ASSISTANT_CHROMA_URL, or leave that empty for the embedded database."
        )


def server_parts(chroma_url: str) -> tuple[bool, str, int]:
    """Return whether the address is encrypted, its host and its port.

    >>> server_parts("http://127.0.0.1:8000")
    (False, '127.0.0.1', 8000)
    """
    try:
        url = urlsplit(chroma_url)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/") or url.username:
        raise UsageError("ASSISTANT_CHROMA_URL must look like http://127.0.0.1:8000, without a path or a password.")
    return url.scheme == "https", url.hostname, port or (443 if url.scheme == "https" else 8000)


def name_collection(folder: Path, chroma_url: str) -> str:
    """Choose the name of a new collection and note it in ``folder`` when it is to lie on a server."""
    if not chroma_url:
        return _EMBEDDED
    # Named after the build, and at random: two index folders may share a server and hold equal builds.
    name = re.sub(r"[^a-zA-Z0-9._-]", "-", f"build-{folder.parent.name}-{token_hex(4)}")
    folder.mkdir(parents=True, exist_ok=True)
    # Before the collection is made, so that what a killed process leaves on the server can be found and deleted.
    (folder / _NAME_FILE).write_text(name, encoding="utf-8")
    return name


def collection_of(folder: Path, chroma_url: str) -> str:
    """Return the name of the collection of a build, "" where it has none in that place."""
    if not chroma_url:
        return _EMBEDDED if (folder / _DATABASE_FILE).is_file() else ""
    file = folder / _NAME_FILE
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def note_keyword_vectors(folder: Path) -> None:
    """Note that the collection of a build holds the keywords of each passage."""
    (folder / _KEYWORDS_FILE).write_text("1\n", encoding="utf-8")


def has_keyword_vectors(folder: Path) -> bool:
    """Tell whether the collection of a build holds the keywords of each passage."""
    return (folder / _KEYWORDS_FILE).is_file()
