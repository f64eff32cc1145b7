import re
from pathlib import Path

from assistant.window.assets import icon_path, script_text, style_text


def test_style_and_script_fetch_nothing() -> None:
    for text in (style_text(), script_text()):
        assert not re.search(r"https?:|@import|url\(|XMLHttpRequest", text)


def test_the_script_asks_only_for_what_a_link_of_the_page_itself_names() -> None:
    script = script_text()
    assert re.findall(r"(?:fetch|raw)\(([^,)]*)", script) == ['"gradio_api/app_id"', "address"]
    assert r"/^(documents|terms)\//.test(found.getAttribute" in script


def test_style_cannot_end_its_element_early() -> None:
    assert "</" not in style_text()


def test_braces_of_the_style_sheet_are_balanced() -> None:
    assert style_text().count("{") == style_text().count("}")


def test_the_icon_is_a_picture_without_script() -> None:
    drawing = Path(icon_path()).read_text(encoding="utf-8")
    assert drawing.startswith("<svg") and "<script" not in drawing
