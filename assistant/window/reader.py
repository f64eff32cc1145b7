"""A document and a place in it to the reader's HTML: what it is, its full text with the quote marked, or its page.

The same fragment is shown beside the page that it was opened from and, with ``reader_page``, as a page of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.language.fold import script_of, to_simplified, to_traditional
from assistant.schema import Document, Language, Page
from assistant.window.assets import style_text
from assistant.window.evidence import original_link, source_facts
from assistant.window.labels import label
from assistant.window.links import document_address, opens, quote_seal
from assistant.window.markup import escape, running

SHOWN_CHARS = 40_000
"""Of a text at a time, thirty printed pages: a book of millions would stall the browser."""
_HEADING = re.compile(r"^(#{1,6}) +")

View = Literal["text", "page"]
Script = Literal["", "zh-Hans", "zh-Hant"]
"""How Chinese is shown; empty as it was stored."""


@dataclass(frozen=True, slots=True)
class Place:
    """What to show of a document: a quote at ``start:end``, or the part that begins at ``at``."""

    start: int = 0
    end: int = 0
    seal: str = ""
    at: int = 0
    view: View = "text"
    page: int = 0
    script: Script = ""

    def sound(self, text: str) -> bool:
        """Tell whether ``text`` still holds the quote there."""
        return 0 <= self.start < self.end <= len(text) and self.seal == quote_seal(text[self.start : self.end])


def reading_html(document: Document, place: Place, language: Language, *, pictured: bool) -> str:
    """Write a document; ``pictured`` when its pages can be shown as pictures."""
    marked = place.sound(document.text)
    number = _page_number(document, place, marked=marked)
    paged = len(document.pages) > 1
    facts = source_facts(document.source, language, page=number if paged and (marked or place.page) else None)
    stale = place.end and not marked
    note = f'<p class="low" role="status">{label("text_changed", language)}</p>' if stale else ""
    shown = (
        _picture(document, place, number, language, marked=marked)
        if pictured and place.view == "page"
        else _text(document, place, language, marked=marked)
    )
    return _article(
        document.source.title,
        f'{facts}<p class="origin">{original_link(document.source, language)}</p>'
        f"{_tools(document, place, language, pictured=pictured)}{note}{shown}",
        language,
    )


def message_html(heading: str, text: str, language: Language) -> str:
    """Write a reader that has nothing to show, and why."""
    return _article(heading, f'<p class="empty" role="status">{escape(text)}</p>', language)


def article_html(heading: str, inside: str, language: Language) -> str:
    """Write something else that opens in the reader; ``inside`` is HTML."""
    return _article(heading, inside, language)


def reader_page(fragment: str, title: str, language: Language) -> str:
    """Write the reader as a page of its own, for a link that is opened in another tab or sent to somebody."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><base href="../">'
        f"<style>{style_text()}</style></head>"
        f'<body class="gradio-container alone"><main class="prose">{fragment}</main></body></html>'
    )


def _article(heading: str, inside: str, language: Language) -> str:
    buttons = "".join(
        f'<button type="button" class="{css}">{label(key, language)}</button>'
        for css, key in (("reader-back", "reader_back"), ("reader-close", "reader_close"))
    )
    return (
        f'<article class="reading" lang="{language}"><p class="bar">{buttons}</p>'
        f'<h2 tabindex="-1">{escape(heading)}</h2>{inside}</article>'
    )


def _page_number(document: Document, place: Place, *, marked: bool) -> int:
    if place.page:
        return min(max(place.page, 1), len(document.pages))
    return page_at(document.pages, place.start if marked else place.at)


def page_at(pages: Sequence[Page], offset: int) -> int:
    """Return the number of the page that holds an offset, 1 where there are no pages."""
    return next((page.number for page in pages if page.start <= offset < page.end), 1)


def _tools(document: Document, place: Place, language: Language, *, pictured: bool) -> str:
    """Write the links that show the same place another way: as printed, or in the other script."""
    printed = pictured and place.view == "page"
    groups = [
        _views(document, place, language) if pictured else "",
        "" if printed else _scripts(document, place, language),
    ]
    return f'<p class="tools">{"".join(groups)}</p>' if any(groups) else ""


def _views(document: Document, place: Place, language: Language) -> str:
    views: tuple[View, ...] = ("text", "page")
    shown = [
        _choice(label(f"view_{v}", language), v == place.view, _address(document, place, language, view=v))
        for v in views
    ]
    return _choices("view", shown, language)


