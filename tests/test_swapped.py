"""Two names, figures or ranks that a claim has exchanged are found; words that stand beside both say nothing."""

import pytest

from assistant.answering.support import Languages
from assistant.answering.swapped import swapped
from assistant.language.glossary import Term, build_glossary

GLOSSARY = build_glossary(
    [
        Term("李一", "Li Yi", "person"),
        Term("王二", "Wang Er", "person"),
        Term("东区管委会", "East Zone Committee", "organisation"),
        Term("省学会", "provincial society", "organisation"),
        Term("金奖", "gold prize", "measure"),
        Term("银奖", "silver prize", "measure"),
        Term("全国", "nationwide", "term", en_synonyms=("in the country",)),
        Term("西部", "the west", "term"),
    ]
)
LANGUAGES = Languages("zh", lambda *_: None, GLOSSARY)


@pytest.mark.parametrize(
    ("text", "evidence", "wrong"),
    [
        ("会议由李一致辞，王二主持。", "王二致辞，李一主持。", ["李一", "王二"]),
        ("会议由李一主持，王二致辞。", "王二致辞，李一主持。", []),
        (
            "It has nine main tasks and three measures.",
            "It has three tasks and nine measures.",
            ["nine", "three"],
        ),
        ("It has three main tasks and nine measures.", "It has three tasks and nine measures.", []),
        (
            "an arts and crafts belt in the southeast and a steel belt in the northeast",
            "a steel belt in the southeast and an arts and crafts belt in the northeast",
            ["southeast", "northeast"],
        ),
        ("大会由东区管委会主办、省学会承办。", "大会由省学会主办，东区管委会承办。", ["东区管委会", "省学会"]),
        ("大会由省学会主办、东区管委会承办。", "大会由省学会主办，东区管委会承办。", []),
        ("共评出金奖59个、银奖20个。", "金奖20个，银奖59个。", ["金奖", "59个", "银奖", "20个"]),
        ("共评出银奖59个、金奖20个。", "金奖20个，银奖59个。", []),
        ("综合排名第二，单项排名第一。", "综合排名第一，两个单项均列第二。", ["第二", "第一"]),
        (
            "It ranks second nationwide and ninth in the west.",
            "It is 9th in the country and 2nd in the west.",
            ["second", "ninth"],
        ),
        ("It ranks ninth nationwide and second in the west.", "It is 9th in the country and 2nd in the west.", []),
        ("金奖、银奖分别为59个、20个。", "金奖20个，银奖59个。", ["金奖", "59个", "银奖", "20个"]),
        ("金奖、银奖分别为20个、59个。", "金奖20个，银奖59个。", []),
        ("金奖59个、银奖20个。", "金奖、银奖分别为20个、59个。", ["金奖", "59个", "银奖", "20个"]),
        ("李一、王二致辞。", "王二致辞，李一主持。", []),
    ],
)
def test_what_is_exchanged_is_found(text: str, evidence: str, wrong: list[str]) -> None:
    assert swapped(text, [evidence], LANGUAGES) == wrong


def test_what_two_sentences_tell_is_put_together() -> None:
    evidence = ["在论坛上，李一致辞。", "在论坛上，王二作主旨演讲。"]
    assert swapped("李一作主旨演讲，王二在论坛上致辞。", evidence, LANGUAGES) == ["李一", "王二"]
    assert swapped("王二作主旨演讲，李一在论坛上致辞。", evidence, LANGUAGES) == []
