"""The originals of the digests are fetched politely into a folder that is not indexed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.config import ROOT
from assistant.errors import UsageError
from assistant.ingestion.load import list_corpus
from assistant.network.address import NoNetworkError
from assistant.network.download import Download, DownloadError
from assistant.originals import ORIGINALS, Fetched, Original, choose, fetch_originals, read_sources

PAGE = "<html><body><article><p>陕西省科协成立园区科协6家。</p></article></body></html>".encode()
ONE, TWO, THREE, FOUR = (
    Original(name, name, (f"https://{name}.example/",)) for name in ("one", "two", "three", "four")
)


def page(url: str) -> Download:
    return Download(url, PAGE, "text/html", ".html", "utf-8")


def failing(*bad: str, error: type[Exception] = DownloadError) -> Callable[[str], Download]:
    def fetch(url: str) -> Download:
        if any(name in url for name in bad):
            raise DownloadError(url, "status 404") if error is DownloadError else NoNetworkError("cannot be resolved")
        return page(url)

    return fetch


def fetched(corpus: Path, *originals: Original, fetch: Callable[[str], Download] = page) -> list[Fetched]:
    return list(fetch_originals(corpus, originals, fetch=fetch, pause=lambda: None))


def test_every_shipped_digest_has_its_line_in_the_list() -> None:
    listed = {one.id for one in read_sources(ROOT / "corpus" / "sources.yaml")}
    digests = {path.stem for path in list_corpus(ROOT / "corpus") if path.parent.name in ("news", "policy")}
    assert digests <= listed
    assert sum(bool(one.addresses) for one in read_sources(ROOT / "corpus" / "sources.yaml")) >= 90


def test_originals_are_saved_with_their_address_and_are_no_documents(tmp_path: Path) -> None:
    results = fetched(tmp_path, ONE, TWO)
    assert [(one.id, one.ok) for one in results] == [("one", True), ("two", True)]
    kept = tmp_path / ORIGINALS / "one.html"
    assert 'rel="canonical" href="https://one.example/"' in kept.read_text("utf-8")
    assert list_corpus(tmp_path) == []


def test_git_ignores_them() -> None:
    assert f"/corpus/{ORIGINALS}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_what_is_there_already_is_not_fetched_again(tmp_path: Path) -> None:
    fetched(tmp_path, ONE)
    (again,) = fetched(tmp_path, ONE, fetch=failing("one"))
    assert again.ok and "already" in again.detail


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    results = fetched(tmp_path, ONE, TWO, THREE, fetch=failing("one"))
    assert [one.ok for one in results] == [False, True, True]
    assert "404" in results[0].detail
    assert not list((tmp_path / ORIGINALS).glob("*.new*"))


def test_a_mirror_is_tried_when_the_first_address_fails(tmp_path: Path) -> None:
    both = Original("both", "both", ("https://gone.example/", "https://mirror.example/"))
    (result,) = fetched(tmp_path, both, fetch=failing("gone"))
    assert result.ok
    assert "https://mirror.example/" in (tmp_path / ORIGINALS / "both.html").read_text("utf-8")


def test_there_is_a_pause_between_pages_and_none_for_what_is_not_fetched(tmp_path: Path) -> None:
    pauses: list[str] = []
    originals = [Original("none", "none", ()), ONE, TWO, THREE]
    list(fetch_originals(tmp_path, originals, fetch=page, pause=lambda: pauses.append("")))
    assert len(pauses) == 2


def test_a_source_without_an_address_is_no_failure(tmp_path: Path) -> None:
    (result,) = fetched(tmp_path, Original("none", "none", ()))
    assert result == Fetched("none", True, "has no address")


@pytest.mark.parametrize("originals", [(ONE,), (ONE, TWO, THREE, FOUR)])
def test_without_a_network_it_gives_up_soon_with_one_error(originals: tuple[Original, ...], tmp_path: Path) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Download:
        asked.append(url)
        raise NoNetworkError("The name cannot be resolved.")

    with pytest.raises(NoNetworkError, match="Nothing can be reached"):
        fetched(tmp_path, *originals, fetch=fetch)
    assert len(asked) == min(3, len(originals))


def test_sites_that_are_gone_do_not_look_like_a_missing_network(tmp_path: Path) -> None:
    results = fetched(tmp_path, ONE, TWO, THREE, FOUR, fetch=failing("two", "three", "four", error=NoNetworkError))
    assert [one.ok for one in results] == [True, False, False, False]


def test_a_site_that_is_gone_is_told_of_when_another_answers(tmp_path: Path) -> None:
    results = fetched(tmp_path, ONE, TWO, THREE, fetch=failing("one", "two", error=NoNetworkError))
    assert [(one.id, one.ok) for one in results] == [("one", False), ("two", False), ("three", True)]


def test_sources_are_chosen_by_id(tmp_path: Path) -> None:
    assert choose([ONE, TWO], ["two"]) == [TWO]
    assert choose([ONE, TWO], []) == [ONE, TWO]
    with pytest.raises(UsageError, match="nobody"):
        choose([ONE, TWO], ["nobody"])


@pytest.mark.parametrize("text", ["[", "- id: x\n", "just words", "- 1\n"])
def test_a_list_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"sources\.yaml"):
        read_sources(tmp_path / "sources.yaml")


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--corpus"):
        read_sources(tmp_path / "sources.yaml")