def _scripts(document: Document, place: Place, language: Language) -> str:
    if document.source.language != "zh":
        return ""
    stored = script_of(document.text[:SHOWN_CHARS])
    other: Script = "zh-Hans" if stored == "zh-Hant" else "zh-Hant"
    scripts: tuple[tuple[Script, str], ...] = (("", f"stored_{stored}"), (other, f"script_{other}"))
    shown = [
        _choice(label(k, language), s == place.script, _address(document, place, language, script=s))
        for s, k in scripts
    ]
    return _choices("script", shown, language)


def _choices(name: str, shown: Sequence[str], language: Language) -> str:
    return f'<span class="choice" role="group" aria-label="{label(name, language)}">{"".join(shown)}</span>'


def _choice(text: str, chosen: bool, address: str) -> str:
    if chosen:
        return f'<span class="chosen" aria-current="true">{text}</span>'
    return opens(address, text)


def _address(document: Document, place: Place, language: Language, **changed: object) -> str:
    quote: dict[str, object] = {"start": place.start, "end": place.end, "seal": place.seal} if place.end else {}
    kept: dict[str, object] = {
        "at": place.at or "",
        "view": place.view,
        "page": place.page or "",
        "script": place.script,
    }
    merged = {**quote, **kept, **changed}
    return document_address(document.id, language, **{**merged, "view": "page" if merged["view"] == "page" else ""})


def _picture(document: Document, place: Place, number: int, language: Language, *, marked: bool) -> str:
    """Write the page as a picture, with its quote boxed when it stands on this page, and its neighbours."""
    boxed = marked and page_at(document.pages, place.start) == number
    asked = {"start": place.start, "end": place.end} if boxed else {}
    address = document_address(document.id, language, **asked).replace("?", f"/pages/{number}.png?", 1)
    said = label("picture_boxed" if boxed else "picture", language, page=number, title=document.source.title)
    around = "".join(
        opens(_address(document, place, language, page=other), label(key, language))
        for other, key in ((number - 1, "page_before"), (number + 1, "page_after"))
        if 1 <= other <= len(document.pages)
    )
    counted = label("page_of", language, page=number, pages=len(document.pages))
    return (
        f'<p class="pager">{counted} {around}</p>'
        f'<p class="sheet"><img src="{escape(address)}" alt="{escape(said)}"></p>'
    )


def _text(document: Document, place: Place, language: Language, *, marked: bool) -> str:
    """Write the text around the quote, or from ``at`` on, with links to what comes before and after."""
    text = document.text
    converters: dict[Script, Callable[[str], str]] = {"zh-Hans": to_simplified, "zh-Hant": to_traditional}
    convert = converters.get(place.script, str)
    first = place.at or (place.start - SHOWN_CHARS // 2 if marked else 0)
    first = max(0, min(first, len(text) - 1))
    first = text.rfind("\n", 0, first) + 1
    last = text.find("\n", min(len(text), first + SHOWN_CHARS))
    last = len(text) if last < 0 else last
    quote = (place.start, place.end) if marked else (0, 0)
    lines = _lines(convert(text[first:last]), first, quote)
    before = max(0, first - SHOWN_CHARS)
    links = (
        opens(_address(document, place, language, at=before or 1), label("text_before", language)) if first else "",
        opens(_address(document, place, language, at=last + 1), label("text_after", language))
        if last < len(text)
        else "",
    )
    above, below = (f'<p class="pager">{link}</p>' if link else "" for link in links)
    tongue = place.script or (script_of(text[:SHOWN_CHARS]) if document.source.language == "zh" else "en")
    return f'{above}<div class="text" lang="{tongue}">{lines}</div>{below}'


def _lines(text: str, first: int, quote: tuple[int, int]) -> str:
    """Write each line as a paragraph or a heading; ``first`` is the offset of the text in its document."""
    written, start = [], first
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        skipped = heading.end() if heading else 0
        inside = _marked(line[skipped:], start + skipped, quote)
        if inside:
            written.append(f"<h3>{inside}</h3>" if heading else f"<p>{inside}</p>")
        start += len(line) + 1
    return "".join(written)


def _marked(text: str, start: int, quote: tuple[int, int]) -> str:
    left, right = (max(0, min(len(text), offset - start)) for offset in quote)
    if left >= right:
        return running(text)
    return f"{running(text[:left])}<mark>{running(text[left:right])}</mark>{running(text[right:])}"
