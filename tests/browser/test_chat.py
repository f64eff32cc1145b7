"""The real product in a real browser: index a tiny corpus, start ``ui.py``, ask, read the citation."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
REPORT = """---
title: 工程师培训一年来的进展
publisher: 本地日报
published: 2022-04-08
url: https://example.org/report
kind: news
---

省科协把助力秦创原的任务概括为12621工程，到2023年计划培训企业一线工程师1000名。

截至2022年4月，企业一线工程师培训已达1500名。得到服务的企业有500余家，涵盖制造、能源和生物医药。
"""


def environment(corpus: Path, index: Path) -> dict[str, str]:
    """Return this process's environment with another corpus and index, and a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_INDEX": str(index), "ASSISTANT_PORT": str(port)}
    return {**os.environ, **chosen, "ASSISTANT_DATABASE_URL": f"sqlite:///{index.parent / 'records.sqlite'}"}


@contextmanager
def product_over(folder: Path, documents: Mapping[str, str]) -> Iterator[str]:
    """Index documents by their names, serve them with ``python ui.py`` and yield the address that it prints."""
    corpus, index = folder / "corpus", folder / "index"
    (corpus / "news").mkdir(parents=True)
    for name, text in documents.items():
        (corpus / "news" / name).write_text(text, encoding="utf-8")
    for name in ("indicators.yaml", "glossary.yaml"):
        (corpus / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    settings = environment(corpus, index)
    build = [sys.executable, "-m", "assistant", "--corpus", str(corpus), "--index", str(index), "index"]
    subprocess.run(build, cwd=ROOT, env=settings, check=True, timeout=300)
    shown = subprocess.Popen([sys.executable, "ui.py"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True)
    assert shown.stdout is not None
    address = next((line.strip() for line in shown.stdout if line.startswith("http://")), "")
    assert address == f"http://127.0.0.1:{settings['ASSISTANT_PORT']}", "ui.py did not print its address"
    try:
        yield address
    finally:
        shown.terminate()
        shown.wait(timeout=30)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a corpus of one report and return the address."""
    with product_over(tmp_path_factory.mktemp("product"), {"report.md": REPORT}) as address:
        yield address


def test_a_question_is_answered_with_its_citation_beside_it(open_page: OpenPage, product: str) -> None:
    page = open_page(product)
    page.locator("#question textarea").fill("培训企业一线工程师的目标是多少名？")
    page.locator("#question textarea").press("Enter")
    page.locator("#conversation .answer .cite").first.wait_for()
    assert "1000" in page.locator("#conversation .answer").inner_text().replace(",", "")
    card = page.locator("#evidence .card").first
    assert "工程师培训一年来的进展" in card.inner_text()
    assert "1000名" in card.locator("mark").first.inner_text()
    assert card.locator("a.out").get_attribute("href") == "https://example.org/report"


def test_the_product_fits_a_phone(open_page: OpenPage, product: str) -> None:
    page = open_page(product, width=390)
    for tab in ("目标与进展", "资料", "提问"):
        page.get_by_role("tab", name=tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_missing_index_is_one_line_and_exit_code_3(tmp_path: Path) -> None:
    settings = environment(ROOT / "corpus", tmp_path / "nothing")
    ended = subprocess.run(
        [sys.executable, "ui.py"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 3
    assert len(ended.stderr.strip().splitlines()) == 1 and "python -m assistant index" in ended.stderr
