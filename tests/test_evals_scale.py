"""Indexes of several sizes are built as the product does, asked the same questions and drawn."""

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from evals.__main__ import app
from evals.benchmark.scale import PEER, make_questions
from evals.benchmark.scale_corpus import body_of, choose_items, day_of, write_news_corpus
from tests.large_corpus import report

SIZES = (40, 120)
ITEMS = [f"2023-08-16 18:24:57，正文：{report(number).split(chr(10) * 2, 2)[2].strip()}" for number in range(60)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    with gzip.open(folder / "news_40k.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in ITEMS)
    return folder


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["benchmark", "scale", "--data", str(data), *arguments])


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def measured(data: Path, work: Path) -> list[dict[str, Any]]:
    sizes = ",".join(map(str, SIZES))
    options = ("--sizes", sizes, "--questions", "4", "--peer-questions", "2", "--peer-passages", "100", "--json")
    result = run(data, *options, "--work", str(work), "--plot", str(work / "growth.svg"))
    assert result.exit_code == 0, result.output
    payloads: list[dict[str, Any]] = json.loads(result.stdout)
    return payloads


def test_each_size_has_the_costs_of_an_index_that_holds_as_much(measured: list[dict[str, Any]]) -> None:
    small, large = measured
    assert large["passages"] - small["passages"] >= (SIZES[1] - SIZES[0]) // 2
    for one in measured:
        assert one["passages_per_second"] == pytest.approx(one["passages"] / one["build_seconds"])
        assert one["disk_bytes_per_passage"] > 1_000
        assert one["open_seconds"] > 0 and one["first_answer_seconds"] > 0


def test_every_kind_of_question_is_asked_at_every_size(measured: list[dict[str, Any]]) -> None:
    for one in measured:
        assert len(one["questions"]) == 5
        assert {times["count"] for times in one["questions"].values()} == {4}
        assert all(0 < times["ms_p50"] <= times["ms_p95"] for times in one["questions"].values())


def test_the_peer_is_measured_up_to_its_largest_size(measured: list[dict[str, Any]]) -> None:
    assert [one[PEER] and one[PEER]["count"] for one in measured] == [2, None]


def test_the_picture_shows_every_series(measured: list[dict[str, Any]], work: Path) -> None:
    picture = ElementTree.parse(work / "growth.svg").getroot()
    words = " ".join(text for element in picture.iter() if (text := element.text))
    assert all(name in words for name in (*measured[0]["questions"], PEER, "resident memory"))
    lines = [one for one in picture.iter() if one.tag.endswith("polyline")]
    assert max(len(line.attrib["points"].split()) for line in lines) == len(SIZES)


def test_an_index_of_an_earlier_run_is_used_again(data: Path, work: Path, measured: list[dict[str, Any]]) -> None:
    result = run(data, "--sizes", str(SIZES[0]), "--questions", "2", "--peer-questions", "0", "--work", str(work))
    assert result.exit_code == 0, result.output
    assert "indexing" not in result.stderr
    assert f"{measured[0]['passages']} passages" in result.stdout


def test_sizes_that_cannot_be_had_are_named(data: Path, work: Path) -> None:
    result = run(data, "--sizes", "9000000", "--work", str(work))
    assert result.exit_code == 2 and "not 9000000" in result.stderr
    result = run(data, "--sizes", "many")
    assert result.exit_code == 2 and "--sizes 10000,100000" in result.stderr


def test_the_same_items_make_the_same_corpus_with_days_of_its_own(tmp_path: Path) -> None:
    chosen = choose_items(ITEMS, 100)
    assert chosen == [body_of(item) for item in ITEMS[: len(chosen)]]
    for name in ("one", "two"):
        write_news_corpus(tmp_path / name, chosen)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("item-*.md"))
    assert len(files) == len(chosen)
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)
    assert len({day_of(number) for number in range(3_600)}) == 3_600


def test_questions_about_the_news_are_pieces_of_the_items() -> None:
    asked = make_questions({"programme": ["目标是什么？"]}, ITEMS, count=10)
    pieces = [one["question"] for one in asked["news"]]
    assert len(pieces) == 10
    assert all(any(piece and piece in item for item in ITEMS) for piece in pieces)
    assert [one["question"] for one in asked["programme"]] == ["目标是什么？"]
