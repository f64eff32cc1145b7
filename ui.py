"""The window: an assistant in, a web page on this machine out; layout and events only.

What the page shows is written by ``assistant.window``. Gradio takes seconds to import and looks up remote hosts unless
told not to before that, hence the imports inside the functions.
"""

import gc
import os
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from assistant.api import add_endpoints, call_tools_here, check_mcp
from assistant.errors import AssistantError, UsageError
from assistant.people.openness import refuse_open_house
from assistant.window.answerers import Answerers, open_as_window, processes_beside
from assistant.window.archive import Archive
from assistant.window.assets import icon_path, script_text, style_text
from assistant.window.desk import LONGEST_QUESTION, Answering, Desk
from assistant.window.door import Door, open_door, put_in_front
from assistant.window.events import add_history, connect
from assistant.window.explore_tab import ExploreTab, read_ahead
from assistant.window.front_page import FrontPage
from assistant.window.gate import person_of
from assistant.window.headers import SecurityHeaders
from assistant.window.labels import chosen_language, label
from assistant.window.page_files import PageFiles
from assistant.window.parts import lay_out
from assistant.window.reading import add_reading
from assistant.window.serving import listen, serve
from assistant.window.sessions import Sessions
from assistant.window.sources_tab import SourcesTab
from assistant.window.uploading import QuietUploads

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant.config import Config
    from assistant.editing.desk import EditingDesk
    from assistant.operations.opened import Operations
    from assistant.pipeline import Assistant
    from evals.window.desk import EvaluationDesk

WAITING, AT_ONCE = 64, 8
"""Questions that may wait and that are answered side by side; more are refused at once instead of piling up."""
QUEUE_LOOKS_EVERY_SECONDS = 0.02
"""Nobody notices this before the first word of a model or the reply to a program."""
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
"""Fonts of the visitor's own machine; nothing is fetched."""
UPLOADS = (600, 3600)
"""Every so many seconds, uploads that are so many seconds old are deleted; those that were read are gone at once."""
DOWNLOADS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types of the files that the targets page offers."""

NOTHING_KEPT = Archive()


def build_ui(
    desk: Desk,
    *,
    door: Door,
    evaluations: "EvaluationDesk | None" = None,
    archive: Archive = NOTHING_KEPT,
    editing: "EditingDesk | None" = None,
) -> "gr.Blocks":
    """Lay out the page in Chinese and connect its events; the language of a visitor is settled when the page opens.

    There is a tab of conversations only with a place to keep them, and one for editors and for evaluators only with
    their desks.
    """
    import gradio as gr

    with gr.Blocks(title=label("title", "zh"), analytics_enabled=False, fill_width=True, delete_cache=UPLOADS) as page:
        add_endpoints(desk.assistant, door.pace)
        parts, sessions = lay_out(desk, archive), Sessions()
        ExploreTab(desk.assistant.library, desk.assistant.targets).connect(parts.language)
        SourcesTab(desk.assistant.library).connect(parts.language)
        if archive.keeps:
            add_history(desk, parts, archive, sessions)
        if editing is not None:
            from assistant.editing.tab import EditingTab

            shown = (desk.targets, [parts.as_of, parts.language], parts.targets)
            EditingTab(editing).connect(parts.language, page, refresh=[shown])
        if evaluations is not None:
            from evals.window.tab import EvaluationTab

            EvaluationTab(evaluations, door.people).connect(page, parts.language)
        connect(page, desk, parts, archive, sessions)
    # Gradio lays out the strip around the tabs itself, and puts what a phone has no room for behind a nameless menu.
    strip: Any = parts.tabs[0].parent
    strip.overflow_behavior = "wrap"
    queued: gr.Blocks = page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    # Left alone, it looks for work a thousand times a second, also while nobody asks.
    queued._queue.sleep_when_free = QUEUE_LOOKS_EVERY_SECONDS
    return queued


def _settle_gradio() -> None:
    """Set what Gradio reads when it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Left alone, each event is followed by a table of the last 10,000 ones, which nobody here looks at.
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"], os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = str(2**31), "1"
    if find_spec("matplotlib") is None:
        # It is imported around each event, and where it is not installed, every folder of the path is looked through.
        sys.modules["matplotlib"] = None  # type: ignore[assignment]


