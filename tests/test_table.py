"""Rows become the table of targets and progress: the newest comparable figure, the history and the conflicts."""

import json
from decimal import Decimal
from functools import cache

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.load import list_corpus, read_documents
from assistant.ledger.table import build_table, table_payload
from assistant.schema import Document, IndicatorStatus, LedgerRow, TargetTable
from tests.ledger_samples import CORPUS, PROGRAMME, Row, report, rows_of, summary

PARKS = "park-associations"
PLAN = report(
    "“12621工程”提出，到2023年建立1个院士之家，成立10个园区科协，培训1000名企业一线工程师，服务1000家企业。",
    name="plan",
    published="2021-06-01",
)
SPRING = report(
    "截至2022年4月，12621工程已成立园区科协6家，累计培训企业一线工程师1500名，服务企业500余家。",
    name="spring",
    published="2022-04-08",
)
WINTER = report("截至2023年底，园区科协12家、培训工程师2100名。", name="winter", published="2024-01-20")


def table(*documents: Document, as_of: str | None = None) -> TargetTable:
    """Return the table of what documents say."""
    return build_table(rows_of(*documents), PROGRAMME, as_of=as_of)


def status(indicator: str, *documents: Document, as_of: str | None = None) -> IndicatorStatus:
    """Return one line of the table."""
    return next(line for line in table(*documents, as_of=as_of).indicators if line.id == indicator)


def test_a_table_has_a_line_for_each_indicator_even_without_rows() -> None:
    empty = build_table([], PROGRAMME)
    assert [line.id for line in empty.indicators] == [indicator.id for indicator in PROGRAMME.indicators]
    assert {line.status for line in empty.indicators} == {"not_reported"}
    assert empty.as_of is None


@pytest.mark.parametrize(
    ("indicator", "ratio", "state"),
    [
        ("engineers-trained", Decimal("1.5"), "met"),
        (PARKS, Decimal("0.6"), "partly"),
        ("enterprises-served", Decimal("0.5"), "partly"),
        ("academicians-home", None, "not_reported"),
        ("workers-served", None, "not_reported"),
    ],
)
def test_progress_is_measured_against_the_target(indicator: str, ratio: Decimal | None, state: str) -> None:
    line = status(indicator, PLAN, SPRING)
    assert (line.ratio, line.status) == (ratio, state)


def test_progress_that_equals_the_target_meets_it() -> None:
    exact = report("截至2023年5月，园区科协10家。", published="2023-06-01")
    assert status(PARKS, PLAN, exact).status == "met"


def test_progress_without_a_target_has_no_ratio() -> None:
    line = status(PARKS, SPRING)
    assert line.latest is not None
    assert (line.target, line.ratio, line.status) == (None, None, "not_reported")


@pytest.mark.parametrize("order", [(PLAN, SPRING, WINTER), (WINTER, SPRING, PLAN)])
def test_a_new_report_is_the_latest_and_the_older_stays_in_the_history(order: tuple[Document, ...]) -> None:
    parks, trained = status(PARKS, *order), status("engineers-trained", *order)
    assert parks.latest and summary(parks.latest) == Row(PARKS, "progress", 12, "2023-12-31")
    assert trained.latest and summary(trained.latest) == Row("engineers-trained", "progress", 2100, "2023-12-31")
    assert [summary(row)[2:] for row in parks.history] == [(6, "2022-04"), (12, "2023-12-31")]
    assert (parks.status, parks.conflicts) == ("met", ())


def test_an_older_report_that_comes_in_later_does_not_become_the_latest() -> None:
    late = report("截至2021年12月，园区科协3家。", name="late", published="2024-06-01")
    latest = status(PARKS, PLAN, SPRING, late).latest
    assert latest and summary(latest).value == 6


def test_the_table_is_of_its_newest_progress() -> None:
    assert table(PLAN, SPRING).as_of == "2022-04"
    assert table(PLAN, SPRING, WINTER).as_of == "2023-12-31"


@pytest.mark.parametrize(
    ("as_of", "target", "latest"),
    [
        ("2021-05", None, None),
        ("2021-06-01", 10, None),
        ("2021-12", 10, None),
        ("2022-04-07", 10, None),
        ("2022-04-30", 10, 6),
        ("2023", 10, 6),
        ("2024-01-19", 10, 6),
        ("2024-01-20", 10, 12),
        ("2024", 10, 12),
    ],
)
def test_only_what_was_published_by_then_is_known(as_of: str, target: int | None, latest: int | None) -> None:
    line = status(PARKS, PLAN, SPRING, WINTER, as_of=as_of)
    assert (line.target and line.target.figure.value) == target
    assert (line.latest and line.latest.figure.value) == latest
    assert table(PLAN, as_of=as_of).as_of == as_of


def test_progress_that_holds_for_a_later_day_is_not_known_yet() -> None:
    undated = report("截至2023年底，园区科协12家。", published=None)
    assert status(PARKS, undated, as_of="2023-06").latest is None
    assert status(PARKS, undated, as_of="2023").latest is not None


def test_sources_that_differ_for_one_month_are_a_conflict_that_shows_both() -> None:
    other = report("截至2022年4月，园区科协8家。", name="other", publisher="测试日报", published="2022-05-01")
    (conflict,) = status(PARKS, PLAN, SPRING, other).conflicts
    assert sorted(citation.source.id for citation in conflict.citations) == ["other", "spring"]
    assert all(text in conflict.text for text in ("园区科协", "2022年4月", "测试日报", "8家", "6家"))


