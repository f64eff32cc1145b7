from dataclasses import replace

import pytest

from assistant.answering.draft import Draft
from assistant.answering.ledger_answer import answer_indicators
from assistant.answering.programme_answer import answer_all_targets, answer_code, answer_deadline
from assistant.answering.understand import understand
from assistant.answering.wording import say
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.ledger.table import build_table
from assistant.pipeline import Assistant
from assistant.schema import Reason, TargetTable
from tests.ledger_values import LATER, REPORT, TEXTS, row, rows, table

NOTHING = TargetTable(None, ())


def answer(question: str, glossary: Glossary, programme: Programme) -> Draft:
    return answer_indicators(understand(question, glossary=glossary, programme=programme), table(programme), programme)


def said(draft: Draft) -> str:
    return "\n".join([draft.lead, *(claim.text for claim in draft.claims)])


def test_a_question_for_the_target_gets_the_target_alone(glossary: Glossary, programme: Programme) -> None:
    draft = answer("园区科协的目标是多少个？", glossary, programme)
    assert [claim.text for claim in draft.claims] == ["12621工程的目标是：到2023年，成立园区科协10个。"]
    assert draft.claims[0].citations[0].source.id == "plan"


def test_a_question_for_progress_gets_the_figure_with_its_date_first(glossary: Glossary, programme: Programme) -> None:
    first, second = answer("园区科协成立了几家？", glossary, programme).claims
    assert first.text.startswith("截至2022年4月，已成立园区科协6家")
    assert "目标" in second.text


def test_a_rate_is_a_claim_with_both_sources(glossary: Glossary, programme: Programme) -> None:
    draft = answer("园区科协的完成率是多少？", glossary, programme)
    (rate,) = [claim for claim in draft.claims if "60%" in claim.text]
    assert [citation.source.id for citation in rate.citations] == ["report", "plan"]


def test_a_difference_is_calculated_on_request_only(glossary: Glossary, programme: Programme) -> None:
    assert "少4家（10−6）" in said(answer("园区科协还差几家？", glossary, programme))
    assert "10−6" not in said(answer("园区科协成立了几家？", glossary, programme))


def test_whether_a_target_is_met_is_said_first(glossary: Glossary, programme: Programme) -> None:
    assert answer("园区科协完成目标了吗？", glossary, programme).lead == say("partly", "zh")
    assert answer("企业一线工程师培训完成目标了吗？", glossary, programme).lead == say("met", "zh")
    assert answer("Has the target for science-park associations been met?", glossary, programme).lead == say(
        "partly", "en"
    )


def test_what_nobody_reported_is_declined_with_the_target(glossary: Glossary, programme: Programme) -> None:
    draft = answer("专家服务团组建了多少个？", glossary, programme)
    assert (draft.declined, draft.reason) == (True, Reason.NOT_REPORTED)
    assert draft.lead.startswith("资料没有报告“专家服务团”的完成数")
    assert "100个" in said(draft)


def test_the_target_of_an_unreported_indicator_is_no_refusal(glossary: Glossary, programme: Programme) -> None:
    assert not answer("专家服务团的目标是多少个？", glossary, programme).declined


def test_a_false_premise_is_corrected_and_not_declined(glossary: Glossary, programme: Programme) -> None:
    draft = answer("听说园区科协已经成立了20家，对吗？", glossary, programme)
    assert draft.lead == say("unsupported", "zh")
    assert not draft.declined and "6家" in said(draft)


def test_a_right_premise_is_confirmed(glossary: Glossary, programme: Programme) -> None:
    assert answer("听说园区科协成立了6家，对吗？", glossary, programme).lead == say("confirmed", "zh")


def test_an_alleged_failure_of_a_met_target_is_not_supported(glossary: Glossary, programme: Programme) -> None:
    draft = answer("为什么企业一线工程师的培训目标没有完成？", glossary, programme)
    assert draft.lead == say("unsupported", "zh")
    assert "1500名" in said(draft)


def test_different_measures_are_not_compared(glossary: Glossary, programme: Programme) -> None:
    draft = answer("园区科协和企业科协的数字能相加吗？", glossary, programme)
    assert draft.lead == say("not_same", "zh")
    assert "企业科协为14家（口径不同）" in said(draft)


def test_the_size_of_a_batch_is_given_plainly(glossary: Glossary, programme: Programme) -> None:
    draft = answer("第三批院士专家工作站有多少家？", glossary, programme)
    assert said(draft).strip() == "2023年，第三批院士专家工作站为20家。"


def test_later_than_any_report_is_not_reported(glossary: Glossary, programme: Programme) -> None:
    draft = answer("到2025年园区科协成立了几家？", glossary, programme)
    assert (draft.declined, draft.lead) == (True, say("later", "zh"))
    assert "6家" in said(draft)


def test_several_indicators_are_answered_in_the_order_asked(glossary: Glossary, programme: Programme) -> None:
    text = said(answer("企业一线工程师和园区科协的目标分别是多少？", glossary, programme))
    assert 0 < text.index("1000名") < text.index("10个")


def test_a_history_lists_earlier_figures(glossary: Glossary, programme: Programme) -> None:
    earlier = row("park-associations", 3, "家", REPORT, date="2021-10")
    state = build_table([*rows(), earlier], programme)
    asked = understand("园区科协数量的历年变化如何？", glossary=glossary, programme=programme)
    assert "3家" in said(answer_indicators(asked, state, programme))


def test_sources_that_disagree_are_shown(glossary: Glossary, programme: Programme) -> None:
    other = replace(row("park-associations", 5, "家", REPORT))
    asked = understand("园区科协成立了几家？", glossary=glossary, programme=programme)
    draft = answer_indicators(asked, build_table([*rows(), other], programme), programme)
    assert len(draft.conflicts) == 1 and len(draft.conflicts[0].citations) == 2


