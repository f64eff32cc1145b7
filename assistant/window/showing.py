"""A session to what the parts of the page show of it, for events that change all of it."""

from typing import Any

from assistant.schema import Language
from assistant.window.desk import Desk
from assistant.window.history_labels import label as history_label
from assistant.window.labels import label
from assistant.window.parts import Parts, as_of_labels
from assistant.window.sessions import Session
from assistant.window.welcome import header_html, notice_html

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Own waiting line instead of Gradio's spinners, and no endpoints by accident."""
Updates = dict[Any, Any]


def conversation_shown(desk: Desk, parts: Parts, session: Session, language: Language, *, remark: str = "") -> Updates:
    """Return everything that shows the conversation."""
    import gradio as gr

    exchanges = session.exchanges
    return {
        parts.talk: session.talk.id,
        parts.chat: desk.messages(exchanges),
        parts.evidence: desk.evidence(exchanges, language),
        parts.hint: desk.hint(exchanges, language),
        parts.notice: notice_html(remark),
        parts.panel.panel: gr.update(visible=False),
        **parts.controls.shown(language, asked=bool(exchanges)),
        parts.chips: desk.offered(exchanges, language),
    }


def page_shown(
    desk: Desk,
    parts: Parts,
    session: Session,
    language: Language,
    *,
    keeps: bool,
    username: str | None,
    as_of: str | None = None,
    opened: bool = False,
) -> Updates:
    """Return everything in another language; answers keep the language of their question, the targets their day.

    A page that was just ``opened`` shows the greeting already that it is laid out with, and no targets yet.
    """
    import gradio as gr

    messages, greeting = desk.messages(session.exchanges), desk.welcome(language)
    # For any change of a chat but its messages Gradio makes a new one and describes it anew, which takes 5 ms and more.
    greeted = opened and greeting == parts.chat.placeholder
    names = ("tab_chat", "tab_targets")
    return {
        **conversation_shown(desk, parts, session, language),
        **{tab: gr.update(label=label(name, language)) for tab, name in zip(parts.tabs, names, strict=True)},
        parts.header: header_html(language, username),
        parts.language: gr.update(value=language, label=label("language", language)),
        parts.chat: messages if greeted else gr.update(value=messages, placeholder=greeting),
        parts.box: gr.update(label=label("question", language), placeholder=label("placeholder", language)),
        parts.send: label("send", language),
        parts.clear: history_label("new_talk", language) if keeps else label("clear", language),
        parts.as_of: gr.update(choices=desk.dates(language), **as_of_labels(language)),
        parts.targets: "" if opened else desk.targets(as_of, language),
    }
