"""Ranking metrics of single cases are those of ir-measures."""

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.metrics.payload import Observation
from evals.metrics.retrieval import FIRST, mrr, recall_at_5
from evals.sets import Case

NAMES = st.sampled_from([f"d{number}" for number in range(9)])


@given(st.lists(NAMES, unique=True), st.lists(NAMES, unique=True, min_size=1, max_size=FIRST))
@settings(max_examples=60, deadline=None)
def test_ranking_metrics_are_those_of_ir_measures(found: list[str], gold: list[str]) -> None:
    case = Case("one", "几个？", "zh-Hans", "progress", source_ids=tuple(gold))
    seen = Observation({"hits": [{"document_id": name} for name in found]})
    run = {"one": {name: float(-rank) for rank, name in enumerate(found)} or {"nothing": 0.0}}
    theirs = ir_measures.calc_aggregate([ir_measures.RR, ir_measures.R @ FIRST], {"one": dict.fromkeys(gold, 1)}, run)
    assert mrr(case, seen).value == pytest.approx(theirs[ir_measures.RR])
    assert recall_at_5(case, seen).value == pytest.approx(theirs[ir_measures.R @ FIRST])
