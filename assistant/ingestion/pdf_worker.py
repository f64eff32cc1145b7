"""PDF files in, one JSON line per file out; runs alone, because a hostile file may hang or eat all memory.

``python -m assistant.ingestion.pdf_worker MEMORY_BYTES SECONDS FILE…``. A line holds either ``error`` or ``info``,
``pages``, each page a list of ``[text, x, y, size]`` with the origin at the lower left, in points, and ``pictures``,
the numbers of pages that hold pictures and no text.
"""

import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

PrintedLine = tuple[str, float, float, float]


class _TooSlowError(BaseException):
    """A file took longer than it may; no Exception, as pypdf catches those of damaged pages and goes on."""


def main(arguments: list[str]) -> None:
    """Read each file under the limits and print what it holds."""
    memory_bytes, seconds, *files = arguments
    _limit(int(memory_bytes))
    # pypdf may print; only our own lines belong on the real standard output.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    silence()
    for file in files:
        out.write(json.dumps(guarded(Path(file), float(seconds))) + "\n")
        out.flush()


def silence() -> None:
    """Keep pypdf from logging what it finds wrong with a file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def _limit(memory_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _give_up(_signal: int, _frame: object) -> None:
    raise _TooSlowError


def guarded(path: Path, seconds: float) -> dict[str, Any]:
    """Return what a file holds; whatever is raised becomes an error, as pypdf raises anything on a damaged file."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return _read(path)
    except _TooSlowError:
        return {"error": "too slow"}
    except MemoryError:
        return {"error": "too large"}
    except Exception as error:  # noqa: BLE001 - see above: this is the border to foreign files
        return {"error": _reason(error)}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _reason(error: Exception) -> str:
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    if isinstance(error, FileNotDecryptedError | DependencyError):
        return "encrypted"
    return "too large" if isinstance(error, LimitReachedError) else "broken"


def _read(path: Path) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    pages = [_printed_lines(page) for page in reader.pages]
    pictures = [n for n, lines in enumerate(pages, start=1) if not lines and len(reader.pages[n - 1].images)]
    info = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    return {"info": info, "pages": pages, "pictures": pictures}


def _printed_lines(page: Any) -> list[PrintedLine]:
    """Return the lines of one page in reading order, each with where it starts and its type size."""
    lines: list[PrintedLine] = []
    text, place = "", (0.0, 0.0, 0.0)

    def visit(piece: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        nonlocal text, place
        for number, part in enumerate(piece.split("\n")):
            if number:
                _close(lines, text, place)
                text = ""
            if part.strip() and not text.strip():
                place = _place(cm, tm, size)
            text += part

    page.extract_text(visitor_text=visit)
    _close(lines, text, place)
    return lines


def _close(lines: list[PrintedLine], text: str, place: tuple[float, float, float]) -> None:
    if text.strip():
        x, y, size = place
        # A browser prints a paragraph's indent as wide blanks.
        indent = len(text) - len(text.lstrip("\u2003\u3000"))
        lines.append((text.strip(), round(x + indent * size, 1), round(y, 1), round(size, 1)))


def _place(cm: list[float], tm: list[float], size: float) -> tuple[float, float, float]:
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = abs(tm[3] * cm[3] + tm[2] * cm[1]) or 1.0
    return x, y, size * scale


if __name__ == "__main__":
    main(sys.argv[1:])
