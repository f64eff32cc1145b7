"""The tab of the documents: its layout, its filters and its pages."""

from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.labels import label
from assistant.window.shelf import ANY, PAGE, Filters, Searching, Shelf
from assistant.window.sources import sources_html

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LONGEST_SEARCH = 100
Updates = dict[Any, Any]


class SourcesTab:
    """The components of the tab, and what they show for a choice."""

    def __init__(self, library: Searching) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.shelf = Shelf(library)
        self.page = gr.State(0)
        with gr.Tab(label("tab_sources", zh), id="sources") as self.tab:
            with gr.Row(elem_id="filters"):
                told: dict[str, Any] = {"label": label("find", zh), "placeholder": label("find_placeholder", zh)}
                self.wanted = gr.Textbox(elem_id="wanted", scale=3, min_width=220, max_length=LONGEST_SEARCH, **told)
                self.kind = gr.Dropdown(**self._choice("kind", zh), min_width=120, elem_id="source-kind")
                self.publisher = gr.Dropdown(**self._choice("publisher", zh), min_width=160, elem_id="source-publisher")
                self.year = gr.Dropdown(**self._choice("year", zh), min_width=110, elem_id="source-year")
            self.found = gr.HTML("", elem_id="sources")
            with gr.Row(elem_id="source-pages"):
                self.newer = gr.Button(label("newer", zh), visible=False, elem_id="source-newer", min_width=96)
                self.older = gr.Button(label("older", zh), visible=False, elem_id="source-older", min_width=96)

    def connect(self, language: "gr.Radio") -> None:
        """Follow the language of the page, the box, the filters and the buttons."""
        asked = [self.wanted, self.kind, self.publisher, self.year]
        listed = [self.found, self.page, self.newer, self.older]
        named = [self.tab, self.wanted, self.kind, self.publisher, self.year]
        # Nothing changes the language of a page that opens in the one it is laid out in: selecting the tab fills it.
        language.change(self.relabelled, [*asked, language], [*named, *listed], queue=False, **QUIET)
        self.tab.select(self.listed, [*asked, language], listed, queue=False, **QUIET)
        for event in (self.wanted.change, self.kind.input, self.publisher.input, self.year.input):
            event(self.listed, [*asked, language], listed, queue=False, trigger_mode="always_last", **QUIET)
        turning = [*asked, self.page, language]
        self.newer.click(lambda *now: self.turned(*now, by=-1), turning, listed, queue=False, **QUIET)
        self.older.click(lambda *now: self.turned(*now, by=1), turning, listed, queue=False, **QUIET)

    def listed(self, wanted: str, kind: str, publisher: str, year: str, language: Language, page: int = 0) -> Updates:
        """Return a page of what the box and the filters admit."""
        import gradio as gr

        wanted = (wanted or "")[:LONGEST_SEARCH]
        shown = self.shelf.page(wanted, Filters(kind or ANY, publisher or ANY, year or ANY), page)
        return {
            self.found: sources_html(shown, language, wanted=wanted),
            self.page: shown.first // PAGE,
            self.newer: gr.update(visible=shown.first > 0, value=label("newer", language)),
            self.older: gr.update(visible=shown.more, value=label("older", language)),
        }

    def turned(
        self, wanted: str, kind: str, publisher: str, year: str, page: int, language: Language, *, by: int
    ) -> Updates:
        """Return another page."""
        return self.listed(wanted, kind, publisher, year, language, page + by)

    def relabelled(self, wanted: str, kind: str, publisher: str, year: str, language: Language) -> Updates:
        """Return every part in another language, with what is looked for."""
        import gradio as gr

        placeholder = label("find_placeholder", language)
        return {
            **self.listed(wanted, kind, publisher, year, language),
            self.tab: gr.update(label=label("tab_sources", language)),
            self.wanted: gr.update(label=label("find", language), placeholder=placeholder),
            self.kind: gr.update(**self._choice("kind", language, kind)),
            self.publisher: gr.update(**self._choice("publisher", language, publisher)),
            self.year: gr.update(**self._choice("year", language, year)),
        }

    def _choice(self, name: str, language: Language, chosen: str = ANY) -> dict[str, Any]:
        choices = {"kind": self.shelf.kinds, "publisher": self.shelf.publishers, "year": self.shelf.years}[name](
            language
        )
        return {"label": label(name, language), "choices": choices, "value": chosen or ANY}
