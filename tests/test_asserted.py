"""What a claim adds without a figure or a name: reasons, multiples in words, the top of a list."""

import pytest

from assistant.answering.asserted import added_to

RATES = "增速为：中小企业40.60%、高新企业40.34%、专利22.55%。"


@pytest.mark.parametrize(
    ("text", "evidence", "added"),
    [
        ("由于减税政策落地，企业增长25%。", "企业增长25%。", ["减税政策落地"]),
        ("由于减税政策落地，企业增长25%。", "减税政策落地，企业增长25%。", []),
        ("It grew because of foreign investment.", "It grew.", ["foreign investment"]),
        ("It grew because of foreign investment.", "Foreign investment made it grow.", []),
        ("企业数量翻了两番。", "企业数量增长2.2倍。", ["翻了两番"]),
        ("It more than tripled.", "It was 2.2 times that of the year before.", ["tripled"]),
        ("It more than doubled.", "It was 2.2 times that of the year before.", []),
        ("It more than doubled.", "It was 2.0 times that of the year before.", []),
        ("It nearly doubled.", "It grew by 96%.", []),
        ("从200家到400家，翻了一番。", "从200家增加到400家。", []),
        ("高新企业最高，为40.34%。", RATES, ["最高"]),
        ("中小企业最高，为40.60%。", RATES, []),
        ("专利最低，为22.55%。", RATES, []),
        ("高新企业最低，为40.34%。", RATES, ["最低"]),
        ("共16项，其中技术7项最多。", "共16项。技术7项、企业2家、人才4人。", []),
    ],
)
def test_what_the_evidence_does_not_bear_out_is_returned(text: str, evidence: str, added: list[str]) -> None:
    assert added_to(text, [evidence], lambda _: ()) == added


def test_a_reason_may_stand_in_the_source_under_a_chinese_name() -> None:
    meanings = {"tax": ("税收",), "cut": ("减免",)}
    text = "It grew because of tax cuts."
    assert added_to(text, ["税收减免，企业增长。"], lambda word: meanings.get(word, ())) == []
    assert added_to(text, ["企业增长。"], lambda word: meanings.get(word, ())) == ["tax cuts"]
