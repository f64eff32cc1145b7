"""One page of the list of documents to HTML: facts, the passages that hold what was looked for, the full text."""

import re
from collections.abc import Sequence

from assistant.language.fold import search_key
from assistant.schema import Language, Passage
from assistant.window.evidence import original_link, source_facts
from assistant.window.labels import label
from assistant.window.links import document_address, opens, quote_seal
from assistant.window.markup import escape
from assistant.window.shelf import Found, ShelfPage

SHOWN_CHARS = 150
"""Of a passage: two or three sentences around the first of the words."""
_BEFORE = 40
_HAN = re.compile(r"[\u3400-\u9fff]")


def sources_html(page: ShelfPage, language: Language, *, wanted: str = "") -> str:
    """Write a page of the list with its counts."""
    if not page.found:
        told = f'<p class="empty" role="status">{label("none_found", language)}</p>'
        return f'<section class="sources" lang="{language}">{told}</section>'
    words = tuple(dict.fromkeys(search_key(wanted).split()))
    items = "".join(_item(found, language, words, similar=page.similar) for found in page.found)
    return (
        f'<section class="sources" lang="{language}"><h2 class="heard">{label("tab_sources", language)}</h2>'
        f'<p class="count" role="status">{_counted(page, language)}</p>'
        f"<ul>{items}</ul></section>"
    )


def _counted(page: ShelfPage, language: Language) -> str:
    if page.similar:
        return label("similar", language)
    whole = page.total == page.everything
    counted = label("documents" if whole else "documents_of", language, count=page.total, total=page.everything)
    if len(page.found) == page.total:
        return counted
    comma = ", " if language == "en" else "，"
    return counted + comma + label("page_shown", language, first=page.first + 1, last=page.first + len(page.found))


def _item(found: Found, language: Language, words: Sequence[str], *, similar: bool) -> str:
    source = found.source
    passages = "".join(_passage(passage, source.language, language, words) for passage in found.passages)
    more = found.count > len(found.passages)
    held = f'<p class="facts">{label("passages_held", language, count=found.count)}</p>' if more and not similar else ""
    read = opens(document_address(source.id, language), label("read", language), css="full", name="")
    return (
        f'<li class="{escape(source.kind)}"><h3 class="title" lang="{source.language}">'
        f"{opens(document_address(source.id, language), _highlighted(source.title, words))}</h3>"
        f"{source_facts(source, language)}{passages}{held}"
        f'<p class="origin">{read} · {original_link(source, language)}</p></li>'
    )


def _passage(passage: Passage, tongue: Language, language: Language, words: Sequence[str]) -> str:
    """Write the part of a passage where the words stand, as a link to it."""
    folded = search_key(passage.text)
    places = [place for word in words if (place := folded.find(word)) >= 0]
    first = max(0, min(places, default=0) - _BEFORE)
    last = min(len(passage.text), first + SHOWN_CHARS)
    shown = passage.text[first:last].replace("\n", " ")
    cut = ("…" if first else "", "…" if last < len(passage.text) else "")
    seal = quote_seal(passage.text)
    address = document_address(passage.document_id, language, start=passage.start, end=passage.end, seal=seal)
    inside = f"{cut[0]}{_highlighted(shown, words)}{cut[1]}"
    return f'<p class="found" lang="{tongue}">{opens(address, inside, css="said")}</p>'


def _highlighted(text: str, words: Sequence[str]) -> str:
    """Escape ``text`` and mark where the words stand; a Latin word only where one begins."""
    folded = search_key(text)
    patterns = [re.escape(word) if _HAN.search(word) else rf"\b{re.escape(word)}" for word in words]
    if not patterns:
        return escape(text)
    written, at = "", 0
    for match in re.finditer("|".join(patterns), folded):
        written += f"{escape(text[at : match.start()])}<mark>{escape(text[match.start() : match.end()])}</mark>"
        at = match.end()
    return written + escape(text[at:])
