"""Garbled pages in, the share of their facts that each reader recovers and of the noise that it removes out.

A fact is a figure, a date or a quoted name of the clean text with the characters before it; it counts as recovered when
it stands in what the reader returns, compared in the form that search uses (script, width and blanks do not count, for
any reader). Noise is what was put in, piece by piece; it is removed when it no longer stands there.
"""

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import read_document
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.schema import Document
from evals.benchmark.garble import KINDS, SITE_NOISE, STRENGTHS, Article, Page, as_html, as_text, garble
from evals.benchmark.labels import share, table

_CONTEXT = 4
"""Characters before a fact: "6家" alone stands in many places by chance."""

_NAME = re.compile(r"[《“]([^《》“”]{2,20})[》”]")

Read = Callable[[Path], str]
"""A file to the text that the reader makes of it, with the title where it gives one."""


@dataclass(frozen=True, slots=True)
class Score:
    """Facts and pieces of noise of one page in one format, and how many the reader recovered and removed."""

    reader: str
    format: str
    kind: str
    strength: int
    facts: int
    recovered: int
    noise: int
    removed: int


def article_of(document: Document) -> Article:
    """Return the clean article that a document of the corpus holds."""
    source = document.source
    lines = tuple(line for line in document.text.split("\n") if line and not line.startswith("#"))
    return Article(source.id, source.title, source.publisher or "光明网", source.published or "2022-04-08", lines)


def facts_of(article: Article) -> list[str]:
    """Return the figures, dates and names of an article in search form, with what stands before them.

    >>> facts_of(Article("a", "题", "网", "2022", ("2021年成立园区科协6家。",)))
    ['2021年', '园区科协6家']
    """
    facts: dict[str, None] = {}
    for line in article.paragraphs:
        spans = [(one.start, one.end) for one in find_figures(line)] + [
            (one.start, one.end) for one in find_dates(line)
        ]
        spans += [match.span(1) for match in _NAME.finditer(line)]
        for start, end in sorted(spans):
            facts[_key(line[max(0, start - _CONTEXT) : end])] = None
    return list(facts)


def _key(text: str) -> str:
    return re.sub(r"\s+", "", search_key(text))


def readers() -> dict[str, dict[str, Read]]:
    """Return the readers by name and format, those that are installed."""
    found: dict[str, dict[str, Read]] = {
        "ours": {"html": _read_ours, "txt": _read_ours},
        "trafilatura": {"html": _read_trafilatura},
    }
    if loaders_installed():
        found["langchain"] = {"html": _read_bs_html, "txt": _read_text_loader}
    return found


def loaders_installed() -> bool:
    """Tell whether LangChain's stock loaders can be compared with."""
    return all(find_spec(name) for name in ("langchain_community", "bs4"))


def _read_ours(path: Path) -> str:
    try:
        document = read_document(path, corpus=path.parent)
    except UnreadableDocumentError:
        return ""
    return f"{document.source.title}\n{document.text}"


def _read_trafilatura(path: Path) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text: str | None = trafilatura.extract(path.read_text("utf-8"), with_metadata=False)
    return text or ""


def _read_bs_html(path: Path) -> str:
    from langchain_community.document_loaders import BSHTMLLoader

    return _joined(BSHTMLLoader(path, open_encoding="utf-8").load())


def _read_text_loader(path: Path) -> str:
    from langchain_community.document_loaders import TextLoader

    return _joined(TextLoader(path, encoding="utf-8").load())


def _joined(loaded: Sequence[Any]) -> str:
    return "\n".join(f"{one.metadata.get('title', '')}\n{one.page_content}" for one in loaded)


def measure_reading(articles: Sequence[Article], kinds: Sequence[str] = tuple(KINDS)) -> list[Score]:
    """Garble every article in every way, read it with every reader and score what comes back."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        # Importing the stock loaders warns that they are no longer kept.
        warnings.simplefilter("ignore")
        return [
            score
            for kind in kinds
            for strength in STRENGTHS
            for article in articles
            for score in _score_page(garble(article, kind, strength), Path(folder))
        ]


def _score_page(page: Page, folder: Path) -> Iterator[Score]:
    files = {"html": folder / "page.html", "txt": folder / "page.txt"}
    files["html"].write_text(as_html(page), "utf-8")
    files["txt"].write_text(as_text(page), "utf-8")
    facts = facts_of(page.article)
    clean = _key("\n".join((page.article.title, *page.article.paragraphs)))
    for name, formats in readers().items():
        for form, read in formats.items():
            text = _key(read(files[form]))
            noise = [*page.noise, *(SITE_NOISE if form == "html" else ())]
            recovered = sum(fact in text for fact in facts)
            yield Score(
                name, form, page.kind, page.strength, len(facts), recovered, len(noise), removed(noise, text, clean)
            )


def removed(noise: Sequence[str], text: str, clean: str) -> int:
    """Count the pieces of noise that are gone; a piece that the article holds too must stand there no more often.

    >>> removed(["题目", "题目", "分享到"], "题目正文分享到", "题目正文")
    2
    """
    pieces = [_key(piece) for piece in noise]
    left = 0
    for piece in dict.fromkeys(pieces):
        left += min(pieces.count(piece), max(0, text.count(piece) - clean.count(piece)))
    return len(pieces) - left


def reading_payload(scores: Sequence[Score]) -> dict[str, Any]:
    """Return the object of ``benchmark reading --json``: shares by reader, kind and strength."""
    return {
        f"{reader} {form}": {
            "all": _shares(group),
            "kinds": {
                kind: {strength: _shares(some) for strength, some in _by(of_kind, "strength").items()}
                for kind, of_kind in _by(group, "kind").items()
            },
        }
        for (reader, form), group in _columns(scores).items()
    }


def _shares(scores: Sequence[Score]) -> dict[str, float | int | None]:
    facts, noise = sum(one.facts for one in scores), sum(one.noise for one in scores)
    return {
        "pages": len(scores),
        "facts": facts,
        "facts_recovered": sum(one.recovered for one in scores) / facts if facts else None,
        "noise": noise,
        "noise_removed": sum(one.removed for one in scores) / noise if noise else None,
    }


def _by(scores: Sequence[Score], field: str) -> dict[Any, list[Score]]:
    groups: dict[Any, list[Score]] = {}
    for score in scores:
        groups.setdefault(getattr(score, field), []).append(score)
    return groups


def _columns(scores: Sequence[Score]) -> Mapping[tuple[str, str], list[Score]]:
    groups: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        groups.setdefault((score.reader, score.format), []).append(score)
    return groups


def reading_table(scores: Sequence[Score]) -> str:
    """Return "facts recovered / noise removed" of each reader, by kind and strength and over all."""
    columns = _columns(scores)
    rows = [
        (
            f"{kind} {strength}",
            *(
                _cell([one for one in group if (one.kind, one.strength) == (kind, strength)])
                for group in columns.values()
            ),
        )
        for kind in _by(scores, "kind")
        for strength in STRENGTHS
    ]
    header = ("facts / noise, %", *(f"{reader} {form}" for reader, form in columns))
    return table(header, [*rows, ("all", *map(_cell, columns.values()))])


def _cell(scores: Sequence[Score]) -> str:
    shares = _shares(scores)
    return f"{share(shares['facts_recovered'])} / {share(shares['noise_removed'])}"
