"""The window's style sheet and script as text; they lie beside this file and fetch nothing."""

import json
from importlib.resources import files
from pathlib import Path
from typing import get_args

from assistant.schema import Language
from assistant.window.labels import label

_STYLES = ("style.css", "browsing.css")
_SCRIPTS = ("connection.js", "framework.js", "script.js", "asking.js", "reader.js")
"""Each script is a function expression; ``words`` is in sight of all of them."""
_WORDS = (
    "unreachable",
    "reconnected",
    "restored",
    "slow",
    "note",
    "close_note",
    "failed",
    "busy",
    "too_large_file",
    "drop_here",
    "uploading",
    "take_away",
    "take_all_away",
    "conversation",
    "not_allowed",
)


def style_text() -> str:
    """Return the style sheet."""
    return "\n".join(map(_text, _STYLES))


def script_text() -> str:
    """Return the script: a function expression that the page runs once when it has loaded."""
    calls = "\n".join(f"({_text(name).strip()})();" for name in _SCRIPTS)
    words = {language: {key: label(key, language) for key in _WORDS} for language in get_args(Language)}
    return f"() => {{\nconst words = {json.dumps(words, ensure_ascii=False)};\n{calls}\n}}"


def _text(name: str) -> str:
    return files("assistant.window").joinpath(name).read_text(encoding="utf-8")


def icon_path() -> str:
    """Return where the page's icon lies."""
    return str(files("assistant.window").joinpath("icon.svg"))


def sign_in_style_text() -> str:
    """Return the style sheet of the login page with the window's colours, dark ones where the browser asks for them."""
    light, dark = _colours()
    page = files("assistant.window").joinpath("sign_in.css").read_text(encoding="utf-8")
    return f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n{page}"


def _colours() -> tuple[str, str]:
    """Return the light and the dark colours, which the style sheet names first."""
    style = style_text()
    light, dark = (style.split(head, 1)[1].split("}", 1)[0] for head in (":root {", ".dark {"))
    return light, dark


def icon_text() -> str:
    """Return the page's icon as SVG."""
    return Path(icon_path()).read_text(encoding="utf-8")
