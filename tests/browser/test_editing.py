"""The page for editors in a real browser: a PDF is brought, mended, added, asked about and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ui
from assistant.config import Config
from assistant.editing.rebuild import rebuild
from assistant.editing.uploads import Limits
from assistant.pipeline import Assistant
from assistant.wiring import open_assistant
from tests.browser.conftest import OpenPage
from tests.editing_desk import QUESTION, TITLE, open_desk, report_pdf
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

REPORT = "截至2024年底，园区科协已成立12家，比上一年多四家。\n".encode()
BUILD_MS = 120_000
"""A build starts a process of its own, and that another one for checking; a busy machine takes its time."""


@pytest.fixture
def assistant(small: Config) -> Assistant:
    return open_assistant(small)


@pytest.fixture
def window(small: Config, assistant: Assistant) -> Iterator[str]:
    desk = open_desk(small, assistant, build=rebuild)
    with served(ui.create_app(assistant, editing=desk)) as where:
        yield where


def open_tab(page: "Page", name: str) -> None:
    """Select the tab and wait for what is in it."""
    page.get_by_role("tab", name=name).click()
    page.locator("#add-files").wait_for()


def bring(page: "Page", folder: Path, **files: bytes) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    page.locator("#add-files input[type=file]").set_input_files(sorted(folder.iterdir()))


def ask(page: "Page", number: int) -> str:
    page.get_by_role("tab", name="提问").click()
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    answers = page.locator("#conversation .answer")
    answers.nth(number).wait_for()
    return answers.nth(number).inner_text()


def test_an_editor_adds_a_pdf_and_takes_it_back(open_page: OpenPage, window: str, tmp_path: Path) -> None:
    page = open_page(window)
    assert "37" not in ask(page, 0)

    open_tab(page, "添加文档")
    bring(page, tmp_path / "up", report_pdf=report_pdf(), empty_txt=b"", fake_pdf=b"\x89PNG\r\n\x1a\n\0\0\0\0")
    look = page.locator("#add-look")
    look.locator("h3", has_text=TITLE).wait_for()
    refused = page.locator("#add-refused li")
    assert "0 字节" in refused.nth(0).inner_text() and "PNG" in refused.nth(1).inner_text()

    publisher = page.get_by_label("来源单位")
    publisher.fill("榆林市科学技术协会")
    publisher.blur()
    look.locator(".facts", has_text="榆林市科学技术协会").wait_for()
    page.get_by_label("发布日期").fill("昨天")
    page.locator("#add-confirm").click()
    page.locator("#add-told .low", has_text="不是日期").wait_for()
    page.get_by_label("发布日期").fill("2024-12-20")
    page.locator("#add-confirm").click()
    page.locator("#add-told progress").wait_for()
    page.locator("#add-told .done", has_text="共有 2 份资料").wait_for(timeout=BUILD_MS)
    assert page.locator("#add-drafts").is_hidden()

    assert "37" in ask(page, 1)
    assert "榆林市科学技术协会" in page.locator("#evidence").inner_text()
    page.get_by_role("tab", name="资料").click()
    page.locator("#sources .title", has_text=TITLE).wait_for()

    open_tab(page, "添加文档")
    page.get_by_role("button", name="移除与撤销").click()
    page.locator("#add-journal li", has_text=TITLE).wait_for()
    page.locator("#add-wanted input, #add-wanted textarea").first.press_sequentially(TITLE[:6])
    # The only one that holds the words is chosen.
    page.wait_for_function(f"() => document.querySelector('#add-document input').value.startsWith('{TITLE}')")
    page.get_by_role("button", name="撤销上一次").click()
    page.locator("#add-told .done", has_text="已撤销").wait_for(timeout=BUILD_MS)
    assert "37" not in ask(page, 2)


def test_a_file_that_is_too_large_is_refused_calmly(
    open_page: OpenPage, small: Config, assistant: Assistant, tmp_path: Path
) -> None:
    desk = open_desk(small, assistant, limits=Limits(megabytes=1))
    with served(ui.create_app(assistant, editing=desk)) as where:
        page = open_page(where)
        open_tab(page, "添加文档")
        # The page asks how far it is all the same; an error on the console would fail this test.
        with page.expect_response(lambda response: "upload_progress" in response.url) as asked:
            bring(page, tmp_path / "up", report_txt=b"0" * 3_000_000)
        assert asked.value.status == 204
        page.get_by_text("文件太大，没有收下。").wait_for()
        assert page.locator("#add-look h3").count() == 0


def test_the_page_for_editors_fits_a_phone_in_both_languages(open_page: OpenPage, window: str, tmp_path: Path) -> None:
    for locale, tab, title in (("zh-CN", "添加文档", "标题"), ("en-US", "Add documents", "Title")):
        page = open_page(window, width=360, locale=locale)
        open_tab(page, tab)
        bring(page, tmp_path / "up", report_pdf=report_pdf())
        page.locator("#add-look h3").wait_for()
        assert page.get_by_label(title, exact=True).input_value() == TITLE
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_reader_does_not_see_the_tab(open_page: OpenPage, small: Config, assistant: Assistant) -> None:
    asked: list[str | None] = []

    def nobody(user: str | None) -> bool:
        asked.append(user)
        return False

    with served(ui.create_app(assistant, editing=open_desk(small, assistant, may_edit=nobody))) as where:
        page = open_page(where)
        page.get_by_role("tab", name="资料").click()
        page.locator("#sources li").first.wait_for()
        assert page.get_by_role("tab", name="添加文档").count() == 0 and asked == [None]


def test_who_may_not_edit_any_more_is_turned_away_at_every_event(
    open_page: OpenPage, small: Config, assistant: Assistant, tmp_path: Path
) -> None:
    editors: set[str | None] = {None}
    refused: list[str | None] = []

    def may_edit(user: str | None) -> bool:
        refused.extend({user} - editors)
        return user in editors

    desk = open_desk(small, assistant, may_edit=may_edit)
    with served(ui.create_app(assistant, editing=desk)) as where:
        page = open_page(where)
        open_tab(page, "添加文档")
        bring(page, tmp_path / "up", report_md=REPORT)
        page.locator("#add-look h3").wait_for()
        page.get_by_role("button", name="移除与撤销").click()
        page.locator("#add-document input").click()
        page.get_by_role("option").first.click()
        editors.clear()
        for act in ("#add-confirm", "#add-remove", "#add-undo", "#add-discard", "#add-leave"):
            before = len(refused)
            page.locator(act).click()
            while len(refused) == before:
                page.wait_for_timeout(20)
        page.locator("#add-told .low", has_text="只有编辑").wait_for()
        before = len(refused)
        bring(page, tmp_path / "more", other_md=REPORT)
        while len(refused) == before:
            page.wait_for_timeout(20)
        assert page.locator("#add-look h3").count() == 1
    assert not (small.corpus / "added").exists() and not (small.corpus / "_edits").exists()


def test_a_window_without_editing_takes_no_files(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    assert page.get_by_role("tab", name="添加文档").count() == 0
