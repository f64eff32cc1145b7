"""Errors planted in true claims, what the guard makes of them, and the level that it must keep."""

from pathlib import Path

import pytest

from assistant.config import ROOT
from assistant.errors import UsageError
from assistant.schema import Citation, Claim, Source, Verdict
from evals.benchmark import plant
from evals.benchmark.guard import (
    Checked,
    guard_payload,
    guard_table,
    measure_guard,
    plant_errors,
    read_claims,
)
from evals.benchmark.plant_across import shifted_span, sum_of_measures, swapped_indicator, wrong_document
from evals.benchmark.shelf import Shelf
from tests.ledger_samples import report

TEXT = "截至2022年4月，已成立园区科协6家。截至2022年4月，已成立企业科协14家。截至2022年4月，已服务企业500余家。"


def source(name: str) -> Source:
    return Source(name, name, None, "2022-04-08", None, "news", "zh")


@pytest.fixture
def shelf() -> Shelf:
    first = report(TEXT, name="first")
    other = report("会议有37人参加。", name="other")
    return Shelf({"first": first, "other": other})


def claim(text: str, quote: str = "") -> Claim:
    return Claim(text, (Citation(source("first"), 1, 0, len(quote or text), quote or text),))


def texts(claims: object) -> list[str]:
    return [item.text for item in claims]  # type: ignore[attr-defined]


def test_a_digit_is_changed_to_one_that_the_quote_does_not_have() -> None:
    assert texts(plant.wrong_digit(claim("成立6家。"))) == ["成立7家。"]
    assert texts(plant.wrong_digit(claim("成立6家。", "成立6家，建站7家。"))) == []
    assert texts(plant.wrong_digit(claim("成立九家。"))) == ["成立一家。"]


def test_a_unit_is_changed_in_both_languages() -> None:
    assert texts(plant.wrong_unit(claim("成立6家。"))) == ["成立6名。"]
    assert texts(plant.wrong_unit(claim("6 firms were founded."))) == ["6 people were founded."]
    assert texts(plant.wrong_unit(claim("They invest 1.6 billion yuan."))) == ["They invest 1.6 million yuan."]


def test_a_year_is_moved_to_one_that_nothing_cited_names() -> None:
    assert texts(plant.wrong_year(claim("截至2021年4月，成立6家。"))) == ["截至2019年4月，成立6家。"]
    assert texts(plant.wrong_year(claim("成立6家。"))) == []


def test_only_a_word_that_makes_the_quoted_figure_rough_is_dropped() -> None:
    assert texts(plant.dropped_qualifier(claim("服务500余家。"))) == ["服务500家。"]
    assert texts(plant.dropped_qualifier(claim("It served more than 500 firms.", "服务500余家。"))) == [
        "It served 500 firms."
    ]
    assert texts(plant.dropped_qualifier(claim("It asked 20 firms about 54 needs.", "围绕54项需求走访20家。"))) == []


def test_two_figures_of_a_claim_are_exchanged_or_added_up() -> None:
    both = claim("成立园区科协6家、企业科协14家。")
    assert texts(plant.exchanged_figures(both)) == ["成立园区科协14家、企业科协6家。"]
    assert texts(plant.summed_within(both)) == ["成立园区科协6家、企业科协14家，合计20家。"]
    assert texts(plant.summed_within(claim("单位6家、个人14家。", "会员20家，单位6家、个人14家。"))) == []


def test_the_figure_of_one_indicator_is_put_into_the_sentence_of_another() -> None:
    parks = claim("园区科协6家。")
    firms = Claim("企业科协14家。", (Citation(source("first"), 1, 20, 28, "企业科协14家。"),))
    swapped = [wrong for _, wrong in swapped_indicator([parks, firms])]
    assert texts(swapped) == ["园区科协14家。", "企业科协6家。"]
    assert swapped[0].citations == firms.citations
    sums = [wrong for _, wrong in sum_of_measures([parks, firms])]
    assert texts(sums)[0] == "园区科协6家；企业科协14家，合计20家。"
    assert sums[0].citations == parks.citations + firms.citations


def test_citations_are_moved_to_the_wrong_span_and_the_wrong_document(shelf: Shelf) -> None:
    text = shelf.text("first")
    spans = shelf.sentences("first")
    true = Claim("成立园区科协6家。", (shelf.cite("first", *spans[0]),))
    true = Claim(true.text, (Citation(source("first"), 1, *spans[0], text[slice(*spans[0])]),))
    moved, beside = (wrong.citations[0] for _, wrong in shifted_span([true], shelf))
    assert moved.quote != text[moved.start : moved.end]
    assert beside.quote == text[slice(*spans[1])]
    misnamed, stranger = (wrong.citations[0] for _, wrong in wrong_document([true], shelf))
    assert misnamed.quote == text[slice(*spans[0])] and misnamed.source == shelf.documents["other"].source
    assert "37人" in stranger.quote


def test_a_quote_that_the_corpus_no_longer_has_is_named(tmp_path: Path, shelf: Shelf) -> None:
    stored = tmp_path / "claims.jsonl"
    stored.write_text('{"text": "x", "citations": [{"document": "first", "quote": "没有"}]}', encoding="utf-8")
    with pytest.raises(UsageError, match="first no longer says"):
        read_claims(shelf, stored)


def test_marked_errors_and_marked_true_claims_are_counted_apart(shelf: Shelf) -> None:
    true, wrong = claim("成立6家。"), claim("成立7家。")
    blind = measure_guard(
        [true], [("wrong digit", wrong)], shelf, verify=lambda c, _: Claim(c.text, (), Verdict.VERIFIED)
    )
    assert guard_payload(blind)["recall"] == 0 and len(guard_payload(blind)["misses"]) == 1
    checked = [Checked("", true, marked=True), Checked("wrong digit", wrong, marked=True)]
    payload = guard_payload(checked)
    assert (payload["recall"], payload["precision"], payload["false_alarm_rate"]) == (1, 0.5, 1)
    assert guard_table(checked).splitlines()[-1].split() == ["unharmed", "1", "1", "100.0"]


def test_the_same_claims_and_seed_give_the_same_errors(shipped: tuple[Shelf, list[Claim]]) -> None:
    shelf, claims = shipped
    first, second = plant_errors(claims, shelf), plant_errors(claims, shelf)
    assert first == second and len(first) == 400
    assert plant_errors(claims, shelf, seed=1) != first


@pytest.fixture(scope="module")
def shipped() -> tuple[Shelf, list[Claim]]:
    from evals.benchmark.shelf import open_shelf

    shelf = open_shelf(ROOT / "corpus")
    return shelf, read_claims(shelf)


FLOORS = {
    "wrong digit": 0.97,
    "wrong unit": 0.82,
    "wrong year": 0.97,
    "dropped qualifier": 0.95,
    "sum of measures": 0.97,
    "shifted span": 0.97,
    "wrong document": 0.97,
}


def test_the_guard_holds_its_floors(shipped: tuple[Shelf, list[Claim]]) -> None:
    shelf, claims = shipped
    assert len(claims) == 400
    payload = guard_payload(measure_guard(claims, plant_errors(claims, shelf), shelf))
    assert payload["recall"] >= 0.77
    assert payload["false_alarm_rate"] <= 0.01
    for name, floor in FLOORS.items():
        counts = payload["error"][name]
        assert counts["caught"] / counts["planted"] >= floor, name
