"""A sentence without a mark may rest on the source named at the end of its paragraph, if that bears it out."""

import pytest

from assistant.answering.judged import Shown, judge
from assistant.answering.knowledge import Knowledge
from assistant.answering.refusal import is_refusal
from assistant.answering.reply import read_begun, read_statements
from assistant.schema import Hit, Passage, Source, Verdict

TOLD = "截至2022年4月，园区科协已成立6家。截至2022年4月，企业科协已成立14家。"
REPLY = "园区科协成立6家。企业科协成立14家。[1]\n企业科协另有9家。"


def marks(reply: str) -> list[tuple[tuple[int, ...], bool]]:
    return [(one.numbers, one.borrowed) for one in read_statements(reply, passage_count=3)]


def test_a_paragraph_may_name_its_source_once() -> None:
    assert marks(REPLY) == [((1,), True), ((1,), False), ((), False)]
    assert marks("成立6家。[1]成立14家。") == [((1,), False), ((), False)]
    assert marks("甲。乙[1]。丙。丁[2]。") == [((1,), True), ((1,), False), ((2,), True), ((2,), False)]
    assert marks("- 成立6家\n- 成立14家[1]") == [((), False), ((1,), False)]


@pytest.mark.parametrize(
    "reply", [REPLY, "甲有6家。乙有[1]14家[2]。丙有3家。丁有4家。[3]", "A has 6. B has 14. [1] Then C came."]
)
def test_nothing_that_is_complete_changes_while_the_reply_goes_on(reply: str) -> None:
    whole = read_statements(reply, passage_count=3)
    before: list[object] = []
    for end in range(len(reply) + 1):
        complete, begun = read_begun(reply[:end], passage_count=3)
        assert complete[: len(before)] == before
        assert complete == whole[: len(complete)]
        before = list(complete)
        # A sentence that waits for its mark stays in sight.
        said = "".join(statement.text for statement in complete) + begun
        assert said.replace(" ", "") in "".join(statement.text for statement in whole).replace(" ", "")
    assert len(before) >= len(whole) // 2


@pytest.mark.parametrize(
    ("reply", "verdicts"),
    [
        (REPLY, ["verified", "verified", "unverified"]),
        ("园区科协成立60家。企业科协成立14家。[1]", ["unverified", "verified"]),
        ("长安大学成立6家。企业科协成立14家。[1]", ["unverified", "verified"]),
    ],
)
def test_what_the_source_does_not_bear_out_is_a_sentence_without_one(
    knowledge: Knowledge, reply: str, verdicts: list[str]
) -> None:
    source = Source("a", "省科协", "日报", "2022-04-08", None, "news", "zh")
    hits = [Hit(Passage("1", "a", 1, 0, len(TOLD), TOLD, ""), 1.0)]
    shown = Shown(hits, {"a": source}, lambda _: TOLD, knowledge.languages("zh"))
    claims = [judge(statement, shown) for statement in read_statements(reply, passage_count=1)]
    assert [claim.verdict.value for claim in claims] == verdicts
    failed = [claim for claim in claims if claim.verdict is not Verdict.VERIFIED]
    assert all(not claim.citations and claim.doubts[0].kind == "uncited" for claim in failed)


def test_a_refusal_stays_one_before_a_sentence_with_a_source() -> None:
    first, _ = read_statements("资料中没有提到这一数字。企业科协成立14家。[1]", passage_count=1)
    assert first.borrowed and is_refusal(first)
