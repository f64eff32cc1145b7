"""Every retriever is asked the same questions about the same paragraphs, each in a process of its own."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from evals.__main__ import app
from evals.benchmark.reading_sets import SET_NAMES, is_held_out, read_news, read_set, spread
from evals.benchmark.retrieval import score_rankings
from evals.benchmark.retrievers import RETRIEVERS
from tests.reading_sample import NEWS, write_reading_sample

OURS = [name for name, one in RETRIEVERS.items() if not one.is_peer and not one.reranks]
FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
PEERS = [name for name, one in RETRIEVERS.items() if one.is_peer]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reading")
    write_reading_sample(folder)
    return folder


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["benchmark", "retrieval", "--data", str(data), *arguments])


def rows_of(result: Result, name: str) -> dict[tuple[str, int], Any]:
    assert result.exit_code == 0, result.output
    return {(row["retriever"], row["questions"]): row for row in json.loads(result.stdout)[name]["rows"]}


@pytest.fixture(scope="module")
def ours(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    out = tmp_path_factory.mktemp("out") / "retrieval.json"
    result = run(data, "--sets", "cmrc,drcd", "--distractors", str(NEWS), "--no-peers", "--json", "--out", str(out))
    assert out.read_text("utf-8") == result.stdout
    return result


def test_the_same_questions_belong_to_the_same_paragraphs_in_every_set(data: Path) -> None:
    sets = [read_set(data, name) for name in SET_NAMES]
    assert len({tuple(question.paragraph for question in one.questions) for one in sets}) == 1
    assert all(len(one.paragraphs) == 12 and len(one.questions) == 36 for one in sets)
    simplified, traditional, _, english = sets
    assert traditional.questions[0].text != simplified.questions[0].text
    assert english.questions[0].text.startswith("In which year")
    assert english.questions[0].answers == ("1958年",)


def test_every_paragraph_belongs_to_one_half_however_it_is_typed(data: Path) -> None:
    paragraphs = read_set(data, "cmrc").paragraphs
    halves = [is_held_out(text) for text in paragraphs]
    assert set(halves) == {True, False}
    assert halves == [is_held_out(text.translate(FULL_WIDTH)) for text in paragraphs]


def test_news_are_the_beginnings_of_the_first_items(data: Path) -> None:
    news = read_news(data, 5)
    assert news == read_news(data, 6)[:5]
    assert all(len(item) <= 500 for item in news)
    assert read_news(data, 0) == []


def test_a_sample_is_spread_over_all_questions() -> None:
    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert spread(range(3), 10) == [0, 1, 2]


def test_rankings_are_scored_by_the_place_of_the_right_paragraph() -> None:
    scores = score_rankings([[3, 1], [9, 8, 7, 6, 5, 3], [1, 2], []], [3, 3, 3, 3])
    assert scores["R@1"] == [1, 0, 0, 0]
    assert scores["R@5"] == [1, 0, 0, 0]
    assert scores["R@10"] == [1, 1, 0, 0]
    assert scores["RR@10"] == pytest.approx([1, 1 / 6, 0, 0])
    assert scores["nDCG@10"] == pytest.approx([1, 0.3562071871080222, 0, 0])


@pytest.mark.parametrize("name", ["cmrc", "drcd"])
def test_keywords_and_both_together_find_nearly_every_paragraph_in_either_script(ours: Result, name: str) -> None:
    rows = rows_of(ours, name)
    assert set(rows) == {(name, 36) for name in OURS}
    for retriever in ("ours-keywords", "ours-hybrid"):
        row = rows[retriever, 36]
        assert row["R@1"]["low"] <= row["R@1"]["value"] <= row["R@1"]["high"]
        assert row["R@1"]["value"] >= 0.9
        assert row["R@5"]["value"] >= 0.95
    assert 0.4 < rows["ours-vectors", 36]["R@5"]["value"] <= 1


def test_costs_are_measured(ours: Result) -> None:
    rows = rows_of(ours, "cmrc")
    for row in rows.values():
        assert row["index_seconds"] > 0 and row["open_seconds"] > 0
        assert 0 < row["query_ms_p50"] <= row["query_ms_p95"]
        assert row["memory_mb"] > 30 and row["disk_mb"] > 0
    assert len({row["index_seconds"] for row in rows.values()}) == 1, "one index serves all three"


def missing(names: Sequence[str]) -> list[str]:
    return [package for name in names for package in RETRIEVERS[name].missing]


@pytest.mark.skipif(
    bool(missing(PEERS)) and not os.environ.get("REQUIRE_PEERS"), reason="other retrievers: pip install -e '.[peers]'"
)
def test_peers_are_measured_beside_ours_on_the_same_questions(data: Path) -> None:
    arguments = ["--sets", "xquad-zh", "--distractors", "20", "--questions", "24", "--peer-questions", "12", "--json"]
    rows = rows_of(run(data, *arguments), "xquad-zh")
    assert set(rows) == {*((name, 24) for name in OURS), *((name, 12) for name in [*OURS, *PEERS])}
    assert rows["langchain-bm25", 12]["R@1"]["value"] < 0.5, "words between blanks are whole clauses in Chinese"
    assert rows["langchain-bm25-jieba", 12]["R@1"]["value"] > 0.7
    assert rows["rank-bm25", 12]["R@1"]["value"] > 0.7
    assert rows["rank-bm25", 12]["disk_mb"] == 0
    assert rows["chroma-minilm", 12]["R@1"]["value"] < rows["ours-hybrid", 12]["R@1"]["value"]
    assert rows["langchain-ensemble", 12]["R@5"]["value"] >= rows["chroma-minilm", 12]["R@5"]["value"]


def test_a_peer_that_is_not_installed_is_named_with_what_to_install(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.benchmark.retriever.find_spec", lambda name: None)
    result = run(data, "--sets", "cmrc", "--distractors", "0", "--systems", "rank-bm25,ours-keywords")
    assert result.exit_code == 0
    assert "rank-bm25 is left out: pip install -c constraints.txt rank-bm25." in result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split()[:4] == ["set", "and", "retriever", "questions"]
    assert [line.split()[:3] for line in lines[1:]] == [["cmrc", "ours-keywords", "36"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sets", "squad"], "There is no set 'squad'. Choose from cmrc"),
        (["--sets", "cmrc", "--systems", "bm42"], "There is no retriever 'bm42'. Choose from ours-keywords"),
        (["--sets", "cmrc", "--distractors", str(NEWS + 1)], "Ask for fewer with --distractors."),
    ],
)
def test_what_does_not_exist_is_named(data: Path, arguments: list[str], said: str) -> None:
    result = run(data, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_missing_or_damaged_file_is_named_with_where_it_comes_from(tmp_path: Path) -> None:
    missing = run(tmp_path, "--sets", "cmrc", "--distractors", "0")
    assert missing.exit_code == 2 and "is missing" in missing.stderr and "ymcui/cmrc2018" in missing.stderr
    (tmp_path / "DRCD_dev.json.gz").write_bytes(b"{}")
    damaged = run(tmp_path, "--sets", "drcd", "--distractors", "0")
    assert damaged.exit_code == 2 and "cannot be used" in damaged.stderr and "DRCKnowledgeTeam" in damaged.stderr


def test_a_retriever_that_fails_stops_the_run_and_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", str(data / "no-such-model"))
    result = run(data, "--sets", "cmrc", "--distractors", "0", "--systems", "ours-hybrid")
    assert result.exit_code == 1
    assert "ours-hybrid failed to build" in result.stderr and "no-such-model" in result.stderr
