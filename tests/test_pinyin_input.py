"""Questions typed in pinyin."""

import pytest

from assistant.answering.pinyin_input import find_pinyin, index_spoken

COSTS = {"有": 4.0, "多少": 6.0, "家": 5.0, "目标": 6.0, "是": 3.0, "工程": 6.0, "西安": 9.0, "向": 5.0, "其": 5.0}
WORDS = index_spoken(COSTS, names=["园区科协", "院士之家", "工程师"], own=["多少", "目标"])
ENGLISH = {"data", "guide", "fan", "men", "sun", "can", "team"}


def read(question: str) -> list[tuple[str, str]]:
    found = find_pinyin(question, lambda: WORDS, is_english=ENGLISH.__contains__)
    return [(question[run.start : run.end], run.meant) for run in found]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("yuanqu kexie you duoshao jia", "园区科协有多少家"),
        ("yuanqukexie mubiao", "园区科协目标"),
        ("yuan qu ke xie mu biao", "园区科协目标"),
        ("yuangu kexie", None),
        ("yuanqu kexue mubiao", None),
        ("yuansi zi jia mubiao", "院士之家目标"),
    ],
)
def test_a_question_in_pinyin_is_read_as_a_whole(question: str, meant: str | None) -> None:
    assert read(question) == ([(question, meant)] if meant else [])


@pytest.mark.parametrize(
    ("question", "typed", "meant"),
    [
        ("园区kexie有多少家", "kexie", "科协"),
        ("院士之jia目标", "jia", "家"),
        ("yuanqu kexie目标", "yuanqu kexie", "园区科协"),
    ],
)
def test_pinyin_among_characters_is_replaced_alone(question: str, typed: str, meant: str) -> None:
    assert read(question) == [(typed, meant)]


@pytest.mark.parametrize(
    "question",
    [
        "How many are there?",
        "sun can fan men",
        "xian you",
        "园区的data有多少",
        "目标 team 是多少",
        "CAN 是多少",
        "12621",
    ],
)
def test_english_words_and_what_holds_no_known_word_are_left_alone(question: str) -> None:
    assert read(question) == []
