"""The glossary finds names in both languages where they stand, and refuses a file that would mislead."""

from pathlib import Path
from time import perf_counter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.language.glossary import Glossary, Term, TermKind, build_glossary, load_glossary
from assistant.schema import Language

SHIPPED_PATH = Path(__file__).parents[1] / "corpus" / "glossary.yaml"
SHIPPED = load_glossary(SHIPPED_PATH)

PARK = Term(
    "园区科协", "science-park association", "organisation", ("园区科学技术协会",), ("park association",), "甲。", "A."
)
ASSOCIATION = Term("科协", "association", "organisation")
SMALL = build_glossary(
    [
        PARK,
        ASSOCIATION,
        Term("李豫琦", "Li Yuqi", "person"),
        Term("吕建军", "Lü Jianjun", "person"),
        Term("西安", "Xi’an", "place"),
        Term("三新三小", "three new, three small", "event"),
        Term("12621工程", "12621 programme", "term", ("12621",)),
        Term("研发", "R&D", "term"),
        Term("主办", "organise", "term"),
        Term("国际组织", "organisation", "organisation"),
        Term("4月", "April", "term"),
        Term("签约", "sign", "term", ("签署",)),
        Term("中心", "centre", "term"),
    ]
)

PIECES = [name for term in SMALL.terms for name in (term.zh, term.en, *term.zh_synonyms, *term.en_synonyms)]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*PIECES, " ", "’s ", "“", "。", "１２６２１", "½", "㍿"]), st.text(max_size=4))
)
LANGUAGES = st.sampled_from(get_args(Language))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many SCIENCE PARK associations?", ("园区科协", "园区科学技术协会")),
        ("the park\u2011association’s target", ("园区科协", "园区科学技术协会")),
        ("the associations", ("科协",)),
        ("Who is Li Yuqi?", ("李豫琦",)),
        ("Yuqi Li spoke", ("李豫琦",)),
        ("Lǐ Yùqí", ("李豫琦",)),
        ("Lu Jianjun and Xian", ("吕建军", "西安")),
        ("Xi'an's plan", ("西安",)),
        ("the “three new, three small” contest", ("三新三小",)),
        ("the 12621 program and the 12621 programme", ("12621工程",)),
        ("R&D", ("研发",)),
        ("They organized it", ("主办",)),
        ("two organizations", ("国际组织",)),
        ("contracts signed in two Centers", ("签约", "中心")),
        ("nothing of the kind", ()),
    ],
)
def test_english_names_become_chinese_ones(question: str, expected: tuple[str, ...]) -> None:
    assert SMALL.chinese_for(question) == expected


def test_a_name_does_not_reach_over_a_full_stop() -> None:
    assert SMALL.chinese_for("It is a park. Association members came.") == ("科协",)


def test_an_ambiguous_english_word_gives_every_chinese_name_and_the_first_term() -> None:
    contest, track = Term("大赛", "contest", "event"), Term("赛期", "contest", "term")
    glossary = build_glossary([contest, track])
    assert glossary.chinese_for("the contest") == ("大赛", "赛期")
    assert [match.term for match in glossary.find("the contest", language="en")] == [contest]


def test_chinese_names_become_english_ones_longest_first() -> None:
    assert SMALL.english_for("园区科学技术协会和科协签署") == ("science-park association", "association", "sign")


def test_full_width_digits_name_the_programme() -> None:
    assert SMALL.english_for("１２６２１工程") == ("12621 programme",)


@pytest.mark.parametrize("text", ["126210项", "2024年14月", "a12621"])
def test_a_number_inside_a_longer_one_is_no_name(text: str) -> None:
    assert SMALL.find(text, language="zh") == ()


def test_synonyms_leave_out_what_the_text_says_already() -> None:
    assert SMALL.synonyms_for("园区科学技术协会") == ("园区科协",)
    assert SMALL.synonyms_for("签约了") == ("签署",)


def test_spans_point_into_the_text_as_it_was_given() -> None:
    text = "Lü Jianjun visited the Science\u2013Park Associations."
    spans = [text[match.start : match.end] for match in SMALL.find(text, language="en")]
    assert spans == ["Lü Jianjun", "Science\u2013Park Associations"]


def test_definition_answers_to_names_and_synonyms_only() -> None:
    assert SMALL.definition("Park associations", language="en") is PARK
    assert SMALL.definition(" 园区科学技术协会 ", language="zh") is PARK
    assert SMALL.definition("the park association", language="en") is None
    assert SMALL.definition("天气", language="zh") is None
    assert SMALL.definition("", language="zh") is None


