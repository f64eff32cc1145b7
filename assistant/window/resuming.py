"""A page whose conversation left the memory, after a restart or among too many pages, to the conversation again."""

from assistant.schema import Language
from assistant.window.archive import Archive, owner_of
from assistant.window.history_labels import label
from assistant.window.sessions import Page, Session, Sessions


def resume(sessions: Sessions, archive: Archive, page: Page, talk: str, language: Language) -> str | None:
    """Put what a page shows back into memory, from where conversations are kept.

    ``talk`` is what the page says that it shows; it is believed only as far as its user's own conversations go. Return
    None when nothing was forgotten, else what to tell the visitor, "" when the conversation goes on. Its exchanges may
    have other numbers than on the page, which must then be drawn anew.
    """
    if not talk or sessions.knows(page):
        return None
    opened = archive.open(owner_of(page.user), talk, language)
    sessions.put(page, Session(opened.exchanges, opened.talk))
    return opened.remark if archive.keeps else label("forgotten", language)
