"""The page of questions and the table of targets: their components, which events read and write."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.archive import Archive
from assistant.window.controls import Controls
from assistant.window.desk import Desk
from assistant.window.labels import label
from assistant.window.rating_panel import RatingPanel
from assistant.window.welcome import header_html

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read and write."""

    asked: "gr.Textbox"
    news: "gr.Textbox"
    talk: "gr.Textbox"
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
        return [*self.controls.parts(), *shown, self.talk]

    def everything(self) -> list[Any]:
        """Return what the language changes."""
        tail = [self.header, self.language, *self.tabs, self.send, self.clear, self.as_of, self.targets]
        return [*self.conversation(), *tail]


def lay_out(desk: Desk, archive: Archive) -> Parts:
    """Lay the components out in Chinese."""
    import gradio as gr

    zh: Language = "zh"
    # Never shown: the question that was sent, what the server replied, and which conversation the page is at.
    asked, news = gr.Textbox("", visible=False, elem_id="asked"), gr.Textbox("", visible=False)
    talk = gr.Textbox("", visible=False)
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
        as_of = gr.Dropdown(desk.dates(zh), value="", allow_custom_value=True, **as_of_labels(zh))
        # Filled when the tab is selected: whoever comes to ask would wait for its hundreds of kilobytes.
        table = gr.HTML("", elem_id="targets")
    tabs = (chat_tab, targets_tab)
    shown = (header, language, tabs, chat, hint, chips, notice, box, send, clear, evidence)
    return Parts(asked, news, talk, controls, panel, *shown, as_of, table)


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


def as_of_labels(language: Language) -> dict[str, Any]:
    """Return what the choice of a date is called."""
    return {"label": label("as_of_filter", language), "info": label("as_of_info", language), "elem_id": "as-of"}
