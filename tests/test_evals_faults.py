"""Planted faults of a model's reply are caught, right replies are not, and a blind judge would show."""

import pytest

from assistant.answering.judged import Shown
from assistant.answering.knowledge import Knowledge
from assistant.answering.ownership import misplaced_by
from assistant.answering.reply import Statement
from assistant.answering.support import Languages
from assistant.config import ROOT
from assistant.ingestion.split import split_document
from assistant.schema import Claim, Language, Passage, Verdict
from evals.benchmark import faults
from evals.benchmark.faults import Verdicts, faults_payload, faults_table, judge_replies, planted_replies, right_replies
from evals.benchmark.plant_reply import PLANTS
from evals.benchmark.shelf import Shelf, open_shelf

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return open_shelf(ROOT / "corpus")


@pytest.fixture(scope="module")
def passages(shelf: Shelf) -> dict[str, list[Passage]]:
    return {name: split_document(document, max_chars=320, overlap=0) for name, document in shelf.documents.items()}


@pytest.fixture(scope="module")
def verdicts(shelf: Shelf, passages: dict[str, list[Passage]], knowledge: Knowledge) -> list[Verdicts]:
    memory, misplaced = knowledge.translations, misplaced_by(knowledge.programme, knowledge.translations)

    def languages(claim: Language) -> Languages:
        return Languages(
            claim, lambda name, text: memory.rendering(name, text, language=claim), knowledge.glossary, misplaced
        )

    return judge_replies(shelf, passages.__getitem__, languages)


def test_the_bars_hold(verdicts: list[Verdicts]) -> None:
    faulty, right = [v for v in verdicts if v.fault], [v for v in verdicts if not v.fault]
    assert len(faulty) > 800 and len(right) > 300
    assert sum(v.marked for v in faulty) >= 0.99 * len(faulty)
    assert sum(v.marked for v in right) <= 0.03 * len(right)


def test_every_fault_is_planted_in_both_halves(verdicts: list[Verdicts]) -> None:
    for fault in PLANTS:
        assert {v.half for v in verdicts if v.fault == fault} == {"tuned", "held out"}


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
    assert len(payload["misses"]) == sum(bool(v.fault) for v in plain)
