"""The bytes of a .docx or .xlsx file in, the same bytes out when they may be opened: whole, unlocked and not too large.

Both are ZIP archives of XML. What an archive says about its sizes may be a lie, so each part is unpacked once, piece
by piece, and counted.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from assistant.errors import UnreadableDocumentError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word and Excel up to 2003 begin so, and so does the envelope of a file with a password."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_BYTES = 400 << 20
"""All parts together; pictures take most of it, and they are not read."""

_MAX_XML_BYTES = 40 << 20
"""All XML together: a file with 58 MB of it, all tags and short words, took 1.1 GB to read; a report of 1,000 pages
has about 15 MB."""

_PIECE_BYTES = 1 << 20
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".bin",
    ".mp3",
    ".mp4",
    ".ttf",
    ".odttf",
)


def check_package(path: Path, raw: bytes, *, part: str, newer: str) -> None:
    """Raise UnreadableDocumentError unless ``raw`` holds ``part`` and can be opened; ``newer`` is the ending to use."""
    if raw.startswith(_OLD_OFFICE):
        if _ENCRYPTED in raw:
            raise UnreadableDocumentError(path, "the file is protected by a password; save a copy without it.")
        raise UnreadableDocumentError(path, f"the file is in the format of Office 2003; save it as {newer}.")
    damaged = UnreadableDocumentError(path, f"the file is damaged or no {newer} file; open it and save it anew.")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            if part not in archive.namelist():
                raise damaged
            _check_sizes(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged from error


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    large = UnreadableDocumentError(path, f"the file unpacks to more than {_MAX_XML_BYTES >> 20} MB of text; split it.")
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > _MAX_BYTES:
        raise large
    xml_bytes = all_bytes = 0
    for part in parts:
        is_xml = not part.filename.lower().endswith(_PICTURES)
        before = b""
        with archive.open(part) as unpacked:
            while piece := unpacked.read(_PIECE_BYTES):
                all_bytes += len(piece)
                xml_bytes += len(piece) if is_xml else 0
                if xml_bytes > _MAX_XML_BYTES or all_bytes > _MAX_BYTES:
                    raise large
                # Office writes no entities; in a file from elsewhere they are the way to a bomb.
                if is_xml and b"<!DOCTYPE" in before[-len(b"<!DOCTYPE") :] + piece:
                    raise ValueError("a part declares a document type")
                before = piece
