"""The tab for newcomers: its layout, and the glossary that can be searched."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_args

from assistant.errors import AssistantError
from assistant.schema import Language, TargetTable
from assistant.window.explore import Explorable, explore_html
from assistant.window.glossary import PAGE, TermList
from assistant.window.labels import label
from assistant.window.welcome import notice_html

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
LONGEST_SEARCH = 60
Updates = dict[Any, Any]


def read_ahead(library: Explorable, targets: Callable[[], TargetTable]) -> None:
    """Let the library read what the page tells, which it keeps; of 10,000 documents that takes half a second."""
    with suppress(AssistantError):  # the page itself then says what is wrong
        for language in get_args(Language):
            explore_html(library, targets(), language)


class ExploreTab:
    """The components of the tab, and what they show."""

    def __init__(self, library: Explorable, targets: Callable[[], TargetTable]) -> None:
        import gradio as gr

        zh: Language = "zh"
        self._library = library
        self._targets = targets
        self._terms = TermList(library.glossary)
        self.page = gr.State(0)
        with gr.Tab(label("tab_explore", zh), id="explore") as self.tab:
            self.shown = gr.HTML("", elem_id="explore")
            self.heading = gr.HTML(_heading(zh), elem_id="terms")
            told: dict[str, Any] = {"label": label("find_term", zh), "placeholder": label("find_term_placeholder", zh)}
            self.wanted = gr.Textbox(elem_id="wanted-term", max_length=LONGEST_SEARCH, **told)
            self.terms = gr.HTML("", elem_id="glossary")
            with gr.Row(elem_id="term-pages"):
                self.before = gr.Button(label("newer", zh), visible=False, elem_id="terms-before", min_width=96)
                self.after = gr.Button(label("older", zh), visible=False, elem_id="terms-after", min_width=96)

    def connect(self, language: "gr.Radio") -> None:
        """Follow the language of the page, the search and the buttons."""
        listed = [self.terms, self.page, self.before, self.after]
        everything = [self.tab, self.shown, self.heading, self.wanted, *listed]
        # Nothing changes the language of a page that opens in the one it is laid out in: selecting the tab fills it.
        asked = [self.wanted, language]
        language.change(self.relabelled, asked, everything, queue=False, **QUIET)
        self.tab.select(self.relabelled, asked, everything, queue=False, **QUIET)
        self.wanted.change(self.listed, asked, listed, queue=False, trigger_mode="always_last", **QUIET)
        turning = [self.wanted, self.page, language]
        self.before.click(lambda w, p, lang: self.listed(w, lang, p - 1), turning, listed, queue=False, **QUIET)
        self.after.click(lambda w, p, lang: self.listed(w, lang, p + 1), turning, listed, queue=False, **QUIET)

    def listed(self, wanted: str, language: Language, number: int = 0) -> Updates:
        """Return a page of the glossary."""
        import gradio as gr

        page = self._terms.page((wanted or "")[:LONGEST_SEARCH], number, language)
        return {
            self.terms: self._terms.html(page, language),
            self.page: page.first // PAGE,
            self.before: gr.update(visible=page.first > 0, value=label("newer", language)),
            self.after: gr.update(visible=page.more, value=label("older", language)),
        }

    def relabelled(self, wanted: str, language: Language) -> Updates:
        """Return the whole tab in a language, from the corpus as it is now, with the terms that are looked for."""
        import gradio as gr

        placeholder = label("find_term_placeholder", language)
        return {
            **self.listed(wanted, language),
            self.tab: gr.update(label=label("tab_explore", language)),
            self.shown: self._page(language),
            self.heading: _heading(language),
            self.wanted: gr.update(label=label("find_term", language), placeholder=placeholder),
        }

    def _page(self, language: Language) -> str:
        try:
            return explore_html(self._library, self._targets(), language)
        except AssistantError as error:
            return notice_html(str(error))


def _heading(language: Language) -> str:
    return f'<section class="explore" lang="{language}"><h2>{label("glossary", language)}</h2></section>'
