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
        small: dict[str, Any] = {"size": "sm", "min_width": 72, "scale": 0, "visible": False}
        with gr.Row(elem_id="again"):
            self.retry = gr.Button(label("retry", zh), elem_id="retry", **small)
            self.edit = gr.Button(label("edit", zh), elem_id="edit", **small)
            self.stop = gr.Button(label("stop", zh), variant="stop", elem_id="stop", **small)

    def parts(self) -> list[Any]:
        """Return the components."""
        return [self.retry, self.edit, self.stop]

    def shown(self, language: Language, *, asked: bool, running: bool = False) -> Updates:
        """Return the buttons as they are while an answer is written, and with or without a question before."""
        import gradio as gr

        # Gradio loses a button that is hidden and shown again at once: the style sheet hides these two beside "stop".
        return {
            self.retry: gr.update(value=label("retry", language), visible=asked),
            self.edit: gr.update(value=label("edit", language), visible=asked),
            self.stop: gr.update(value=label("stop", language), visible=running),
        }
