"""A report gives the rows that a careful clerk would enter: right figure, role, date and measure, or nothing."""

import pytest

from assistant.ledger.extract import extract_rows
from assistant.schema import Passage
from tests.ledger_samples import PROGRAMME, Row, about_programme, labels, own, report, rows_of, summary

PARKS = "park-associations"


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("“12621工程”提出，到2023年成立10个园区科协。", Row(PARKS, "target", 10, "2023")),
        ("12621工程的目标是成立园区科协10个。", Row(PARKS, "target", 10, "2023")),
        ("12621工程计划到2023年底成立园区科协10个。", Row(PARKS, "target", 10, "2023-12-31")),
        ("12621工程提出，到2023年培训1000名企业一线工程师。", Row("engineers-trained", "target", 1000, "2023")),
        ("截至2023年底，12621工程已成立园区科协12家。", Row(PARKS, "progress", 12, "2023-12-31")),
        ("截至2023年6月，12621工程累计培训工程师2100名。", Row("engineers-trained", "progress", 2100, "2023-06")),
    ],
)
def test_cues_tell_a_target_from_progress(sentence: str, row: Row) -> None:
    assert own(rows_of(report(sentence))) == [row]


def test_a_date_to_come_makes_a_target() -> None:
    sentence = "12621工程到2023年成立园区科协10个。"
    assert own(rows_of(report(sentence, published="2022-04-08"))) == [Row(PARKS, "target", 10, "2023")]


def test_a_plan_of_somebody_else_is_no_target_of_the_programme() -> None:
    assert rows_of(report("计划成立园区科协30个。", title="年度计划")) == []


def test_a_date_in_the_text_comes_before_the_day_of_publication() -> None:
    (row,) = rows_of(report("截至2023年5月，园区科协成立9家。", published="2023-08-01"))
    assert row.date == "2023-05"


@pytest.mark.parametrize("sentence", ["截至目前，园区科协成立9家。", "目前已成立园区科协9家。", "园区科协已有9家。"])
@pytest.mark.parametrize("published", ["2023-08-01", None])
def test_so_far_means_until_the_day_of_publication(sentence: str, published: str | None) -> None:
    (row,) = rows_of(report(sentence, published=published))
    assert row.date == published


def test_so_far_after_an_older_date_means_the_day_of_publication() -> None:
    rows = rows_of(report("工程2021年启动，截至目前园区科协成立9家。", published="2023-08-01"))
    assert own(rows) == [Row(PARKS, "progress", 9, "2023-08-01")]


def test_two_dates_in_one_sentence_go_to_their_own_figures() -> None:
    rows = rows_of(report("截至2022年4月，园区科协6家；截至2023年4月，园区科协11家。"))
    assert own(rows) == [Row(PARKS, "progress", 6, "2022-04"), Row(PARKS, "progress", 11, "2023-04")]


@pytest.mark.parametrize(
    ("sentence", "indicator", "value", "unit", "qualifier"),
    [
        ("已建院士之家2个。", "academicians-home", 2, "个", "exact"),
        ("已建院士专家工作站8家。", "academician-workstations", 8, "家", "exact"),
        ("近9家园区科协已成立。", PARKS, 9, "家", "nearly"),
        ("共形成95篇决策咨询建议。", "advisory-recommendations", 95, "篇", "exact"),
        ("累计托举创新创业人才95人。", "talents-backed", 95, "人", "exact"),
        ("已组建专家服务团一百零二个。", "expert-teams", 102, "个", "exact"),
        ("培养了80名企业技术经理人。", "technology-managers", 80, "名", "exact"),
        ("推广转化科技成果96项。", "results-transferred", 96, "项", "exact"),
        ("引进、扶持科技型企业88家以上。", "enterprises-supported", 88, "家", "at_least"),
        ("现已培训一线工程师1600名。", "engineers-trained", 1600, "名", "exact"),
        ("已服务企业800余家。", "enterprises-served", 800, "家", "more_than"),
        ("服务科技工作者1.2万人。", "workers-served", 12000, "人", "exact"),
        ("園區科協已成立８家。", PARKS, 8, "家", "exact"),
    ],
)
def test_every_indicator_is_read_with_unit_and_qualifier(
    sentence: str, indicator: str, value: int, unit: str, qualifier: str
) -> None:
    (row,) = rows_of(report(sentence))
    assert summary(row) == Row(indicator, "progress", value, "2024-01-20")
    assert (row.figure.unit, row.figure.qualifier, row.same_measure) == (unit, qualifier, True)


def test_a_unit_that_does_not_fit_the_measure_yields_nothing() -> None:
    assert rows_of(report("已服务企业800余次，服务科技工作者1.2万人次，园区科协完成60%。")) == []


@pytest.mark.parametrize(
    ("sentence", "label", "value"),
    [
        ("截至2023年底，企业科协14家。", "企业科协", 14),
        ("截至2023年底，企业科协工作站358个。", "企业科协工作站", 358),
        ("已建院士工作站2家。", "院士工作站", 2),
        ("累计建成省级专家工作站58家。", "省级专家工作站", 58),
        ("已托举青年科技创新人才180名。", "托举青年科技创新人才", 180),
        ("支持重点智库课题25项。", "重点智库课题", 25),
        ("签约落地项目40个。", "签约落地项目", 40),
        ("全省技术经理人800名。", "技术经理人（省级部门口径）", 800),
        ("“百会百校助千企”行动服务企业180余家。", "“百会百校助千企”行动服务企业", 180),
    ],
)
def test_a_measure_that_people_confuse_with_the_indicator_is_only_related(
    sentence: str, label: str, value: int
) -> None:
    assert labels(rows_of(report(sentence))) == {label: value}
    assert own(rows_of(report(sentence))) == []


