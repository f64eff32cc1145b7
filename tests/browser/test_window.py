"""The window over a scripted assistant, in a real browser."""

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.conftest import OpenPage
from tests.fakes import GOALS, TRAINED, YOUTH

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

PATIENCE_MS = 5_000
ATTEMPTS = 6


def enter(field: "Locator", text: str, *, until: "Locator") -> None:
    """Type into a field until it shows; one of a tab that was just opened may not listen yet on a busy machine."""
    from playwright.sync_api import TimeoutError as TooLateError

    for _ in range(ATTEMPTS):
        field.fill("")
        field.fill(text)
        field.press("Enter")
        try:
            until.wait_for(timeout=PATIENCE_MS)
        except TooLateError:
            continue
        return
    pytest.fail(f"{text!r} was typed {ATTEMPTS} times and nothing came of it")


CONTRAST = """
(element) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let ground = element, behind;
  do { behind = rgb(getComputedStyle(ground).backgroundColor); ground = ground.parentElement; }
  while (behind[3] === 0 && ground);
  const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}
"""


def ask(page: "Page", question: str) -> "Locator":
    """Type a question, press Enter and return the bubble of its answer."""
    answers = page.locator("#conversation .answer, #conversation .bot .notice:not(:text('…'))")
    known = answers.count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    answers.nth(known).wait_for()
    return answers.nth(known)


def open_tab(page: "Page", name: str) -> None:
    """Open a tab; each one is in sight on any screen."""
    page.get_by_role("tab", name=name).click()


def overflow(page: "Page") -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_every_tab_is_in_sight_on_a_narrow_screen(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, width=240)
    tabs = page.get_by_role("tab").all()
    places = [tab.bounding_box() for tab in tabs]
    assert len(tabs) >= 4
    assert all(place and place["x"] >= 0 and place["x"] + place["width"] <= 240 for place in places)
    # More rows than one, or the test would say nothing.
    assert len({place["y"] for place in places if place}) > 1
    tabs[-1].click()
    page.locator(".sources li").first.wait_for()


