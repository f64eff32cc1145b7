"""`add` and `fetch` on the command line: what is shown, what is asked, and what the network is used for."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from assistant import corpus as corpus_module
from assistant import originals
from assistant.config import ROOT, Config
from assistant.network.address import NoNetworkError
from assistant.network.download import Download
from tests.page_server import Pages, serving
from tests.test_main import NEW_REPORT, read, run

PAGE = """<html><head><title>园区科协年终总结</title><meta name="publisher" content="陕西省科协"></head><body>
<nav><a href="/">首页</a></nav><article><h1>园区科协年终总结</h1><p>发布时间：2024-01-10</p>
<p>截至2023年底，陕西省科协已成立园区科协12家。</p><p>分享到：</p></article></body></html>"""


@pytest.fixture
def pages() -> Iterator[Pages]:
    with serving() as pages:
        pages.page("/report.html", PAGE.encode())
        yield pages


@pytest.fixture
def reachable(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Let `add` reach the server of the tests, which the rules that ship refuse."""
    monkeypatch.setattr(corpus_module, "plan_additions", partial(corpus_module.plan_additions, fetch=pages.fetch))
    return pages


def test_adding_shows_what_was_read_before_it_is_indexed(small: Config, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(NEW_REPORT + "\n分享到：\n", "utf-8")
    result = run(small, "add", "--yes", str(path))
    assert result.exit_code == 0
    for words in (
        "mine → added/mine.md",
        "园区科协: 12家 (progress, 2023-12",
        "passages   1",
        "- 分享到",
        "Indexed 1 new",
    ):
        assert words in result.stdout, words
    assert result.stdout.index("passages") < result.stdout.index("Added mine")


def test_a_page_is_added_and_cited_with_its_address(small: Config, reachable: Pages) -> None:
    url = reachable.url("/report.html")
    result = run(small, "add", url, "--allow-network")
    assert result.exit_code == 0, result.output
    assert url in result.stdout and "园区科协: 12家" in result.stdout
    (source,) = [row for row in read(run(small, "sources", "--json")) if row["title"] == "园区科协年终总结"]
    assert (source["url"], source["published"], source["publisher"]) == (url, "2024-01-10", "陕西省科协")
    assert read(run(small, "ask", "园区科协成立了几家？", "--json"))["claims"][0]["citations"][0]["url"] == url
    reachable.page("/report.html", PAGE.replace("12家", "14家").encode())
    again = run(small, "add", url, "--allow-network")
    assert "replaced" in again.stdout and "1 changed" in again.stdout
    assert "14家" in read(run(small, "ask", "园区科协成立了几家？", "--json"))["answer"]


def test_a_page_of_this_machine_is_refused_by_the_rules_that_ship(small: Config, pages: Pages) -> None:
    before = sorted(small.corpus.rglob("*"))
    for host in ("127.0.0.1", "localhost"):
        result = run(small, "add", f"http://{host}:8000/report.html", "--allow-network")
        assert (result.exit_code, sorted(small.corpus.rglob("*"))) == (2, before)
        assert "not on the public internet" in result.stderr
    assert pages.asked == []


def test_the_network_is_used_only_when_allowed(small: Config, reachable: Pages) -> None:
    for command in (("add", reachable.url("/report.html")), ("fetch",)):
        (small.corpus / "sources.yaml").write_text("- {id: a, title: a, url: 'https://a.example/'}\n", "utf-8")
        result = run(small, *command)
        assert result.exit_code == 2
        assert "--allow-network" in result.stderr and len(result.stderr.splitlines()) == 1
    assert reachable.asked == []


def _on_a_terminal(config: Config, answer: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line with a terminal as its input, on which ``answer`` is typed."""
    ours, theirs = pty.openpty()
    folders = ["--corpus", str(config.corpus), "--index", str(config.index)]
    try:
        os.write(ours, answer.encode())
        return subprocess.run(
            [sys.executable, "-m", "assistant", *folders, *arguments],
            cwd=ROOT,
            stdin=theirs,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(
    ("answer", "options", "added"), [("n\n", (), False), ("y\n", (), True), ("n\n", ("--yes",), True)]
)
def test_a_person_is_asked_and_a_script_is_not(
    answer: str, options: tuple[str, ...], added: bool, small: Config, tmp_path: Path
) -> None:
    path = tmp_path / "mine.md"
    path.write_text(NEW_REPORT, "utf-8")
    done = _on_a_terminal(small, answer, "add", str(path), *options)
    assert done.returncode == 0
    assert ("Add and index?" in done.stderr) == (not options)
    assert (small.corpus / "added" / "mine.md").exists() == added
    assert ("Nothing was added." in done.stdout) != added


@pytest.fixture
def listed(small: Config, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], Download]], Config]:
    """Return the settings of a corpus with two sources, fetched in the way handed over, without pauses."""
    rows = [{"id": name, "title": name, "url": f"https://{name}.example/"} for name in ("one", "two")]
    (small.corpus / "sources.yaml").write_text(str(rows), "utf-8")

    def prepared(fetch: Callable[[str], Download]) -> Config:
        patched = partial(originals.fetch_originals, fetch=fetch, pause=lambda: None)
        monkeypatch.setattr(originals, "fetch_originals", patched)
        return small

    return prepared


def test_fetch_tells_what_became_of_each_source(listed: Callable[[Callable[[str], Download]], Config]) -> None:
    config = listed(lambda url: Download(url, PAGE.encode(), "text/html", ".html", "utf-8"))
    result = run(config, "fetch", "two", "--allow-network")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 of 1 sources; 0 could not be fetched.")
    assert result.stdout.startswith("ok  two: _originals/two.html")
    assert "up to date" in run(config, "index").stdout


def test_fetch_without_a_network_says_so_in_one_line(listed: Callable[[Callable[[str], Download]], Config]) -> None:
    def silent(url: str) -> Download:
        raise NoNetworkError(f"The name of {url} cannot be resolved.")

    result = run(listed(silent), "fetch", "--allow-network")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1 and "Nothing can be reached" in result.stderr
    assert run(listed(silent), "fetch", "nobody", "--allow-network").exit_code == 2
