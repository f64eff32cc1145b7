"""A real Chromium and a served window for the tests of the page."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.fakes import FakeAssistant
from tests.served import served, stopped

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""Nothing that the browser itself would fetch may be mistaken for something that the page fetched."""
OPENING_MS = 30_000
"""Generous: a loaded machine is slow to start a browser, and a wrong page fails at once anyway."""


def missing(why: str) -> None:
    """Skip with one line, or fail where a browser is required."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(why)
    pytest.skip(why)


def chromium() -> str:
    """Return where Chromium lies."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing("Chromium is not installed: the page was not tested in a browser.")
    return str(found)


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """Drive browsers; starting the driver once is enough."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("The package playwright is not installed: the page was not tested in a browser.")
    with sync_playwright() as driver:
        yield driver


def _asks_a_stopped_server(message: "ConsoleMessage") -> bool:
    """Tell a page that outlived its server, as at the end of a test, from one that asks where nobody ever served."""
    refused = "ERR_CONNECTION_REFUSED" in message.text or "ERR_CONNECTION_RESET" in message.text
    return refused and any(message.location["url"].startswith(f"{where}/") for where in stopped)


@dataclass
class Watch:
    """What a page may not do: errors on its console, dialogs, requests to other hosts."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: "Page") -> None:
        """Listen to a page."""

        def said(message: "ConsoleMessage") -> None:
            if message.type == "error" and not _asks_a_stopped_server(message):
                self.complaints.append(f"console: {message.text}")

        def asked(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
                self.complaints.append(f"request: {url}")

        def interrupted(dialog: "Dialog") -> None:
            self.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("console", said)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("dialog", interrupted)
        page.on("request", lambda request: asked(request.url))


OpenPage = Callable[..., "Page"]


@pytest.fixture
def open_page(playwright: "Playwright", tmp_path: Path) -> Iterator[OpenPage]:
    """Open an address in a browser with an empty profile; the test fails if a page misbehaved."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def opened(
        url: str, *, width: int = 1280, locale: str = "zh-CN", dark: bool = False, touch: bool = False
    ) -> "Page":
        settings: dict[str, Any] = {
            "executable_path": chromium(),
            "args": FLAGS,
            "headless": True,
            "locale": locale,
            "color_scheme": "dark" if dark else "light",
            "viewport": {"width": width, "height": 860},
            "has_touch": touch,
        }
        profile = tmp_path / f"profile-{len(contexts)}"
        context = playwright.chromium.launch_persistent_context(str(profile), **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(OPENING_MS)
        watch.over(page)
        page.goto(url)
        # The greeting, or the conversation that goes on, is there with the language, which the load event settles.
        page.locator(f'.masthead[lang="{"zh" if locale.startswith("zh") else "en"}"]').wait_for()
        page.locator(".welcome, #conversation .answer").first.wait_for()
        page.locator("#state span").wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.complaints == []


@pytest.fixture(scope="session")
def scripted_window() -> Iterator[str]:
    """Serve the window over the scripted assistant and return its address."""
    import ui

    with served(ui.create_app(FakeAssistant())) as where:
        yield where