def test_targets_that_differ_are_a_conflict() -> None:
    other = report("12621工程提出，到2023年成立20个园区科协。", name="other", published="2021-07-01")
    (conflict,) = status(PARKS, PLAN, other).conflicts
    assert {citation.source.id for citation in conflict.citations} == {"plan", "other"}


@pytest.mark.parametrize("sentence", ["截至2022年4月，园区科协6家。", "截至2023年4月，园区科协8家。"])
def test_the_same_figure_again_or_a_later_one_is_no_conflict(sentence: str) -> None:
    assert status(PARKS, PLAN, SPRING, report(sentence, name="other")).conflicts == ()


def test_related_figures_are_shown_without_repeats_and_never_compared() -> None:
    first = report("截至2023年3月，已建院士工作站2家。", name="first")
    again = report("截至2023年3月，院士工作站2个。", name="again")
    line = status("academician-workstations", first, again)
    assert [(row.label, int(row.figure.value)) for row in line.related] == [("院士工作站", 2)]
    assert (line.latest, line.history, line.status) == (None, (), "not_reported")


def test_the_payload_has_the_shape_of_the_contract() -> None:
    workstations = report("截至2022年4月，第三批院士专家工作站20家。", name="batch", published="2022-05-01")
    payload = json.loads(json.dumps(table_payload(table(PLAN, SPRING, workstations))))
    assert payload["as_of"] == "2022-04"
    lines = {line["id"]: line for line in payload["indicators"]}
    served = lines["enterprises-served"]
    assert (served["name_zh"], served["name_en"], served["unit"]) == ("服务企业", "enterprises served", "家")
    assert (served["target"]["value"], served["target"]["by"]) == (1000, "2023")
    assert served["target"]["citation"]["document_id"] == "plan"
    latest = {key: served["latest"][key] for key in ("value", "qualifier", "date", "ratio", "same_measure")}
    assert latest == {"value": 500, "qualifier": "more_than", "date": "2022-04", "ratio": 0.5, "same_measure": True}
    assert (served["status"], served["related"], len(served["history"])) == ("partly", [], 1)
    (related,) = lines["academician-workstations"]["related"]
    assert (related["label"], related["value"], related["date"]) == ("第三批院士专家工作站", 20, "2022-04")
    assert related["label_en"] == "academician-and-expert workstations (third batch)"
    assert (lines["talents-backed"]["target"], lines["talents-backed"]["latest"]) == (None, None)


def test_a_citation_in_the_payload_can_be_found_again() -> None:
    payload = table_payload(table(SPRING))
    (citation,) = [line["latest"]["citation"] for line in payload["indicators"] if line["id"] == PARKS]
    expected = {"document_id", "title", "publisher", "published", "url", "kind", "page", "start", "end", "quote"}
    assert set(citation) == expected
    assert SPRING.text[citation["start"] : citation["end"]] == citation["quote"]


@cache
def shipped_documents() -> tuple[Document, ...]:
    """Return the documents that ship, all of them readable."""
    documents = []
    for document in read_documents(list_corpus(CORPUS), corpus=CORPUS):
        assert not isinstance(document, UnreadableDocumentError), str(document)
        documents.append(document)
    return tuple(documents)


@cache
def shipped_rows() -> tuple[LedgerRow, ...]:
    """Return every ledger row of the corpus that ships."""
    return tuple(rows_of(*shipped_documents()))


def test_the_shipped_corpus_states_the_twelve_targets() -> None:
    targets = [row for row in shipped_rows() if row.role == "target" and row.same_measure]
    assert sorted(row.figure.value for row in targets) == [1, 10, 10, *[100] * 6, 1000, 1000, 10000]
    assert {row.indicator for row in targets} == {indicator.id for indicator in PROGRAMME.indicators}
    assert {row.date for row in targets} == {"2023"}


def test_the_shipped_corpus_reports_progress_on_four_of_them() -> None:
    progress = [row for row in shipped_rows() if row.role == "progress" and row.same_measure]
    assert sorted((row.indicator, int(row.figure.value), row.figure.qualifier, row.date) for row in progress) == [
        ("academicians-home", 1, "exact", "2022-04"),
        ("engineers-trained", 1500, "exact", "2022-04"),
        ("enterprises-served", 500, "more_than", "2022-04"),
        (PARKS, 6, "exact", "2022-04"),
    ]
    lines = build_table(shipped_rows(), PROGRAMME).indicators
    assert [line.id for line in lines if line.status == "met"] == ["academicians-home", "engineers-trained"]
    assert [line.id for line in lines if line.status == "partly"] == [PARKS, "enterprises-served"]
    assert not any(line.conflicts for line in lines)


def test_every_row_of_the_shipped_corpus_cites_its_figure_exactly() -> None:
    texts = {document.id: document.text for document in shipped_documents()}
    assert shipped_rows()
    for row in shipped_rows():
        citation = row.citation
        assert texts[citation.source.id][citation.start : citation.end] == citation.quote
        assert 0 <= row.figure.start < row.figure.end <= len(citation.quote)


def test_a_new_report_changes_the_shipped_ledger() -> None:
    lines = build_table([*shipped_rows(), *rows_of(WINTER)], PROGRAMME).indicators
    parks = next(line for line in lines if line.id == PARKS)
    assert parks.latest and (int(parks.latest.figure.value), parks.ratio, parks.status) == (12, Decimal("1.2"), "met")
    assert [row.figure.value for row in parks.history] == [6, 12]
