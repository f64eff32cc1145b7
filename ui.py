"""The window: an assistant in, a web page on this machine out; layout and events only.

What the page shows is written by ``assistant.window``. Gradio takes seconds to import and looks up remote hosts unless
told not to before that, hence the imports inside the functions.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import AssistantError, UsageError
from assistant.people.openness import refuse_open_house
from assistant.schema import Language
from assistant.window.archive import Archive, Opened, Talk, owner_of
from assistant.window.assets import icon_path, script_text, style_text
from assistant.window.controls import Controls
from assistant.window.conversation import Exchange, remember
from assistant.window.desk import LONGEST_QUESTION, Answering, Desk
from assistant.window.door import Door, open_door, put_in_front
from assistant.window.explore_tab import ExploreTab
from assistant.window.gate import person_of
from assistant.window.headers import SecurityHeaders
from assistant.window.history_labels import label as history_label
from assistant.window.history_tab import HistoryTab
from assistant.window.labels import chosen_language, label
from assistant.window.rating_panel import RatingPanel
from assistant.window.reading import add_reading
from assistant.window.serving import listen, serve
from assistant.window.sources_tab import SourcesTab
from assistant.window.welcome import header_html, notice_html

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant.config import Config
    from evals.window.desk import EvaluationDesk

WAITING, AT_ONCE = 64, 8
"""Questions that may wait and that are answered side by side; more are refused at once instead of piling up."""
FORGET_AFTER_SECONDS = 8 * 3600
"""A conversation left alone for a working day is dropped from memory."""
REDRAW_SECONDS = 0.1
"""A model writes faster than anyone reads; each redrawing sends the whole conversation."""
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
"""Fonts of the visitor's own machine; nothing is fetched."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Own waiting line instead of Gradio's spinners, and no endpoints by accident."""

DOWNLOADS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types of the files that the targets page offers."""

Updates = dict[Any, Any]
NOTHING_KEPT = Archive()


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    exchanges: "gr.State"
    talk: "gr.State"
    controls: Controls
    panel: RatingPanel
    header: "gr.HTML"
    language: "gr.Radio"
    tabs: "tuple[gr.Tab, gr.Tab]"
    chat: "gr.Chatbot"
    hint: "gr.HTML"
    chips: "gr.HTML"
    notice: "gr.HTML"
    box: "gr.Textbox"
    send: "gr.Button"
    clear: "gr.Button"
    evidence: "gr.HTML"
    as_of: "gr.Dropdown"
    targets: "gr.HTML"

    def conversation(self) -> list[Any]:
        """Return what a question changes."""
        shown = [self.chat, self.hint, self.chips, self.notice, self.box, self.evidence, self.panel.panel]
        return [self.exchanges, self.talk, *self.controls.parts(), *shown]

    def everything(self) -> list[Any]:
        """Return what the language changes."""
        tail = [self.header, self.language, *self.tabs, self.send, self.clear, self.as_of, self.targets]
        return [*self.conversation(), *tail]


def build_ui(
    desk: Desk, *, door: Door, evaluations: "EvaluationDesk | None" = None, archive: Archive = NOTHING_KEPT
) -> "gr.Blocks":
    """Lay out the page in Chinese and connect its events; the language of a visitor is settled when the page opens.

    There is a tab for evaluators only with ``evaluations``, and one of conversations only with a place to keep them.
    """
    import gradio as gr

    with gr.Blocks(title=label("title", "zh"), analytics_enabled=False, fill_width=True) as page:
        parts = _lay_out(desk, archive)
        ExploreTab(desk.assistant.library, desk.assistant.targets).connect(parts.language)
        SourcesTab(desk.assistant.library).connect(parts.language)
        if archive.keeps:
            _add_history(desk, parts, archive)
        if evaluations is not None:
            from evals.window.tab import EvaluationTab

            EvaluationTab(evaluations, door.people).connect(page, parts.language)
        _connect(page, desk, parts, archive)
    queued: gr.Blocks = page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return queued


