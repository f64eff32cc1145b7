"""The name and the bytes of an uploaded file in; a name that is safe to keep, and what speaks against the file, out."""

import re
import unicodedata
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from assistant.ingestion.metadata import document_id

MEGABYTE = 1 << 20
SUFFIXES = (".csv", ".docx", ".htm", ".html", ".markdown", ".md", ".pdf", ".tsv", ".txt", ".xlsm", ".xlsx")
"""Endings of files that are read."""

_NAME_CHARS = 80
"""Characters of a name that are kept: a title's worth, and under the 255 bytes of file systems in any script."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*#%`$!{}]')
"""What means something to a shell, an address or another file system."""
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""Control characters and those that change the direction of a name: report[RLO]fdp.exe shows as reportexe.pdf."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be brought at a time."""

    files: int = 20
    megabytes: int = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not taken: the key of a text of the page, and what fills its blanks."""

    key: str
    values: Mapping[str, object]


def clean_name(name: str) -> str:
    r"""Return a plain file name with a visible, lower-case ending, whatever a browser sent.

    >>> clean_name("../../etc/_报告\u202efdp.exe .PDF"), clean_name("C:\\x\\..")
    ('报告fdp.exe.pdf', 'document')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in _INVISIBLE)
    plain = PurePosixPath(" ".join(_FORBIDDEN.sub(" ", shown).split()))
    # A leading "_" or "." would hide the file from the index.
    stem = plain.stem.strip(" ._-")[:_NAME_CHARS].strip(" ._-")
    return f"{stem or 'document'}{plain.suffix.lower() if stem or plain.suffix.lower() in SUFFIXES else ''}"


def contradiction(suffix: str, content: bytes) -> Refusal | None:
    """Return a refusal when the bytes are plainly of another type than the ending of the name says.

    >>> contradiction(".pdf", b"<html>").values["really"]
    '.html'
    """
    really = _kind_of(content)
    own = {".htm": ".html", ".markdown": ".md", ".xlsm": ".xlsx"}.get(suffix, suffix)
    # Markup may be given as text. Old and locked Office files are told apart by the reader of new ones.
    agrees = really in ("", own) or (really == ".html" and own in _TEXTS) or (really == ".doc" and own in _OFFICE)
    if agrees:
        return None
    return Refusal("mistyped" if really.startswith(".") else "foreign", {"suffix": suffix, "really": really})


_TEXTS = (".csv", ".html", ".md", ".tsv", ".txt")
_OFFICE = (".docx", ".xlsx")
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)


def _kind_of(content: bytes) -> str:
    """Return the ending that the bytes deserve, the name of a foreign format, or "" when they tell nothing."""
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    # Some programs write a mark or a line before the first bytes of a PDF.
    head = content[:1024].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head:
        return ".pdf"
    known = next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)
    if known is not None:
        # "MZ" and the like may begin a text too; bytes that no text has decide.
        return known if known.startswith(".") or b"\0" in content[:4096] or not head[:4].isascii() else ""
    return ".html" if _HTML.match(head) else ""


def _kind_of_package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if "word/document.xml" in names:
        return ".docx"
    return ".xlsx" if "xl/workbook.xml" in names else "ZIP"


def free_name(name: str, taken: Collection[str], folder: Path) -> str:
    """Return a name that no file of the folder and no id in ``taken`` has: ``report-2.pdf`` after ``report.pdf``."""
    plain = Path(name)
    number, free = 1, name
    while (folder / free).exists() or document_id(Path(free).stem) in taken:
        number += 1
        free = f"{plain.stem}-{number}{plain.suffix}"
    return free
