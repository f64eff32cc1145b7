"""The documents of the next build in; a filled and checked folder out."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from assistant.errors import AssistantError
from assistant.index.duplicates import settle_duplicates
from assistant.index.embedding import Embedding, Vectors
from assistant.index.folders import CHINESE, CHROMA, ENGLISH, SPELLINGS
from assistant.index.ledger_rows import NO_EXTRACTION, Extraction
from assistant.index.manifest import write_manifest
from assistant.index.pieces import Pieces
from assistant.index.plan import Fresh, Planned
from assistant.index.progress import Progress, counted, silent
from assistant.index.recipe import Recipe, write_recipe
from assistant.index.store import Entry, Store, Text, write_store
from assistant.index.vectors import Metadata
from assistant.language.fold import search_key
from assistant.schema import Document, Passage

_EMBED_AT_ONCE = 1_024
_CHECK_SECONDS = 600.0
"""A million passages take a minute to open; a torn Chroma file may hang for ever."""

English = Callable[[Document, Passage], str]
"""What a passage says in the other language, "" when nobody has put it so; Latin words go to the English keywords."""

_HAN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\d.%]*")


class BuildCheckError(AssistantError):
    """A new build did not work; the current one stays."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The new index failed its check ({why}) and is not used. Run `python -m assistant index` again."
        )


def embedded_text(passage: Passage) -> str:
    """Return what is embedded for a passage: its heading says what the sentences below it are about."""
    return search_key(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)


def keyword_text(title: str, passage: Passage, shadow: str) -> str:
    """Return what is indexed for a passage; many name their subject only in the title or the heading.

    Chinese in the shadow, the rendering of an English document, makes it findable in Chinese.
    """
    chinese = " ".join(_HAN.findall(shadow))
    return f"{title}\n{passage.heading}\n{passage.text}\n{chinese}"


def entries_of(
    planned: Sequence[Planned],
    current: Store | None,
    english: English,
    embed: Callable[[], Embedding],
    report: Callable[[str], None],
    progress: Progress = silent,
    *,
    extraction: Extraction = NO_EXTRACTION,
) -> Iterator[Entry]:
    """Yield what the store shall hold of each document: copied rows, or fresh ones with their vectors.

    Which documents stand for others is found anew from all of them, so that it never depends on past edits.
    """
    documents = [_document_of(one, current) for one in planned]
    sources = {source.id: source for source in settle_duplicates(documents)}
    texts = [embedded_text(passage) for one in planned if one.fresh for passage in one.fresh.passages]
    if texts:
        report(f"Embedding {len(texts)} passages")
    vectors = _embed(texts, embed, progress) if texts else None
    row = 0
    for one in planned:
        if one.fresh is None:
            assert current is not None
            entry = current.entry(one.path)
            if current.extraction != extraction.identity:
                entry = replace(entry, ledger=tuple(extraction.rows(entry.document, entry.passages)))
        else:
            assert vectors is not None
            end = row + len(one.fresh.passages)
            entry = _fresh_entry(one, one.fresh, english, vectors[row:end], extraction)
            row = end
        yield replace(entry, document=replace(entry.document, source=sources[one.id]))


def _document_of(one: Planned, current: Store | None) -> Document:
    if one.fresh is not None:
        return one.fresh.document
    assert current is not None
    return current.document(one.id)


def _fresh_entry(one: Planned, fresh: Fresh, english: English, vectors: Vectors, extraction: Extraction) -> Entry:
    words = tuple(english(fresh.document, passage) for passage in fresh.passages)
    ledger = tuple(extraction.rows(fresh.document, fresh.passages))
    return Entry(fresh.document, one.fingerprint, fresh.passages, words, vectors, ledger)


def _embed(texts: Sequence[str], embed: Callable[[], Embedding], progress: Progress) -> Vectors:
    embedding = embed()
    blocks: list[Vectors] = []
    for at in range(0, len(texts), _EMBED_AT_ONCE):
        progress("Embedding", at, len(texts))
        blocks.append(embedding.encode(texts[at : at + _EMBED_AT_ONCE]))
    progress("Embedding", len(texts), len(texts))
    vectors = np.concatenate(blocks).astype(np.float32, copy=False)
    if vectors.shape != (len(texts), embedding.dimension) or not np.isfinite(vectors).all():
        raise AssistantError(
            f"The embedding {embedding.name} returned vectors of shape {vectors.shape} or not numbers."
        )
    return vectors


def fill(
    build: Path,
    entries: Iterator[Entry],
    recipe: Recipe,
    *,
    extraction: Extraction = NO_EXTRACTION,
    pieces: Pieces | None = None,
    chroma_url: str = "",
    keywords_in_chroma: bool = False,
    progress: Progress = silent,
) -> int:
    """Write every part of a build into its new folder and return the number of passages.

    With ``pieces`` passages are cut for the ranking now, not when they are found; with ``keywords_in_chroma`` Chroma
    gets their keywords, too.
    """
    from assistant.index.keywords import Keywords, build_keywords, chinese_tokens, english_tokens
    from assistant.index.sparse import passage_vectors
    from assistant.index.spellings import write_spellings
    from assistant.index.vectors import build_vectors

    count = write_store(build, entries, extraction=extraction.identity)
    with closing(Store(build)) as store:
        rows = list(store.searchable())
        chinese = (keyword_text(*row) for row in rows)
        build_keywords(build / CHINESE, counted(chinese, "Keywords", count, progress), tokens=chinese_tokens)
        build_keywords(build / ENGLISH, (english for _, _, english in rows), tokens=english_tokens)
        if pieces is not None:
            whole = (Text(title, passage).whole for title, passage, _ in rows)
            write_spellings(build / SPELLINGS, counted(whole, "Pieces", count, progress), pieces)
        passages = [passage for _, passage, _ in rows]
        metadata: list[Metadata] = [{"document_id": passage.document_id, "page": passage.page} for passage in passages]
        ids = [passage.id for passage in passages]
        chinese_lists = Keywords(build / CHINESE, count=count, tokens=chinese_tokens)
        english_lists = Keywords(build / ENGLISH, count=count, tokens=english_tokens)
        progress("Vectors", 0, count)
        build_vectors(
            build / CHROMA,
            ids,
            store.vectors,
            metadata,
            chroma_url=chroma_url,
            keywords=partial(passage_vectors, chinese_lists, english_lists) if keywords_in_chroma else None,
            written=lambda done: progress("Vectors", done, count),
        )
    write_recipe(build, recipe)
    write_manifest(build)
    return count


def check_build(build: Path, *, chroma_url: str = "") -> None:
    """Open a build in another process, which may die of it; raises BuildCheckError when it does not work."""
    why = find_fault(build, chroma_url=chroma_url)
    if why:
        raise BuildCheckError(why)


def find_fault(build: Path, *, chroma_url: str = "", every: bool = False) -> str | None:
    """Return why a build does not work, None when it does; with ``every``, each passage is looked at, not a sample."""
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    arguments = [str(build.absolute()), chroma_url, *(["every"] if every else [])]
    command = [sys.executable, "-m", "assistant.index.verify", *arguments]
    try:
        result = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_CHECK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {_CHECK_SECONDS:.0f} seconds"
    if not result.returncode:
        return None
    lines = result.stderr.strip().splitlines()
    return lines[-1] if lines else f"the check ended with {result.returncode}"
