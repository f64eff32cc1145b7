from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assistant.corpus import ADDED, FETCHED, REMOVED, Addition, keep, page_name, plan_additions, remove_document
from assistant.errors import AssistantError, UsageError
from assistant.network.download import Download

TEXT = "---\ntitle: 新的报告\npublisher: 省科协\npublished: '2024-01-10'\n---\n\n截至2023年底，已成立园区科协12家。\n"
URL = "https://news.example/2024/report.html"
PAGE = (
    "<html><head><title>新的报告</title><meta name='publisher' content='省科协'></head><body><article>"
    "<h1>新的报告</h1><p>截至2023年底，陕西省科协已成立园区科协12家。</p></article></body></html>"
)


def report(folder: Path, name: str = "report-2024.md", text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def page(url: str, text: str = PAGE) -> Download:
    return Download(url, text.encode(), "text/html", ".html", "utf-8")


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., list[Addition]]:
    def planned(*sources: Path | str, known: Mapping[str, str] | None = None, text: str = PAGE) -> list[Addition]:
        (tmp_path / "waiting").mkdir(exist_ok=True)
        return plan_additions(
            tmp_path / "corpus",
            [str(source) for source in sources],
            known or {},
            waiting=tmp_path / "waiting",
            allow_network=True,
            fetch=lambda url: page(url, text),
        )

    return planned


def test_a_file_is_copied_and_what_was_read_is_said(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    path = report(tmp_path / "mine")
    (one,) = plan(path)
    assert not (tmp_path / "corpus").exists()
    line = keep(one)
    assert (tmp_path / "corpus" / ADDED / path.name).read_text("utf-8") == TEXT
    assert [word for word in ("report-2024", "新的报告", "省科协", "2024-01-10") if word not in line] == []
    assert [file.name for file in (tmp_path / "corpus" / ADDED).iterdir()] == [path.name]


def test_adding_the_same_again_changes_nothing(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    path = report(tmp_path / "mine")
    assert [keep(one) for one in plan(path)] == [keep(one) for one in plan(path)]
    assert len([keep(one) for one in plan(tmp_path / "corpus" / ADDED / path.name)]) == 1


def test_another_file_of_the_same_name_is_refused(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    keep(*plan(report(tmp_path / "mine")))
    with pytest.raises(UsageError, match="exists with other content"):
        plan(report(tmp_path / "other", text=TEXT + "更多。\n"))
    assert (tmp_path / "corpus" / ADDED / "report-2024.md").read_text("utf-8") == TEXT


def test_the_id_of_another_document_is_refused(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"news/report-2024\.md"):
        plan(report(tmp_path / "mine"), known={"report-2024": "news/report-2024.md"})
    with pytest.raises(UsageError, match=r"report-2024\.md"):
        plan(report(tmp_path / "mine"), report(tmp_path / "other", "report-2024.txt", "园区科协成立6家。\n"))


@pytest.mark.parametrize(("name", "text"), [("empty.md", ""), ("disk.iso", "x"), ("broken.pdf", "%PDF-1.7 broken")])
def test_nothing_is_copied_when_one_file_cannot_be_read(
    name: str, text: str, plan: Callable[..., list[Addition]], tmp_path: Path
) -> None:
    good, bad = report(tmp_path / "mine"), report(tmp_path / "mine", name, text)
    with pytest.raises(UsageError, match=name):
        plan(good, bad)
    assert not (tmp_path / "corpus").exists()


def test_missing_files_are_all_named(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"one\.md.*two\.md"):
        plan(tmp_path / "one.md", tmp_path / "two.md")


def test_a_page_is_kept_with_its_address(plan: Callable[..., list[Addition]], tmp_path: Path) -> None:
    (one,) = plan(URL)
    assert (one.document.source.url, one.document.source.title, one.document.source.publisher) == (
        URL,
        "新的报告",
        "省科协",
    )
    keep(one)
    kept = tmp_path / "corpus" / FETCHED / f"{page_name(URL)}.html"
    assert f'<link rel="canonical" href="{URL}">' in kept.read_text("utf-8")


def test_a_page_that_is_fetched_again_takes_the_place_of_its_older_state(
    plan: Callable[..., list[Addition]], tmp_path: Path
) -> None:
    (first,) = plan(URL)
    keep(first)
    known = {first.document.id: f"{FETCHED}/{first.target.name}"}
    (second,) = plan(URL, known=known, text=PAGE.replace("12家", "14家"))
    assert (first.replaces, second.replaces) == (False, True)
    keep(second)
    assert [file.read_text("utf-8").count("14家") for file in (tmp_path / "corpus" / FETCHED).iterdir()] == [1]


def test_an_address_needs_the_permission_to_use_the_network(tmp_path: Path) -> None:
    def never(url: str) -> Download:
        raise AssertionError("nothing may be fetched")

    for url in (URL, "ftp://news.example/", "file:///etc/passwd"):
        with pytest.raises(UsageError, match="--allow-network"):
            plan_additions(tmp_path, [url], {}, waiting=tmp_path, fetch=never)


def test_the_rules_that_ship_refuse_this_machine(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="not on the public internet"):
        plan_additions(tmp_path, ["http://127.0.0.1/"], {}, waiting=tmp_path, allow_network=True)


def test_addresses_that_differ_get_files_that_differ() -> None:
    urls = [URL, f"{URL}?page=2", "https://news.example/", "https://example.com/2024/report.html", f"{URL}/../../x"]
    names = [page_name(url) for url in urls]
    assert len(set(names)) == len(urls)
    assert all(len(name) < 80 and "/" not in name and not name.startswith(("_", ".")) for name in names)


def test_a_removed_document_is_kept_aside(tmp_path: Path) -> None:
    path = report(tmp_path / "news")
    line = remove_document(tmp_path, "report-2024", {"report-2024": "news/report-2024.md"})
    assert not path.exists()
    assert (tmp_path / REMOVED / path.name).read_text("utf-8") == TEXT
    assert "news/report-2024.md" in line


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="sources"):
        remove_document(tmp_path, "nobody", {"report-2024": "news/report-2024.md"})


def test_a_file_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    assert "gone.md" in remove_document(tmp_path, "gone", {"gone": "news/gone.md"})
