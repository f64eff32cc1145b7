from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.schema import Claim, Conflict, Reason, Turn, Verdict
from assistant.window.answer import answer_html
from tests.fakes import PARKS, scripted_answer
from tests.window_page import assert_inert, tags, visible

TODAY = date(2026, 11, 23)


def test_each_claim_ends_with_links_to_its_evidence() -> None:
    html = answer_html(scripted_answer("一线工程师培训了多少名？"), 3, today=TODAY)
    marks = [attributes["href"] for tag, attributes in tags(html) if tag == "a"]
    assert marks == ["#e3-1", "#e3-2", "#e3-3", "#e3-2"]
    assert "目标多500名。[1]" in visible(html)


def test_verdicts_are_told_in_words() -> None:
    text = visible(answer_html(scripted_answer("一线工程师培训了多少名？"), 1, today=TODAY))
    assert text.count("✓ 已核实") == 3  # two claims and the legend
    assert "服务面还会继续扩大。[2]\u00a0未核实" in text


def test_the_date_of_the_evidence_comes_with_its_age() -> None:
    chinese = visible(answer_html(scripted_answer("工程师"), 1, today=TODAY))
    english = visible(answer_html(scripted_answer("How many engineers?"), 1, today=TODAY))
    assert "依据截至 2022年4月8日（4年7个月前）" in chinese
    assert "Evidence as of 8 Apr 2022 (4 years 7 months ago)" in english


def test_disagreeing_sources_are_shown_with_the_evidence_of_each_side() -> None:
    text = visible(answer_html(scripted_answer("园区科协有几家？"), 1, today=TODAY))
    assert "来源不一致园区科协的数量，一处写6家，一处写5家。[1][3]" in text


def test_many_disagreements_do_not_bury_the_answer() -> None:
    answer = scripted_answer("园区科协有几家？")
    html = answer_html(replace(answer, conflicts=answer.conflicts * 5), 1, today=TODAY)
    assert html.index("另有 3 处") < html.index("处写6家", html.index("<details>"))
    assert html.count('class="conflict disagree"') == 5


def test_a_rewritten_follow_up_is_shown_and_an_unchanged_question_is_not_repeated() -> None:
    rewritten = scripted_answer("那企业呢", [Turn("user", "工程师"), Turn("assistant", "1500名")])
    assert "理解为 12621工程到2022年4月服务了多少家企业？" in visible(answer_html(rewritten, 1, today=TODAY))
    assert "理解为" not in answer_html(scripted_answer("园区科协有几家？"), 1, today=TODAY)


def test_a_declined_answer_looks_different_and_cites_nothing() -> None:
    html = answer_html(scripted_answer("火星上有水吗"), 1, today=TODAY)
    assert 'class="answer declined"' in html
    assert "没有找到可靠依据" in html
    assert "<a" not in html


def test_a_declined_answer_without_words_gives_its_reason() -> None:
    answer = replace(scripted_answer("火星上有水吗"), text="", reason=Reason.OUT_OF_SCOPE)
    assert "这不在 12621 工程和秦创原的范围内。" in visible(answer_html(answer, 1, today=TODAY))


@pytest.mark.parametrize("reason", [Reason.OUT_OF_SCOPE, Reason.UNSAFE])
def test_a_greeting_or_an_order_is_not_said_to_lack_evidence(reason: Reason) -> None:
    answer = replace(scripted_answer("火星上有水吗"), text="您好。", reason=reason)
    html = answer_html(answer, 1, today=TODAY)
    assert 'class="answer declined"' in html and "没有找到可靠依据" not in html
    assert visible(html) == "您好。"


@given(st.text())
def test_nothing_in_an_answer_is_read_as_markup(text: str) -> None:
    answer = replace(
        scripted_answer("园区科协有几家？"),
        standalone=text,
        as_of=text,
        claims=(Claim(text, (PARKS,), Verdict.VERIFIED),),
        conflicts=(Conflict(text, (PARKS,)),),
    )
    assert_inert(answer_html(answer, 1, today=TODAY))
    assert_inert(answer_html(replace(answer, declined=True, text=text, claims=()), 1, today=TODAY))
