"""Conversations to downloads: only those of who asks for them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.records.values import RecordsUnavailableError
from assistant.schema import Language
from assistant.window.archive import Archive, owner_of
from assistant.window.export.markdown import to_markdown
from assistant.window.export.pdf import to_pdf
from assistant.window.export.transcript import Transcript, transcript_of
from assistant.window.export.word import to_word
from assistant.window.history_labels import label

if TYPE_CHECKING:
    from fastapi import FastAPI

_WRITERS: dict[str, tuple[str, Callable[[Transcript], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", lambda transcript: to_markdown(transcript).encode("utf-8", "replace")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_word),
    "pdf": ("application/pdf", to_pdf),
}
_PERSON = "assistant.person"
"""Where the name of who is signed in stands in a request's scope; nobody there means the one local user."""
_NAME_LENGTH = 60


def add_conversation_downloads(app: "FastAPI", archive: Archive) -> None:
    """Serve the conversations of whoever asks at ``/conversations/ID.FORMAT``."""
    from fastapi import Request, Response

    def plain(status: int, text: str) -> Response:
        return Response(text, status_code=status, media_type="text/plain; charset=utf-8")

    def download(request: Request, conversation: str, form: str, lang: str = "zh") -> Response:
        language: Language = "en" if lang == "en" else "zh"
        if form not in _WRITERS:
            return plain(404, label("gone", language))
        try:
            found = archive.find(owner_of(request.scope.get(_PERSON)), conversation)
        except RecordsUnavailableError:
            return plain(503, label("not_read", language))
        if found is None:
            return plain(404, label("gone", language))
        media, write = _WRITERS[form]
        content = write(transcript_of(found, language, now=datetime.now().astimezone()))
        names = f"filename=\"conversation.{form}\"; filename*=UTF-8''{_name(found.title)}.{form}"
        headers = {
            "Content-Disposition": f"attachment; {names}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=media, headers=headers)

    # Its types are names of a package that is imported only here, which FastAPI could not find by itself.
    app.add_api_route("/conversations/{conversation}.{form}", download, methods=["GET"], response_model=None)


def _name(title: str) -> str:
    """Return a title as the name of a file, in the form that headers take."""
    kept = "".join(sign if sign.isalnum() or sign in " -_" else "_" for sign in title[:_NAME_LENGTH]).strip()
    return quote(kept or "conversation", errors="replace")
