"""An event and a role to the same event for those who have the role; asked on the server each time."""

from collections.abc import Callable
from typing import Any

from assistant.people.people import People
from assistant.people.roles import Role
from assistant.window.labels import label, language_of

Handler = Callable[..., Any]


def only_for(role: Role, people: People, handler: Handler) -> Handler:
    """Return the handler of an event that anybody may call by its address, refusing those without the role."""
    import gradio as gr

    # Gradio puts in the request wherever a parameter is annotated as one.
    def guarded(request: gr.Request, *values: Any) -> Any:
        if not people.may(request.username, role):
            language = language_of(request)
            raise gr.Error(label("not_allowed", language), print_exception=False)
        return handler(*values)

    return guarded
