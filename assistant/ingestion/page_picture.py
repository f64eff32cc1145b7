"""A page of a PDF file and a quote in; the page as a PNG with the quote boxed out, drawn in another process."""

import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock

_MEMORY_BYTES = 1 << 30
"""Address space; an A4 page takes 250 MB of it with the libraries."""
_SECONDS = 20.0
"""A printed page takes 0.5 s on a quiet machine."""
_START_SECONDS = 20.0
AT_ONCE = 2
"""Pages drawn side by side; more would slow down the answers."""
KEPT_BYTES = 32 << 20
"""Pictures kept in memory: about two hundred pages of print."""

Wanted = tuple[str, int, str]
"""What tells pictures apart: the hash of the file, the page, the quote."""


@dataclass
class PagePictures:
    """Draws pages and keeps those that were asked for last; safe to use from several threads."""

    kept: OrderedDict[Wanted, bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _turn: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def picture(self, file: Path, page: int, quote: str = "", *, digest: str) -> bytes | None:
        """Return the picture of a page, counted from 1; None when it cannot be drawn.

        ``digest`` is the SHA-256 of the file as it was indexed: of another file nothing is shown, for its pages may
        not be those that were read.
        """
        wanted = (digest, page, quote)
        if (known := self._known(wanted)) is not None:
            return known
        with self._turn:
            if (known := self._known(wanted)) is not None:
                return known
            if not _unchanged(file, digest):
                return None
            drawn = draw_page(file, page, quote)
        if drawn is not None:
            self._keep(wanted, drawn)
        return drawn

    def _known(self, wanted: Wanted) -> bytes | None:
        with self._lock:
            if wanted in self.kept:
                self.kept.move_to_end(wanted)
            return self.kept.get(wanted)

    def _keep(self, wanted: Wanted, drawn: bytes) -> None:
        with self._lock:
            self.kept[wanted] = drawn
            while len(self.kept) > 1 and sum(map(len, self.kept.values())) > KEPT_BYTES:
                self.kept.popitem(last=False)


def draw_page(file: Path, page: int, quote: str) -> bytes | None:
    """Draw one page in a process with limits on time and memory; None when that fails."""
    command = [sys.executable, "-m", "assistant.ingestion.page_worker", str(_MEMORY_BYTES), str(_SECONDS)]
    try:
        done = subprocess.run(
            [*command, str(file.resolve()), str(page)],
            input=quote.encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_START_SECONDS + _SECONDS,
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _unchanged(file: Path, digest: str) -> bool:
    try:
        return sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False
