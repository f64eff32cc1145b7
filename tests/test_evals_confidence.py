"""A confidence is measured by whether it tells questions that can be answered from those that cannot."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant.schema import Hit
from evals.__main__ import app
from evals.benchmark.confidence import COVERAGES, ask_with_and_without, confidence_payload, confidence_table
from evals.benchmark.reading_sets import read_news, read_set
from evals.benchmark.selective import at_coverage, auroc, risks
from tests.reading_sample import write_reading_sample

CASES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reading")
    write_reading_sample(folder)
    return folder


@settings(deadline=None)
@given(CASES)
def test_auroc_is_the_share_of_pairs_in_order(cases: list[tuple[int, bool]]) -> None:
    scores, good = [float(score) for score, _ in cases], [one for _, one in cases]
    pairs = [(a > b) + (a == b) / 2 for a, x in cases if x for b, y in cases if not y]
    found = auroc(scores, good, range(len(cases)))
    assert found.value == (pytest.approx(np.mean(pairs)) if pairs else None)
    if found.value is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.high <= 1


def test_the_interval_widens_when_cases_hang_together() -> None:
    dice = np.random.default_rng(1)
    good = [number % 2 == 0 for number in range(400)]
    scores = [float(dice.normal(loc=1.0 if one else 0.0)) for one in good]
    single = auroc(scores, good, range(400))
    # Each case four times over tells nothing new.
    copied = auroc(scores * 4, good * 4, [*range(400)] * 4)
    assert copied.value == pytest.approx(single.value)
    assert (copied.low, copied.high) == pytest.approx((single.low, single.high))


@settings(deadline=None)
@given(CASES)
def test_the_risk_of_answering_all_is_the_share_of_errors(cases: list[tuple[int, bool]]) -> None:
    curve = risks([float(score) for score, _ in cases], [wrong for _, wrong in cases])
    assert len(curve) == len(cases)
    assert curve[-1] == pytest.approx(np.mean([wrong for _, wrong in cases]))
    assert at_coverage(curve, 1.0) == curve[-1]
    assert at_coverage(curve, 0.0) == curve[0]


@settings(deadline=None)
@given(CASES)
def test_the_order_of_equal_scores_does_not_matter(cases: list[tuple[int, bool]]) -> None:
    forth, back = (
        risks([float(score) for score, _ in some], [wrong for _, wrong in some]) for some in (cases, cases[::-1])
    )
    assert forth.tolist() == pytest.approx(back.tolist())


def test_every_question_is_asked_once_with_and_once_without_its_paragraph(data: Path) -> None:
    sample = read_set(data, "cmrc")
    asked_of: list[tuple[str, list[str]]] = []

    def confidence(question: str, hits: Sequence[Hit]) -> float:
        asked_of.append((question, [hit.passage.text for hit in hits]))
        return float(len(hits))

    asked = list(ask_with_and_without(sample, read_news(data, 20), confidences={"hits": confidence}))
    assert len(asked) == len(asked_of) == 2 * len(sample.questions)
    there = [one.answerable for one in asked]
    assert sum(there) == len(sample.questions)
    paragraph_of = {question.text: sample.paragraphs[question.paragraph] for question in sample.questions}
    for one, (question, found) in zip(asked, asked_of, strict=True):
        assert one.right == (found[0] == paragraph_of[question])
        assert one.answerable or paragraph_of[question] not in found
    right = sum(one.right for one in asked)
    assert right >= 0.9 * sum(there), "with its paragraph there, a question finds it"


def test_the_command_reports_each_confidence_and_its_curve(data: Path) -> None:
    arguments = ["benchmark", "confidence", "--data", str(data), "--sets", "cmrc,drcd", "--distractors", "20"]
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    payload = json.loads(result.stdout)
    assert list(payload) == ["cmrc", "cmrc, held out", "drcd", "drcd, held out", "all", "all, held out"]
    assert payload["all"]["cases"] == 2 * payload["all"]["answerable"] == 144
    for told in payload["all"]["confidences"].values():
        assert 0.8 < told["auroc"]["low"] < told["auroc"]["value"] <= told["auroc"]["high"]
        assert told["risk_at_coverage"]["0.1"] <= told["aurc"] <= told["risk_at_coverage"]["1.0"]


def test_the_table_has_a_line_for_each_group_and_coverage(data: Path) -> None:
    asked = list(ask_with_and_without(read_set(data, "cmrc"), [], questions=12))
    heads, curves = confidence_table(confidence_payload(asked)).split("\n\n")
    assert [line.split("  ")[0] for line in heads.splitlines()[1:]] == ["cmrc", "cmrc, held out"]
    assert len(curves.splitlines()) == 1 + 2 * len(COVERAGES)
