"""The name of a chat model to a model that can be asked, and messages to its reply or one of a few named failures."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Literal

from assistant.answering.reply_cache import ReplyCache
from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Failure = Literal[
    "timeout", "unreachable", "refused", "busy", "broken", "empty", "unverified", "cut", "declined", "failed"
]

CONTEXT_TOKENS = 16_000
"""What the smallest models in use have."""
_RETRIES = 2
"""Tries after the first, with the provider's growing pauses; the timeout of the reply cuts them short."""
_NO_KEY = "none"
"""Sent to a server of one's own without a key: the provider's key from the environment is not for it to see."""
_BY_STATUS: dict[int, Failure] = {401: "refused", 403: "refused", 408: "timeout", 429: "busy", 504: "timeout"}


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model and how long it may take; it is opened when first needed, as importing a provider takes a second."""

    open: Callable[[], "BaseChatModel"]
    timeout_seconds: float
    context_tokens: int = CONTEXT_TOKENS
    """What it can read and write in one go."""
    replies: ReplyCache = field(default_factory=ReplyCache)


class ChatModelError(AssistantError):
    """The model gave no reply; ``failure`` says why without anything that it was sent or that it said."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The chat model could not be used ({failure}). `python -m assistant doctor` shows its name.")
        self.failure: Failure = failure


def open_chat_model(name: str, *, base_url: str, api_key: str, timeout_seconds: float) -> "BaseChatModel":
    """Return the model called ``name`` ("openai:…", "ollama:…"); nothing is sent to it yet.

    Empty ``base_url`` and ``api_key`` leave the choice to the provider's own environment variables. Raises UsageError.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, object] = {"temperature": 0, "timeout": timeout_seconds, "max_retries": _RETRIES}
    if base_url:
        options["base_url"] = base_url
    if api_key or base_url:
        options["api_key"] = api_key or _NO_KEY
    try:
        model = init_chat_model(name, **options)  # type: ignore[call-overload]  # options differ by provider
    except ImportError as error:
        raise UsageError(
            f"The chat model {name!r} needs a package that is not installed. Run `pip install '.[models]'` for "
            "openai: and servers that speak its protocol, '.[anthropic]', '.[deepseek]' or '.[ollama]' for these, or "
            "install the langchain package of another provider."
        ) from error
    except ValueError as error:
        raise UsageError(
            f"There is no provider for the chat model {name!r}. Set ASSISTANT_CHAT_MODEL to PROVIDER:MODEL, such as "
            "openai:NAME (with `pip install '.[models]'`), or leave it empty for answers without a model."
        ) from error
    except Exception as error:  # each provider has its own; what they share is that a setting is missing or wrong
        raise UsageError(
            f"The chat model {name!r} cannot be opened ({type(error).__name__}). Check ASSISTANT_CHAT_API_KEY and "
            "ASSISTANT_CHAT_BASE_URL."
        ) from error
    assert model is not None
    return model  # type: ignore[no-any-return]


def reply_of(model: "BaseChatModel", messages: "Sequence[BaseMessage]", *, timeout_seconds: float) -> str:
    """Return the text of the model's reply within ``timeout_seconds``; raises ChatModelError, also for no text."""
    return "".join(stream_reply(model, messages, timeout_seconds=timeout_seconds))


def stream_reply(
    model: "BaseChatModel", messages: "Sequence[BaseMessage]", *, timeout_seconds: float
) -> Generator[str, None, None]:
    """Yield the text of the model's reply as it comes; raises ChatModelError, also when there is none in time.

    Closing the iterator ends the request with the next piece of it.
    """
    pieces: SimpleQueue[str | Exception | None] = SimpleQueue()
    stopped = Event()

    def ask() -> None:
        try:
            for text in _texts(model, messages):
                if stopped.is_set():
                    return
                pieces.put(text)
            pieces.put(None)
        # Every provider has its own errors, and an answer must not fail with any of them.
        except Exception as error:  # noqa: BLE001
            pieces.put(error)

    # In a thread, as a provider's timeout counts from byte to byte: a reply that drips would never end.
    Thread(target=copy_context().run, args=(ask,), daemon=True, name="chat-model").start()
    deadline = monotonic() + timeout_seconds
    said = False
    try:
        while (piece := _next(pieces, deadline)) is not None:
            if isinstance(piece, Exception):
                raise ChatModelError("cut" if said else _failure(piece)) from piece
            said = said or bool(piece.strip())
            yield piece
    finally:
        stopped.set()
    if not said:
        raise ChatModelError("empty")


def _texts(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> Iterator[str]:
    """Yield the pieces of a reply, or the whole of it from a server that does not stream."""
    any_came = False
    try:
        for chunk in model.stream(list(messages)):
            any_came = True
            yield str(chunk.text)
    except ValueError:  # LangChain's word for a stream without a single chunk
        if any_came:
            raise
        yield str(model.invoke(list(messages)).text)


def _next(pieces: "SimpleQueue[str | Exception | None]", deadline: float) -> str | Exception | None:
    try:
        return pieces.get(timeout=max(0.0, deadline - monotonic()))
    except Empty as error:
        raise ChatModelError("timeout") from error


def _failure(error: BaseException) -> Failure:
    """Name what went wrong by status and kind, as providers share no base class.

    >>> _failure(ConnectionRefusedError()), _failure(RuntimeError())
    ('unreachable', 'failed')
    """
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _BY_STATUS.get(status, "broken" if status >= 500 else "failed")
    names = [kind.__name__ for kind in type(error).__mro__]
    if isinstance(error, TimeoutError) or any("Timeout" in name for name in names):
        return "timeout"
    if isinstance(error, ConnectionError) or any("Connect" in name for name in names):
        return "unreachable"
    return "failed"