@given(TEXTS.map("".join), LANGUAGES)
def test_spans_are_in_range_in_order_and_name_their_term(text: str, language: Language) -> None:
    end = 0
    for match in SMALL.find(text, language=language):
        assert end <= match.start < match.end <= len(text)
        assert SMALL.definition(text[match.start : match.end], language=language) is match.term
        end = match.end


@given(st.text())
def test_any_text_gives_names_without_repetition(text: str) -> None:
    for names in (SMALL.chinese_for(text), SMALL.english_for(text), SMALL.synonyms_for(text)):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("zh: 院士", "must be a YAML list"),
        ("- 院士", "entry 1: must be a mapping"),
        ("- {zh: 院士, kind: term}", r"entry 1 \(院士\): en missing"),
        ("- {zh: 院士, en: academician, kind: animal}", r"entry 1 \(院士\): kind is 'animal'"),
        ("- {zh: 院士, en: academician, kind: [term]}", r"entry 1 \(院士\): kind is"),
        ("- {zh: 院士, en: academician, kind: term, english: x}", r"entry 1 \(院士\): unknown english"),
        ("- {zh: 院士, en: academician, kind: term, en_synonyms: member}", "en_synonyms must be a list of texts"),
        ("- {zh: 院士, en: ' ', kind: term}", "en must be a text"),
        ("- {zh: 院士, en: 院士, kind: term}", "en must be written in Latin letters"),
        (
            "- {zh: 院士, en: academician, kind: term}\n- {zh: 专家, en: expert, kind: term, zh_synonyms: [院士]}",
            r"entry 2 \(专家\): 院士 already stands in entry 1",
        ),
        ("- {zh: 院士", "cannot be read as a YAML list"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=complaint) as caught:
        load_glossary(path)
    assert str(path) in str(caught.value)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    foreign = tmp_path / "gbk.yaml"
    foreign.write_bytes("- {zh: 院士}".encode("gbk"))
    for path in (foreign, tmp_path / "none.yaml"):
        with pytest.raises(UsageError, match=path.name):
            load_glossary(path)


def test_numbers_need_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("- {zh: 12621, en: 12621, kind: term}", encoding="utf-8")
    assert load_glossary(path).english_for("12621") == ("12621",)


def test_the_shipped_glossary_is_large_and_defines_what_newcomers_ask() -> None:
    defined = [term for term in SHIPPED.terms if term.definition_zh and term.definition_en]
    assert len(SHIPPED.terms) >= 360
    assert len(defined) >= 80
    assert {term.kind for term in SHIPPED.terms} == set(get_args(TermKind))


def test_every_shipped_definition_comes_in_both_languages_as_one_sentence() -> None:
    for term in SHIPPED.terms:
        assert bool(term.definition_zh) == bool(term.definition_en), term.zh
        assert not term.definition_zh or term.definition_zh.endswith("。"), term.zh
        assert not term.definition_en or term.definition_en.endswith("."), term.zh


def test_no_shipped_chinese_name_is_a_single_character() -> None:
    # 办 or 建 would be found inside half of all words.
    assert [name for term in SHIPPED.terms for name in (term.zh, *term.zh_synonyms) if len(name) < 2] == []


def test_every_shipped_name_leads_to_its_term() -> None:
    for term in SHIPPED.terms:
        for name in (term.zh, *term.zh_synonyms):
            assert SHIPPED.definition(name, language="zh") is term, name
        for name in (term.en, *term.en_synonyms):
            assert term.zh in SHIPPED.chinese_for(name), name


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many park branches are there?", "园区科协"),
        ("What is the target for front-line engineer training?", "工程师培训"),
        ("Who won first prizes in the innovation method competition?", "创新方法大赛"),
        ("technology contract turnover, year on year", "技术合同成交额"),
        ("Is the hundred-universities campaign over?", "百会百校助千企"),
        ("the chairman of the federation", "理事长"),
        ("applications in May", "5月"),
        ("How many gazelles and SMEs?", "瞪羚企业"),
    ],
)
def test_shipped_terms_translate_common_questions(question: str, expected: str) -> None:
    assert expected in SHIPPED.chinese_for(question)


def test_may_the_verb_is_not_the_month() -> None:
    assert "5月" not in SHIPPED.chinese_for("How many may a university nominate?")


@pytest.mark.parametrize("call", [Glossary.chinese_for, Glossary.english_for, Glossary.synonyms_for])
def test_a_question_takes_about_a_millisecond_at_most(call: object) -> None:
    assert callable(call)
    question = "How many 科技型中小企业 and high-tech enterprises did Xixian New Area report by November 2021? " * 2
    seconds = []
    for _ in range(50):
        started = perf_counter()
        call(SHIPPED, question)
        seconds.append(perf_counter() - started)
    assert min(seconds) < 0.001
