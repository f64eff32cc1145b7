"""The window's style sheet and script as text; they lie beside this file and fetch nothing."""

from importlib.resources import files


def style_text() -> str:
    """Return the style sheet."""
    return files("assistant.window").joinpath("style.css").read_text(encoding="utf-8")


def script_text() -> str:
    """Return the script: a function expression that the page runs once when it has loaded."""
    return files("assistant.window").joinpath("script.js").read_text(encoding="utf-8")


def icon_path() -> str:
    """Return where the page's icon lies."""
    return str(files("assistant.window").joinpath("icon.svg"))
