"""Figures, ledger rows and their tables, on samples, and the level that the shipped label sets must keep."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.config import ROOT
from assistant.errors import UsageError
from assistant.ledger.indicators import Programme
from assistant.schema import Figure
from evals.__main__ import app
from evals.benchmark.figures import figures_payload, figures_table, measure_figures, read_phrases
from evals.benchmark.labels import LABELS, Tally, read_labels, table, total
from evals.benchmark.ledger import ledger_payload, ledger_table, measure_rows, read_reports, read_rows
from evals.benchmark.shelf import open_shelf
from tests.ledger_samples import report

PHRASE = {
    "class": "zh",
    "text": "成立6家，近20名",
    "figures": [
        {"value": "6", "unit": "家", "qualifier": "exact", "text": "6家"},
        {"value": "20", "unit": "名", "qualifier": "nearly", "text": "20名"},
    ],
}


def figure(value: str, unit: str, start: int, end: int, qualifier: Any = "exact") -> Figure:
    return Figure(Decimal(value), unit, qualifier, start, end)


def test_a_figure_is_right_only_with_value_unit_qualifier_and_span() -> None:
    whole = measure_figures([PHRASE], lambda _: [figure("6", "家", 2, 4), figure("20", "名", 6, 9, "nearly")])
    assert whole[0].tally == Tally(right=2) and whole[0].miss is None

    for wrong in (
        figure("7", "家", 2, 4),
        figure("6", "名", 2, 4),
        figure("6", "家", 2, 3),
        figure("6", "家", 2, 4, "about"),
    ):
        (result,) = measure_figures([PHRASE], lambda _, wrong=wrong: [wrong])  # type: ignore[misc]
        assert result.tally == Tally(right=0, missed=2, extra=1)
        assert result.miss is not None and "成立6家" in result.miss


def test_a_figure_in_a_phrase_without_figures_counts_against_precision() -> None:
    label = {"class": "none", "text": "第3页", "figures": []}
    results = measure_figures([PHRASE, label], lambda text: [figure("3", "", 1, 2)] if text == "第3页" else [])
    payload = figures_payload(results)
    assert payload["class"]["none"]["extra"] == 1 and payload["class"]["none"]["recall"] is None
    assert payload["phrases_right"] == 0
    assert figures_table(results).splitlines()[-1].split() == ["all", "2", "0", "0", "2", "1", "0.0", "0.0"]


def test_a_label_that_its_phrase_does_not_hold_is_named() -> None:
    with pytest.raises(UsageError, match="六家"):
        measure_figures([PHRASE | {"figures": [{"value": "6", "unit": "家", "qualifier": "exact", "text": "六家"}]}])


def test_a_damaged_or_missing_label_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text('{"text": 1}\n\n[1]\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"labels\.jsonl:3"):
        read_labels(tmp_path / "labels.jsonl")
    with pytest.raises(UsageError, match="missing"):
        read_labels(tmp_path / "none.jsonl")


def test_shares_of_nothing_are_unknown_and_tallies_add_up() -> None:
    assert Tally().precision is None and Tally().recall is None
    both = total([Tally(3, 1, 0), Tally(0, 0, 1)])
    assert (both.precision, both.recall) == (0.75, 0.75)
    assert table(("a", "bb"), [("x", 1)]) == "a  bb\nx   1"


ROW = {
    "document": "report",
    "indicator": "park-associations",
    "role": "progress",
    "value": "12",
    "unit": "家",
    "date": "2023-12-31",
    "same_measure": True,
}


def test_rows_are_right_missed_extra_or_neither(programme: Programme) -> None:
    document = report("截至2023年底，陕西省科协已成立园区科协12家、企业科协30家。")
    labels = [ROW | {"document": document.id}, ROW | {"document": document.id, "value": "99"}]
    result = measure_rows([document], labels, programme)
    assert result.tally() == Tally(right=1, missed=1, extra=1)
    assert result.details() == {"date": 1.0, "unit": 1.0, "qualifier": 1.0, "level": 1.0}
    assert [miss.split()[0] for miss in result.misses()] == ["missed", "extra"]

    free = [{**label, "required": False} for label in labels]
    assert measure_rows([document], free, programme).tally() == Tally(extra=1)


def test_a_right_row_with_a_wrong_date_is_right_and_listed(programme: Programme) -> None:
    document = report("截至2023年底，陕西省科协已成立园区科协12家。")
    result = measure_rows([document], [ROW | {"document": document.id, "date": "2022"}], programme)
    assert result.tally() == Tally(right=1) and result.details()["date"] == 0
    assert "'2022'" in result.misses()[0] and "'2023-12-31'" in result.misses()[0]
    assert ledger_payload({"x": result})["x"]["precision"] == 1.0
    assert ledger_table({"x": result}).splitlines()[-1].startswith("x: all")


def test_the_shipped_phrases_hold_their_floors() -> None:
    phrases = read_phrases()
    assert len(phrases) >= 320 and sum(not phrase["figures"] for phrase in phrases) >= 60
    tally = total([result.tally for result in measure_figures(phrases)])
    assert (tally.precision or 0) >= 0.84 and (tally.recall or 0) >= 0.93


def test_the_ledger_of_the_shipped_corpus_holds_its_bars(programme: Programme) -> None:
    result = measure_rows(list(open_shelf(ROOT / "corpus").documents.values()), read_rows(), programme)
    tally = result.tally()
    assert (tally.precision or 0) >= 0.95 and (tally.recall or 0) >= 0.85
    assert (result.details()["date"] or 0) >= 0.95


def test_the_ledger_of_unseen_reports_holds_its_floors(programme: Programme) -> None:
    documents, labels = read_reports()
    tally = measure_rows(documents, labels, programme).tally()
    assert (tally.precision or 0) >= 0.90 and (tally.recall or 0) >= 0.72


def test_every_labelled_row_names_a_document_and_an_indicator(programme: Programme) -> None:
    documents = open_shelf(ROOT / "corpus").documents
    indicators = {indicator.id for indicator in programme.indicators}
    for label in read_labels(LABELS / "rows.jsonl"):
        assert label["document"] in documents and label["indicator"] in indicators


def test_the_commands_print_a_table_misses_and_json() -> None:
    runner = CliRunner()
    plain = runner.invoke(app, ["benchmark", "figures", "--verbose"])
    assert plain.exit_code == 0 and "precision" in plain.output and "found" in plain.output
    payload = json.loads(runner.invoke(app, ["benchmark", "ledger", "--json"]).output)
    assert set(payload) == {"corpus", "reports"} and payload["corpus"]["right"] > 0
