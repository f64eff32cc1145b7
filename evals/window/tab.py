"""The tab for evaluators: its layout and its events."""

from typing import TYPE_CHECKING, Any

from assistant.people.people import People
from assistant.schema import Language
from assistant.window.allowed import Handler, only_for
from assistant.window.markup import escape
from evals.window.cases import ANY, Filters
from evals.window.desk import EvaluationDesk
from evals.window.labels import label

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LOOK_EVERY_SECONDS = 1.0
LONGEST_NOTE = 500
Updates = dict[Any, Any]


class EvaluationTab:
    """The components of the tab, and what they show for a choice."""

    def __init__(self, desk: EvaluationDesk, people: People) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.desk = desk
        self.people = people
        # The layout is the same for everybody, so it tells nothing; what it shows is asked for, by those who may.
        with gr.Tab(label("tab", zh), id="evaluations", visible=not people.required) as self.tab:
            self.timer = gr.Timer(LOOK_EVERY_SECONDS, active=False)
            with gr.Row():
                about: dict[str, Any] = {
                    "label": label("sets", zh),
                    "info": label("sets_info", zh),
                    "elem_id": "eval-sets",
                }
                self.sets = gr.Dropdown([], value=[], multiselect=True, scale=4, **about)
                self.start = gr.Button(label("start", zh), variant="primary", elem_id="eval-start", min_width=96)
                self.stop = gr.Button(label("stop", zh), elem_id="eval-stop", min_width=72)
            self.status = gr.HTML("", elem_id="eval-status")
            # The style sheet hides the next three rows while there is nothing to choose, to turn or to mark.
            with gr.Row(elem_id="eval-choose"):
                self.run = gr.Dropdown([], value=None, label=label("run", zh), elem_id="eval-run", min_width=160)
                self.kind = gr.Dropdown([], value=None, label=label("kind", zh), elem_id="eval-kind", min_width=120)
                self.metric = gr.Dropdown(
                    [], value=None, label=label("metric", zh), elem_id="eval-metric", min_width=120
                )
                self.stage = gr.Dropdown([], value=None, label=label("stage", zh), elem_id="eval-stage", min_width=120)
            self.exports = gr.HTML("", elem_id="eval-exports")
            self.page = gr.State(0)
            self.cases = gr.HTML("", elem_id="eval-cases")
            with gr.Row(elem_id="eval-turn"):
                self.previous = gr.Button(label("previous", zh), elem_id="eval-previous", min_width=72)
                self.next = gr.Button(label("next", zh), elem_id="eval-next", min_width=72)
            with gr.Row(elem_id="eval-gold"):
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

    def connect(self, page: "gr.Blocks", language: "gr.Radio") -> None:
        """Show the tab to evaluators, follow the language of the page and the buttons of the tab."""
        import gradio as gr

        def appeared(language: Language, request: gr.Request) -> Updates:
            if not self.people.may(request.username, "evaluator"):
                return {self.tab: gr.update(visible=False)}
            return {**self.relabelled(language), self.tab: gr.update(visible=True, label=label("tab", language))}

        chosen = [self.run, self.kind, self.metric, self.stage]
        everything = [*chosen, self.page, language]
        listed = [self.exports, self.page, self.cases, self.case]
        # Nothing changes the language of a page that opens in the one it is laid out in: selecting the tab fills it.
        named = [self.tab, self.start, self.stop, self.previous, self.next, self.mark, self.note]
        shown = [*listed, *chosen, self.sets, self.status, self.timer, self.told]
        language.change(appeared, language, [*named, *shown], queue=False, **QUIET)
        if self.people.required:
            page.load(appeared, language, [*named, *shown], queue=False, **QUIET)
        self._on(self.tab.select, self.refreshed, [self.run, language], shown)
        self._on(self.start.click, self.started, [self.sets, language], [self.status, self.timer])
        self._on(self.stop.click, self.stopped, [language], [self.status, self.timer])
        self._on(self.timer.tick, self.looked, [language], shown)
        for choice in chosen:
            self._on(choice.input, self.narrowed, [*chosen, language], [*listed, self.kind])
        self._on(self.previous.click, lambda *now: self.turned(*now, by=-1), everything, listed)
        self._on(self.next.click, lambda *now: self.turned(*now, by=1), everything, listed)
        marks = [self.case, self.note, *everything]
        self._on(self.mark.click, self.marked, marks, [*listed, self.told, self.note])

    def _on(self, event: Any, handler: Handler, inputs: list[Any], outputs: list[Any]) -> None:
        """Connect an event for evaluators: a hidden tab keeps nobody from calling it by its address."""
        event(only_for("evaluator", self.people, handler), inputs, outputs, queue=False, **QUIET)

    def relabelled(self, language: Language) -> Updates:
        """Return every part in another language, and the newest run."""
        import gradio as gr

        return {
            **self.refreshed(None, language),
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
            self.sets: gr.update(
                choices=self.desk.sets(), label=label("sets", language), info=label("sets_info", language)
            ),
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


def _told(text: str) -> str:
    return f'<p class="low" role="status">{escape(text)}</p>'