def create_app(
    assistant: Answering,
    *,
    longest_question: int = LONGEST_QUESTION,
    evaluations: "EvaluationDesk | None" = None,
    archive: Archive = NOTHING_KEPT,
    door: Door | None = None,
    editing: "EditingDesk | None" = None,
    mcp: bool = False,
    operations: "Operations | None" = None,
) -> "FastAPI":
    """Return the page as a web application, with ``GET /healthz`` and the downloads beside it, behind the door.

    With ``mcp``, the three endpoints are tools for models too; with ``operations``, ``/readyz`` and ``/metrics`` are
    there and every request has an id.
    """
    if mcp:
        check_mcp()
    _settle_gradio()
    import gradio as gr
    from fastapi import FastAPI, Response

    from assistant.window.page_states import note_little

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    door = door or open_door()
    app.add_middleware(FrontPage)
    app.add_middleware(PageFiles)
    put_in_front(app, door)

    @app.get("/healthz")
    def health() -> dict[str, object]:
        return {"status": "ok", "documents": len(assistant.library.sources())}

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

    if operations is not None:
        operations.add_to(app)
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
    app.state.desk = desk
    page = build_ui(desk, door=door, evaluations=evaluations, archive=archive, editing=editing)
    # Nothing is uploaded where there are no editors. The form around a file takes some room besides.
    largest = f"{editing.limits.megabytes + 1}mb" if editing is not None else "1kb"
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", max_file_size=largest, mcp_server=mcp, **quiet, **settings
    )
    note_little(mounted, page)
    call_tools_here(page)
    mounted.add_middleware(QuietUploads)
    mounted.add_middleware(SecurityHeaders)
    if operations is not None:
        operations.put_around(mounted)
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
        except (AssistantError, KeyError):
            return None  # removed since the run

    return open_desk(config, text_of)


def _editing(config: "Config", assistant: "Assistant", door: Door) -> "EditingDesk":
    from assistant.editing.desk import EditingDesk

    may_edit = partial(door.people.may, role="editor")
    return EditingDesk(config, assistant, assistant.knowledge.programme, may_edit=may_edit)


def main(config: "Config | None" = None) -> int:
    """Serve the window until it is interrupted and return the exit code."""
    from pydantic import ValidationError

    from assistant.config import Config
    from assistant.operations.logs import set_up_logging
    from assistant.operations.opened import open_operations
    from assistant.operations.pending import finish_pending_restore
    from assistant.wiring import open_assistant, open_records

    try:
        config = config or Config()
        finish_pending_restore(config)
        door = open_door(config)
        refuse_open_house(config.host, door.people)
        listener = listen(config.host, config.port)
        set_up_logging(config)
        assistant = open_assistant(config)
        records = open_records(config)
        operations = open_operations(config, assistant, records, door.pace)
        evaluations = _evaluations(config, assistant) if config.evaluations else None
        archive, longest = Archive(records), config.max_question_chars
        archive.latest("", "en")  # brings the database up to date, which the first visitor would otherwise wait for
        settings: dict[str, Any] = {"longest_question": longest, "mcp": config.mcp}
        editing = _editing(config, assistant, door) if config.editing else None
        desks: dict[str, Any] = {"evaluations": evaluations, "editing": editing}
        asked: Answering = assistant
        if (processes := processes_beside(config)) and not assistant.writes:
            asked = Answerers(assistant, partial(open_as_window, config), processes=processes)
        watched = operations.watched(asked)
        app = create_app(watched, door=door, archive=archive, operations=operations, **desks, **settings)
        assistant.prepare()  # loads what the first visitors would otherwise wait for
        read_ahead(assistant.library, assistant.targets)
        app.state.desk.prepare()
        gc.freeze()  # what stays until the end is not looked through again and again, a tenth of a second each time
    except ValidationError as error:
        wrong = error.errors()[0]
        print(f"ASSISTANT_{'_'.join(map(str, wrong['loc'])).upper()}: {wrong['msg']}.", file=sys.stderr)
        return UsageError.exit_code
    except AssistantError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    serve(app, listener, running=operations.running, limit_seconds=config.shutdown_seconds, leave=operations.leave)
    gc.unfreeze()
    operations.end()
    if isinstance(asked, Answerers):
        asked.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
