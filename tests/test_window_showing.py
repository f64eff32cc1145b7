"""What a page is sent when it opens and when its language changes."""

import gradio as gr
import pytest

from assistant.schema import Language
from assistant.window.archive import Archive
from assistant.window.desk import Desk
from assistant.window.parts import lay_out
from assistant.window.sessions import Session
from assistant.window.showing import page_shown
from tests.fakes import FakeAssistant


def chat_shown(language: Language, *, opened: bool) -> object:
    desk = Desk(FakeAssistant())
    with gr.Blocks():
        parts = lay_out(desk, Archive())
    return page_shown(desk, parts, Session(), language, keeps=False, username=None, opened=opened)[parts.chat]


def test_a_page_that_opens_as_it_is_laid_out_is_sent_no_greeting() -> None:
    assert chat_shown("zh", opened=True) == []


@pytest.mark.parametrize(("language", "opened"), [("en", True), ("zh", False)])
def test_a_page_in_another_language_or_one_that_changes_back_is_greeted(language: Language, opened: bool) -> None:
    shown = chat_shown(language, opened=opened)
    assert isinstance(shown, dict)
    assert (shown["value"], shown["placeholder"]) == ([], Desk(FakeAssistant()).welcome(language))
