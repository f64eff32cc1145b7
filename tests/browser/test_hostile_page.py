"""A corpus in which every title, text, publisher and address attacks the page, read in a real browser."""

import json
from collections.abc import Iterator

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_chat import product_over
from tests.hostile import PAYLOADS

pytestmark = pytest.mark.browser

PLANTED = (
    "script[src*=evil], img, iframe, object, embed, video, audio, form, marquee, base[href*=evil], [onerror], [onload]"
)
"""Elements that none of our panels has."""
PANELS = "#conversation, #evidence, #targets, #sources"


def _document(number: int, payload: str) -> str:
    quoted = json.dumps(f"园区科协简报{number} {payload}", ensure_ascii=False)
    about = f"title: {quoted}\npublisher: {json.dumps(payload, ensure_ascii=False)}"
    address = json.dumps(f"javascript:window.hacked=1//{payload}", ensure_ascii=False)
    body = (
        f"# 第{number}期 {payload}\n\n第{number}期简报说，简报编号{number}的园区科协由“{payload}”供稿，地点在西咸新区。"
    )
    return f"---\n{about}\npublished: 2022-04-08\nurl: {address}\nkind: news\n---\n\n{body}\n"


def _name(number: int, payload: str) -> str:
    """Attack by every other name, as far as a file may have it."""
    return f"{number:02} {payload.replace('/', '_')[:60]}.md" if number % 2 else f"{number:02}.md"


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the product over the hostile corpus and return its address."""
    documents = {_name(number, text): _document(number, text) for number, text in enumerate(PAYLOADS, start=1)}
    with product_over(tmp_path_factory.mktemp("besieged"), documents) as address:
        yield address


def test_hostile_documents_and_questions_stay_text(open_page: OpenPage, besieged: str) -> None:
    page = open_page(besieged)
    shown = 0
    attacks = [" ".join(PAYLOADS[first : first + 8]) for first in range(0, len(PAYLOADS), 8)]
    asked = [f"第{number}期简报说了什么？" for number, _ in enumerate(PAYLOADS, start=1)]
    for number, question in enumerate([*asked, *(f"园区科协有几家？{attack}" for attack in attacks)]):
        if number % 10 == 0:
            page.locator("#clear").click()
            page.locator(".welcome").wait_for()
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator("#conversation .foot, #conversation .declined").nth(number % 10).wait_for()
        shown += question.removesuffix("了什么？") in page.locator("#evidence").inner_text()
        assert page.locator(PANELS).locator(PLANTED).count() == 0, question
        assert page.evaluate("window.hacked") is None, question
    assert shown > len(PAYLOADS) / 2, "too few of the hostile texts were seen as evidence for this to say anything"
    page.get_by_role("tab", name="资料").click()
    page.locator("#sources").get_by_text("园区科协简报").first.wait_for()
    text = page.locator("#sources").inner_text()
    assert sum(payload.split("\u202e")[-1][:12] in text for payload in PAYLOADS) > len(PAYLOADS) / 2
    page.get_by_role("tab", name="目标与进展").click()
    page.locator("#targets").wait_for()
    assert page.locator(PANELS).locator(PLANTED).count() == 0
    addresses = page.evaluate("[...document.links].map((link) => link.href)")
    assert addresses and all(address.startswith(besieged) for address in addresses)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.baseURI").startswith(besieged)


def test_a_script_that_gets_into_the_page_does_not_run(playwright: object, besieged: str) -> None:
    from playwright.sync_api import Playwright

    from tests.browser.conftest import FLAGS, chromium

    assert isinstance(playwright, Playwright)
    browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    page = browser.new_page()
    page.goto(besieged)
    # The conversation of the test before goes on, or the greeting stands there.
    page.locator("#state span").wait_for(state="attached")
    page.evaluate(
        """() => {
          const hole = document.createElement("div");
          hole.innerHTML = '<img src=x onerror="window.hacked = 1">';
          const script = document.createElement("script");
          script.textContent = "window.hacked = 2";
          document.body.append(hole, script);
          return new Promise((done) => setTimeout(done, 500));
        }"""
    )
    assert page.evaluate("window.hacked") is None
    browser.close()
