"""Planted faults of a model's reply are caught, right replies are not, and a blind judge would show."""

import json
from pathlib import Path

import pytest

from assistant.answering.judged import Shown
from assistant.answering.knowledge import Knowledge
from assistant.answering.reply import Statement
from assistant.answering.support import Languages
from assistant.config import ROOT
from assistant.errors import UsageError
from assistant.ingestion.split import split_document
from assistant.schema import Claim, Language, Passage, Verdict
from evals.benchmark import faults, twins
from evals.benchmark.checks import checks_table, watched
from evals.benchmark.faults import (
    TWIN,
    Verdicts,
    faults_payload,
    faults_table,
    judge_replies,
    judged_reply,
    planted_replies,
    right_replies,
)
from evals.benchmark.plant_reply import PLANTS, Right
from evals.benchmark.shelf import Shelf, open_shelf
from evals.benchmark.twins import Twin, judge_twin, read_twins

LEAST_CAUGHT, MOST_MARKED = 0.83, 0.06
"""Of the pairs written by hand, by reply: of those held out 84.5 % are caught and 4.8 % of the right ones marked."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return open_shelf(ROOT / "corpus")


@pytest.fixture(scope="module")
def passages(shelf: Shelf) -> dict[str, list[Passage]]:
    return {name: split_document(document, max_chars=320, overlap=0) for name, document in shelf.documents.items()}


@pytest.fixture(scope="module")
def verdicts(shelf: Shelf, passages: dict[str, list[Passage]], knowledge: Knowledge) -> list[Verdicts]:
    return judge_replies(shelf, passages.__getitem__, knowledge.languages)


def test_the_bars_hold(verdicts: list[Verdicts]) -> None:
    planted = [v for v in verdicts if v.origin != TWIN]
    faulty, right = [v for v in planted if v.fault], [v for v in planted if not v.fault]
    assert len(faulty) > 800 and len(right) > 300
    assert sum(v.marked for v in faulty) >= 0.99 * len(faulty)
    assert sum(v.marked for v in right) <= 0.03 * len(right)


def test_right_twins_are_marked_less_often_than_faulty_ones_are_caught(verdicts: list[Verdicts]) -> None:
    pairs = [v for v in verdicts if v.origin == TWIN]
    for half in twins.HALVES:
        faulty, right = ([v for v in pairs if v.half == half and bool(v.fault) is fault] for fault in (True, False))
        assert len(faulty) == len(right) >= 60
        assert sum(v.marked for v in faulty) >= LEAST_CAUGHT * len(faulty)
        assert sum(v.marked for v in right) <= MOST_MARKED * len(right)


def test_a_faulty_twin_is_caught_only_where_it_differs_from_the_right_one(shelf: Shelf) -> None:
    right = Right(Claim("a", ()), "zh", (), ())
    twin = Twin("tuned", "wrong figure", right, "概况。\n- 成立6家。", "概况。\n- 成立9家。")
    assert judge_twin(twin, lambda statement, _: "概况" not in statement.text) == ((True, False), False)
    assert judge_twin(twin, lambda statement, _: "9" not in statement.text) == ((False, False), True)


@pytest.mark.parametrize(
    ("change", "why"), [({"half": "third"}, "half 'third'"), ({"citations": [{"document": "x", "quote": "y"}]}, "'y'")]
)
def test_a_wrong_line_of_twins_is_named(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], why: str
) -> None:
    line = {"half": "tuned", "fault": "wrong figure", "text": "a", "faulty": "b", "citations": []} | change
    monkeypatch.setattr(twins, "TWINS", tmp_path / "twins.jsonl")
    twins.TWINS.write_text(json.dumps(line), "utf-8")
    with pytest.raises(UsageError, match=why):
        read_twins(shelf, lambda claim: Right(claim, "zh", (), ()))


def test_claims_are_counted_beside_the_replies_that_they_are_of() -> None:
    judged = [
        Verdicts("", "tuned", TWIN, "a", True, (True, False, False)),
        Verdicts("negated", "tuned", "zh", "b", True),
    ]
    payload = faults_payload(judged, [1.0])
    assert payload["all"]["right"]["share"] == 1
    assert payload["claims"]["tuned"] == {"claims": 3, "marked": 1, "share": pytest.approx(1 / 3)}


def test_every_fault_is_planted_in_both_halves(verdicts: list[Verdicts]) -> None:
    for fault in PLANTS:
        assert {v.half for v in verdicts if v.fault == fault and v.origin != TWIN} == {"tuned", "held out"}


def test_the_same_faults_are_planted_each_time(shelf: Shelf, passages: dict[str, list[Passage]]) -> None:
    rights = [right for _, right in right_replies(shelf, passages.__getitem__)]
    corpus = "\n".join(document.text for document in shelf.documents.values())
    first, second = list(planted_replies(rights, corpus)), list(planted_replies(rights, corpus))
    assert first == second
    assert all(reply != right.reply() for _, right, reply in first)


def test_a_judge_that_believes_everything_catches_nothing(
    shelf: Shelf, passages: dict[str, list[Passage]], monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    def believe(statement: Statement, shown: Shown) -> Claim:
        return Claim(statement.text, (), Verdict.VERIFIED)

    monkeypatch.setattr(faults, "judge", believe)
    plain = judge_replies(
        shelf, passages.__getitem__, lambda claim: Languages(claim, lambda *_: None, knowledge.glossary)
    )
    payload = faults_payload(plain, [1.0])
    assert payload["faulty"]["held out"]["marked"] == 0
    assert "all faults, held out" in faults_table(payload)
    assert payload["all"]["claims"]["marked"] == 0
    assert payload["twin"]["held out"]["marked"] == 0
    assert len(payload["misses"]) == sum(bool(v.fault) for v in plain)


def test_each_check_is_counted_with_what_it_alone_marks() -> None:
    judged = [
        Verdicts("", "tuned", "claim", "a", marked=True, claims=(True, False), checks=(frozenset("ab"), frozenset())),
        Verdicts("", "tuned", "claim", "b", marked=True, claims=(True,), checks=(frozenset("a"),)),
        Verdicts("wrong figure", "tuned", "zh", "c", marked=True, checks=(frozenset("b"),)),
    ]
    rows = [line.split() for line in checks_table(judged).splitlines()[1:]]
    assert rows == [["a", "2", "1", "0", "0"], ["b", "1", "0", "1", "1"]]


def test_a_watched_check_names_itself_and_judges_as_before(
    shelf: Shelf, passages: dict[str, list[Passage]], knowledge: Knowledge
) -> None:
    (right,) = [one for _, one in right_replies(shelf, passages.__getitem__)][:1]
    with watched() as fired:
        (wrong,) = list(judged_reply(right.reply("下一步，园区科协不会成立。"), right, shelf, knowledge.languages))
        marks = fired.take(wrong)
        (held,) = list(judged_reply(right.reply(), right, shelf, knowledge.languages))
        assert fired.take(held) == frozenset()
    assert wrong.verdict is Verdict.UNVERIFIED
    assert "yes or no" in marks
    assert held.verdict is Verdict.VERIFIED
