"""Whole answers of ours and of a plain recipe are scored by the same metrics."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.config import Config
from assistant.errors import UsageError
from assistant.pipeline import Assistant
from assistant.schema import Document
from evals.__main__ import SETS, app
from evals.benchmark import recipes
from evals.benchmark.answers import LENGTH, OURS, RECIPES, SHARE, answers_table, measure_answers, score
from evals.benchmark.recipes import PASSAGES, Piece, asking, cut, passages_payload
from evals.run import Record, Target, evaluate
from evals.sets import Case, load_sets

needs_recipe = pytest.mark.skipif(
    bool(recipes.missing_packages()) and not os.environ.get("REQUIRE_PEERS"), reason="pip install -e '.[peers]'"
)


@pytest.fixture(scope="module")
def document(assistant: Assistant) -> Document:
    return max((assistant.document(source.id) for source in assistant.sources()), key=lambda one: len(one.text))


def pieces_of(document: Document, *spans: tuple[int, int]) -> list[Piece]:
    return [Piece(document, start, document.text[start:end]) for start, end in spans]


def scored(document: Document, pieces: list[Piece], case: Case) -> dict[str, float | None]:
    target = Target(asking(lambda _: list(range(len(pieces))), pieces), {document.id: document.text}.get)
    return {name: estimate["value"] for name, estimate in score(list(evaluate([case], target))).items()}


def test_a_recipe_answers_with_its_first_passages_each_an_exact_citation_of_itself(document: Document) -> None:
    pieces = pieces_of(document, *[(start, start + 20) for start in range(0, 120, 20)])
    case = Case("one", "几个？", "zh-Hans", "progress", gold_figures=("6",), source_ids=(document.id,))
    payload = asking(lambda _: [5, 4, 3, 2, 1, 0], pieces)(case)
    assert [claim["text"] for claim in payload["claims"]] == [piece.text for piece in pieces[:1:-1]]
    assert len(payload["claims"]) == PASSAGES
    values = scored(document, pieces, case)
    assert values["citation_exact"] == values["source_hit"] == 1.0


def test_a_shifted_passage_is_no_exact_citation(document: Document) -> None:
    case = Case("one", "几个？", "zh-Hans", "progress", source_ids=(document.id,))
    shifted = [Piece(document, 1, document.text[:30])]
    assert scored(document, shifted, case)["citation_exact"] == 0.0


def test_finding_nothing_is_declining() -> None:
    assert passages_payload([])["declined"]


def test_numbers_that_nobody_asked_for_lower_the_share_of_gold(document: Document) -> None:
    case = Case("one", "几个？", "zh-Hans", "progress", gold_figures=("6",))

    def records(text: str) -> list[Record]:
        return list(evaluate([case], Target(lambda _: {"answer": text, "claims": []}, lambda _: None)))

    short, long = score(records("成立6家。")), score(records("成立6家，签约100项，服务20个。"))
    assert short[SHARE]["value"] == 1.0
    assert long[SHARE]["value"] == pytest.approx(1 / 3)
    assert (short[LENGTH]["value"], long[LENGTH]["value"]) == (5, 18)


def test_the_table_has_a_column_a_system_and_a_row_a_metric(document: Document) -> None:
    case = Case("one", "几个？", "zh-Hans", "progress", source_ids=(document.id,))
    target = Target(asking(lambda _: [0], pieces_of(document, (0, 30))), {document.id: document.text}.get)
    lines = answers_table({"ours": score(list(evaluate([case], target))), "other": score([])}).split("\n")
    assert lines[0] == "| metric | ours | other |"
    assert any(line.startswith("| source_hit | 100.0 ") and line.endswith("| – |") for line in lines)


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipes, "_PACKAGES", {"nowhere_to_be_found": "nowhere-to-be-found"})
    with pytest.raises(UsageError, match=r"nowhere-to-be-found not installed.*\[peers\].*--no-peers"):
        recipes.check_installed()


@needs_recipe
@pytest.mark.parametrize("chinese", [False, True])
def test_pieces_are_the_stored_text_where_they_say_and_cover_it(document: Document, *, chinese: bool) -> None:
    pieces = cut([document], chinese=chinese)
    assert all(document.text[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)
    covered = {at for piece in pieces for at in range(piece.start, piece.start + len(piece.text))}
    assert all(at in covered for at, sign in enumerate(document.text) if not sign.isspace())


@needs_recipe
def test_every_system_answers_the_same_cases(config: Config) -> None:
    cases = load_sets([SETS / "targets.jsonl"])[:4]
    asked: dict[str, int] = {}

    def watch(records: Iterable[Record], name: str, count: int) -> Iterable[Record]:
        asked[name] = count
        return records

    found = dict(measure_answers(cases, corpus=config.corpus, index=config.index, peers=True, watch=watch))
    assert list(found) == list(asked) == [*OURS, *RECIPES]
    assert set(asked.values()) == {4}
    assert found["ours"]["figure_recall"]["value"] == 1.0
    assert all(one["errors"]["value"] == 0.0 for one in found.values())
    assert all(found[name][LENGTH]["value"] > found["ours"][LENGTH]["value"] for name in RECIPES)


def test_the_command_prints_and_writes_what_it_measured(config: Config, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join((SETS / "targets.jsonl").read_text("utf-8").split("\n")[:2]), encoding="utf-8")
    folders = ["--corpus", str(config.corpus), "--index", str(config.index)]
    options = ["--sets", str(few), "--no-peers", "--json", "--out", str(tmp_path / "out.json"), *folders]
    result = CliRunner().invoke(app, ["benchmark", "answers", *options])
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert list(printed["systems"]) == list(OURS)
    assert printed == json.loads((tmp_path / "out.json").read_text("utf-8"))
