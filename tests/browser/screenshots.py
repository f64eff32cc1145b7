"""The shipped index in, the pictures of the README out: ``python -m tests.browser.screenshots [FOLDER]``."""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

FOLDER = Path(__file__).parent / "pictures"
LARGEST_BYTES = 150_000
"""Four pictures of a README should not weigh more than its text takes to read."""
COLOURS = 128
"""A page of text on flat colours loses nothing that is seen, and half of its bytes."""
QUESTION = "到目前培训了多少名企业一线工程师？达到目标了吗？"
SETTLED_MS = 600
"""Long enough for the last transition of the page to end."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown, on how large a screen, in which colours."""

    name: str
    show: "Callable[[Page], None]"
    width: int = 1200
    height: int = 800
    dark: bool = False


def _ask(page: "Page") -> None:
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.locator("#conversation .acts").wait_for()
    page.locator("#evidence .card mark").first.wait_for()


def _open(tab: str, shown: str) -> "Callable[[Page], None]":
    def show(page: "Page") -> None:
        page.get_by_role("tab", name=tab).click()
        page.locator(shown).first.wait_for()

    return show


PICTURES = (
    Picture("chat", _ask, height=880),
    Picture("targets", _open("目标与进展", "#targets .chart")),
    Picture("explore", _open("认识 12621", ".explore .digits")),
    Picture("phone-dark", _ask, width=360, height=760, dark=True),
)


def take(browser: "Browser", url: str, picture: Picture, folder: Path) -> Path:
    """Open the page as a newcomer in Chinese, bring it to what is shown, and write the reduced picture."""
    screen: ViewportSize = {"width": picture.width, "height": picture.height}
    context = browser.new_context(
        viewport=screen, locale="zh-CN", color_scheme="dark" if picture.dark else "light", reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.goto(url)
        page.locator(".welcome").first.wait_for()
        page.locator("#state span").wait_for(state="attached")
        picture.show(page)
        page.evaluate("window.scrollTo(0, 0)")  # a phone has followed the question down
        page.wait_for_timeout(SETTLED_MS)
        taken = reduced(page.screenshot())
    finally:
        context.close()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{picture.name}.png"
    path.write_bytes(taken)
    return path


def reduced(png: bytes) -> bytes:
    """Return the picture with few colours, which it needs far fewer bytes for."""
    from PIL import Image

    few, out = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS), io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(folder: Path = FOLDER) -> int:
    """Take every picture over the shipped index; each in a window of its own, where nobody has asked anything yet."""
    from playwright.sync_api import sync_playwright

    import ui
    from assistant.config import Config
    from assistant.window.archive import Archive
    from assistant.wiring import open_assistant, open_records
    from tests.browser.conftest import FLAGS, chromium

    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as place:
            config = Config(database_url=f"sqlite:///{place}/records.sqlite", chat_model="")
            app = ui.create_app(open_assistant(config), archive=Archive(open_records(config)))
            with served(app) as url, sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
                path = take(browser, url, picture, folder)
                browser.close()
        size = path.stat().st_size
        print(f"{path} {size:,} bytes")
        if size > LARGEST_BYTES:
            print(f"{path} is larger than {LARGEST_BYTES:,} bytes; lower COLOURS or the size.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
