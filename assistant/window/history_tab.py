"""The tab of kept conversations: its layout and its events."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.records.values import LONGEST_TITLE
from assistant.schema import Language
from assistant.window.archive import Archive, Opened, owner_of
from assistant.window.history_labels import label
from assistant.window.history_list import history_html, undo_html
from assistant.window.sessions import Page

if TYPE_CHECKING:
    import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
PAGE = 30
"""Conversations shown before one asks for more."""
PRESSED = """
element.addEventListener('click', (event) => {
  const pressed = event.target.closest('button.talk-act');
  if (!pressed) return;
  trigger('click', { act: pressed.dataset.act, id: pressed.dataset.id });
  if (pressed.dataset.act === 'open') document.querySelector('[role=tab]').click();
});
"""
"""Tells which button of the list was pressed; an opened conversation is shown in the first tab."""
Updates = dict[Any, Any]
ShowOpened = Callable[[Opened, Language], Updates]
"""Returns what the chat shows of a conversation."""
ShowOn = Callable[[Opened, Language, Page], Updates]
"""Returns what the chat of a page shows of a conversation, which it then goes on with."""


class HistoryTab:
    """The components of the tab, and what they show for a choice."""

    def __init__(self, archive: Archive, today: Callable[[], date] = date.today) -> None:
        import gradio as gr

        zh: Language = "zh"
        self.archive = archive
        self.today = today
        with gr.Tab(label("tab", zh), id="history") as self.tab:
            self.limit = gr.State(PAGE)
            self.chosen = gr.State("")
            self.wanted = gr.Textbox(**_search(zh), elem_id="talk-wanted")
            self.told = gr.HTML("", elem_id="talk-told", js_on_load=PRESSED)
            with gr.Row(visible=False, elem_id="talk-rename") as self.renaming:
                self.title = gr.Textbox(
                    label=label("new_title", zh), max_length=LONGEST_TITLE, elem_id="talk-title", scale=3
                )
                self.save = gr.Button(label("save", zh), variant="primary", elem_id="talk-save", min_width=72)
                self.cancel = gr.Button(label("cancel", zh), elem_id="talk-cancel", min_width=72)
            self.list = gr.HTML("", elem_id="talks", js_on_load=PRESSED)
            self.more = gr.Button(label("more", zh), visible=False, elem_id="talk-more", size="sm")

    def connect(self, language: "gr.Radio", chat: list[Any], show: ShowOn) -> None:
        """Follow the language and the buttons; ``chat`` is what ``show`` returns updates for."""
        import gradio as gr

        def acted(wanted: str, limit: int, language: Language, event: gr.EventData, request: gr.Request) -> Updates:
            page = Page.of(request)

            def opened(opened: Opened, language: Language) -> Updates:
                return show(opened, language, page)

            return self.acted(event._data, wanted, limit, language, owner_of(request.username), opened)

        def listed(wanted: str, limit: int, language: Language, request: gr.Request) -> Updates:
            return self.listed(wanted, limit, language, owner_of(request.username))

        def searched(wanted: str, language: Language, request: gr.Request) -> Updates:
            return {**self.listed(wanted, PAGE, language, owner_of(request.username)), self.told: ""}

        def more(wanted: str, limit: int, language: Language, request: gr.Request) -> Updates:
            return self.listed(wanted, limit + PAGE, language, owner_of(request.username))

        def renamed(
            title: str, chosen: str, wanted: str, limit: int, language: Language, request: gr.Request
        ) -> Updates:
            return self.renamed(title, chosen, wanted, limit, language, owner_of(request.username))

        now = [self.wanted, self.limit, language]
        shown = [self.list, self.more, self.limit]
        everything = [*shown, self.told, self.renaming, self.title, self.chosen]
        self.tab.select(listed, now, shown, **QUIET)
        self.wanted.change(searched, [self.wanted, language], [*shown, self.told], trigger_mode="always_last", **QUIET)
        self.more.click(more, now, shown, **QUIET)
        for pressed in (self.list, self.told):
            pressed.click(acted, now, [*everything, *chat], **QUIET)
        gr.on([self.save.click, self.title.submit], renamed, [self.title, self.chosen, *now], everything, **QUIET)
        self.cancel.click(lambda: {self.renaming: gr.update(visible=False)}, None, self.renaming, **QUIET)
        named = [self.tab, self.wanted, self.title, self.save, self.cancel, self.more, self.told]
        language.change(self.relabelled, language, named, **QUIET)
        language.change(listed, now, shown, **QUIET)

    def relabelled(self, language: Language) -> Updates:
        """Return every fixed text in another language."""
        import gradio as gr

        return {
            self.tab: gr.update(label=label("tab", language)),
            self.wanted: gr.update(**_search(language)),
            self.title: gr.update(label=label("new_title", language)),
            self.save: label("save", language),
            self.cancel: label("cancel", language),
            self.more: gr.update(value=label("more", language)),
            self.told: "",
        }

    def listed(self, wanted: str, limit: int, language: Language, owner: str) -> Updates:
        """Return the newest conversations in which the words stand."""
        import gradio as gr

        found, remark = self.archive.listed(owner, wanted or "", limit + 1, language)
        html = history_html(found[:limit], language, wanted=wanted or "", today=self.today())
        return {
            self.list: undo_html(remark, language) if remark else html,
            self.more: gr.update(visible=len(found) > limit),
            self.limit: limit,
        }

    def acted(
        self, pressed: dict[str, Any], wanted: str, limit: int, language: Language, owner: str, show: ShowOpened
    ) -> Updates:
        """Do what a button of the list says; what the browser sends is only looked up among the owner's own."""
        import gradio as gr

        act, conversation = str(pressed.get("act", "")), str(pressed.get("id", ""))
        unchanged: Updates = {self.renaming: gr.update(visible=False)}
        if act == "open":
            opened = self.archive.open(owner, conversation, language)
            told = undo_html(opened.remark, language)
            return {**unchanged, **(show(opened, language) if opened.talk.id else {}), self.told: told}
        if act == "rename":
            title = self._title(owner, conversation, language)
            told = undo_html("" if title else label("gone", language), language)
            shown = gr.update(visible=bool(title))
            return {self.renaming: shown, self.title: title, self.chosen: conversation, self.told: told}
        if act == "delete":
            title = self._title(owner, conversation, language)
            failed = self.archive.delete(owner, conversation, language)
            done = undo_html(label("deleted", language, title=title), language, conversation=conversation)
            told = undo_html(failed, language) if failed else done
        else:
            told = undo_html(self.archive.restore(owner, conversation, language), language)
        return {**unchanged, **self.listed(wanted, limit, language, owner), self.told: told}

    def renamed(self, title: str, chosen: str, wanted: str, limit: int, language: Language, owner: str) -> Updates:
        """Give the chosen conversation another title."""
        import gradio as gr

        told = self.archive.rename(owner, chosen, title or "", language)
        closed = gr.update(visible=not (title or "").strip())
        return {
            **self.listed(wanted, limit, language, owner),
            self.renaming: closed,
            self.told: undo_html(told, language),
        }

    def _title(self, owner: str, conversation: str, language: Language) -> str:
        return self.archive.open(owner, conversation, language).title


def _search(language: Language) -> dict[str, Any]:
    return {"label": label("find", language), "placeholder": label("find_placeholder", language)}
