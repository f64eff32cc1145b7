"""The pictures of the README can still be taken, and those that it shows are what the script would write."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import FLAGS, chromium
from tests.browser.screenshots import FOLDER, LARGEST_BYTES, PICTURES, Picture, reduced, take

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_the_kept_picture_is_small_enough_and_of_its_size(picture: Picture) -> None:
    from PIL import Image

    kept = FOLDER / f"{picture.name}.png"
    with Image.open(kept) as image:
        assert image.size == (picture.width, picture.height)
    assert kept.stat().st_size <= LARGEST_BYTES


def test_a_picture_can_be_taken(scripted_window: str, playwright: "Playwright", tmp_path: Path) -> None:
    from PIL import Image

    targets = next(picture for picture in PICTURES if picture.name == "targets")
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    try:
        path = take(browser, scripted_window, targets, tmp_path / "pictures")
    finally:
        browser.close()
    with Image.open(path) as image:
        assert image.size == (targets.width, targets.height)
        drawn = image.convert("RGB").getcolors(targets.width * targets.height)
    assert path.name == "targets.png"
    # An empty page would be one colour.
    assert drawn is not None
    assert len(drawn) > 10


def test_a_reduced_picture_keeps_its_size_and_weighs_less() -> None:
    from PIL import Image

    whole = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(whole, "PNG")
    few = reduced(whole.getvalue())
    with Image.open(io.BytesIO(few)) as image:
        assert image.size == (256, 256)
    assert len(few) < len(whole.getvalue())
