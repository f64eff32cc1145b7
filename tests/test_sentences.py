"""Sentences are found where they end, in both languages, and nothing of a line is lost between them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import mixed_spans, sentence_spans

PIECES = "。！？…；，”’）》（《“.!?;,()\"' \n\r\t\u2028\u3000科协园区第一AbC12#"
texts = st.one_of(st.text(), st.text(PIECES, max_size=120))


@given(texts)
def test_sentences_are_in_order_apart_and_without_space_around_them(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@given(texts)
def test_sentences_hold_everything_but_space(text: str) -> None:
    covered = {at for start, end in sentence_spans(text) for at in range(start, end)}
    assert all(character.isspace() or at in covered for at, character in enumerate(text))


@given(texts)
def test_no_sentence_crosses_a_line(text: str) -> None:
    assert all(len(text[start:end].splitlines()) == 1 for start, end in sentence_spans(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙。", ["甲。", "乙。"]),
        ("甲！乙？丙…丁", ["甲！", "乙？", "丙…", "丁"]),
        ("甲……乙", ["甲……", "乙"]),
        ("目标10个；已成立6家。", ["目标10个；已成立6家。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("《甲。乙》出版。丙。", ["《甲。乙》出版。", "丙。"]),
        ("建站（一家在西安。一家在安康）两家。完。", ["建站（一家在西安。一家在安康）两家。", "完。"]),
        ("甲。（乙。）丙。", ["甲。", "（乙。）", "丙。"]),
        ("（甲。乙。丙", ["（甲。", "乙。", "丙"]),
        ("增长3.5%。成立6家。", ["增长3.5%。", "成立6家。"]),
        ("成立6家.目标10个.", ["成立6家.", "目标10个."]),
        ("## 目标。进展\n正文。", ["## 目标。进展", "正文。"]),
        ("\r\n甲。\r\n乙\r\n", ["甲。", "乙"]),
        ("  甲。 \u3000 乙。  ", ["甲。", "乙。"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_chinese_is_cut_at_its_stops(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Six were founded. Ten were planned.", ["Six were founded.", "Ten were planned."]),
        ("What? Yes! Fine.", ["What?", "Yes!", "Fine."]),
        ("Dr. Li came. He left.", ["Dr. Li came.", "He left."]),
        ("It grew by 3.5 percent. Good.", ["It grew by 3.5 percent.", "Good."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ("Document No. 5 is out. Read it.", ["Document No. 5 is out.", "Read it."]),
        ("John F. Kennedy spoke. He left.", ["John F. Kennedy spoke.", "He left."]),
        ("He said “Yes.” Then he left.", ["He said “Yes.”", "Then he left."]),
        ("See www.example.org for more. Bye.", ["See www.example.org for more.", "Bye."]),
    ],
)
def test_english_is_cut_at_its_stops_but_not_at_abbreviations(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_lines_are_judged_each_in_its_own_language() -> None:
    text = "Prof. Wang spoke. He left.\n成立6家。目标10个。"
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    assert sentences == ["Prof. Wang spoke.", "He left.", "成立6家。", "目标10个。"]


@given(st.text(re.sub("[（(《]", "", PIECES), max_size=60))
def test_sentences_of_a_mixed_line_stay_as_more_is_written(text: str) -> None:
    line = " ".join(text.split())
    whole = mixed_spans(line)
    assert {at for start, end in whole for at in range(start, end)} >= {
        at for at, character in enumerate(line) if not character.isspace()
    }
    for end in range(len(line)):
        assert mixed_spans(line[:end])[:-1] == whole[: max(0, len(mixed_spans(line[:end])) - 1)]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("The name (秦创原) is new. It began in 2021.", ["The name (秦创原) is new.", "It began in 2021."]),
        (
            "采用ChatGPT 4.0版本。Six were set up. 目标10个。",
            ["采用ChatGPT 4.0版本。", "Six were set up.", "目标10个。"],
        ),
        ("Dr. Xu Guanhua (徐冠华) spoke. He praised it!", ["Dr. Xu Guanhua (徐冠华) spoke.", "He praised it!"]),
        ("成立6家！目标10家", ["成立6家！", "目标10家"]),
        ("Six were set up. Ten are the target.", ["Six were set up.", "Ten are the target."]),
    ],
)
def test_each_sentence_of_a_mixed_line_ends_as_its_own_words_have_it(line: str, sentences: list[str]) -> None:
    assert [line[start:end] for start, end in mixed_spans(line)] == sentences
