"""The command `python -m evals benchmark streaming`: questions and a scripted model in, a table of times out."""

import json
from time import perf_counter
from typing import Annotated

import typer
from pydantic import SecretStr

from assistant.answering.chat_model import open_chat_model
from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.wiring import open_assistant
from evals.benchmark.faults import times_ms
from evals.benchmark.faults_command import judged_with
from evals.benchmark.scripted_model import ScriptedModel, scripted_model
from evals.benchmark.streaming import measure_streaming, streaming_payload, streaming_table
from evals.sets import SHIPPED, load_sets

_MODEL, _KEY, _TIMEOUT_SECONDS = "openai:scripted", "none", 30
_BARE = '<passage number="1">\nSource: none\nA sentence of a passage.\n</passage>'


@says_what_is_wrong
def streaming_command(
    every: Annotated[int, typer.Option("--every", min=1, help="Take every n-th question.")] = 12,
    as_json: Annotated[bool, typer.Option("--json", help="Print the times as JSON.")] = False,
) -> None:
    """Measure how much later than the model's first words a reader sees them, and what checking a reply costs."""
    questions = [case.question for case in load_sets([SHIPPED])[::every] if not case.history]
    with scripted_model() as server:
        settings = {"chat_model": _MODEL, "chat_base_url": server.url, "chat_api_key": SecretStr(_KEY)}
        assistant = open_assistant(Config().model_copy(update=settings))
        _alone(server)  # The first use imports the client.
        streamed = measure_streaming(
            questions,
            lambda question, watch: assistant.ask(question, watch=watch),
            lambda: _alone(server),
            lambda: server.sent_at,
        )
    payload = streaming_payload(streamed, times_ms(*judged_with()))
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else streaming_table(payload))


def _alone(server: ScriptedModel) -> float:
    """Return the seconds from the first piece that the model sends to the first that its client hands on."""
    model = open_chat_model(_MODEL, base_url=server.url, api_key=_KEY, timeout_seconds=_TIMEOUT_SECONDS)
    for piece in model.stream(_BARE):
        if piece.text:
            return perf_counter() - server.sent_at
    return 0.0
