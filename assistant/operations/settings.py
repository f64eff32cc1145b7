"""The settings of a process to lines that anybody may read: every one, where it comes from, no secret among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import SecretStr

from assistant.config import Config
from assistant.operations.logs import HIDDEN, Masker, secrets_of

Origin = str
"""``set`` in the environment or on the command line, ``default`` otherwise."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it holds now; ``value`` hides what is secret."""

    name: str
    value: str
    origin: Origin


def shown_settings(config: Config, environment: Mapping[str, str]) -> list[Setting]:
    """Return every setting in the order in which ``config.py`` explains them."""
    mask = Masker(secrets_of(config, environment))

    def setting(name: str) -> Setting:
        origin = "set" if name in config.model_fields_set else "default"
        return Setting(f"ASSISTANT_{name.upper()}", _shown(getattr(config, name), mask), origin)

    return [setting(name) for name in type(config).model_fields]


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Return the names in the environment that look like settings and are none: mostly misspelt."""
    known = {f"ASSISTANT_{name.upper()}" for name in Config.model_fields}
    return sorted(name for name in environment if name.upper().startswith("ASSISTANT_") and name.upper() not in known)


def _shown(value: Any, mask: Masker) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        # An address of a database is worth seeing; its password is not.
        return _without_password(secret) if "://" in secret else HIDDEN if secret else ""
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else mask(str(value))


def _without_password(address: str) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except ArgumentError:
        return HIDDEN
    # Drivers take passwords among the options too.
    options = {name: HIDDEN if "pass" in name.lower() else value for name, value in url.query.items()}
    shown = url.set(query=options).render_as_string(hide_password=True)
    return shown.replace(quote(HIDDEN), HIDDEN)