def test_a_question_gets_an_answer_whose_marks_open_the_evidence(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    answer = ask(page, "一线工程师培训了多少名？")
    assert "企业一线工程师培训已达1500名，比目标多500名。[1]\u00a0✓" in answer.inner_text().replace("\n", "")
    assert page.locator("#e1-1 mark").first.inner_text() == TRAINED.quote
    answer.locator("a.cite", has_text="[3]").click()
    card = page.locator(".card.found")
    assert card.get_attribute("id") == "e1-3"
    assert card.locator("mark").first.inner_text() == GOALS.quote
    assert "省科协 · 2021年6月1日 · 政策文件" in card.inner_text()
    link = card.locator("a.out")
    assert link.get_attribute("href") == "https://example.org/plan?a=1&b=2"
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_the_box_is_empty_after_sending_and_suggestions_can_be_clicked(
    open_page: OpenPage, scripted_window: str
) -> None:
    page = open_page(scripted_window)
    ask(page, "一线工程师培训了多少名？")
    assert page.locator("#question textarea").input_value() == ""
    page.get_by_role("button", name="园区科协成立了多少家？").click()
    page.get_by_text("园区科协成立6家，目标是10个。").wait_for()
    assert "来源不一致" in page.locator("#conversation .conflict").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_an_answer_is_read_from_its_question_down(open_page: OpenPage, scripted_window: str, width: int) -> None:
    page = open_page(scripted_window, width=width)
    page.set_viewport_size({"width": width, "height": 480})
    for question in ("一线工程师培训了多少名？", "那企业呢", "园区科协有几家？"):
        ask(page, question)
    page.wait_for_function(
        """() => {
          const last = (selector) => [...document.querySelectorAll(selector)].pop().getBoundingClientRect();
          const question = last('#conversation .question'), frame = last('#conversation');
          return question.top >= frame.top && question.bottom <= frame.bottom;
        }"""
    )


def test_a_follow_up_shows_how_it_was_understood_and_old_marks_still_lead_to_their_evidence(
    open_page: OpenPage, scripted_window: str
) -> None:
    page = open_page(scripted_window)
    first = ask(page, "一线工程师培训了多少名？")
    second = ask(page, "那企业呢")
    assert "理解为 12621工程到2022年4月服务了多少家企业？" in second.inner_text()
    first.locator("a.cite", has_text="[1]").click()
    assert page.locator(".card.found").get_attribute("id") == "e1-1"
    assert page.locator("#e1-1").is_visible()


def test_declined_too_long_and_failed_questions_get_one_calm_line(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    assert "没有找到可靠依据" in ask(page, "火星上有水吗").inner_text()
    assert "这次没有成功" in ask(page, "故障").inner_text()
    page.locator("#question textarea").fill("问" * 501)
    page.get_by_role("button", name="发送").click()
    page.locator("#notice", has_text="问题有 501 个字，最多 500 个").wait_for()
    assert len(page.locator("#question textarea").input_value()) == 501
    assert page.locator("#conversation .question").count() == 2


def test_hostile_questions_and_documents_stay_text(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    hostile = (
        '园区<img src="http://evil.test/a.png" onerror="alert(1)">![x](http://evil.test/b.png)'
        '<form action="http://evil.test"><input></form><script>alert(1)</script>${alert(1)} [a](javascript:alert(1))'
    )
    ask(page, hostile)
    assert page.locator("#conversation .question").inner_text() == hostile
    page.get_by_role("tab", name="资料").click()
    page.locator("#sources").get_by_text("听说").wait_for()
    for panel in ("#conversation", "#evidence", "#targets", "#sources"):
        assert page.locator(panel).locator("img, form, input:not([type=search]), script, iframe").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0


def test_targets_show_bars_and_open_their_evidence(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    page.get_by_role("tab", name="目标与进展").click()
    bar = page.get_by_role("progressbar", name="培训企业一线工程师")
    assert bar.get_attribute("aria-valuetext") == "1,500名, 目标的 150%"
    row = page.locator("#targets tbody", has=page.get_by_role("rowheader", name="培训企业一线工程师"))
    row.locator("summary").first.click()
    assert row.locator("mark").first.is_visible()
    date = page.get_by_label("按哪一天的资料")
    enter(date, "2021-01-01", until=page.get_by_text("这个日期之前没有资料。"))


def test_the_evidence_of_a_figure_opens_by_keyboard(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    page.get_by_role("tab", name="目标与进展").click()
    row = page.locator("#targets tbody", has=page.get_by_role("rowheader", name="创新创业人才"))
    row.locator("summary").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "2023年"  # the date opens its evidence, too
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("180名")
    assert not row.locator("mark").nth(1).is_visible()
    page.keyboard.press("Enter")
    assert row.locator("mark").nth(1).inner_text() == YOUTH.quote
    assert row.locator("mark").nth(1).is_visible()


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_figures_can_be_downloaded_as_of_a_date(
    open_page: OpenPage, scripted_window: str, kind: str, start: bytes
) -> None:
    page = open_page(scripted_window)
    page.get_by_role("tab", name="目标与进展").click()
    date = page.get_by_label("按哪一天的资料")
    enter(date, "2022-05", until=page.locator(f'#targets a[href$="as_of=2022-05"][href^="targets.{kind}"]'))
    with page.expect_download() as waiting:
        page.get_by_role("link", name=f"下载 {kind.upper()}").click()
    assert waiting.value.suggested_filename == f"12621-targets-2022-05.{kind}"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(start)
    if kind == "csv":
        assert GOALS.quote in content.decode("utf-8-sig")


def test_a_download_for_a_date_that_cannot_be_read_is_refused(scripted_window: str) -> None:
    with pytest.raises(HTTPError, match="400"):
        urlopen(f"{scripted_window}/targets.csv?as_of=x%0d%0aSet-Cookie")


@pytest.mark.parametrize("dark", [False, True])
def test_paper_shows_chart_and_table_with_notes_and_no_controls(
    open_page: OpenPage, scripted_window: str, dark: bool
) -> None:
    page = open_page(scripted_window, dark=dark)
    page.get_by_role("tab", name="目标与进展").click()
    page.locator("#targets summary").first.click()
    assert not page.locator("#targets .footnotes").is_visible()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
    for shown in (".chart .track >> nth=0", ".chart .mark >> nth=0", "table", ".footnotes", ".noted >> nth=0"):
        assert page.locator(f"#targets {shown}").is_visible(), shown
    for hidden in ("#as-of", "#language", "#targets .downloads", "#targets .card >> nth=0"):
        assert not page.locator(hidden).is_visible(), hidden
    assert GOALS.quote in page.locator("#targets .footnotes").inner_text()
    assert page.locator("#targets thead").is_visible()  # a table, not the lines of a phone
    for selector in ("h2", ".name", "td.figure summary", "td.date", ".footnotes li", ".related .tag"):
        ratio = page.locator(f"#targets {selector}").first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"
    assert overflow(page) <= 0


def test_an_english_browser_gets_english_and_can_switch(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window, locale="en-GB")
    answer = ask(page, "How many engineers have been trained?")
    assert "Evidence as of 8 Apr 2022" in answer.inner_text()
    assert "Chinese original" in page.locator("#e1-1").inner_text()
    page.get_by_role("tab", name="Targets").wait_for()
    page.locator("#language").get_by_text("中文").click()
    page.get_by_role("button", name="发送").wait_for()
    page.get_by_role("tab", name="目标与进展").wait_for()
    assert "Evidence as of" in page.locator("#conversation .answer").inner_text()


def test_clearing_brings_the_greeting_back(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    ask(page, "一线工程师培训了多少名？")
    page.get_by_role("button", name="清空对话").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".card").count() == 0
    page.get_by_role("button", name="12621工程的十二个目标是什么？").wait_for()


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_never_scrolls_sideways(open_page: OpenPage, scripted_window: str, width: int) -> None:
    page = open_page(scripted_window, width=width)
    assert overflow(page) <= 0
    ask(page, "园区科协有几家？" + "长" * 200)
    assert overflow(page) <= 0
    for tab in ("目标与进展", "资料"):
        open_tab(page, tab)
        assert overflow(page) <= 0


@pytest.mark.parametrize("dark", [False, True])
def test_small_and_marked_text_has_enough_contrast(open_page: OpenPage, scripted_window: str, dark: bool) -> None:
    page = open_page(scripted_window, dark=dark)
    ask(page, "一线工程师培训了多少名？")
    ask(page, "园区科协有几家？")
    for selector in ("mark", ".facts", ".low", ".cite", ".unverified", ".foot span", ".conflict p", ".question"):
        ratio = page.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"  # WCAG 2 AA for text


def test_bubbles_are_not_named_by_their_source_text(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    ask(page, "园区科协有几家？")
    page.wait_for_function("!document.querySelector('[data-testid=bot][aria-label], [data-testid=user][aria-label]')")


def test_health_tells_how_many_documents_there_are(scripted_window: str) -> None:
    with urlopen(f"{scripted_window}/healthz") as reply:
        assert json.load(reply) == {"status": "ok", "documents": 3}
