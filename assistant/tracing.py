"""The environment to the LangChain callbacks that send traces of each question; none unless it asks for them.

LangSmith by LANGSMITH_TRACING with its key and LANGSMITH_ENDPOINT, Langfuse by LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY
and LANGFUSE_BASE_URL. A trace holds the question, what was found and what was said: that is what it is for.
"""

import atexit
import logging
import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError
from assistant.flow import Flow

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

_LANGSMITH = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
"""Each of them alone makes LangChain send traces by itself, of objects instead of words."""
_LANGFUSE = ("LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY")
_PATIENCE_SECONDS = 5.0
"""How long a process that ends waits for its last traces to be taken."""

Readable = dict[str, Any]


def callbacks() -> "list[BaseCallbackHandler]":
    """Return new handlers for one question, as the environment of the process wants them."""
    return [make() for make in _makers(*_wanted(os.environ))]


def tracing_state(environ: Mapping[str, str]) -> str:
    """Return where traces go, for a person; UsageError when they are wanted and cannot be sent."""
    langsmith, langfuse = _wanted(environ)
    if langfuse and find_spec("langfuse") is None:
        raise UsageError(
            "LANGFUSE_PUBLIC_KEY is set, but its package is missing, so nothing is traced there. "
            "Run `pip install '.[langfuse]'` or unset it."
        )
    places = []
    if langsmith:
        places.append(f"LangSmith at {environ.get('LANGSMITH_ENDPOINT') or 'its own address'}")
    if langfuse:
        address = environ.get("LANGFUSE_BASE_URL") or environ.get("LANGFUSE_HOST")
        places.append(f"Langfuse at {address or 'its own address'}")
    return f"questions, passages and answers are sent to {' and '.join(places)}" if places else "off"


def _wanted(environ: Mapping[str, str]) -> tuple[bool, bool]:
    langsmith = any(environ.get(name, "").lower() in ("true", "1") for name in _LANGSMITH)
    return langsmith, all(environ.get(name) for name in _LANGFUSE)


@cache
def _makers(langsmith: bool, langfuse: bool) -> "list[Callable[[], BaseCallbackHandler]]":
    """Open what sends traces once for a process; its connections and threads serve every question."""
    makers = []
    if langsmith:
        makers.append(_langsmith())
    if langfuse and find_spec("langfuse") is not None:
        makers.append(_langfuse())
    return makers


def _langsmith() -> "Callable[[], BaseCallbackHandler]":
    from langchain_core.tracers.langchain import LangChainTracer
    from langsmith import Client

    # Its own words repeat what the server says, and that may repeat what it was sent.
    logging.getLogger("langsmith").setLevel(logging.CRITICAL)
    client = Client(tracing_error_callback=_say_once(logging.getLogger(__name__)))
    atexit.register(client.flush, timeout=_PATIENCE_SECONDS)
    tracer = _telling(LangChainTracer)
    return lambda: tracer(client=client)


def _say_once(log: logging.Logger) -> Callable[[Exception], None]:
    """Return what says by its kind, once for a process, why traces do not arrive."""
    kinds: set[str] = set()

    def say(error: Exception) -> None:
        kind = type(error).__name__
        if kind not in kinds:
            kinds.add(kind)
            log.warning("Traces do not arrive (%s). Check LANGSMITH_ENDPOINT and LANGSMITH_API_KEY.", kind)

    return say


def _langfuse() -> "Callable[[], BaseCallbackHandler]":
    from langfuse import Langfuse
    from langfuse.langchain import CallbackHandler
    from opentelemetry.sdk.trace import TracerProvider

    # A provider of its own: with the common one it would be sent what other libraries measure, Chroma for one.
    Langfuse(tracer_provider=TracerProvider())
    handler: Callable[[], BaseCallbackHandler] = _telling(CallbackHandler)
    return handler


def _telling(handler: type) -> Any:
    """Return a kind of handler that is told of our stages in words and numbers: a Flow holds a whole index."""

    class Telling(handler):  # type: ignore[misc]  # the vendors' classes are imported when needed
        def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> Any:
            return super().on_chain_start(serialized, _told(inputs), **kwargs)

        def on_chain_end(self, outputs: Any, **kwargs: Any) -> Any:
            return super().on_chain_end(_told(outputs), **kwargs)

    return Telling


def _told(value: Any) -> Any:
    return told(value) if isinstance(value, Flow) else value


def told(flow: Flow) -> Readable:
    """Return what a stage was given or has done, as far as it is known by then."""
    known: Readable = {"question": flow.question, "as_of": flow.as_of, "standalone": flow.standalone}
    if flow.asked is not None:
        known["language"] = flow.asked.language
    known["hits"] = [
        {
            "document_id": hit.passage.document_id,
            "page": hit.passage.page,
            "start": hit.passage.start,
            "score": round(hit.score, 4),
        }
        for hit in flow.hits
    ]
    if flow.draft is not None:
        known |= {"mode": flow.draft.mode, "claims": [claim.text for claim in flow.draft.claims]}
    if flow.answer is not None:
        answer = flow.answer
        known |= {"answer": answer.text, "verdicts": [claim.verdict.value for claim in answer.claims]}
        known["reason"] = answer.reason.value if answer.reason else None
    return {name: held for name, held in known.items() if held not in (None, "", [])}
