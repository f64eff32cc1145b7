"""PDF files in, their readings out; the files are parsed in another process with limits on time and memory."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableDocumentError
from assistant.ingestion import ocr
from assistant.ingestion.clean import restore_radicals
from assistant.ingestion.pdf_layout import paragraphs_by_page
from assistant.ingestion.printed_lines import PrintedLine
from assistant.ingestion.reading import Reading
from assistant.schema import RECOGNISED

_MEMORY_BYTES = 1 << 30
"""A 2,000-page paper takes 110 MB; pypdf's own limits let hostile files reach 350 MB."""

_SECONDS_PER_FILE = 120.0
"""A 2,000-page paper takes 24 s on a quiet machine."""

_BATCH = 16
"""Files per process: its start costs 0.4 s, as much as a short paper."""

_DECLARED = {
    "/Id": "id",
    "/Publisher": "publisher",
    "/Published": "published",
    "/SourceURL": "url",
    "/Kind": "kind",
    "/Reliability": "reliability",
    "/Lang": "language",
}
_FOUND = {"/Title": "title", "/Author": "publisher"}
_PRODUCERS_DEFAULTS = ("untitled", "about:blank", "anonymous", "unspecified", "(anonymous)", "(unspecified)")

_FILE_NAME = re.compile(r"^\S+\.[A-Za-z]{2,5}$|^Microsoft Word - ")
"""What programs put into the title by themselves."""

# Three characters that some fonts print for others; in other formats they are themselves.
_FONT_QUIRKS = str.maketrans({"㬵": "胶", "㫚": "曶", "墫": "壿", "⼾": "户"})

_FIXES = {
    "encrypted": "the PDF is protected by a password; save a copy without it.",
    "broken": "the PDF is damaged; open it in a viewer and save it anew, or fetch it again.",
    "died": "the PDF makes its reader fail; open it in a viewer and save it anew, or save its text as .txt.",
    "too slow": "reading the PDF takes too long; split it, or save its text as .txt.",
    "too large": "reading the PDF takes too much memory; split it, or save its text as .txt.",
}


def read_pdfs(paths: Sequence[Path]) -> dict[Path, Reading | UnreadableDocumentError]:
    """Read all files; one that cannot be read gives an error and leaves the others alone."""
    results: dict[Path, Reading | UnreadableDocumentError] = {}
    waiting = list(paths)
    while waiting:
        batch = waiting[:_BATCH]
        answers = _run_worker(batch)
        for path, answer in zip(batch, answers, strict=False):
            results[path] = reading_of(path, answer)
        if len(answers) < len(batch):
            # The process died at this file: name it, and go on behind it.
            results[batch[len(answers)]] = UnreadableDocumentError(batch[len(answers)], _FIXES["died"])
        waiting = [path for path in waiting if path not in results]
    return results


def _run_worker(batch: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the worker's answers in order, fewer than files when it died."""
    command = [sys.executable, "-m", "assistant.ingestion.pdf_worker", str(_MEMORY_BYTES), str(_SECONDS_PER_FILE)]
    root = Path(__file__).resolve().parents[2]
    try:
        output = subprocess.run(
            [*command, *(str(path.resolve()) for path in batch)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_PER_FILE * (len(batch) + 1),
            cwd=root,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    lines = output.decode("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def reading_of(path: Path, answer: Mapping[str, Any]) -> Reading | UnreadableDocumentError:
    """Return what the worker said of a file as a reading, or as the error that names the fix."""
    if "error" in answer:
        return UnreadableDocumentError(path, _FIXES[answer["error"]])
    pages = [
        [PrintedLine(restore_radicals(text).translate(_FONT_QUIRKS), x, y, size) for text, x, y, size in page]
        for page in answer["pages"]
    ]
    # A paper without any text may be drawn in outlines instead of pictures.
    unread = answer["pictures"] if any(pages) else [number for number, _ in enumerate(pages, start=1)]
    recognised = ocr.recognise_pages(path, unread) if unread and ocr.is_installed() else {}
    for number, lines in recognised.items():
        pages[number - 1] = lines
    if not any(pages):
        return UnreadableDocumentError(path, _no_text(pictures=bool(answer["pictures"])))
    remark = _remark(
        [number for number, lines in recognised.items() if lines], [n for n in unread if n not in recognised]
    )
    info: Mapping[str, str] = {key: text.strip() for key, text in answer["info"].items()}
    found = {name: info[key] for key, name in _FOUND.items() if _is_meant(info.get(key, ""))}
    declared = {name: info[key] for key, name in _DECLARED.items() if info.get(key)}
    if remark:
        declared["reliability"] = _both(declared.get("reliability", ""), remark)
    return Reading(
        pages=tuple(tuple(page) for page in paragraphs_by_page(pages)),
        declared=declared,
        found=found,
        headings_known=False,
    )


def _no_text(*, pictures: bool) -> str:
    if not pictures:
        return "the PDF holds no text; save its text as .txt."
    if ocr.is_installed():
        return "the PDF holds only pictures, in which text recognition (OCR) found no text; save its text as .txt."
    return (
        f"the PDF holds only pictures of pages; run `{ocr.EXTRA}` for text recognition (OCR), or save its text as .txt."
    )


def _remark(recognised: Sequence[int], unread: Sequence[int]) -> str:
    """Say in both languages which pages were read from pictures, and which were not read.

    >>> _remark([1, 2, 3], [])
    '文字识别（OCR）：第1—3页由图片读出，可能有误 | OCR: pages 1–3 were read from pictures and may contain errors'
    """
    chinese, english = [], []
    if recognised:
        chinese.append(f"{RECOGNISED}：第{_ranges(recognised, '—', '、')}页由图片读出，可能有误")
        read = "page {} was read from a picture" if len(recognised) == 1 else "pages {} were read from pictures"
        english.append(f"OCR: {read.format(_ranges(recognised, '–', ', '))} and may contain errors")
    if unread:
        chinese.append(f"第{_ranges(unread, '—', '、')}页是图片，未读出")
        lost = "page {} is a picture and was" if len(unread) == 1 else "pages {} are pictures and were"
        english.append(f"{lost.format(_ranges(unread, '–', ', '))} not read")
    return f"{'；'.join(chinese)} | {'; '.join(english)}" if chinese else ""


def _ranges(numbers: Sequence[int], to: str, comma: str) -> str:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return comma.join(str(first) if first == last else f"{first}{to}{last}" for first, last in runs)


def _both(declared: str, remark: str) -> str:
    """Join two remarks of the form "中文 | English"; the mark "low" of the first stays in front."""
    if not declared:
        return remark
    first, second = declared.split(" | ", maxsplit=1), remark.split(" | ", maxsplit=1)
    return f"{first[0]}；{second[0]} | {first[-1]}; {second[-1]}"


def _is_meant(text: str) -> bool:
    return bool(text) and text.lower() not in _PRODUCERS_DEFAULTS and not _FILE_NAME.search(text)
