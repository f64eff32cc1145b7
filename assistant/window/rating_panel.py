"""Thumbs under answers, and the panel that asks what is wrong: layout and events."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.records.values import LONGEST_NOTE, REASONS_GIVEN
from assistant.schema import Language
from assistant.window.archive import Archive, owner_of
from assistant.window.conversation import Exchange
from assistant.window.history_labels import label
from assistant.window.resuming import resume
from assistant.window.sessions import Page, Session, Sessions
from assistant.window.welcome import notice_html

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
PRESSED = """
document.addEventListener('click', (event) => {
  const pressed = event.target.closest && event.target.closest('#conversation button.rate');
  if (!pressed) return;
  const number = [...pressed.classList].find((name) => /^n[0-9]+$/.test(name)).slice(1);
  trigger('click', { rating: pressed.classList.contains('up') ? 'up' : 'down', number: Number(number) });
});
"""
"""Tells which thumb was pressed: the chat has no events for what stands in its messages."""
Updates = dict[Any, Any]


class RatingPanel:
    """The components that ask what is wrong with an answer; laid out where it is made."""

    def __init__(self, archive: Archive) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.archive = archive
        self.number = gr.State(0)
        self.pressed = gr.HTML("", visible="hidden", js_on_load=PRESSED, elem_id="rated")
        with gr.Column(visible=False, elem_id="rating") as self.panel:
            self.reason = gr.Radio(_reasons(zh), label=label("what_is_wrong", zh), elem_id="rating-reason")
            self.note = gr.Textbox(**_note(zh), max_length=LONGEST_NOTE, lines=2, elem_id="rating-note")
            with gr.Row():
                self.send = gr.Button(label("send_note", zh), variant="primary", elem_id="rating-send", min_width=72)
                self.cancel = gr.Button(label("cancel", zh), elem_id="rating-cancel", min_width=72)

    def connect(
        self,
        language: "gr.Radio",
        talk: "gr.Textbox",
        sessions: Sessions,
        chat: "gr.Chatbot",
        notice: "gr.HTML",
        messages: Callable[[Sequence[Exchange]], Any],
    ) -> None:
        """Follow the thumbs and the buttons of the panel; ``messages`` writes the chat again, with the thumb chosen."""
        import gradio as gr

        def rated(shown: str, language: Language, event: gr.EventData, request: gr.Request) -> Updates:
            page = Page.of(request)
            resumed = resume(sessions, self.archive, page, shown, language)
            known = sessions.of(page).exchanges
            if resumed is not None:  # the number that was pressed may be another one's by now
                return {chat: messages(known), notice: notice_html(resumed or label("press_again", language))}
            number, up = int(event._data.get("number", 0)), event._data.get("rating") == "up"
            if not up:
                opened = {self.panel: gr.update(visible=True), self.number: number, notice: ""}
                return {**opened, self.reason: gr.update(value=None), self.note: ""}
            told = self.archive.rate(owner_of(request.username), known, number, "up", language)
            return {**done(page, number, "up", told, language), self.panel: gr.update(visible=False)}

        def sent(number: int, reason: str | None, note: str, language: Language, request: gr.Request) -> Updates:
            page, known = Page.of(request), sessions.of(Page.of(request)).exchanges
            if not reason:
                return {notice: notice_html(label("needs_reason", language))}
            owner = owner_of(request.username)
            told = self.archive.rate(owner, known, number, "down", language, reason=reason, note=note or "")
            return {**done(page, number, "down", told, language), self.panel: gr.update(visible=False)}

        def marked(session: Session, number: int, rating: str) -> Session:
            exchanges = (replace(one, rating=rating) if one.number == number else one for one in session.exchanges)
            return replace(session, exchanges=tuple(exchanges))

        def done(page: Page, number: int, rating: str, told: str, language: Language) -> Updates:
            session = sessions.of(page)
            if told == label("thanks", language):
                session = sessions.change(page, lambda now: marked(now, number, rating))
            return {chat: messages(session.exchanges), notice: notice_html(told)}

        changed = [chat, notice, self.panel]
        self.pressed.click(rated, [talk, language], [*changed, self.number, self.reason, self.note], **QUIET)
        given = [self.number, self.reason, self.note, language]
        self.send.click(sent, given, changed, **QUIET)
        self.cancel.click(lambda: {self.panel: gr.update(visible=False)}, None, self.panel, **QUIET)
        language.change(self.relabelled, language, [self.reason, self.note, self.send, self.cancel], **QUIET)

    def relabelled(self, language: Language) -> Updates:
        """Return the panel in another language."""
        import gradio as gr

        return {
            self.reason: gr.update(choices=_reasons(language), label=label("what_is_wrong", language)),
            self.note: gr.update(**_note(language)),
            self.send: label("send_note", language),
            self.cancel: label("cancel", language),
        }


def _reasons(language: Language) -> list[tuple[str, str]]:
    return [(label(reason, language), reason) for reason in REASONS_GIVEN]


def _note(language: Language) -> dict[str, Any]:
    return {"label": label("note", language), "info": label("note_info", language)}
