"""Ask again, edit, stop: the buttons beside the question, and what they look like while an answer is written."""

from typing import Any

from assistant.schema import Language
from assistant.window.history_labels import label

Updates = dict[Any, Any]


class Controls:
    """The buttons for the last question; laid out where it is made."""

    def __init__(self) -> None:
        import gradio as gr

        zh: Language = "zh"
        small: dict[str, Any] = {"size": "sm", "min_width": 72, "scale": 0}
        with gr.Row(elem_id="again"):
            # Gradio loses a button that is hidden and shown at once, so the style sheet shows what this one names.
            self.state = gr.HTML("", elem_id="state")
            self.retry = gr.Button(label("retry", zh), elem_id="retry", **small)
            self.edit = gr.Button(label("edit", zh), elem_id="edit", **small)
            self.stop = gr.Button(label("stop", zh), variant="stop", elem_id="stop", **small)

    def parts(self) -> list[Any]:
        """Return the components."""
        return [self.state, self.retry, self.edit, self.stop]

    def shown(self, language: Language, *, asked: bool, running: bool = False) -> Updates:
        """Return the buttons as they are while an answer is written, and with or without a question before."""
        return {
            self.state: state_html(asked=asked, running=running),
            self.retry: label("retry", language),
            self.edit: label("edit", language),
            self.stop: label("stop", language),
        }


def state_html(*, asked: bool, running: bool = False) -> str:
    """Write what the page is at: nothing asked, an answer being written, or one that is there."""
    return f'<span class="{"running" if running else "asked" if asked else "idle"}"></span>'
