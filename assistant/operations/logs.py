"""Log records to lines, plain or JSON, without keys and passwords; set up once, by the window."""

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from assistant.config import Config

FIELDS = "fields"
"""The name under which a record carries values besides its message."""
HIDDEN = "***"
_SECRET_NAME = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD)$")
_SHORTEST_SECRET = 6
"""Characters; a shorter one would blot out half a log."""
_SECRET_LOOKS = (
    (re.compile(r"\bsk-[\w-]{8,}"), HIDDEN),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.+/=~-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), rf"\1{HIDDEN}@"),
)


class Masker:
    """Hides secrets in texts: those that it is given, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        # The longest first, as one may stand in another.
        self._known = sorted(known, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return the text without secrets.

        >>> Masker(["hunter22"])("key hunter22 at postgresql://me:pass@db/x, Bearer abc.def")
        'key *** at postgresql://me:***@db/x, Bearer ***'
        """
        for secret in self._known:
            text = text.replace(secret, HIDDEN)
        for look, hidden in _SECRET_LOOKS:
            text = look.sub(hidden, text)
        return text


def secrets_of(config: Config, environment: Mapping[str, str]) -> list[str]:
    """Return every secret among the settings and in the environment."""
    from pydantic import SecretStr

    values = (getattr(config, name) for name in type(config).model_fields)
    own = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    return [*own, *(value for name, value in environment.items() if _SECRET_NAME.search(name.upper()))]


class _Lines(logging.Formatter):
    """What both kinds of lines share: without ``quoting``, no message of an error, as it may hold a question."""

    def __init__(self, mask: Masker, *, quoting: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._mask = mask
        self._quoting = quoting

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging calls
        """Return where an error happened."""
        return super().formatException(ei) if self._quoting or ei[1] is None else where_it_failed(ei[1])


class PlainLines(_Lines):
    """A line for a person: time, level, message, and the values behind it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        head, *rest = super().format(record).split("\n")
        values = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return self._mask("\n".join([f"{head} {values}".rstrip(), *rest]))


class JsonLines(_Lines):
    """One JSON object a line, for a program that collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(_masked(told, self._mask), ensure_ascii=False, default=str)


def _masked(value: Any, mask: Masker) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {name: _masked(one, mask) for name, one in value.items()}
    return value


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """Return the values that a record carries besides its message."""
    return getattr(record, FIELDS, None) or {}


def where_it_failed(error: BaseException) -> str:
    """Return the classes and places of an error and its causes, without their messages: those may quote a question."""
    told: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = _frames(cause.__traceback__)
        told.append(f"{type(cause).__module__}.{type(cause).__qualname__} at {' < '.join(frames) or 'no place'}")
        cause = cause.__cause__ or cause.__context__
    return "; caused by ".join(told)


def _frames(trace: TracebackType | None) -> list[str]:
    frames = reversed(traceback.extract_tb(trace))
    return [f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]  # noqa: PTH119


def set_up_logging(config: Config) -> None:
    """Send every log record of this process to stderr, as the settings want it."""
    mask = Masker(secrets_of(config, os.environ))
    handler = logging.StreamHandler(sys.stderr)
    lines = JsonLines if config.log_format == "json" else PlainLines
    handler.setFormatter(lines(mask, quoting=config.log_questions))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries tell more than anyone wants to keep
    logging.getLogger("assistant").setLevel(config.log_level.upper())
