"""What happens on the page of questions: asking, stopping, editing, keeping, another language."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from assistant.schema import Language
from assistant.window.archive import Archive, Opened, Talk, owner_of
from assistant.window.asking import Asking
from assistant.window.closing import forget_closed
from assistant.window.desk import Desk
from assistant.window.history_labels import label as history_label
from assistant.window.history_tab import HistoryTab
from assistant.window.labels import label, language_of
from assistant.window.parts import Parts
from assistant.window.resuming import resume
from assistant.window.sessions import Page, Session, Sessions
from assistant.window.showing import QUIET, Updates, conversation_shown, page_shown
from assistant.window.welcome import notice_html
from assistant.window.writing import connect_writing

if TYPE_CHECKING:
    import gradio as gr


def add_history(desk: Desk, parts: Parts, archive: Archive, sessions: Sessions) -> None:
    """Add the tab of conversations and connect it and the thumbs to the chat."""

    def show(opened: Opened, language: Language, page: Page) -> Updates:
        return conversation_shown(desk, parts, sessions.put(page, Session(opened.exchanges, opened.talk)), language)

    HistoryTab(archive).connect(parts.language, parts.conversation(), show)
    parts.panel.connect(parts.language, parts.talk, sessions, parts.chat, parts.notice, desk.messages)


def connect(page: "gr.Blocks", desk: Desk, parts: Parts, archive: Archive, sessions: Sessions) -> None:
    """Connect the events of the page."""
    import gradio as gr

    def opened(request: gr.Request) -> Updates:
        sessions.forget(forget_closed(page.state_holder))
        language = language_of(request)
        last = archive.latest(owner_of(request.username), language)
        session = sessions.put(Page.of(request), Session(last.exchanges, last.talk))
        told = {parts.notice: notice_html(last.remark)}
        who: dict[str, Any] = {"keeps": archive.keeps, "username": request.username}
        return {**page_shown(desk, parts, session, language, **who, opened=True), **told}

    def relabel(talk: str, language: Language, as_of: str | None, request: gr.Request) -> Updates:
        resumed = resume(sessions, archive, Page.of(request), talk, language)
        session = sessions.of(Page.of(request))
        who: dict[str, Any] = {"keeps": archive.keeps, "username": request.username}
        shown = page_shown(desk, parts, session, language, as_of=as_of, **who)
        return {**shown, parts.notice: notice_html(resumed or "")}

    def clear(talk: str, language: Language, request: gr.Request) -> Updates:
        archive.leave(owner_of(request.username), Talk(talk))
        return conversation_shown(desk, parts, sessions.put(Page.of(request), Session()), language)

    def edit(talk: str, language: Language, request: gr.Request) -> Updates:
        resumed = resume(sessions, archive, Page.of(request), talk, language)
        session = sessions.of(Page.of(request))
        if not session.exchanges:  # left alone so long that it was forgotten
            return conversation_shown(desk, parts, session, language, remark=resumed or "")
        sessions.change(Page.of(request), lambda now: replace(now, talk=replace(now.talk, editing=True)))
        anew = {} if resumed is None else conversation_shown(desk, parts, session, language)
        told = notice_html(history_label("editing", language))
        return {**anew, parts.box: session.exchanges[-1].question, parts.notice: told}

    def stop(talk: str, language: Language, request: gr.Request) -> Updates:
        resumed = resume(sessions, archive, Page.of(request), talk, language)
        session = sessions.change(Page.of(request), lambda now: replace(now, awaited=""))
        return conversation_shown(desk, parts, session, language, remark=resumed or "")

    def once_more(language: Language, request: gr.Request) -> Updates:
        session = sessions.of(Page.of(request))
        if session.awaited or session.talk.editing:  # the visitor has gone on meanwhile
            return {parts.talk: gr.skip()}
        shown = conversation_shown(desk, parts, session, language)
        return {part: value for part, value in shown.items() if part not in (parts.notice, parts.box)}

    changed, controls, language = parts.conversation(), parts.controls, parts.language
    connect_asking = connect_writing if desk.assistant.writes else connect_answering
    asking = connect_asking(desk, parts, archive, sessions)
    shows = [parts.talk, language]
    stopping = controls.stop.click(stop, shows, changed, cancels=asking, queue=False, **QUIET)
    # Once more, after what was on its way when the answer was stopped.
    later = stopping.then(None, js="() => new Promise((done) => setTimeout(done, 300))", **QUIET)
    later.then(once_more, language, changed, queue=False, **QUIET)
    focus = "() => setTimeout(() => document.querySelector('#question textarea').focus(), 50)"
    controls.edit.click(edit, shows, changed, queue=False, **QUIET).then(None, js=focus, **QUIET)
    parts.clear.click(clear, shows, changed, cancels=asking, queue=False, **QUIET)
    language.input(relabel, [*shows, parts.as_of], parts.everything(), queue=False, **QUIET)
    page.load(opened, None, parts.everything(), queue=False, **QUIET)
    for shown in (parts.as_of.change, parts.tabs[1].select):
        shown(desk.targets, [parts.as_of, language], parts.targets, queue=False, **QUIET)


def connect_answering(desk: Desk, parts: Parts, archive: Archive, sessions: Sessions) -> list[Any]:
    """Let questions be answered in one piece; return the events that a stop would have to cancel, which are none."""
    import gradio as gr

    asking = Asking(desk, archive, sessions)

    async def ask(question: str, talk: str, language: Language, request: gr.Request) -> str:
        return await asking.ask(question, language, Page.of(request), talk=talk)

    async def again(talk: str, language: Language, request: gr.Request) -> str:
        return await asking.ask("", language, Page.of(request), talk=talk, again=True)

    words = {tongue: {name: label(name, tongue) for name in ("pending", "failed")} for tongue in get_args(Language)}
    given = f"{json.dumps(words, ensure_ascii=False)}, ...values"
    chat, state, language = parts.chat, parts.controls.state, parts.language
    shown = [parts.box, parts.asked, parts.news, chat, parts.notice, state]
    finished = [parts.box, chat, parts.notice, state, parts.evidence, parts.hint, parts.chips]
    finished.append(parts.talk)

    def follow(begun: Any, work: Any, inputs: list[Any]) -> None:
        # Not queued: a reply in one piece needs no stream of events, which costs as much as the answer.
        replied = begun.then(work, inputs, parts.news, queue=False, **QUIET)
        given_back = [language, parts.news, parts.asked, *finished]
        # What comes "then" does not come after a failure, whatever Gradio says.
        for ended in (replied.success, replied.failure):
            ended(None, given_back, finished, js=f"(...values) => window.asking.finish({given})", **QUIET)

    sent = [parts.box.submit, parts.send.click]
    begin, repeat = (f"(...values) => window.asking.{name}({given})" for name in ("begin", "again"))
    begun = gr.on(sent, None, [language, *shown], [*shown, parts.panel.panel], js=begin, **QUIET)
    follow(begun, ask, [parts.asked, parts.talk, language])
    retried = parts.controls.retry.click(None, [language, *shown], [*shown, parts.panel.panel], js=repeat, **QUIET)
    follow(retried, again, [parts.talk, language])
    return []
