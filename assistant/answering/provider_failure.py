"""What the client of a provider raised to the name of what went wrong, as providers share no base class."""

import re
from typing import Literal

Failure = Literal[
    "timeout", "unreachable", "refused", "unpaid", "unknown", "overlong", "busy", "broken", "empty", "unverified",
    "cut", "limit", "declined", "failed",
]  # fmt: skip

_BY_STATUS: dict[int, Failure] = {
    401: "refused", 402: "unpaid", 403: "refused", 404: "unknown", 408: "timeout", 413: "overlong", 429: "busy",
    504: "timeout",
    529: "busy",  # Anthropic's word for overloaded
}  # fmt: skip
_NOT_TAKEN = (400, 422)
_OVERLONG = re.compile(
    r"context.?(?:length|window|size)|maximum (?:\w+ ){0,3}(?:length|tokens)|too many (?:input )?tokens"
    r"|(?:prompt|input|request) is too (?:long|large)|range of input length",
    re.IGNORECASE,
)
"""In the words of OpenAI, vLLM, Anthropic, llama.cpp and DashScope, each of which is only looked at, never shown."""
_UNPAID = re.compile(r"insufficient.?(?:quota|balance|credit)|exceeded your current quota|arrearage", re.IGNORECASE)


def failure_of(error: BaseException) -> Failure:
    """Name what went wrong by status and kind.

    >>> failure_of(ConnectionRefusedError()), failure_of(RuntimeError())
    ('unreachable', 'failed')
    """
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        if _UNPAID.search(str(error)):  # OpenAI says 429 to who has not paid, DashScope 400
            return "unpaid"
        if status in _NOT_TAKEN and _OVERLONG.search(str(error)):
            return "overlong"
        return _BY_STATUS.get(status, "broken" if status >= 500 else "failed")
    names = [kind.__name__ for kind in type(error).__mro__]
    if isinstance(error, TimeoutError) or any("Timeout" in name for name in names):
        return "timeout"
    if isinstance(error, ConnectionError) or any("Connect" in name for name in names):
        return "unreachable"
    return "failed"
