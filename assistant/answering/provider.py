"""The name of a chat model and the settings to the options that the client of its provider takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Options = dict[str, object]

EXTRAS = {"openai": "models", "anthropic": "anthropic", "deepseek": "deepseek", "ollama": "ollama"}
"""What is to be installed for a provider, as pyproject.toml names it."""

_RETRIES = 2
"""Tries after the first, with the provider's growing pauses; the timeout of the reply cuts them short."""
_NO_KEY = "none"
"""Sent to a server of one's own without a key: the provider's key from the environment is not for it to see."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a provider is reached, whatever its client calls these."""

    base_url: str
    api_key: str
    timeout_seconds: float
    context_tokens: int


def provider_of(name: str) -> str:
    """Return the provider in the name of a model, "" when it has to be guessed.

    >>> provider_of("ollama:qwen3:8b"), provider_of("gpt-5")
    ('ollama', '')
    """
    return name.partition(":")[0] if ":" in name else ""


def client_options(name: str, access: Access) -> Options:
    """Return the options for ``init_chat_model``; an empty address or key leaves it to the provider's client."""
    return _OPTIONS.get(provider_of(name), _common)(access)


def _common(access: Access) -> Options:
    options: Options = {"temperature": 0, "timeout": access.timeout_seconds, "max_retries": _RETRIES}
    if access.base_url:
        options["base_url"] = access.base_url
    if access.api_key or access.base_url:
        options["api_key"] = access.api_key or _NO_KEY
    return options


def _openai(access: Access) -> Options:
    # Left to itself, the client asks servers other than OpenAI's not to count tokens.
    return {**_common(access), "stream_usage": True}


def _ollama(access: Access) -> Options:
    """Say in Ollama's own words what its client would ignore without complaint, and how much it is to read.

    Its server cuts a prompt to a few thousand tokens unless it is told to keep more.
    """
    client: Options = {"timeout": access.timeout_seconds}
    if access.api_key:
        client["headers"] = {"Authorization": f"Bearer {access.api_key}"}
    options: Options = {"temperature": 0, "num_ctx": access.context_tokens, "client_kwargs": client}
    return {**options, "base_url": access.base_url} if access.base_url else options


_OPTIONS: Mapping[str, Callable[[Access], Options]] = {"openai": _openai, "deepseek": _openai, "ollama": _ollama}
