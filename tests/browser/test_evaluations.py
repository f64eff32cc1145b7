"""The page for evaluators in a real browser: browse and mark a stored run, take it away, start and watch another."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from assistant.config import Config
from evals.report import CASES_FILE, read_records
from evals.window.desk import EvaluationDesk
from evals.window.marks import MARKS_FILE
from evals.window.runner import Runner
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.evaluation_runs import text_of, write_stored_run
from tests.fakes import FakeAssistant
from tests.scripted_run import write_set
from tests.served import served

pytestmark = pytest.mark.browser

RUN_MS = 90_000
"""A run starts a process of its own, which a busy machine takes a while for."""


@pytest.fixture
def evaluations(tmp_path: Path, small: Config) -> Iterator[str]:
    """Serve the window with a page for evaluators, a stored run and one short set."""
    import ui

    write_stored_run(tmp_path / "runs" / "one")
    (tmp_path / "sets").mkdir()
    write_set(tmp_path / "sets" / "short.jsonl", cases=3)
    desk = EvaluationDesk(Runner(tmp_path / "runs", small.corpus, small.index), tmp_path / "sets", text_of)
    app = ui.create_app(FakeAssistant(), evaluations=desk)
    with served(app) as where:
        yield where


def test_an_evaluator_browses_marks_and_takes_away_a_run(open_page: OpenPage, evaluations: str, tmp_path: Path) -> None:
    page = open_page(evaluations)
    page.get_by_role("tab", name="评测").click()
    cases = page.locator("#eval-cases details.case")
    cases.nth(3).wait_for()

    page.locator("#eval-kind input").click()
    page.get_by_role("option", name="target").click()
    cases.nth(2).wait_for(state="detached")
    first = cases.first
    first.locator("summary").click()
    assert first.locator("mark").inner_text() == "园区科协成立6家。"
    assert "figure_recall: missing: 7" in first.inner_text()

    page.locator("#eval-case input").click()
    page.get_by_role("option", name="wrong").click()
    page.locator("#eval-note textarea").fill("应为 6 家")
    page.locator("#eval-mark").click()
    page.locator("#eval-told", has_text="已记下 wrong").wait_for()
    assert "应为 6 家" in (tmp_path / "runs" / "one" / MARKS_FILE).read_text(encoding="utf-8")

    with page.expect_download() as taken:
        page.locator("#eval-exports a", has_text="JSONL").first.click()
    assert Path(taken.value.path()).read_bytes() == (tmp_path / "runs" / "one" / CASES_FILE).read_bytes()


def test_an_evaluator_starts_a_run_and_sees_its_cases(open_page: OpenPage, evaluations: str, tmp_path: Path) -> None:
    page = open_page(evaluations, locale="en-US")
    page.get_by_role("tab", name="Evals").click()
    page.locator("#eval-cases", has_text="Cases 1–4 of 4").wait_for()
    page.locator("#eval-start", has_text="Start a run").click()
    page.locator("#eval-status", has_text="Finished").wait_for(timeout=RUN_MS)
    page.locator("#eval-cases", has_text="Cases 1–3 of 3").wait_for()
    newest = max((tmp_path / "runs").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    assert len(read_records(newest)) == 3


def test_the_page_for_evaluators_fits_a_phone_in_both_languages(open_page: OpenPage, evaluations: str) -> None:
    for locale, tab in (("zh-CN", "评测"), ("en-US", "Evals")):
        page = open_page(evaluations, width=400, locale=locale)
        page.get_by_role("tab", name=tab).click()
        page.locator("#eval-cases details.case summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert violations(page) == []


def test_the_name_of_a_run_has_room_on_a_phone(open_page: OpenPage, evaluations: str) -> None:
    page = open_page(evaluations, width=360)
    page.get_by_role("tab", name="评测").click()
    name = page.locator("#eval-run input")
    name.wait_for()
    room = """(box) => {
      const style = getComputedStyle(box), text = document.createElement('canvas').getContext('2d');
      text.font = style.font;
      const arrow = box.closest('.wrap').querySelector('.icon-wrap').getBoundingClientRect();
      const left = box.getBoundingClientRect().left + parseFloat(style.paddingLeft);
      return arrow.left - left - text.measureText('20261130-163814').width;
    }"""
    assert name.evaluate(room) > 0


def test_without_a_run_the_page_says_what_to_do_and_offers_nothing_else(
    open_page: OpenPage, small: Config, tmp_path: Path
) -> None:
    import ui

    (tmp_path / "sets").mkdir()
    write_set(tmp_path / "sets" / "short.jsonl", cases=3)
    desk = EvaluationDesk(Runner(tmp_path / "runs", small.corpus, small.index), tmp_path / "sets", text_of)
    with served(ui.create_app(FakeAssistant(), evaluations=desk)) as where:
        page = open_page(where, locale="en-US")
        page.get_by_role("tab", name="Evals").click()
        page.locator("#eval-cases .empty", has_text="press “Start a run”").wait_for()
        rows = page.locator("#eval-choose, #eval-turn, #eval-gold")
        assert rows.count() == 3 and not any(row.is_visible() for row in rows.all())
        page.locator("#eval-start").click()
        page.locator("#eval-cases", has_text="Cases 1–3 of 3").wait_for(timeout=RUN_MS)
        # All of them stand on one page.
        shown = {row.get_attribute("id"): row.is_visible() for row in rows.all()}
        assert shown == {"eval-choose": True, "eval-turn": False, "eval-gold": True}


def test_a_window_without_evaluations_has_no_such_tab(open_page: OpenPage, scripted_window: str) -> None:
    page = open_page(scripted_window)
    assert page.get_by_role("tab", name="评测").count() == 0


@pytest.mark.parametrize("path", ["one/summary.json", "none/cases.jsonl", "..%2Fone/cases.jsonl", "one/..%2F..%2Fx"])
def test_nothing_but_the_exports_of_a_run_is_served(evaluations: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{evaluations}/evaluations/{path}", timeout=30)
    assert refused.value.code == 404
