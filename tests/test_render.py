import json
from dataclasses import replace
from datetime import date

from assistant.answering.draft import Draft
from assistant.answering.render import answer_payload, plain_text, terminal_text
from assistant.schema import Claim, Conflict, Hit, Passage, Reason, Verdict
from tests.fakes import GOALS, PARK_CONFLICT, TRAINED, scripted_answer

TODAY = date(2026, 11, 23)
KEYS = (
    "question standalone language mode answer claims declined reason confidence as_of conflicts suggestions hits"
    " timings_ms"
).split()
CITATION_KEYS = "document_id title publisher published url kind page start end quote".split()


def test_the_payload_has_exactly_the_keys_of_the_contract_in_order() -> None:
    payload = answer_payload(scripted_answer("园区科协成立了几家？"))
    assert list(payload) == KEYS
    assert list(payload["claims"][0]) == ["text", "verdict", "citations"]
    assert list(payload["claims"][0]["citations"][0]) == CITATION_KEYS
    assert list(payload["conflicts"][0]) == ["text", "citations"]


def test_the_payload_is_plain_json() -> None:
    answer = replace(
        scripted_answer("企业一线工程师培训了多少名？"),
        hits=(Hit(Passage("r#0", "report-2022", 2, 0, 3, "一年来"), 0.123456, {"vectors": 0.5}),),
        timings_ms={"total": 1.23456},
    )
    payload = json.loads(json.dumps(answer_payload(answer)))
    assert payload["hits"] == [{"document_id": "report-2022", "page": 2, "score": 0.1235, "text": "一年来"}]
    assert payload["timings_ms"] == {"total": 1.23}
    assert [claim["verdict"] for claim in payload["claims"]] == ["verified", "verified", "unverified"]


def test_a_refusal_says_why_in_the_payload() -> None:
    payload = answer_payload(scripted_answer("火星上有水吗？"))
    assert (payload["declined"], payload["reason"], payload["claims"]) == (True, Reason.NOT_IN_CORPUS.value, [])


def test_a_paragraph_joins_chinese_without_and_english_with_spaces() -> None:
    claims = (Claim("一。", ()), Claim("二。", ()))
    assert plain_text(Draft(claims, "ledger", lead="头。"), claims, "zh") == "头。一。二。"
    assert plain_text(Draft(claims, "ledger", closing="End."), claims, "en") == "一。 二。 End."


def test_lines_stand_below_each_other() -> None:
    claims = (Claim("一。", ()), Claim("二。", ()))
    assert plain_text(Draft(claims, "ledger", lead="头：", layout="lines"), claims, "zh") == "头：\n一。\n二。"


def test_the_terminal_numbers_each_citation_once_and_marks_doubt() -> None:
    text = terminal_text(scripted_answer("企业一线工程师培训了多少名？"), today=TODAY)
    assert "企业一线工程师培训已达1500名，比目标多500名。[1]" in text
    assert "服务面还会继续扩大。（未核实）[2]" in text
    assert text.count(f"「{TRAINED.quote}」") == 1
    assert f"「{GOALS.quote}」" in text
    assert "证据最新日期：2022-04-08（4年7个月前）" in text


def test_the_terminal_tells_the_age_of_the_evidence_in_the_language_of_the_answer() -> None:
    text = terminal_text(scripted_answer("How many engineers have been trained?"), today=TODAY)
    assert "2022-04-08 (4 years 7 months ago)" in text
    undated = replace(scripted_answer("园区"), as_of=None)
    assert "证据最新日期" not in terminal_text(undated, today=TODAY)


def test_the_terminal_shows_what_was_understood_and_what_is_disputed() -> None:
    answer = replace(scripted_answer("园区科协成立了几家？"), question="几家呢？")
    text = terminal_text(answer, today=TODAY)
    assert text.startswith("（理解为：园区科协成立了几家？）")
    assert f"来源不一致：{PARK_CONFLICT.text}" in text
    english = replace(answer, language="en", standalone="How many park associations are there?")
    assert terminal_text(english, today=TODAY).startswith("(Understood as: How many park associations are there?)")


def test_an_english_answer_has_no_full_width_marks_of_its_own() -> None:
    source = replace(
        TRAINED.source, title="Progress", publisher="Daily", url="http://example.org", reliability="low – x"
    )
    cited = replace(TRAINED, source=source, quote="1,500 were trained.", page=2)
    claims = (Claim("1,500 were trained.", (cited,), Verdict.VERIFIED),)
    conflict = Conflict("Six or five.", (cited,))
    answer = replace(
        scripted_answer("How many engineers have been trained?"),
        text=claims[0].text,
        standalone="How many?",
        claims=claims,
        conflicts=(conflict,),
        suggestions=("Why?", "When?"),
        as_of="2022-04",
    )
    text = terminal_text(answer, today=TODAY)
    assert [sign for sign in text if sign in "：；，。、？！（）「」《》"] == []
    assert (
        "\nSources:\n[1] Daily, “Progress”, 2022-04-08, p. 2, x, http://example.org\n    “1,500 were trained.”\n"
        in text
    )
    assert "Newest evidence: 2022-04 (" in text and "Sources disagree: Six or five." in text
    assert text.endswith("You could also ask: Why?  When?")


def test_what_is_remarked_on_a_source_is_said_once_and_suggestions_only_where_they_can_be_asked() -> None:
    source = replace(TRAINED.source, reliability="low – 转载 | repost")
    cited = (replace(TRAINED, source=source), replace(GOALS, source=source))
    answer = replace(
        scripted_answer("园区"), text="甲。", claims=(Claim("甲。", cited, Verdict.VERIFIED),), suggestions=("乙？",)
    )
    text = terminal_text(answer, today=TODAY)
    assert text.count("转载") == 1 and text.count(source.title) == 2 and text.endswith("还可以问：乙？")
    assert "还可以问" not in terminal_text(answer, today=TODAY, suggests=False)


def test_nothing_stands_behind_an_address_that_could_become_a_part_of_it() -> None:
    source = replace(TRAINED.source, url="http://example.org/a", reliability="low – 转载 | repost")
    answer = replace(scripted_answer("园区"), claims=(Claim("甲。", (replace(TRAINED, source=source),)),), text="甲。")
    assert [line for line in terminal_text(answer, today=TODAY).splitlines() if line.endswith("，http://example.org/a")]


def test_equal_claims_each_get_their_mark() -> None:
    claim = Claim("同一句。", (TRAINED,), Verdict.VERIFIED)
    answer = replace(scripted_answer("园区"), text="同一句。同一句。", claims=(claim, claim))
    assert terminal_text(answer, today=TODAY).splitlines()[0].count("同一句。[1]") == 2