def _add_history(desk: Desk, parts: Parts, archive: Archive) -> None:
    """Add the tab of conversations and connect it and the thumbs to the chat."""

    def show(opened: Opened, language: Language) -> Updates:
        return _talk(desk, parts, opened.exchanges, language, opened.talk)

    HistoryTab(archive).connect(parts.language, parts.conversation(), show)
    parts.panel.connect(parts.language, parts.exchanges, parts.chat, parts.notice, desk.messages)


def _lay_out(desk: Desk, archive: Archive) -> Parts:
    import gradio as gr

    zh: Language = "zh"
    exchanges = gr.State((), time_to_live=FORGET_AFTER_SECONDS)
    talk = gr.State(Talk(), time_to_live=FORGET_AFTER_SECONDS)
    with gr.Row(elem_id="top"):
        header = gr.HTML(header_html(zh))
        choices = [("中文", "zh"), ("English", "en")]
        language = gr.Radio(choices, value=zh, label=label("language", zh), elem_id="language", container=False)
    with gr.Tab(label("tab_chat", zh), id="chat") as chat_tab, gr.Row(elem_id="desk"):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            chat = gr.Chatbot(**_chat_settings(desk, zh))
            controls, panel = Controls(), RatingPanel(archive)
            hint = gr.HTML(desk.hint((), zh))
            # One piece of text instead of buttons of Gradio's: those cost a fifth of the processor time of an answer.
            chips = gr.HTML(desk.offered((), zh), elem_id="chips")
            notice = gr.HTML("", elem_id="notice")
            with gr.Row(elem_id="ask"):
                box = gr.Textbox(label=label("question", zh), placeholder=label("placeholder", zh), **_box_settings())
                send = gr.Button(label("send", zh), variant="primary", elem_id="send", min_width=72, scale=0)
                clear = gr.Button(label("clear", zh), elem_id="clear", min_width=72, scale=0)
        with gr.Column(scale=2, min_width=320):
            evidence = gr.HTML(desk.evidence((), zh), elem_id="evidence")
    with gr.Tab(label("tab_targets", zh), id="targets") as targets_tab:
        as_of = gr.Dropdown(desk.dates(zh), value="", allow_custom_value=True, **_as_of_labels(zh))
        table = gr.HTML(desk.targets(None, zh), elem_id="targets")
    tabs = (chat_tab, targets_tab)
    shown = (header, language, tabs, chat, hint, chips, notice, box, send, clear, evidence)
    return Parts(exchanges, talk, controls, panel, *shown, as_of, table)


def _chat_settings(desk: Desk, language: Language) -> dict[str, Any]:
    """Return a chat that reads neither Markdown nor LaTeX: its messages are our own escaped HTML."""
    plain = {"render_markdown": False, "sanitize_html": True, "latex_delimiters": [], "allow_file_downloads": False}
    look = {"elem_id": "conversation", "show_label": False, "buttons": [], "height": None, "autoscroll": False}
    return {**plain, **look, "label": label("conversation", language), "placeholder": desk.welcome(language)}


def _box_settings() -> dict[str, Any]:
    return {
        "elem_id": "question",
        "lines": 1,
        "max_lines": 6,
        "show_label": False,
        "container": False,
        "autofocus": True,
    }


def _as_of_labels(language: Language) -> dict[str, Any]:
    return {"label": label("as_of_filter", language), "info": label("as_of_info", language), "elem_id": "as-of"}


def _connect(page: "gr.Blocks", desk: Desk, parts: Parts, archive: Archive) -> None:
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
        parts.as_of: gr.update(choices=desk.dates(language), value="", **_as_of_labels(language)),
        parts.targets: desk.targets(None, language),
    }


