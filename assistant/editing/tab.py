"""The tab for editors: its layout and its events; who asks is checked on the server at every one of them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.editing.desk import EditingDesk
from assistant.editing.drafts import Batch
from assistant.editing.labels import label
from assistant.editing.page import field_labels, refused_html, told_html
from assistant.ingestion.corrections import FIELDS
from assistant.schema import Language

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
FORGET_AFTER_SECONDS = 8 * 3600
"""Files that were brought and neither added nor discarded are dropped after a working day."""
Updates = dict[Any, Any]
Refresh = tuple[Callable[..., Any], Sequence[Any], Any]
"""What to show anew once the documents have changed: a function, its inputs, its output."""


class EditingTab:
    """The components of the tab, and what they show for what an editor does."""

    def __init__(self, desk: EditingDesk) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.desk = desk
        self.batch = gr.State(None, time_to_live=FORGET_AFTER_SECONDS)
        # Hidden until it is known who opens the page; Gradio does not hide a tab that has been shown.
        with gr.Tab(label("tab", zh), id="editing", visible=False) as self.tab:
            self.intro = gr.HTML(self._intro(zh))
            with gr.Column(elem_id="add-desk") as self.desk_column:
                # Files of any type may come: Gradio would refuse some with a message of its own, in English.
                self.files = gr.File(label=label("drop", zh), file_count="multiple", height=150, elem_id="add-files")
                with gr.Row(visible=desk.fetches_pages):
                    self.address = gr.Textbox(
                        label=label("address", zh),
                        placeholder=label("address_hint", zh),
                        elem_id="add-address",
                        scale=4,
                    )
                    self.fetch = gr.Button(label("fetch", zh), elem_id="add-fetch", min_width=96)
                self.refused = gr.HTML("", elem_id="add-refused")
                with gr.Column(visible=False, elem_id="add-drafts") as self.drafts:
                    self.which = gr.Dropdown([], value=None, label=label("choose", zh), elem_id="add-which")
                    self.fields = self._lay_out_fields(zh)
                    self.look = gr.HTML("", elem_id="add-look")
                    with gr.Row():
                        self.add = gr.Button(label("add", zh), variant="primary", elem_id="add-confirm", min_width=120)
                        self.leave = gr.Button(label("drop_one", zh), elem_id="add-leave", min_width=96)
                        self.discard = gr.Button(label("discard", zh), elem_id="add-discard", min_width=96)
                self.told = gr.HTML("", elem_id="add-told")
                with gr.Accordion(label("manage", zh), open=False, elem_id="add-manage") as self.manage:
                    with gr.Row():
                        self.wanted = gr.Textbox(**_search(zh), elem_id="add-wanted", max_length=100, scale=2)
                        self.document = gr.Dropdown(
                            [], value=None, label=label("remove_which", zh), elem_id="add-document", scale=4
                        )
                        self.remove = gr.Button(label("remove", zh), elem_id="add-remove", min_width=72)
                        self.undo = gr.Button(label("undo", zh), elem_id="add-undo", min_width=96)
                    self.journal = gr.HTML("", elem_id="add-journal")

    def _lay_out_fields(self, language: Language) -> "dict[str, Any]":
        import gradio as gr

        names = field_labels(language)
        info = {name: label(f"{name}_info", language) for name in ("published", "reliability")}
        fields: dict[str, Any] = {}
        for row in (("title", "publisher"), ("published", "kind", "language"), ("url", "reliability")):
            with gr.Row():
                for name in row:
                    about: dict[str, Any] = {"label": names[name], "elem_id": f"add-{name}", "min_width": 160}
                    if name in ("kind", "language"):
                        fields[name] = gr.Dropdown(_choices(name, language), **about)
                    else:
                        fields[name] = gr.Textbox(info=info.get(name), max_length=400, **about)
        return {name: fields[name] for name in FIELDS}

    def connect(self, language: "gr.Radio", page: "gr.Blocks", refresh: Sequence[Refresh] = ()) -> None:
        """Follow the language of the page and the buttons of the tab; ``refresh`` follows every change."""
        import gradio as gr

        fields = list(self.fields.values())
        now = [self.batch, self.which, *fields, language]

        def for_editors(act: Callable[..., Updates]) -> Callable[..., Updates]:
            def event(request: gr.Request, *values: Any) -> Updates:
                if not self.desk.may_edit(request.username):
                    return self._turned_away(values[-1])
                return act(*values)

            return event

        def watched(act: Callable[..., Iterator[Updates]]) -> Callable[..., Iterator[Updates]]:
            def event(request: gr.Request, *values: Any) -> Iterator[Updates]:
                if self.desk.may_edit(request.username):
                    yield from act(request.username, *values)
                else:
                    yield self._turned_away(values[-1])

            return event

        def opened(request: gr.Request) -> Updates:
            return {self.tab: gr.update(visible=self.desk.may_edit(request.username))}

        shown = [self.batch, self.files, self.address, self.told, self.refused, self.drafts, self.which, self.look]
        shown += [*fields, self.wanted, self.document, self.journal]
        named = [self.tab, self.intro, self.fetch, self.add, self.leave, self.discard, self.manage, self.remove]
        named += [self.undo]
        page.load(opened, None, self.tab, queue=False, **QUIET)
        language.change(for_editors(self.relabelled), now, [*named, *shown], queue=False, **QUIET)
        managed = [self.wanted, self.document, self.journal, self.told]
        self.tab.select(for_editors(self.managed), language, managed, queue=False, **QUIET)
        narrowed = {"trigger_mode": "always_last", "queue": False, **QUIET}
        self.wanted.input(for_editors(self.found), [self.wanted, language], [self.document, self.told], **narrowed)
        self.files.upload(for_editors(self.brought), [self.files, self.batch, language], shown, **QUIET)
        gr.on(
            [self.address.submit, self.fetch.click],
            for_editors(self.fetched),
            [self.address, self.batch, language],
            shown,
            **QUIET,
        )
        # Leaving a field shows what it changes, and a file that is left keeps what was typed.
        left = [box.blur for name, box in self.fields.items() if name not in ("kind", "language")]
        left += [self.fields[name].input for name in ("kind", "language")]
        gr.on(left, for_editors(self.mended), now, shown, queue=False, trigger_mode="always_last", **QUIET)
        self.which.input(for_editors(self.chosen), [self.batch, self.which, language], shown, queue=False, **QUIET)
        self.leave.click(for_editors(self.left_out), [self.batch, self.which, language], shown, queue=False, **QUIET)
        self.discard.click(for_editors(self.discarded), language, shown, queue=False, **QUIET)
        changes = [
            self.add.click(watched(self.added), now, shown, **QUIET),
            self.remove.click(watched(self.taken_out), [self.document, language], shown, **QUIET),
            self.undo.click(watched(self.taken_back), language, shown, **QUIET),
        ]
        for change in changes:
            for act, inputs, output in refresh:
                change.then(act, list(inputs), output, queue=False, **QUIET)

    def relabelled(self, batch: Batch | None, which: str | None, *values: Any) -> Updates:
        """Return every part in another language."""
        import gradio as gr

        *stated, language = values
        if batch is not None:
            batch, _ = self.desk.mend(batch, which, dict(zip(FIELDS, stated, strict=True)), language)
        buttons = {
            self.fetch: "fetch",
            self.add: "add",
            self.leave: "drop_one",
            self.discard: "discard",
            self.remove: "remove",
            self.undo: "undo",
        }
        return {
            **self._shown(batch or Batch(), which, language),
            **self.managed(language),
            **{button: label(key, language) for button, key in buttons.items()},
            self.tab: gr.update(label=label("tab", language)),
            self.manage: gr.update(label=label("manage", language)),
            self.files: gr.update(label=label("drop", language)),
            self.address: gr.update(label=label("address", language)),
            self.intro: self._intro(language),
            self.told: "",
        }

    def managed(self, language: Language) -> Updates:
        """Return the documents that can be removed, and the latest changes."""
        import gradio as gr

        wanted = gr.update(value="", **_search(language))
        documents = gr.update(choices=self.desk.documents(), value=None, label=label("remove_which", language))
        return {self.wanted: wanted, self.document: documents, self.journal: self.desk.journal(language)}

    def found(self, wanted: str, _language: Language) -> Updates:
        """Return the documents that can be removed and hold the words, the only one chosen already."""
        import gradio as gr

        choices = self.desk.documents(wanted or "")
        only = choices[0][1] if len(choices) == 1 and wanted else None
        return {self.document: gr.update(choices=choices, value=only)}

    def brought(self, uploads: list[str] | None, batch: Batch | None, language: Language) -> Updates:
        """Read uploaded files and show the first that is new."""
        before = batch or Batch()
        batch = self.desk.bring(before, uploads or [])
        return {**self._after(before, batch, language), self.files: None}

    def fetched(self, address: str, batch: Batch | None, language: Language) -> Updates:
        """Fetch a page and show it."""
        before = batch or Batch()
        batch = self.desk.bring_page(before, address or "")
        taken = len(batch.drafts) > len(before.drafts)
        return {**self._after(before, batch, language), self.address: "" if taken else address}

    def mended(self, batch: Batch | None, which: str | None, *values: Any) -> Updates:
        """Return what the fields as stated make of the document, or what is wrong with one."""
        *stated, language = values
        batch, wrong = self.desk.mend(batch or Batch(), which, dict(zip(FIELDS, stated, strict=True)), language)
        draft = batch.draft(which)
        look = {self.look: self.desk.look(draft, language)} if draft and not wrong else {}
        return {self.batch: batch, self.told: told_html(wrong, warns=True), **look}

    def chosen(self, batch: Batch | None, which: str | None, language: Language) -> Updates:
        """Show another file of the batch."""
        return self._shown(batch or Batch(), which, language)

    def left_out(self, batch: Batch | None, which: str | None, language: Language) -> Updates:
        """Drop one file of the batch."""
        batch = batch or Batch()
        drafts = tuple(draft for draft in batch.drafts if draft.name != which)
        return {**self._shown(Batch(batch.folder, drafts), None, language), self.told: ""}

    def discarded(self, language: Language) -> Updates:
        """Drop everything that was brought."""
        return {**self._shown(Batch(), None, language), self.told: ""}

    def added(self, who: str | None, batch: Batch | None, which: str | None, *values: Any) -> Iterator[Updates]:
        """Add what was brought; show how far the build is, and the empty desk when it is done."""
        *stated, language = values
        batch, wrong = self.desk.mend(batch or Batch(), which, dict(zip(FIELDS, stated, strict=True)), language)
        if wrong:
            yield {self.told: told_html(wrong, warns=True)}
            return
        yield {self.batch: batch}
        for state in self.desk.add(batch, who, language):
            yield self._shown(state, None, language) if isinstance(state, Batch) else {self.told: state}
        yield self.managed(language)

    def taken_out(self, who: str | None, document_id: str | None, language: Language) -> Iterator[Updates]:
        """Remove a document."""
        for state in self.desk.remove(document_id, who, language):
            yield {self.told: state}
        yield self.managed(language)

    def taken_back(self, who: str | None, language: Language) -> Iterator[Updates]:
        """Undo the last change."""
        for state in self.desk.undo(who, language):
            yield {self.told: state}
        yield self.managed(language)

    def _after(self, before: Batch, batch: Batch, language: Language) -> Updates:
        fresh = batch.drafts[len(before.drafts) :]
        return {**self._shown(batch, fresh[0].name if fresh else None, language), self.told: ""}

    def _shown(self, batch: Batch, which: str | None, language: Language) -> Updates:
        """Return the batch with one of its drafts open."""
        import gradio as gr

        draft = batch.draft(which) or next(iter(batch.drafts), None)
        stated = draft.fields() if draft else dict.fromkeys(FIELDS, "")
        choices = [(f"{one.document.source.title} · {one.name}", one.name) for one in batch.drafts]
        names = field_labels(language)
        boxes: Updates = {}
        for name, box in self.fields.items():
            about: dict[str, Any] = {"value": stated[name] or None, "label": names[name]}
            if name in ("kind", "language"):
                about["choices"] = _choices(name, language)
            if name in ("published", "reliability"):
                about["info"] = label(f"{name}_info", language)
            boxes[box] = gr.update(**about)
        return {
            **boxes,
            self.batch: batch,
            self.refused: refused_html(batch, language),
            self.drafts: gr.update(visible=draft is not None),
            self.which: gr.update(
                choices=choices,
                value=draft.name if draft else None,
                visible=len(choices) > 1,
                label=label("choose", language),
            ),
            self.look: self.desk.look(draft, language) if draft else "",
        }

    def _turned_away(self, language: Language) -> Updates:
        return {self.told: told_html(label("editors_only", language), warns=True)}

    def _intro(self, language: Language) -> str:
        limits = self.desk.limits
        text = label("intro", language, files=limits.files, megabytes=limits.megabytes)
        return f'<p class="notice" lang="{language}">{text}</p>'


def _search(language: Language) -> dict[str, Any]:
    return {"label": label("remove_find", language), "placeholder": label("remove_hint", language)}


def _choices(name: str, language: Language) -> list[tuple[str, str]]:
    values = ("policy", "news") if name == "kind" else ("zh", "en")
    return [(label(value, language), value) for value in values]
