"""The tab for evaluators: its layout, its events and its downloads."""

from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.markup import escape
from evals.window.cases import ANY, Filters
from evals.window.desk import EXPORTS, EvaluationDesk
from evals.window.labels import label

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LOOK_EVERY_SECONDS = 1.0
LONGEST_NOTE = 500
Updates = dict[Any, Any]


class EvaluationTab:
    """The components of the tab, and what they show for a choice."""

    def __init__(self, desk: EvaluationDesk) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.desk = desk
        with gr.Tab(label("tab", zh), id="evaluations") as self.tab:
            self.timer = gr.Timer(LOOK_EVERY_SECONDS, active=False)
            with gr.Row():
                about: dict[str, Any] = {
                    "label": label("sets", zh),
                    "info": label("sets_info", zh),
                    "elem_id": "eval-sets",
                }
                self.sets = gr.Dropdown(desk.sets(), value=[], multiselect=True, scale=4, **about)
                self.start = gr.Button(label("start", zh), variant="primary", elem_id="eval-start", min_width=96)
                self.stop = gr.Button(label("stop", zh), elem_id="eval-stop", min_width=72)
            self.status = gr.HTML(desk.status(zh), elem_id="eval-status")
            with gr.Row():
                self.run = gr.Dropdown([], value=None, label=label("run", zh), elem_id="eval-run", min_width=160)
                self.kind = gr.Dropdown([], value=None, label=label("kind", zh), elem_id="eval-kind", min_width=120)
                self.metric = gr.Dropdown(
                    [], value=None, label=label("metric", zh), elem_id="eval-metric", min_width=120
                )
                self.stage = gr.Dropdown([], value=None, label=label("stage", zh), elem_id="eval-stage", min_width=120)
            self.exports = gr.HTML("", elem_id="eval-exports")
            self.page = gr.State(0)
            self.cases = gr.HTML("", elem_id="eval-cases")
            with gr.Row():
                self.previous = gr.Button(label("previous", zh), elem_id="eval-previous", min_width=72)
                self.next = gr.Button(label("next", zh), elem_id="eval-next", min_width=72)
            with gr.Row():
                self.case = gr.Dropdown(
                    [], value=None, label=label("mark_case", zh), elem_id="eval-case", min_width=160
                )
                told: dict[str, Any] = {
                    "label": label("note", zh),
                    "info": label("note_info", zh),
                    "elem_id": "eval-note",
                }
                self.note = gr.Textbox(max_length=LONGEST_NOTE, scale=3, **told)
                self.mark = gr.Button(label("mark", zh), elem_id="eval-mark", min_width=96)
            self.told = gr.HTML("", elem_id="eval-told")

    def connect(self, language: "gr.Radio") -> None:
        """Follow the language of the page and the buttons of the tab."""
        chosen = [self.run, self.kind, self.metric, self.stage]
        everything = [*chosen, self.page, language]
        listed = [self.exports, self.page, self.cases, self.case]
        # Nothing changes the language of a page that opens in the one it is laid out in: selecting the tab fills it.
        named = [self.tab, self.sets, self.start, self.stop, self.previous, self.next, self.mark, self.note]
        shown = [*listed, *chosen, self.status, self.timer, self.told]
        language.change(self.relabelled, language, [*named, *shown], queue=False, **QUIET)
        self.tab.select(self.refreshed, [self.run, language], shown, queue=False, **QUIET)
        self.start.click(self.started, [self.sets, language], [self.status, self.timer], queue=False, **QUIET)
        self.stop.click(self.stopped, language, [self.status, self.timer], queue=False, **QUIET)
        self.timer.tick(self.looked, language, shown, queue=False, **QUIET)
        for choice in chosen:
            choice.input(self.narrowed, [*chosen, language], [*listed, self.kind], queue=False, **QUIET)
        self.previous.click(lambda *now: self.turned(*now, by=-1), everything, listed, queue=False, **QUIET)
        self.next.click(lambda *now: self.turned(*now, by=1), everything, listed, queue=False, **QUIET)
        marks = [self.case, self.note, *everything]
        self.mark.click(self.marked, marks, [*listed, self.told, self.note], queue=False, **QUIET)

    def relabelled(self, language: Language) -> Updates:
        """Return every part in another language, and the newest run."""
        import gradio as gr

        return {
            **self.refreshed(None, language),
            self.tab: gr.update(label=label("tab", language)),
            self.sets: gr.update(label=label("sets", language), info=label("sets_info", language)),
            self.note: gr.update(label=label("note", language), info=label("note_info", language)),
            **{part: label(key, language) for part, key in self._buttons()},
        }

    def refreshed(self, run: str | None, language: Language) -> Updates:
        """Return the stored runs with one of them shown, and how far a run is that goes on."""
        import gradio as gr

        runs = self.desk.runs()
        run = run if run in runs else next(iter(runs), None)
        choices = (
            (self.kind, "kind", self.desk.kinds(run or "", language)),
            (self.metric, "metric", self.desk.metrics(language)),
            (self.stage, "stage", self.desk.stages(language)),
        )
        return {
            self.run: gr.update(label=label("run", language), choices=runs, value=run),
            **{part: gr.update(label=label(key, language), choices=all_, value=ANY) for part, key, all_ in choices},
            **self._listed(run, Filters(), 0, language),
            **self._watched(language),
            self.told: "",
        }

    def started(self, sets: list[str], language: Language) -> Updates:
        """Start a run."""
        return self._watched(language, self.desk.start(sets or [], language))

    def stopped(self, language: Language) -> Updates:
        """Stop the run."""
        self.desk.runner.stop()
        return self._watched(language)

    def looked(self, language: Language) -> Updates:
        """Return how far the run is; once it is finished, show it."""
        now = self.desk.runner.progress()
        if now.state == "finished":
            return self.refreshed(now.name, language)
        return self._watched(language)

    def narrowed(self, run: str | None, kind: str, metric: str, stage: str, language: Language) -> Updates:
        """Return the first page of what the filters admit."""
        import gradio as gr

        kinds = self.desk.kinds(run or "", language)
        kind = kind if kind in {value for _, value in kinds} else ANY
        updated = gr.update(choices=kinds, value=kind)
        return {**self._listed(run, Filters(kind, metric or ANY, stage or ANY), 0, language), self.kind: updated}

    def turned(
        self, run: str | None, kind: str, metric: str, stage: str, page: int, language: Language, *, by: int
    ) -> Updates:
        """Return another page of what the filters admit."""
        return self._listed(run, Filters(kind or ANY, metric or ANY, stage or ANY), page + by, language)

    def marked(self, case: str | None, note: str, *now: Any) -> Updates:
        """Note that the gold of a case is wrong."""
        import gradio as gr

        run, language = now[0], now[-1]
        kept = bool(case and note.strip())
        told = self.desk.mark(run or "", case or "", note, language)
        listed = self.turned(*now, by=0)
        return {**listed, self.told: gr.update(value=_told(told)), self.note: "" if kept else gr.skip()}

    def _buttons(self) -> "tuple[tuple[gr.Button, str], ...]":
        return (
            (self.start, "start"),
            (self.stop, "stop"),
            (self.previous, "previous"),
            (self.next, "next"),
            (self.mark, "mark"),
        )

    def _listed(self, run: str | None, filters: Filters, page: int, language: Language) -> Updates:
        import gradio as gr

        html, page, ids = self.desk.page(run or "", filters, page, language)
        return {
            self.exports: self.desk.exports(run or "", language),
            self.page: page,
            self.cases: html,
            self.case: gr.update(label=label("mark_case", language), choices=ids, value=None),
        }

    def _watched(self, language: Language, remark: str = "") -> Updates:
        import gradio as gr

        active = self.desk.runner.progress().active
        return {self.status: self.desk.status(language, remark), self.timer: gr.Timer(active=active)}


def add_downloads(app: "FastAPI", desk: EvaluationDesk) -> None:
    """Serve the files of a stored run at ``/evaluations/RUN/FILE``."""
    from fastapi import Response

    @app.get("/evaluations/{run}/{name}")
    def download(run: str, name: str) -> Response:
        folder = desk.folder(run)
        if folder is None or name not in EXPORTS or not (folder / name).exists():
            return Response("No such run or file.", status_code=404, media_type="text/plain")
        # As a file, never as a page of this address: what it holds comes from documents.
        headers = {"Content-Disposition": f'attachment; filename="{run}-{name}"', "X-Content-Type-Options": "nosniff"}
        return Response((folder / name).read_bytes(), media_type=EXPORTS[name][1], headers=headers)


def _told(text: str) -> str:
    return f'<p class="low" role="status">{escape(text)}</p>'
