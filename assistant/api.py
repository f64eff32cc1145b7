"""An assistant in; three named endpoints out, for programs (gradio_client, HTTP) and, if wanted, for models (MCP)."""

import json
from copy import copy
from importlib.util import find_spec
from math import ceil
from typing import Any, Literal

from assistant.answering.render import answer_payload
from assistant.errors import AssistantError, UsageError
from assistant.ledger.table import table_payload
from assistant.people.pace import Pace
from assistant.terminal import source_payload
from assistant.turns import parse_history, read_as_of
from assistant.window.desk import Answering
from assistant.window.gate import person_of

ENDPOINTS = ("ask", "targets", "sources")
"""All that programs may call; every other event of the page is private."""
MOST_TURNS = 40
"""A conversation of a working day; only its last turns are read anyway."""
LONGEST_TURN = 20_000
"""Characters; the longest answers of a model are a tenth of it."""
_LANGUAGES = ("auto", "zh", "en")


def add_endpoints(assistant: Answering, pace: Pace | None = None) -> None:
    """Offer ``/ask``, ``/targets`` and ``/sources`` on the page that is being laid out.

    With ``pace``, a signed-in user may ask no faster here than on the page.

    Before any event: Gradio gives the name of an endpoint to whoever asks for it first.
    """
    import gradio as gr
    from gradio.events import api

    def refuse(error: AssistantError) -> gr.Error:
        return gr.Error(str(error), print_exception=False)

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        language: str = "auto",
        as_of: str | None = None,
        _request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Answer a question about the 12621 programme from its documents, with exact quotations.

        Args:
            question: The question, in Chinese or English, at most 500 characters.
            history: Earlier turns, oldest first, each with "role" (user or assistant) and "content".
            language: Language of the answer: zh, en, or auto for that of the question.
            as_of: Use only what was published until this date (2022-04-08, 2022-04 or 2022).

        Returns:
            The object that `ask --json` prints: answer, claims with citations, declined, reason, as_of, and more.
        """
        try:
            check_pace(pace, _asker(_request))
            return ask_payload(assistant, question, history, language, as_of)
        except AssistantError as error:
            raise refuse(error) from error

    def targets(as_of: str | None = None) -> dict[str, Any]:
        """Return the twelve targets of the 12621 programme with the newest comparable progress and its evidence.

        Args:
            as_of: Use only what was published until this date (2022-04-08, 2022-04 or 2022).

        Returns:
            The object that `targets --json` prints.
        """
        try:
            return table_payload(assistant.targets(as_of=read_as_of(_text(as_of, "as_of") or None)))
        except AssistantError as error:
            raise refuse(error) from error

    def sources() -> list[dict[str, Any]]:
        """List the documents that answers are taken from: title, publisher, date, address, kind, reliability.

        Returns:
            The list that `sources --json` prints, without the paths of the files.
        """
        try:
            own = (source for source in assistant.sources() if not source.mirror_of)
            return [_without_paths(source_payload(assistant.document(source.id))) for source in own]
        except AssistantError as error:
            raise refuse(error) from error

    for endpoint in (ask, targets, sources):
        api(endpoint, api_name=endpoint.__name__)


def ask_payload(
    assistant: Answering, question: object, history: object, language: object, as_of: object
) -> dict[str, Any]:
    """Check what a program sent and return the object of ``ask --json``; UsageError names the wrong argument."""
    if not isinstance(question, str):
        raise UsageError("question must be a text.")
    if language not in _LANGUAGES:
        raise UsageError(f"language must be one of {', '.join(_LANGUAGES)}.")
    turns = parse_history([] if history is None else history)
    if len(turns) > MOST_TURNS or any(len(turn.content) > LONGEST_TURN for turn in turns):
        raise UsageError(f"history may have {MOST_TURNS} turns of {LONGEST_TURN} characters. Send only the last ones.")
    until = read_as_of(_text(as_of, "as_of") or None)
    answer = assistant.ask(question, history=turns, language=_language(language), as_of=until)
    return answer_payload(answer)


def check_pace(pace: Pace | None, username: str | None) -> None:
    """Count a question of a signed-in user; UsageError says how long to wait when they ask too fast."""
    if pace is not None and username is not None and (wait := pace.wait(username)) > 0:
        limit = pace.questions_per_minute
        raise UsageError(f"At most {limit} questions a minute are answered. Ask again in {ceil(wait)} seconds.")


def _asker(request: Any) -> str | None:
    """Return who is signed in; Gradio wraps the request of a program, but not that of a tool."""
    return None if request is None else person_of(getattr(request, "request", request))


def _without_paths(payload: dict[str, Any]) -> dict[str, Any]:
    """Leave out where files lie: Gradio takes whatever has a "path" for a file that its client is to fetch."""
    mirrors = [{name: value for name, value in mirror.items() if name != "path"} for mirror in payload["mirrors"]]
    return {name: value for name, value in {**payload, "mirrors": mirrors}.items() if name != "path"}


def _language(wanted: object) -> Literal["auto", "zh", "en"]:
    return "zh" if wanted == "zh" else "en" if wanted == "en" else "auto"


def _text(value: object, name: str) -> str:
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name} must be a text such as 2022-04-08.")
    return value or ""


def call_tools_here(page: Any) -> None:
    """Let tools call their functions in this process, as whoever called the tool, and reply with JSON.

    A page without tools stays as it is. Left alone, Gradio sends what goes through its queue to itself by HTTP, at the
    address that the caller names, and begins by loading the page without the caller's sign-in; and it writes objects
    as Python does.
    """
    server = page.mcp_server_obj
    if server is None:
        return
    found = server.get_block_fn_from_endpoint_name

    def unqueued(name: str) -> Any:
        function = copy(found(name))
        if function is not None:
            function.queue = False
        return function

    def written(outputs: list[Any], _root_url: str) -> list[Any]:
        told = (json.dumps(output, ensure_ascii=False) for output in outputs)
        return [server.types.TextContent(type="text", text=text) for text in told]

    server.get_block_fn_from_endpoint_name = unqueued
    server.postprocess_output_data = written


def check_mcp() -> None:
    """Raise UsageError when the package that speaks MCP is missing; Gradio only prints a line and goes on."""
    if find_spec("mcp") is None:
        raise UsageError(
            "ASSISTANT_MCP is set, but the package mcp is missing. Run `pip install '.[mcp]'`, or unset it."
        )
