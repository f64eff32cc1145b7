"""What happens on the page of questions: asking, stopping, editing, keeping, another language."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.archive import Archive, Opened, Talk, owner_of
from assistant.window.conversation import Exchange, remember
from assistant.window.desk import Desk
from assistant.window.history_labels import label as history_label
from assistant.window.history_tab import HistoryTab
from assistant.window.labels import chosen_language, label
from assistant.window.parts import Parts, as_of_labels
from assistant.window.welcome import header_html, notice_html

if TYPE_CHECKING:
    import gradio as gr

REDRAW_SECONDS = 0.1
"""A model writes faster than anyone reads; each redrawing sends the whole conversation."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Own waiting line instead of Gradio's spinners, and no endpoints by accident."""

Updates = dict[Any, Any]


def add_history(desk: Desk, parts: Parts, archive: Archive) -> None:
    """Add the tab of conversations and connect it and the thumbs to the chat."""

    def show(opened: Opened, language: Language) -> Updates:
        return _talk(desk, parts, opened.exchanges, language, opened.talk)

    HistoryTab(archive).connect(parts.language, parts.conversation(), show)
    parts.panel.connect(parts.language, parts.exchanges, parts.chat, parts.notice, desk.messages)


def connect(page: "gr.Blocks", desk: Desk, parts: Parts, archive: Archive) -> None:
    """Connect the events of the page."""
    import gradio as gr

    def ask(
        question: str, exchanges: tuple[Exchange, ...], language: Language, talk: Talk, request: gr.Request
    ) -> Iterator[Updates]:
        yield from _asked(desk, parts, question, exchanges, language, talk, request.username)

    def again(
        exchanges: tuple[Exchange, ...], language: Language, talk: Talk, request: gr.Request
    ) -> Iterator[Updates]:
        yield from ask(exchanges[-1].question, exchanges, language, replace(talk, editing=True), request)

    def opened(request: gr.Request) -> Updates:
        language = chosen_language(request.headers.get("accept-language", ""), request.query_params.get("lang"))
        last = archive.latest(owner_of(request.username), language)
        told = {parts.notice: notice_html(last.remark)}
        return {**_relabelled(desk, parts, last.exchanges, language, last.talk, archive, request.username), **told}

    def relabel(exchanges: tuple[Exchange, ...], language: Language, talk: Talk, request: gr.Request) -> Updates:
        return _relabelled(desk, parts, exchanges, language, talk, archive, request.username)

    def clear(language: Language, talk: Talk, request: gr.Request) -> Updates:
        archive.leave(owner_of(request.username), talk)
        return _talk(desk, parts, (), language, Talk())

    def edit(exchanges: tuple[Exchange, ...], language: Language, talk: Talk) -> Updates:
        told = notice_html(history_label("editing", language))
        return {parts.box: exchanges[-1].question, parts.talk: replace(talk, editing=True), parts.notice: told}

    def stop(exchanges: tuple[Exchange, ...], language: Language, talk: Talk) -> Updates:
        return _talk(desk, parts, exchanges, language, talk)

    spoken, changed, controls = [parts.exchanges, parts.language, parts.talk], parts.conversation(), parts.controls

    def keep(exchanges: tuple[Exchange, ...], language: Language, talk: Talk, request: gr.Request) -> tuple[Any, Any]:
        owner, remark = owner_of(request.username), ""
        # Also the one before: the next question may be asked before its answer is kept.
        for place in range(max(0, len(exchanges) - 2), len(exchanges)):
            talk, remark = archive.keep(owner, talk, exchanges[place], exchanges[:place], language)
        return talk, notice_html(remark) if remark else gr.skip()

    asking = [gr.on([parts.box.submit, parts.send.click], ask, [parts.box, *spoken], changed, **QUIET)]
    asking.append(controls.retry.click(again, spoken, changed, **QUIET))
    for asked in asking:  # an event of its own: the next question need not wait for the database
        asked.then(keep, spoken, [parts.talk, parts.notice], queue=False, **QUIET)
    stopping = controls.stop.click(stop, spoken, changed, cancels=asking, queue=False, **QUIET)
    # Once more, after what was on its way when the answer was stopped.
    stopping.then(stop, spoken, changed, queue=False, **QUIET)
    focus = "() => setTimeout(() => document.querySelector('#question textarea').focus(), 50)"
    controls.edit.click(edit, spoken, changed, queue=False, **QUIET).then(None, js=focus, **QUIET)
    parts.clear.click(clear, [parts.language, parts.talk], changed, cancels=asking, **QUIET)
    parts.language.input(relabel, spoken, parts.everything(), queue=False, **QUIET)
    page.load(opened, None, parts.everything(), queue=False, **QUIET)
    parts.as_of.change(desk.targets, [parts.as_of, parts.language], parts.targets, queue=False, **QUIET)


