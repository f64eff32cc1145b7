"""A citation, a document or a term to the address that opens it in the reader, which is also a page of its own."""

from hashlib import sha256
from urllib.parse import quote, urlencode

from assistant.schema import Citation, Language
from assistant.window.markup import escape

_SEAL_CHARS = 10


def quote_seal(text: str) -> str:
    """Return a short hash by which the reader tells that a place still holds the words that were cited."""
    return sha256(text.encode()).hexdigest()[:_SEAL_CHARS]


def document_address(document_id: str, language: Language, **more: object) -> str:
    """Return the address of a document, with what else the reader is to show of it.

    >>> document_address("a b", "zh", start=3, view="")
    'documents/a%20b?lang=zh&start=3'
    """
    asked = {"lang": language, **{key: value for key, value in more.items() if value not in ("", None)}}
    return f"documents/{quote(document_id, safe='')}?{urlencode(asked)}"


def citation_address(citation: Citation, language: Language) -> str:
    """Return the address of a document with a quote marked in it."""
    seal = quote_seal(citation.quote)
    return document_address(citation.source.id, language, start=citation.start, end=citation.end, seal=seal)


def term_address(name: str, language: Language) -> str:
    """Return the address of what the glossary and the documents say of a term."""
    return f"terms/{quote(name, safe='')}?{urlencode({'lang': language})}"


def opens(address: str, inside: str, *, css: str = "", name: str = "") -> str:
    """Write a link that the page opens beside what is shown; ``inside`` is HTML, ``name`` is what ears hear instead."""
    heard = f' aria-label="{escape(name)}"' if name else ""
    return f'<a class="source{f" {css}" if css else ""}" href="{escape(address)}"{heard}>{inside}</a>'


def opens_citation(citation: Citation, language: Language, inside: str, *, css: str = "", name: str = "") -> str:
    """Write a link that opens a citation in its document."""
    return opens(citation_address(citation, language), inside, css=css, name=name)