def test_a_batch_is_not_the_total() -> None:
    rows = rows_of(report("2025年7月，第三批院士专家工作站20家，累计58家。", published="2025-07-09"))
    assert labels(rows) == {"第三批院士专家工作站": 20}
    assert own(rows) == [Row("academician-workstations", "progress", 58, "2025-07")]


@pytest.mark.parametrize("sentence", ["首批园区科协4家。", "今年成立园区科协4家。", "当年成立4家园区科协。"])
def test_what_one_batch_or_one_year_brought_is_not_the_level(sentence: str) -> None:
    assert own(rows_of(report(sentence))) == []
    assert list(labels(rows_of(report(sentence))).values()) == [4]


def test_the_running_total_of_this_year_is_the_level() -> None:
    rows = rows_of(report("今年，园区科协扩面，到今年末累计园区科协9家。"))
    assert own(rows) == [Row(PARKS, "progress", 9, "2024-01-20")]


def test_a_city_is_not_the_province() -> None:
    rows = rows_of(report("截至2023年5月，西安市园区科协达到15家，全省园区科协达到20家。"))
    assert labels(rows) == {"西安市：园区科协": 15}
    assert own(rows) == [Row(PARKS, "progress", 20, "2023-05")]


def test_a_report_of_a_city_is_about_the_city() -> None:
    rows = rows_of(report("已成立园区科协15家。", title="西安市科协年度总结", publisher="西安日报"))
    assert (own(rows), labels(rows)) == ([], {"西安市：园区科协": 15})


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("河南省科协已成立园区科协15家。", "各地动态"),
        ("江苏省园区科协达到15家。", "12621工程进展"),
        ("已成立园区科协15家。", "河南省科协年度总结"),
        ("全省园区科协15家。", "湖北省科协年度总结"),
        ("全国已有园区科协3000家。", "12621工程进展"),
    ],
)
def test_another_province_yields_nothing(sentence: str, title: str) -> None:
    assert rows_of(report(sentence, title=title, publisher=None)) == []


@pytest.mark.parametrize(
    "text",
    ["编者注：已成立园区科协15家。", "## 编者注\n已成立园区科协15家。", "## 四、口径说明\n已成立园区科协15家。"],
)
def test_editors_notes_yield_nothing(text: str) -> None:
    assert rows_of(report(text)) == []
    assert len(rows_of(report("已成立园区科协16家。\n" + text))) == 1


def test_documents_of_low_reliability_yield_nothing() -> None:
    assert rows_of(report("已成立园区科协15家。", low_reliability=True)) == []


@pytest.mark.parametrize(
    "clause", ["尚差4个", "还差约4个", "比上年增加4个", "同比增长4家", "较计划少4个", "超额4个", "缺4个"]
)
def test_a_difference_is_no_level(clause: str) -> None:
    assert own(rows_of(report(f"截至2023年底，园区科协已成立6家，{clause}。"))) == [
        Row(PARKS, "progress", 6, "2023-12-31")
    ]


@pytest.mark.parametrize("sentence", ["比上年增加3家园区科协。", "距目标还差4个园区科协。", "新设后多了2家园区科协。"])
def test_a_difference_before_the_name_is_no_level_either(sentence: str) -> None:
    assert rows_of(report(sentence)) == []


def test_a_clause_without_a_noun_leans_on_the_clause_before() -> None:
    rows = rows_of(about_programme("到2023年底，园区科协目标10个，实际成立12家。"))
    assert own(rows) == [Row(PARKS, "target", 10, "2023-12-31"), Row(PARKS, "progress", 12, "2023-12-31")]


@pytest.mark.parametrize("clause", ["走访企业30家", "其中高校3家", "另有学会40个", "覆盖8个市"])
def test_a_clause_with_a_noun_of_its_own_does_not_lean(clause: str) -> None:
    assert len(rows_of(report(f"园区科协12家，{clause}。"))) == 1


def test_one_sentence_may_report_several_indicators() -> None:
    rows = rows_of(report("截至2023年底，园区科协12家、培训工程师2100名、服务企业1100余家。"))
    assert own(rows) == [
        Row(PARKS, "progress", 12, "2023-12-31"),
        Row("engineers-trained", "progress", 2100, "2023-12-31"),
        Row("enterprises-served", "progress", 1100, "2023-12-31"),
    ]


def test_a_row_cites_its_sentence_in_the_stored_text() -> None:
    document = report("## 进展\n工作扎实。截至2023年底，园区科协１２家。全年平稳。")
    (row,) = rows_of(document)
    citation = row.citation
    assert citation.quote == "截至2023年底，园区科协１２家。" == document.text[citation.start : citation.end]
    assert (citation.source, citation.page) == (document.source, 1)
    assert citation.quote[row.figure.start : row.figure.end] == "１２家"


def test_a_sentence_in_two_overlapping_passages_counts_once() -> None:
    document = report("园区科协12家。")
    passages = [Passage(f"report#{n}", "report", 1, 0, len(document.text), document.text) for n in (1, 2)]
    assert len(extract_rows(document, passages, PROGRAMME)) == 1


@pytest.mark.parametrize(
    "sentence", ["第十二届园区科协论坛举办。", "园区科协发〔2023〕12号印发。", "园区科协2023年成立。"]
)
def test_numbers_that_count_nothing_yield_nothing(sentence: str) -> None:
    assert own(rows_of(report(sentence))) == []
