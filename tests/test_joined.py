"""What a claim joins as no sentence of its evidence does is found, and what it may join is left alone."""

import pytest

from assistant.answering.joined import exchanged_bodies, exchanged_people, other_places, unknown_items
from assistant.answering.rejoined import Told, exchanged_dates, exchanged_figures
from assistant.answering.support import Languages
from assistant.language.glossary import Term, build_glossary

GLOSSARY = build_glossary(
    [
        Term("李一", "Li Yi", "person"),
        Term("王二", "Wang Er", "person"),
        Term("甲公司", "Jia", "organisation"),
        Term("乙公司", "Yi", "organisation"),
        Term("东区", "East Zone", "place"),
        Term("南省", "South Province", "place"),
    ]
)
LANGUAGES = Languages("zh", lambda *_: None, GLOSSARY)


def told(text: str, *dates: str, published: str = "") -> Told:
    return Told(text, text, dates, published)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("王二到会并讲话，李一主持会议。", ["王二"]),
        ("李一出席会议并讲话，王二主持会议。", []),
    ],
)
def test_what_one_person_did_is_not_told_of_another(text: str, wrong: list[str]) -> None:
    assert exchanged_people(text, [told("李一出席会议并讲话，王二主持。")], LANGUAGES) == wrong


def test_few_words_are_enough_where_none_of_them_is_told_of_the_person_himself() -> None:
    evidence = [told("李一主持，王二宣读名单，安康代表与会。")]
    assert exchanged_people("会上第二批建站单位的名单由李一宣读。", evidence, LANGUAGES) == ["李一"]
    assert exchanged_people("会上第二批建站单位的名单由王二宣读。", evidence, LANGUAGES) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("乙公司把面条的含量提高到5%，年销售5000万元。", ["乙公司"]),
        ("甲公司把面条的含量提高到5%，年销售5000万元。", []),
        ("乙公司年出口近1000万美元。", []),
    ],
)
def test_what_one_body_did_is_not_told_of_another(text: str, wrong: list[str]) -> None:
    evidence = [told("企业之一是甲公司：它把面条含量提到5%，年销售5000万元。"), told("乙公司年出口近1000万美元。")]
    assert exchanged_bodies(text, evidence, LANGUAGES) == wrong


def test_a_person_is_not_told_of_another_month() -> None:
    evidence = [told("2024年1月29日的报道称李一为会长。", "2024-01-29"), told("2024年4月的报道写的是王二。", "2024-04")]
    assert exchanged_people("2024年1月的报道称王二为会长。", evidence, LANGUAGES) == ["王二"]
    assert exchanged_people("2024年1月的报道称李一为会长。", evidence, LANGUAGES) == []


def test_what_a_part_reached_is_not_told_of_the_whole() -> None:
    evidence = [told("东区新增企业327家。")]
    assert other_places("南省新增企业327家。", evidence, LANGUAGES) == ["南省"]
    assert other_places("全省新增企业327家。", evidence, LANGUAGES) == ["全省"]
    assert other_places("南省的东区新增企业327家。", evidence, LANGUAGES) == []
    assert other_places("新增企业327家。", evidence, LANGUAGES) == []


def test_an_item_of_a_list_must_be_known_where_the_others_are() -> None:
    evidence = "由机械、汽车、航空、电子4家学会组成"
    assert unknown_items("由机械、汽车、航空、化工四家学会组成", evidence) == ["化工"]
    assert unknown_items("由机械、航空、汽车、电子四家学会组成", evidence) == []
    assert unknown_items("涉及渔业、林业、茶业、牧业四类", evidence) == []


def test_a_rank_beside_a_figure_is_the_one_of_its_sentence() -> None:
    evidence = [told("2021年的指数为67.86%，排第9位。"), told("2019年的交易额居第六。")]
    assert exchanged_figures("2021年的指数为67.86%，排第6位。", evidence) == ["第6"]
    assert exchanged_figures("2021年的指数为67.86%，排第9位。", evidence) == []


def test_an_item_of_an_english_list_without_a_known_word_is_found() -> None:
    evidence = "Founded by the departments of science, of education and of human resources."
    assert unknown_items("the departments of science, education, and finance", evidence) == ["finance"]
    assert unknown_items("the departments of science, education, and human resources", evidence) == []
    assert unknown_items("departments of science, education, and finance", "由财政厅等部门", lambda _: ("财政",)) == []


def test_a_month_belongs_to_what_happened_in_it() -> None:
    passages = [told("2022年3月，出台试点方案。", "2022-03"), told("2022年12月，又出台10条措施。", "2022-12")]
    assert exchanged_dates("2022年12月出台了试点方案。", passages) == ["2022年12月"]
    assert exchanged_dates("2022年3月出台了试点方案。", passages) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("重点项目982个，计划投资2250亿元。", ["2250亿元"]),
        ("重点项目982个，计划投资9223亿元。", []),
        ("重点项目982个，另有重大企业460家。", []),
        ("技术输出额为1019亿元。", ["1019亿元"]),
        ("技术吸纳额为1019亿元。", []),
    ],
)
def test_a_figure_belongs_to_what_its_sentence_counts(text: str, wrong: list[str]) -> None:
    evidence = [
        told("招引重大企业460家，计划投资2250亿元。"),
        told("有重点项目982个，计划投资9223亿元。"),
        told("技术吸纳额是1019亿元。"),
        told("技术输出额居前，是2881亿元。"),
    ]
    assert exchanged_figures(text, evidence) == wrong