def create_app(
    assistant: Answering,
    *,
    longest_question: int = LONGEST_QUESTION,
    evaluations: "EvaluationDesk | None" = None,
    archive: Archive = NOTHING_KEPT,
    door: Door | None = None,
) -> "FastAPI":
    """Return the page as a web application, with ``GET /healthz`` and the downloads beside it, behind the door."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    # Left alone, each event is followed by a table of the last 10,000 ones, which nobody here looks at.
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"], os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = str(2**31), "1"
    import gradio as gr
    from fastapi import FastAPI, Response

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    door = door or open_door()
    put_in_front(app, door)

    @app.get("/healthz")
    def health() -> dict[str, object]:
        return {"status": "ok", "documents": sum(not source.mirror_of for source in assistant.sources())}

    desk = Desk(assistant, longest_question, rated=archive.keeps, pace=door.pace)

    def download(kind: Literal["csv", "xlsx"], lang: str, as_of: str) -> Response:
        try:
            content = desk.download(kind, as_of, chosen_language("", wanted=lang))
        except AssistantError as error:
            return Response(str(error), status_code=400, media_type="text/plain; charset=utf-8")
        name = f"12621-targets{f'-{as_of}' if as_of else ''}.{kind}"
        return Response(
            content, media_type=DOWNLOADS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    @app.get("/targets.csv")
    def targets_csv(lang: str = "zh", as_of: str = "") -> Response:
        return download("csv", lang, as_of)

    @app.get("/targets.xlsx")
    def targets_xlsx(lang: str = "zh", as_of: str = "") -> Response:
        return download("xlsx", lang, as_of)

    add_reading(app, assistant.library)
    if evaluations is not None:
        from evals.window.downloads import add_downloads

        add_downloads(app, evaluations, door.people)
    if archive.keeps:
        from assistant.window.taking import add_conversation_downloads

        add_conversation_downloads(app, archive)
    # In the head, because Gradio rewrites the selectors of its own css= and breaks those inside @media.
    head = f"<style>{style_text()}</style>"
    settings: dict[str, Any] = {"theme": _theme(), "head": head, "js": script_text(), "favicon_path": icon_path()}
    quiet: dict[str, Any] = {
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
    }
    if door.people.required:  # else Gradio would let nobody in whom it has no name for
        settings["auth_dependency"] = person_of
    page = build_ui(desk, door=door, evaluations=evaluations, archive=archive)
    mounted: FastAPI = gr.mount_gradio_app(app, page, path="/", max_file_size="1mb", **quiet, **settings)
    mounted.add_middleware(SecurityHeaders)
    return mounted


def _theme() -> Any:
    """Return calm colours on the visitor's own fonts; the style sheet does the rest."""
    import gradio as gr

    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=FONTS, font_mono=("monospace",))


def _evaluations(config: "Config", assistant: Answering) -> "EvaluationDesk":
    from evals.window.desk import open_desk

    def text_of(document_id: str) -> str | None:
        try:
            return assistant.document(document_id).text
        except AssistantError:
            return None  # removed since the run

    return open_desk(config, text_of)


def main(config: "Config | None" = None) -> int:
    """Serve the window until it is interrupted and return the exit code."""
    from pydantic import ValidationError

    from assistant.config import Config
    from assistant.wiring import open_assistant, open_records

    try:
        config = config or Config()
        door = open_door(config)
        refuse_open_house(config.host, door.people)
        listener = listen(config.host, config.port)
        assistant = open_assistant(config)
        evaluations = _evaluations(config, assistant) if config.evaluations else None
        archive, longest = Archive(open_records(config)), config.max_question_chars
        archive.latest("", "en")  # brings the database up to date, which the first visitor would otherwise wait for
        app = create_app(assistant, longest_question=longest, evaluations=evaluations, door=door, archive=archive)
        if not config.chat_model:  # a model would be paid for this
            assistant.ask(label("title", "zh"))  # loads what the first visitor would otherwise wait for
    except ValidationError as error:
        wrong = error.errors()[0]
        print(f"ASSISTANT_{'_'.join(map(str, wrong['loc'])).upper()}: {wrong['msg']}.", file=sys.stderr)
        return UsageError.exit_code
    except AssistantError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    serve(app, listener)
    return 0


if __name__ == "__main__":
    sys.exit(main())
