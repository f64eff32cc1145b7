"""A question to the page while a model writes the answer: what is verified of it so far, then the whole."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Any

from assistant.schema import Language
from assistant.window.archive import Archive, Talk, owner_of
from assistant.window.asking import kept_key
from assistant.window.conversation import Exchange, remember
from assistant.window.desk import Desk
from assistant.window.history_labels import label as history_label
from assistant.window.parts import Parts
from assistant.window.resuming import resume
from assistant.window.sessions import Page, Session, Sessions
from assistant.window.showing import QUIET, Updates, conversation_shown
from assistant.window.welcome import notice_html

REDRAW_SECONDS = 0.1
"""A model writes faster than anyone reads; each redrawing sends the whole conversation."""


def connect_writing(desk: Desk, parts: Parts, archive: Archive, sessions: Sessions) -> list[Any]:
    """Let questions be answered while one watches; return the events that a stop cancels."""
    import gradio as gr

    def ask(question: str, talk: str, language: Language, request: gr.Request) -> Iterator[Updates]:
        resumed = resume(sessions, archive, Page.of(request), talk, language)
        yield from _asked(desk, parts, question, language, sessions, Page.of(request), remark=resumed or "")

    def again(talk: str, language: Language, request: gr.Request) -> Iterator[Updates]:
        page = Page.of(request)
        resumed = resume(sessions, archive, page, talk, language)
        session = sessions.change(page, lambda now: replace(now, talk=replace(now.talk, editing=True)))
        question = session.exchanges[-1].question if session.exchanges else ""
        yield from _asked(desk, parts, question, language, sessions, page, remark=resumed or "")

    def keep(language: Language, request: gr.Request) -> Any:
        page, remark = Page.of(request), ""
        session = sessions.of(page)
        talk, exchanges = session.talk, session.exchanges
        # Also the one before: the next question may be asked before its answer is kept.
        for place in range(max(0, len(exchanges) - 2), len(exchanges)):
            talk, remark = archive.keep(owner_of(page.user), talk, exchanges[place], exchanges[:place], language)
        sessions.change(page, lambda now: replace(now, talk=replace(now.talk, id=talk.id)))
        return notice_html(remark) if remark else gr.skip()

    changed, language = parts.conversation(), parts.language
    asking = [gr.on([parts.box.submit, parts.send.click], ask, [parts.box, parts.talk, language], changed, **QUIET)]
    asking.append(parts.controls.retry.click(again, [parts.talk, language], changed, **QUIET))
    for asked in asking:  # an event of its own: the next question need not wait for the database
        asked.then(keep, language, parts.notice, queue=False, **QUIET)
    return asking


def _asked(
    desk: Desk, parts: Parts, question: str, language: Language, sessions: Sessions, page: Page, *, remark: str
) -> Iterator[Updates]:
    """Show the question at once and the answer with its evidence and a remark when it is there."""
    question, session = question.strip(), sessions.of(page)
    talk, exchanges = session.talk, session.exchanges
    if not question:
        if talk.editing:
            session = sessions.put(page, replace(session, talk=Talk(talk.id)))
            yield conversation_shown(desk, parts, session, language, remark=history_label("kept_as_it_was", language))
        return
    if refusal := desk.refusal(question, language, page.user):
        yield {parts.notice: refusal}
        return
    last = exchanges[-1] if talk.editing and exchanges else None
    talk = talk.begun()
    before = exchanges[:-1] if last else exchanges
    pending = replace(desk.pending(question, before, language), replaces=kept_key(last))
    running = parts.controls.shown(language, asked=True, running=True)
    stopped = replace(pending, notice=history_label("stopped", language))
    sessions.put(page, Session(remember(before, stopped), talk, pending.key))
    yield {**_running(desk, parts, before, pending), **running, parts.box: ""}
    shown, last = 0.0, pending
    for exchange in desk.answering(pending, before, language):
        if exchange.answer is None and exchange != last and monotonic() - shown > REDRAW_SECONDS:
            shown, last = monotonic(), exchange
            stopped = replace(exchange, notice=history_label("stopped", language), begun="")
            if sessions.advance(page, stopped) is None:
                return
            yield _running(desk, parts, before, exchange)
    session = sessions.settle(page, exchange) or sessions.of(page)
    yield conversation_shown(desk, parts, session, language, remark=remark)


def _running(desk: Desk, parts: Parts, before: tuple[Exchange, ...], pending: Exchange) -> Updates:
    """Return what shows an answer that is being written."""
    return {parts.chat: desk.messages(remember(before, pending)), parts.notice: ""}
