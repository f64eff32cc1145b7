"""A page whose server goes away and comes back: one calm line in the visitor's language, and nothing typed is lost."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ui
from assistant.config import Config
from assistant.wiring import open_assistant
from tests.browser.conftest import OpenPage
from tests.editing_desk import open_desk
from tests.fakes import FakeAssistant
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

QUESTION = "How many engineers have been trained?"
LINES = {
    "zh-CN": ("连不上服务器", "已重新连接，可以继续提问", "您的问题放回了输入框"),
    "en-GB": ("The server cannot be reached", "You can go on", "Your question is back in the box"),
}
CUT = """
const real = window.fetch.bind(window);
window.fetch = (...asked) => {
  if (window.cut) return Promise.reject(new TypeError("Failed to fetch"));
  const renewed = window.renewed && String(asked[0]).includes("app_id");
  if (renewed) return Promise.resolve(new Response('{"app_id": "other"}'));
  return real(...asked);
};
"""
"""Stands before the window's own script: a cable that is pulled, and a server that was started anew."""
TOAST = """
() => {
  const toast = document.createElement("div");
  toast.innerHTML = `<div data-testid="toast-body"><div class="toast-title-row"><span>Error</span></div>
    <div data-testid="toast-text">Connection to the server was lost. Attempting reconnection...</div></div>`;
  document.body.append(toast);
}
"""


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_page_goes_on_after_the_server_was_away(open_page: OpenPage, locale: str) -> None:
    lost, back, restored = LINES[locale]
    with served(ui.create_app(FakeAssistant())) as window:
        page = open_page(window, locale=locale)
        page.add_init_script(CUT)
        page.reload()
        page.locator("#state span").wait_for(state="attached")
        box, line = page.locator("#question textarea"), page.locator("#connection")

        page.evaluate("window.cut = true")
        box.fill(QUESTION)
        box.press("Enter")
        line.filter(has_text=lost).wait_for()
        page.wait_for_function("(text) => document.querySelector('#question textarea').value === text", arg=QUESTION)
        assert page.locator("#conversation .question").count() == 0
        assert not page.locator("[data-testid=toast-body]").first.is_visible()

        page.evaluate("window.cut = false")
        line.filter(has_text=back).wait_for()
        box.press("Enter")
        page.locator("#conversation .answer").wait_for()

        page.evaluate("window.cut = true")
        box.fill(QUESTION)
        box.press("Enter")
        line.filter(has_text=lost).wait_for()
        page.wait_for_function("(text) => document.querySelector('#question textarea').value === text", arg=QUESTION)
        box.fill(f"{QUESTION} Now?")
        page.evaluate("() => { window.renewed = true; window.cut = false; }")
        line.filter(has_text=restored).wait_for()
        assert not page.evaluate("window.renewed") and box.input_value() == f"{QUESTION} Now?"
        page.locator("#state span").wait_for(state="attached")
        box.press("Enter")
        page.locator("#conversation .answer").wait_for()


def test_a_link_to_a_document_leaves_the_page_where_it_is_while_the_server_is_away(
    open_page: OpenPage, scripted_window: str
) -> None:
    page = open_page(scripted_window)
    page.add_init_script(CUT)
    page.reload()
    page.locator("#state span").wait_for(state="attached")
    page.get_by_role("tab", name="资料").click()
    page.locator("#sources li a.source").first.wait_for()
    page.evaluate("window.cut = true")
    page.locator("#sources li a.source").first.click()
    page.locator("#connection", has_text="连不上服务器").wait_for()
    assert page.locator("#sources li").count() and page.locator("#reader").count() == 0


def test_the_notes_of_the_framework_are_in_the_chosen_language(open_page: OpenPage, small: Config) -> None:
    assistant = open_assistant(small)
    with served(ui.create_app(assistant, editing=open_desk(small, assistant))) as window:
        page = open_page(window, locale="en-GB")
        page.get_by_role("tab", name="Add documents").click()
        drop = page.locator("#add-files button:has(.wrap)")
        assert drop.get_attribute("aria-label") == "Drop files here, or click to choose"
        page.locator("#language label", has_text="中文").click()
        page.locator('#add-files button[aria-label="把文件拖到这里，或点击选择"]').wait_for()
        # As the framework writes what it has to say; provoking it would leave errors on the console.
        page.evaluate(TOAST)
        page.locator("[data-testid=toast-text]", has_text="连不上服务器").wait_for(state="attached")
        page.locator("#connection", has_text="连不上服务器").wait_for()
        assert page.locator(".toast-title-row span").text_content() == "提示"


def test_what_the_framework_says_by_itself_follows_the_chosen_language(
    open_page: OpenPage, small: Config, tmp_path: Path
) -> None:
    assistant = open_assistant(small)
    report = tmp_path / "report.md"
    report.write_text("截至2024年底，园区科协已成立12家，比上一年多四家。\n", encoding="utf-8")
    held: list[Route] = []
    with served(ui.create_app(assistant, editing=open_desk(small, assistant))) as window:
        page = open_page(window, locale="en-GB")
        page.locator("#language label", has_text="中文").click()
        page.locator('html[lang="zh-CN"]').wait_for(state="attached")
        assert page.title() == "12621 工程问答"
        page.locator('#conversation [role=log][aria-label="对话"]').wait_for(state="attached")
        page.get_by_role("tab", name="添加文档").click()
        page.route("**/gradio_api/upload?**", lambda route: held.append(route))
        page.locator("#add-files input[type=file]").set_input_files(report)
        uploading = page.locator('#add-files .uploading[data-told="正在上传…"]')
        uploading.wait_for()
        # Gradio's own words are still there, but take no room.
        assert uploading.evaluate("(text) => getComputedStyle(text).fontSize") == "0px"
        assert "正在上传" in uploading.evaluate("(text) => getComputedStyle(text, '::after').content")
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        page.locator("#add-look h3").wait_for()
        page.locator("#language label", has_text="English").click()
        page.locator('html[lang="en"]').wait_for(state="attached")
        page.locator('#add-files button[aria-label="Drop files here, or click to choose"]').wait_for()
        assert page.title() == "Ask about 12621"
