"""What each metric looks at, and what it leaves alone."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from assistant.language.glossary import Term, build_glossary
from assistant.schema import Turn
from evals.metrics import measure_all
from evals.metrics.payload import Observation
from evals.sets import Case, GoldQuote
from tests.metric_sample import CASE, TEXT, TO_DECLINE, citation, right_answer, say, scores, wrong_digit

GLOSSARY = build_glossary(
    [
        Term("园区科协", "park association", "measure"),
        Term("院士专家工作站", "expert workstation", "measure"),
        Term("服务科技工作者", "science workers served", "measure"),
        Term("长安大学", "Chang’an University", "organisation"),
        Term("延河大学", "Yanhe University", "organisation"),
        Term("王小明", "Wang Xiaoming", "person"),
        Term("李大山", "Li Dashan", "person"),
        Term("陕西", "Shaanxi", "place", en_synonyms=("provincial",)),
    ]
)


@pytest.mark.parametrize(
    ("claim", "quote", "held"),
    [
        ("6 park associations had been set up.", "园区科协成立6家。", 1),
        ("6 expert workstations had been set up.", "园区科协成立6家。", 0),
        ("6 expert workstations had been set up.", "園區科協成立6家。", 0),
        ("Wang Xiaoming of Chang’an University spoke.", "长安大学的王小明教授介绍。", 1),
        ("Li Dashan of Yanhe University spoke.", "长安大学的王小明教授介绍。", 0),
        ("Xiaoming Wang (王小明) spoke.", "王小明教授介绍。", 1),
        ("Dashan Li (李大山) spoke.", "王小明教授介绍。", 0),
        ("science workers served: target 10,000.", "服务10000名科技工作者。", 1),
        ("park associations: target 10.", "企业科协10家。", 0),
        ("There were 461 carriers of provincial rank.", "省级以上载体有461个。", 1),
        ("王小明作了介绍。", "Wang Xiaoming spoke.", 1),
        ("李大山作了介绍。", "Wang Xiaoming spoke.", 0),
        ("Work goes on.", "园区科协成立6家。", 1),
    ],
)
def test_a_claim_in_another_language_than_its_quotes_is_held_by_the_names_of_the_glossary(
    claim: str, quote: str, held: int
) -> None:
    payload = {"claims": [{"text": claim, "citations": [{"quote": quote}]}]}
    assert measure_all(CASE, Observation(payload, glossary=GLOSSARY))["citation_recall"].value == held


def test_a_name_may_stand_in_the_title_over_the_quote() -> None:
    claim = {
        "text": "Wang Xiaoming gave a talk.",
        "citations": [{"quote": "他作了报告。", "title": "王小明教授的报告"}],
    }
    seen = Observation({"claims": [claim]}, glossary=GLOSSARY)
    assert measure_all(CASE, seen)["citation_recall"].value == 1


def test_the_reason_of_a_miss_names_what_is_missing() -> None:
    payload = right_answer()
    wrong_digit(payload)
    measured = measure_all(CASE, Observation(payload, texts={"report": TEXT}))
    assert measured["figure_recall"].why == "missing: 6, 10"
    assert measured["figure_precision"].why == "not quoted: 7"


def test_a_shown_calculation_of_quoted_figures_counts_as_quoted() -> None:
    payload = right_answer()
    payload["claims"][0]["citations"] += payload["claims"][1]["citations"]
    say(payload, "园区科协完成6家 ÷ 10个 = 60%。")
    assert scores(CASE, payload)["figure_precision"] == 1


@pytest.mark.parametrize(("start", "end", "hit"), [(0, 10, 0), (0, 11, 1), (17, 18, 1), (18, 20, 0), (-20, 18, 0)])
def test_a_gold_quote_is_hit_by_one_character_of_it_and_by_nothing_beside_it(start: int, end: int, hit: int) -> None:
    payload = right_answer()
    payload["claims"][0]["citations"] = [{"document_id": "report", "start": start, "end": end, "quote": ""}]
    del payload["claims"][1]
    assert (TEXT.index("园区科协成立6家"), TEXT.index("园区科协成立6家") + 8) == (10, 18)
    assert scores(CASE, payload)["quote_hit"] == hit


def test_a_gold_quote_that_stands_twice_is_hit_at_either_place_and_in_its_own_document_only() -> None:
    case = replace(CASE, gold_quotes=(GoldQuote("report", "园区科协"),))
    for quote in ("园区科协成立6家", "10个园区科协"):
        assert scores(case, {"claims": [{"text": "", "citations": [citation(quote)]}]})["quote_hit"] == 1
    elsewhere = citation("园区科协成立6家") | {"document_id": "other"}
    assert scores(case, {"claims": [{"text": "", "citations": [elsewhere]}]})["quote_hit"] == 0


def test_gold_quotes_are_not_asked_of_a_case_without_any_or_one_to_decline() -> None:
    assert scores(replace(CASE, gold_quotes=()), right_answer())["quote_hit"] is None
    assert scores(replace(TO_DECLINE, gold_quotes=CASE.gold_quotes), right_answer())["quote_hit"] is None


def test_a_name_that_is_translated_word_by_word_invents_no_figure() -> None:
    payload = right_answer()
    payload["claims"][0]["citations"][0]["quote"] = "“三新三小”竞赛获奖550个。"
    say(payload, "The “three new, three small” contest had 550 winners.")
    assert scores(CASE, payload)["figure_precision"] == 1
    say(payload, "The contest had 3 winners.")
    assert scores(CASE, payload)["figure_precision"] == 0


def test_figures_in_the_title_of_a_source_and_its_publication_date_need_no_quote() -> None:
    payload = right_answer()
    payload["claims"][0]["text"] = "据2022年4月8日的报道，园区科协成立6家。"
    payload["answer"] += "来源：2024年的一篇报道 [1]，第1页。"
    found = scores(CASE, payload)
    assert (found["figure_precision"], found["date_precision"]) == (1, 1)


@pytest.mark.parametrize(
    ("lang", "answer", "match"),
    [
        ("en", "Six park associations had been set up by April 2022. “截至2022年4月，园区科协成立6家。”", 1),
        ("en", "截至2022年4月，园区科协成立6家。", 0),
        ("en", "Chen Xuedong (陈学东) and Hao Yue (郝跃) came.", 1),
        ("en", "陈学东 (Chen) 和郝跃 (Hao) 来了。", 0),
        ("zh-Hant", "截至2022年4月，園區科協成立6家。", 1),
        ("zh-Hans", "U30青年双创活动和“科创中国”平台。", 1),
        ("mixed", "Six.", None),
        ("mixed", "截至2022年4月，园区科协成立6家。", 1),
        ("zh", "截至2022年4月，园区科协成立6家。", 1),
    ],
)
def test_quoted_evidence_may_stay_in_its_own_language(lang: Any, answer: str, match: int | None) -> None:
    case = Case(id="a", question="?", lang=lang, kind="progress")
    assert scores(case, right_answer() | {"answer": answer})["language_match"] == match


@pytest.mark.parametrize(
    ("lang", "question", "answer", "why"),
    [
        ("zh-Hans", "?", "原文写作「園區科協成立6家」，即《秦創原方案》的说法。", ""),
        ("zh-Hans", "?", "园区科協成立6家。", "not zh-Hans: 協"),
        ("zh-Hant", "?", "园区科協成立6家。", "not zh-Hant: 园区"),
        ("zh-Hant", "?", "皇后在公里外的台北乾杯。", ""),
        ("zh-Hans", "?", "皇后在公里外的台北干杯，著名的乾隆。", ""),
        ("zh", "園區科協幾家？", "园区科協成立6家。", "not zh-Hant: 园区"),
        ("mixed", "园区科协 progress 如何？", "園區科協成立6家。", "not zh-Hans: 園區協"),
    ],
)
def test_an_answer_keeps_to_the_script_of_the_question_but_for_quotations(
    lang: Any, question: str, answer: str, why: str
) -> None:
    case = Case(id="a", question=question, lang=lang, kind="progress")
    seen = Observation(right_answer() | {"answer": answer})
    assert measure_all(case, seen)["language_match"].why == why


def test_the_script_of_a_question_that_both_scripts_write_alike_is_that_of_the_conversation() -> None:
    case = Case(id="a", question="台北101有多高？", lang="zh", kind="follow-up", history=(Turn("user", "園區科協？"),))
    assert scores(case, right_answer() | {"answer": "资料里没有。"})["language_match"] == 0
    assert scores(case, right_answer() | {"answer": "資料裡沒有。"})["language_match"] == 1


def test_an_english_answer_may_be_the_words_of_an_english_source() -> None:
    case = Case(id="a", question="?", lang="en", kind="progress")
    payload = right_answer() | {"answer": "Xixian signed 48 projects (860.46亿元)."}
    payload["claims"][0]["citations"][0]["quote"] = payload["answer"]
    assert scores(case, payload)["language_match"] == 1


def test_a_payload_from_outside_with_missing_parts_is_scored_and_not_refused() -> None:
    bare = scores(CASE, {})
    assert bare["figure_recall"] == 0
    assert bare["citation_exact"] == 0
    assert bare["errors"] == 0


def test_scoring_leaves_the_payload_as_it_was() -> None:
    payload = right_answer()
    before = deepcopy(payload)
    scores(CASE, payload)
    assert payload == before


def test_completeness_asks_for_nothing_that_the_question_gives_away_or_no_gold_source_has() -> None:
    asked = replace(CASE, question="王小明在2022年4月介绍了什么？")
    payload = right_answer()
    payload["answer"] = "6家，目标10个。"
    seen = Observation(payload, texts={"report": TEXT})
    assert measure_all(asked, seen)["completeness"].why == "missing: 2023-?-?, 长安大学, 远望方案"
    assert measure_all(asked, Observation(payload, texts={}))["completeness"].value == 1


def test_completeness_needs_something_to_look_for() -> None:
    vague = replace(CASE, gold_figures=(), gold_answer="还在筹备。")
    assert scores(vague, right_answer())["completeness"] is None
    english = replace(CASE, lang="en", gold_figures=(), gold_answer="由长安大学的王小明教授介绍。")
    assert scores(english, right_answer())["completeness"] is None


def test_a_traditional_answer_has_the_names_of_a_simplified_gold_answer() -> None:
    case = replace(CASE, lang="zh-Hant", gold_figures=(), gold_answer="《远望方案》")
    payload = right_answer() | {"answer": "見《遠望方案》。"}
    assert scores(case, payload)["completeness"] == 1