def _asked(
    desk: Desk,
    parts: Parts,
    question: str,
    exchanges: tuple[Exchange, ...],
    language: Language,
    talk: Talk,
    username: str | None,
) -> Iterator[Updates]:
    """Show the question at once and the answer with its evidence when it is there."""
    question = question.strip()
    if not question:
        if talk.editing:
            yield _talk(
                desk, parts, exchanges, language, Talk(talk.id), remark=history_label("kept_as_it_was", language)
            )
        return
    if refusal := desk.refusal(question, language, username):
        yield {parts.notice: refusal}
        return
    again = exchanges[-1] if talk.editing and exchanges else None
    talk = talk.begun()
    before = exchanges[:-1] if again else exchanges
    pending = replace(desk.pending(question, before, language), replaces=_kept_key(again))
    running = parts.controls.shown(language, asked=True, running=True)
    yield {**_running(desk, parts, before, pending, language), **running, parts.box: "", parts.talk: talk}
    shown = 0.0
    for exchange in desk.answering(pending, before, language):
        if exchange.answer is None and exchange.begun and monotonic() - shown > REDRAW_SECONDS:
            shown = monotonic()
            yield _running(desk, parts, before, exchange, language)
    yield _talk(desk, parts, remember(before, exchange), language, talk)


def _kept_key(again: Exchange | None) -> str:
    """Return the key of what is asked again: where that was stopped, the key of what it was to replace."""
    return "" if again is None else again.key if again.answer else again.replaces


def _running(desk: Desk, parts: Parts, before: tuple[Exchange, ...], pending: Exchange, language: Language) -> Updates:
    """Return what shows an answer that is being written, and what is left of it when it is stopped now."""
    stopped = replace(pending, notice=history_label("stopped", language), begun="")
    return {
        parts.exchanges: remember(before, stopped),
        parts.chat: desk.messages(remember(before, pending)),
        parts.notice: "",
    }


def _talk(
    desk: Desk, parts: Parts, exchanges: tuple[Exchange, ...], language: Language, talk: Talk, *, remark: str = ""
) -> Updates:
    """Return everything that shows the conversation."""
    import gradio as gr

    return {
        parts.exchanges: exchanges,
        parts.talk: talk,
        parts.chat: desk.messages(exchanges),
        parts.evidence: desk.evidence(exchanges, language),
        parts.hint: desk.hint(exchanges, language),
        parts.notice: notice_html(remark),
        parts.panel.panel: gr.update(visible=False),
        **parts.controls.shown(language, asked=bool(exchanges)),
        parts.chips: desk.offered(exchanges, language),
    }


def _relabelled(
    desk: Desk,
    parts: Parts,
    exchanges: tuple[Exchange, ...],
    language: Language,
    talk: Talk,
    archive: Archive,
    username: str | None,
) -> Updates:
    """Return everything in another language; answers keep the language of their question."""
    import gradio as gr

    names = ("tab_chat", "tab_targets")
    return {
        **_talk(desk, parts, exchanges, language, talk),
        **{tab: gr.update(label=label(name, language)) for tab, name in zip(parts.tabs, names, strict=True)},
        parts.header: header_html(language, username),
        parts.language: gr.update(value=language, label=label("language", language)),
        parts.chat: gr.update(value=desk.messages(exchanges), placeholder=desk.welcome(language)),
        parts.box: gr.update(label=label("question", language), placeholder=label("placeholder", language)),
        parts.send: label("send", language),
        parts.clear: history_label("new_talk", language) if archive.keeps else label("clear", language),
        parts.as_of: gr.update(choices=desk.dates(language), value="", **as_of_labels(language)),
        parts.targets: desk.targets(None, language),
    }
