"""A text file in any of the usual encodings in, its lines out."""

from pathlib import Path

from assistant.ingestion.encoding import decode_text
from assistant.ingestion.reading import Reading


def read_text(path: Path, raw: bytes) -> Reading:
    """Read a text file with one paragraph a line; title and date are found later, in the cleaned lines."""
    return Reading(pages=(tuple(decode_text(raw, path).splitlines()),), headings_known=False)