def test_an_english_answer_is_english(glossary: Glossary, programme: Programme) -> None:
    text = said(answer("How many science-park associations have been founded?", glossary, programme))
    assert text.replace("’", "").strip().isascii()
    assert "6 science-park associations" in text and "April 2022" in text


def test_all_targets_of_one_sentence_make_one_claim(glossary: Glossary, programme: Programme) -> None:
    asked = understand("12621工程有哪些目标？", glossary=glossary, programme=programme)
    (claim,) = answer_all_targets(asked, table(programme), programme).claims
    assert [part for part in ("10个", "1000名", "1000家", "100个") if part not in claim.text] == []
    assert claim.citations[0].quote == TEXTS["plan"]


def test_the_deadline_is_that_of_the_targets(glossary: Glossary, programme: Programme) -> None:
    asked = understand("12621工程的目标什么时候完成？", glossary=glossary, programme=programme)
    assert "2023年" in answer_deadline(asked, table(programme), programme).claims[0].text
    assert answer_deadline(asked, NOTHING, programme).reason is Reason.NOT_REPORTED


def test_the_code_is_read_from_the_sizes_of_the_targets(glossary: Glossary, programme: Programme) -> None:
    asked = understand("12621的数字代表什么？", glossary=glossary, programme=programme)
    texts = [claim.text for claim in answer_code(asked, table(programme)).claims]
    assert texts == ["10：园区科协", "100：专家服务团", "1000：培训企业一线工程师、服务企业"]


@pytest.mark.parametrize("question", ["园区科协成立了几家？", "How many science-park associations exist?"])
def test_an_empty_ledger_reports_nothing(question: str, glossary: Glossary, programme: Programme) -> None:
    asked = understand(question, glossary=glossary, programme=programme)
    draft = answer_indicators(asked, build_table([], programme), programme)
    assert (draft.declined, draft.reason, draft.claims) == (True, Reason.NOT_REPORTED, ())


def with_later(programme: Programme) -> TargetTable:
    return build_table([*rows(), row("park-associations", 12, "家", LATER, date="2023-12-31")], programme)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("截至2022年4月园区科协成立了几家？", "6家"),
        ("截至2023年底园区科协成立了几家？", "12家"),
        ("园区科协成立了几家？", "12家"),
        ("2022年4月以后园区科协成立了几家？", "12家"),
    ],
)
def test_the_state_on_the_day_that_is_asked_for_is_told(
    question: str, figure: str, glossary: Glossary, programme: Programme
) -> None:
    asked = understand(question, glossary=glossary, programme=programme)
    assert figure in answer_indicators(asked, with_later(programme), programme).claims[0].text


def test_earlier_than_any_report_gets_the_first_one_with_a_word_of_warning(
    glossary: Glossary, programme: Programme
) -> None:
    draft = answer("2021年9月园区科协成立了几家？", glossary, programme)
    assert (draft.declined, draft.lead) == (False, say("earlier", "zh"))


def test_who_reported_a_figure_is_told_with_the_day(glossary: Glossary, programme: Programme) -> None:
    assert "出处是日报2022年4月8日的报道" in said(answer("园区科协的数字是哪家媒体报的？", glossary, programme))


def test_a_presupposed_figure_is_corrected_without_being_asked(glossary: Glossary, programme: Programme) -> None:
    assert answer("既然园区科协有30家，谁来管？", glossary, programme).lead == say("unsupported", "zh")


def test_the_target_in_a_question_for_progress_is_no_premise(glossary: Glossary, programme: Programme) -> None:
    draft = answer("100个专家服务团里已经组建了几个？", glossary, programme)
    assert draft.declined and draft.lead.startswith("资料没有报告")


def test_two_indicators_are_compared_by_their_rates(glossary: Glossary, programme: Programme) -> None:
    text = said(answer("园区科协和服务企业，哪一项完成得更快？", glossary, programme))
    assert "60%（6÷10）" in text and "50%（500÷1000）" in text


def test_what_an_editor_corrected_says_so(glossary: Glossary, programme: Programme) -> None:
    corrected = replace(row("park-associations", 7, "家", REPORT), overridden="电话核实（张三）")
    state = build_table([*rows(), corrected], programme)
    asked = understand("园区科协成立了几家？", glossary=glossary, programme=programme)
    assert answer_indicators(asked, state, programme).claims[0].text.endswith("（经人工更正）。")


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("培训企业一线工程师1000名完成了吗", "已达到目标"),
        ("服务企业1000家达到了吗", "尚未达到目标"),
        ("服务科技工作者一万名做到了吗", "没有报告"),
        ("园区科协建成10家了吗？", "尚未达到目标"),
        ("Did they train 1,000 engineers?", "has been met"),
        ("1500名工程师算完成了吗", "已达到目标"),
        ("58家专家工作站算完成了吗", "不是一回事"),
        # What somebody heard is no question how things stand.
        ("听说已经服务了1000家企业？", "不支持"),
        ("培训了2000名一线工程师吗", "不支持"),
    ],
)
def test_whether_the_number_that_was_set_is_reached_is_told_by_the_newest_figure(
    question: str, lead: str, assistant: Assistant
) -> None:
    told = assistant.ask(question)
    assert told.mode == "ledger" and lead in told.lead


@pytest.mark.parametrize("question", ["园区科协要成立几个才算完成？", "服务企业做到多少家才算达标？"])
def test_how_many_will_do_compares_nothing(question: str, assistant: Assistant) -> None:
    assert "不是一回事" not in assistant.ask(question).text


def test_how_many_there_really_are_is_no_dispute(assistant: Assistant) -> None:
    assert "没有报告" in assistant.ask("院士专家工作站到底建了几家").lead
