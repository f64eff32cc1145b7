import pytest

from assistant.answering.verify import unsupported, verify_claim
from assistant.schema import Citation, Claim, Source, Verdict

QUOTE = "截至2022年4月，园区科协已成立6家，服务企业500余家，完成率60%，目标10家，投入1.6万元。"
BEFORE = "一年来的进展。"


def stored(document_id: str) -> str:
    return {"report": BEFORE + QUOTE + "此外没有别的。"}[document_id]


def citation(quote: str = QUOTE, *, document: str = "report", published: str | None = "2022-05-08") -> Citation:
    source = Source(document, "进展", "日报", published, None, "news", "zh")
    return Citation(source, 1, len(BEFORE), len(BEFORE) + len(quote), quote)


def verdict(text: str, *citations: Citation) -> Verdict:
    return verify_claim(Claim(text, citations), stored).verdict


def wrong(text: str, quote: str) -> list[str]:
    return unsupported(text, [citation(quote)])


@pytest.mark.parametrize(
    "text",
    [
        "园区科协已成立6家。",
        "园区科协已成立６家。",
        "园区科协已成立六家。",
        "Six associations have been founded.",
        "截至2022年4月，服务企业500余家。",
        "By April 2022, more than 500 enterprises had been served.",
        "完成率百分之六十。",
        "完成率六成。",
        "That is 60 percent.",
        "投入16000元。",
        "It cost 16,000 yuan.",
        "完成率为60%（6÷10）。",
        "尚差4家（10−6）。",
        "据2022年5月8日的报道，园区科协6家。",
        "12621工程仍在推进。",
    ],
)
def test_what_stands_in_the_quote_or_is_shown_as_a_calculation_is_verified(text: str) -> None:
    assert verdict(text, citation()) is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("园区科协已成立7家。", "7家"),
        ("园区科协已成立6名。", "6名"),
        ("截至2023年4月，园区科协6家。", "2023年4月"),
        ("截至2022年6月，园区科协6家。", "2022年6月"),
        ("据2022年5月9日的报道，园区科协6家。", "2022年5月9日"),
        ("服务企业500家。", "500家"),
        ("500 enterprises have been served.", "500"),
        ("服务企业至少500家。", "500家"),
        ("园区科协超过6家。", "6家"),
        ("完成率61%。", "61%"),
        ("比上年高60个百分点。", "60个百分点"),
        ("投入1.6亿元。", "1.6亿元"),
        ("一共16家。", "16家"),
        ("尚差4家。", "4家"),
        ("尚差5家（10−6）。", "5家"),
        ("完成率为70%（6÷10）。", "70%"),
        ("尚差4家（10−5）。", "4家"),
        ("约有服务企业400家。", "400家"),
    ],
)
def test_a_planted_error_is_found_and_named(text: str, found: str) -> None:
    assert verdict(text, citation()) is Verdict.UNVERIFIED
    assert found in unsupported(text, [citation()])


def test_a_claim_without_a_citation_is_not_verified() -> None:
    assert verdict("园区科协已成立6家。") is Verdict.UNVERIFIED


def test_an_invented_quote_is_not_verified() -> None:
    assert verdict("园区科协已成立9家。", citation(QUOTE.replace("6家", "9家"))) is Verdict.UNVERIFIED


def test_an_empty_quote_is_not_verified() -> None:
    assert verdict("没有数字。", citation("")) is Verdict.UNVERIFIED


def test_a_shifted_span_is_not_verified() -> None:
    right = citation()
    shifted = Citation(right.source, 1, right.start + 1, right.end + 1, right.quote)
    assert verdict("园区科协已成立6家。", shifted) is Verdict.UNVERIFIED


def test_an_unknown_document_is_not_verified() -> None:
    assert verdict("园区科协已成立6家。", citation(document="nowhere")) is Verdict.UNVERIFIED


def test_one_wrong_citation_spoils_a_claim() -> None:
    assert verdict("园区科协已成立6家。", citation(), citation("别的话")) is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("3 billion yuan", "30亿元。"),
        ("0.3 billion yuan", "3亿元。"),
        ("总额3亿元。", "总额30000万元。"),
        ("1万家。", "10000家。"),
        ("10000余名。", "1万余名。"),
        ("约100家。", "100家。"),
        ("近100家。", "约100家。"),
        ("2021年12月31日前。", "2021年底前。"),
        ("2021年3月31日闭幕。", "2021年3月30日至3月31日举行。"),
        ("百分之零点六。", "0.6%。"),
        ("“three new and three small”", "“三新三小”竞赛。"),
    ],
)
def test_another_way_of_writing_the_same_is_supported(text: str, quote: str) -> None:
    assert wrong(text, quote) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("3 million yuan", "3亿元。"),
        ("100家。", "约100家。"),
        ("20家。", "20家以上。"),
        ("3倍。", "3家。"),
        ("2021年。", "2022年。"),
        ("60家。", "60%。"),
    ],
)
def test_something_else_is_not_supported(text: str, quote: str) -> None:
    assert wrong(text, quote) != []


def test_the_publication_date_supports_nothing_when_it_is_unknown() -> None:
    assert unsupported("2022年5月8日，6家。", [citation(published=None)]) == ["2022年5月8日"]
