"""News items and a number of passages in; a corpus folder that is cut into about as many out, always the same one.

The shipped corpus is part of it, so that questions about the programme have their answers among all the news. Each item
is a report of its own with a day of publication; passages are windows of whole sentences that overlap by half, which
makes 300,000 distinct ones of 40,000 items.
"""

import json
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from assistant.config import ROOT, Config
from assistant.errors import UsageError
from assistant.ingestion.split import split_document
from assistant.schema import Document, Page, Source

PASSAGE_CHARS, OVERLAP_CHARS = 140, 70
_TITLE_CHARS = 18
_FIRST_DAY, _DAYS, _STEP = date(2015, 1, 1), 3_600, 1_009
"""Days of publication are spread evenly; the step has no divisor in common with their number, so that all occur."""


def settings_of(corpus: Path, index: Path) -> Config:
    """Return the settings that a corpus of news is indexed and asked with."""
    return Config(corpus=corpus, index=index, passage_chars=PASSAGE_CHARS, passage_overlap_chars=OVERLAP_CHARS)


def body_of(item: str) -> str:
    """Return a news item without the time stamp in front.

    >>> body_of("2023-08-16 18:24:57，正文：一件事。")
    '一件事。'
    """
    return item.partition("正文：")[2].strip() or item.strip()


def day_of(number: int) -> str:
    """Return the day on which an item counts as published.

    >>> day_of(0), day_of(1)
    ('2015-01-01', '2017-10-06')
    """
    return (_FIRST_DAY + timedelta(days=number * _STEP % _DAYS)).isoformat()


def choose_items(items: Sequence[str], passages: int) -> list[str]:
    """Return as many of the items as are cut into about ``passages``; UsageError when all of them are too few."""
    chosen: list[str] = []
    made = 0
    for item in items:
        if made >= passages:
            return chosen
        text = body_of(item)
        document = Document(_source(len(chosen)), "", text, (Page(1, 0, len(text)),))
        made += len(split_document(document, max_chars=PASSAGE_CHARS, overlap=OVERLAP_CHARS))
        chosen.append(text)
    if made >= passages:
        return chosen
    raise UsageError(f"The news items give {made} passages, not {passages}. Ask for fewer with --sizes.")


def _source(number: int) -> Source:
    return Source(f"item-{number:06d}", "", None, day_of(number), None, "news", "zh")


def write_news_corpus(folder: Path, texts: Sequence[str]) -> None:
    """Write the shipped corpus and one file for each text into the new folder ``folder``."""
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns(".index", "_*"))
    for number, text in enumerate(texts):
        # A thousand files a folder: more make some file systems slow.
        path = folder / "news" / f"items-{number // 1_000:03d}" / f"item-{number:06d}.md"
        path.parent.mkdir(exist_ok=True)
        title = json.dumps(" ".join(text[:_TITLE_CHARS].split()), ensure_ascii=False)
        head = f"title: {title}\npublisher: 新闻\npublished: '{day_of(number)}'\nkind: news"
        path.write_text(f"---\n{head}\n---\n\n{text}\n", encoding="utf-8")
