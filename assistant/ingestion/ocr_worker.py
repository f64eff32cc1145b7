"""Pages of a PDF file in, one JSON line per page out with the text that stands in its picture; runs alone, see ocr.py.

``python -m assistant.ingestion.ocr_worker MEMORY_BYTES SECONDS FILE PAGE…``. A line holds ``boxes``, each
``[text, x, y, width, height]`` with the origin at the lower left, in points, or ``error``.
"""

import json
import os
import signal
import sys
from typing import Any

from assistant.ingestion.ocr import Box

_DOTS_PER_INCH = 150
"""Type of 9 points is 19 dots high, enough for every stroke; 200 dots take three times as long and read no better."""

_MAX_SIDE_DOTS = 3000
_SURE = 0.5
"""Below this the recogniser saw letters in a seal or a photograph."""


class _TooSlowError(Exception):
    """A page took longer than it may."""


def main(arguments: list[str]) -> None:
    """Read each page under the limits and print what it holds."""
    memory_bytes, seconds, file, *pages = arguments
    _limit(int(memory_bytes))
    # The libraries print; only our own lines belong on the real standard output.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    signal.signal(signal.SIGALRM, _give_up)
    engine, paper = _open(file)
    for page in pages:
        out.write(json.dumps(_guarded(engine, paper, int(page), float(seconds))) + "\n")
        out.flush()


def _limit(memory_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _give_up(_signal: int, _frame: object) -> None:
    raise _TooSlowError


def _open(file: str) -> tuple[Any, Any]:
    import pypdfium2
    from rapidocr import RapidOCR

    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # The models lie in the package: nothing is fetched. Lines that stand upside down are not looked for.
    settings = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
    }
    return RapidOCR(params=settings), pypdfium2.PdfDocument(file)


def _guarded(engine: Any, paper: Any, number: int, seconds: float) -> dict[str, Any]:
    """Return what a page holds; whatever is raised becomes an error, as the libraries raise anything on odd pages."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return {"boxes": _boxes(engine, paper[number - 1])}
    except _TooSlowError:
        return {"error": "too slow"}
    except Exception as error:  # noqa: BLE001 - see above: this is the border to foreign files
        return {"error": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _boxes(engine: Any, page: Any) -> list[Box]:
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, _MAX_SIDE_DOTS / max(width, height, 1.0))
    picture = page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
    if picture.min() == picture.max():
        return []  # A blank page.
    seen = engine(picture)
    if seen.txts is None:
        return []
    found: list[Box] = []
    for corners, text, score in zip(seen.boxes, seen.txts, seen.scores, strict=True):
        if score >= _SURE and text.strip():
            left, top = (float(value) for value in corners.min(axis=0))
            right, bottom = (float(value) for value in corners.max(axis=0))
            place = (left, height * scale - bottom, right - left, bottom - top)
            x, y, wide, high = (round(value / scale, 1) for value in place)
            found.append((text.strip(), x, y, wide, high))
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
