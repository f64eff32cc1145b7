"""The name of a chat model to one that can be asked; messages to its reply with its tokens, or to a named failure."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from assistant.answering.provider import EXTRAS, Access, client_options, provider_of
from assistant.answering.provider_failure import Failure, failure_of
from assistant.answering.reply_cache import ReplyCache
from assistant.answering.usage import Meter, Prices
from assistant.errors import AssistantError, UsageError
from assistant.schema import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

CONTEXT_TOKENS = 16_000
"""What the smallest models in use have."""
_NOT_UNDERSTOOD = (400, 422)
"""Statuses of a server that does not take an option."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens that a provider says it read and wrote."""

    read: int
    written: int


class _AtLimit:
    """Stands behind a reply that ended because it may be no longer, wherever in a sentence that was."""


_ENDED_BECAUSE = ("finish_reason", "stop_reason", "done_reason")
_AT_LIMIT = ("length", "max_tokens")
"""In the words of OpenAI and DeepSeek, Anthropic, Ollama."""
_Piece = str | Counted | _AtLimit


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model and how long it may take; it is opened when first needed, as importing a provider takes a second."""

    open: Callable[[], "BaseChatModel"]
    timeout_seconds: float
    context_tokens: int = CONTEXT_TOKENS
    """What it can read and write in one go."""
    replies: ReplyCache = field(default_factory=ReplyCache)
    prices: Prices = field(default_factory=Prices)
    meter: Meter = field(default_factory=Meter)
    """Counts what is taken of it; each question has its own."""

    def for_one_question(self) -> "ChatModel":
        """Return the same model with a meter at zero."""
        return replace(self, meter=Meter())

    @property
    def usage(self) -> Usage | None:
        """What was taken of it since the meter was at zero."""
        return self.meter.usage(self.prices)


class ChatModelError(AssistantError):
    """The model gave no reply; ``failure`` says why without anything that it was sent or that it said."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The chat model could not be used ({failure}). `python -m assistant doctor` shows its name.")
        self.failure: Failure = failure


def open_chat_model(
    name: str, *, base_url: str, api_key: str, timeout_seconds: float, context_tokens: int = CONTEXT_TOKENS
) -> "BaseChatModel":
    """Return the model called ``name`` ("openai:…", "ollama:…"); nothing is sent to it yet.

    Empty ``base_url`` and ``api_key`` leave the choice to the provider's own environment variables. Raises UsageError.
    """
    from langchain.chat_models import init_chat_model

    options = client_options(name, Access(base_url, api_key, timeout_seconds, context_tokens))
    try:
        model = init_chat_model(name, **options)  # type: ignore[call-overload]  # options differ by provider
    except ImportError as error:
        extra = EXTRAS.get(provider_of(name))
        fix = (
            f"Run `pip install '.[{extra}]'`."
            if extra
            else "Install the langchain package of its provider; servers that speak OpenAI's protocol need openai: in "
            "front and `pip install '.[models]'`."
        )
        raise UsageError(f"The chat model {name!r} needs a package that is not installed. {fix}") from error
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


def reply_of(
    model: "BaseChatModel", messages: "Sequence[BaseMessage]", *, timeout_seconds: float, meter: Meter | None = None
) -> str:
    """Return the text of the model's reply within ``timeout_seconds``; raises ChatModelError, also for no text."""
    return "".join(stream_reply(model, messages, timeout_seconds=timeout_seconds, meter=meter))


def stream_reply(
    model: "BaseChatModel", messages: "Sequence[BaseMessage]", *, timeout_seconds: float, meter: Meter | None = None
) -> Generator[str, None, None]:
    """Yield the text of the model's reply as it comes; raises ChatModelError, also when there is none in time.

    A reply that reached the length that the model may write ends with ChatModelError("limit"). Closing the iterator
    ends the request with the next piece of it. ``meter`` is told what it took, also then.
    """
    pieces: SimpleQueue[_Piece | Exception | None] = SimpleQueue()
    stopped = Event()

    def ask() -> None:
        try:
            for piece in _pieces(model, messages):
                if stopped.is_set():
                    return
                pieces.put(piece)
            pieces.put(None)
        # Every provider has its own errors, and an answer must not fail with any of them.
        except Exception as error:  # noqa: BLE001
            pieces.put(error)

    # In a thread, as a provider's timeout counts from byte to byte: a reply that drips would never end.
    Thread(target=copy_context().run, args=(ask,), daemon=True, name="chat-model").start()
    deadline = monotonic() + timeout_seconds
    said: list[str] = []
    counted = Counted(0, 0)
    at_limit = False
    try:
        while (piece := _next(pieces, deadline)) is not None:
            if isinstance(piece, Exception):
                raise ChatModelError("cut" if "".join(said).strip() else failure_of(piece)) from piece
            if isinstance(piece, Counted):
                # Some report once, some again and again how many there are by now.
                counted = Counted(max(counted.read, piece.read), max(counted.written, piece.written))
                continue
            if isinstance(piece, _AtLimit):
                at_limit = True
                continue
            said.append(piece)
            yield piece
    finally:
        stopped.set()
        if meter is not None:
            _measure(meter, messages, "".join(said), counted)
    if at_limit:
        raise ChatModelError("limit")
    if not "".join(said).strip():
        raise ChatModelError("empty")


def _measure(meter: Meter, messages: "Sequence[BaseMessage]", said: str, counted: Counted) -> None:
    """Count a reply; a request that failed before its first word is taken to cost nothing."""
    if counted.read or counted.written:
        meter.add(counted.read, counted.written)
    elif said:
        meter.estimate("".join(str(message.text) for message in messages), said)


def _pieces(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> Iterator[_Piece]:
    """Yield the pieces of a reply and its tokens, or the whole of it from a server that does not stream."""
    any_came = False
    try:
        for chunk in model.stream(list(messages)):
            any_came = True
            yield from _parts(chunk)
    except ValueError:  # LangChain's word for a stream without a single chunk
        if any_came:
            raise
        yield from _parts(model.invoke(list(messages)))
    except Exception as error:
        understood = getattr(error, "status_code", None) not in _NOT_UNDERSTOOD or failure_of(error) != "failed"
        if any_came or understood or not _counts(model):
            raise
        # Some servers refuse what they do not know, and to be asked for the number of tokens is little known.
        model.stream_usage = False  # type: ignore[attr-defined]  # checked by _counts
        try:
            yield from _pieces(model, messages)
        except Exception:
            model.stream_usage = True  # type: ignore[attr-defined]  # that was not what it refused
            raise


def _counts(model: "BaseChatModel") -> bool:
    return getattr(model, "stream_usage", None) is True


def _parts(message: "BaseMessage") -> Iterator[_Piece]:
    yield str(message.text)
    if any(message.response_metadata.get(name) in _AT_LIMIT for name in _ENDED_BECAUSE):
        yield _AtLimit()
    usage = getattr(message, "usage_metadata", None)
    if usage:
        yield Counted(usage["input_tokens"], usage["output_tokens"])


def _next(pieces: "SimpleQueue[_Piece | Exception | None]", deadline: float) -> _Piece | Exception | None:
    try:
        return pieces.get(timeout=max(0.0, deadline - monotonic()))
    except Empty as error:
        raise ChatModelError("timeout") from error
