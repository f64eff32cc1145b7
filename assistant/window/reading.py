"""The library to the addresses under which documents, their pages and terms are read."""

from typing import TYPE_CHECKING, Protocol

from assistant.browsing.names import Statement
from assistant.errors import AssistantError
from assistant.ingestion.page_picture import PagePictures
from assistant.language.glossary import Glossary, Term
from assistant.schema import Document, Language, Source
from assistant.window.labels import chosen_language, label
from assistant.window.reader import Place, Script, View, message_html, page_at, reader_page, reading_html
from assistant.window.term import term_html

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI, Response

_HEADERS = {
    # What a document says must not act: no script, nothing from elsewhere, not even where an escape was forgotten.
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_PICTURE_AGE_SECONDS = 3600


class Readable(Protocol):
    """What reading needs of a library."""

    @property
    def glossary(self) -> Glossary:
        """The terms of the programme."""

    def document(self, document_id: str) -> Document:
        """Return a document with its stored text."""

    def original(self, document: Document) -> "Path | None":
        """Return the file that a document was read from."""

    def rendering(self, source: Source, sentence: str, language: Language) -> str:
        """Return a sentence in the language of the reader, "" when there is no translation."""

    def statements(self, term: Term) -> tuple[Statement, ...]:
        """Return the sentences that name a term."""


def add_reading(app: "FastAPI", library: Readable) -> None:
    """Serve ``documents/ID``, ``documents/ID/pages/N.png`` and ``terms/NAME``; a path never names a file."""
    from fastapi import Response

    pictures = PagePictures()

    @app.get("/documents/{document_id}")
    def document(
        document_id: str,
        lang: str = "zh",
        start: int = 0,
        end: int = 0,
        seal: str = "",
        at: int = 0,
        page: int = 0,
        view: str = "text",
        script: str = "",
    ) -> Response:
        language = chosen_language("", wanted=lang)
        found = _document(library, document_id)
        if found is None:
            return _page(_missing("no_document", language), document_id, language, status=404)
        views: dict[str, View] = {"page": "page"}
        scripts: dict[str, Script] = {"zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant"}
        place = Place(start, end, seal, at, views.get(view, "text"), page, scripts.get(script, ""))
        fragment = reading_html(found, place, language, pictured=_printed(library, found) is not None)
        return _page(fragment, found.source.title, language)

    @app.get("/documents/{document_id}/pages/{number}.png")
    def picture(document_id: str, number: int, lang: str = "zh", start: int = 0, end: int = 0) -> Response:
        language = chosen_language("", wanted=lang)
        found = _document(library, document_id)
        file = _printed(library, found) if found is not None else None
        drawn = None
        if found is not None and file is not None and 1 <= number <= len(found.pages):
            here = 0 <= start < end and page_at(found.pages, start) == number
            quote = found.text[start:end] if here else ""
            drawn = pictures.picture(file, number, quote, digest=found.sha256)
        if drawn is None:
            return Response(label("no_picture", language), status_code=404, media_type="text/plain; charset=utf-8")
        kept = {"Cache-Control": f"private, max-age={_PICTURE_AGE_SECONDS}", "X-Content-Type-Options": "nosniff"}
        return Response(drawn, media_type="image/png", headers=kept)

    @app.get("/terms/{name}")
    def term(name: str, lang: str = "zh") -> Response:
        language = chosen_language("", wanted=lang)
        found = library.glossary.definition(name, language="zh")
        if found is None:
            return _page(_missing("no_term", language), name, language, status=404)
        told = library.statements(found)
        fragment = term_html(found, told, language, rendering=library.rendering)
        return _page(fragment, found.en if language == "en" else found.zh, language)


def _document(library: Readable, document_id: str) -> Document | None:
    try:
        return library.document(document_id)
    except (AssistantError, KeyError):
        return None


def _printed(library: Readable, document: Document) -> "Path | None":
    """Return the file whose pages can be drawn; of other formats there are no pages."""
    return library.original(document) if document.source.path.lower().endswith(".pdf") else None


def _missing(key: str, language: Language) -> str:
    return message_html(label("not_found", language), label(key, language), language)


def _page(fragment: str, title: str, language: Language, *, status: int = 200) -> "Response":
    from fastapi.responses import HTMLResponse

    return HTMLResponse(reader_page(fragment, title, language), status_code=status, headers=_HEADERS)
