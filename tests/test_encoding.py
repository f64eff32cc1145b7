"""Text is decoded in the encodings that Chinese files come in, and refused rather than garbled."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.encoding import decode_text
from assistant.language.fold import to_traditional
from tests.sample_files import PROGRESS, TARGETS

TEXT = f"{TARGETS}\n{PROGRESS}\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "gb2312"]
)
def test_simplified_text_is_read_in_every_encoding(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding), Path("a.txt")) == TEXT


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030", "utf-16"])
def test_traditional_text_is_read_in_every_encoding(encoding: str) -> None:
    text = to_traditional(TEXT)
    assert decode_text(text.encode(encoding), Path("a.txt")) == text


def test_a_wrong_encoding_named_by_the_file_is_not_believed() -> None:
    assert decode_text(TEXT.encode(), Path("a.html"), hint="gb2312") == TEXT
    assert decode_text(TEXT.encode("gb18030"), Path("a.html"), hint="no-such-encoding") == TEXT


@pytest.mark.parametrize("raw", [bytes(range(128, 256)) * 4, b"\x00\x01\x02\xff\xfe" * 50, "é à ü".encode("latin-1")])
def test_other_bytes_are_refused_with_the_fix(raw: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="save it as UTF-8"):
        decode_text(raw, Path("a.txt"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_english_text_without_a_mark_is_read_as_utf16(encoding: str) -> None:
    text = "Six science-park associations had been founded by April 2022.\n"
    assert decode_text(text.encode(encoding), Path("a.txt")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_short_in_the_middle_of_a_character_is_read_up_to_it(encoding: str) -> None:
    cut = (TEXT * 5).strip().encode(encoding)[:-1]
    text = decode_text(cut, Path("a.txt"))
    assert (TEXT * 5).startswith(text.rstrip("\ufffd"))
    assert len(text.rstrip("\ufffd")) >= len(TEXT * 5) - 3


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8"])
def test_one_broken_byte_costs_one_character(encoding: str) -> None:
    whole = to_traditional(TEXT * 5)
    raw = whole.encode(encoding)
    place = len(raw) // 2
    text = decode_text(raw[:place] + b"\xff" + raw[place:], Path("a.txt"))
    assert 1 <= text.count("\ufffd") <= 3
    assert text[:200] == whole[:200] and text[-200:] == whole[-200:]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8"])
def test_every_sentence_alone_is_read_in_its_encoding(encoding: str) -> None:
    for sentence in (TARGETS + PROGRESS).replace("，", "。").split("。"):
        text = to_traditional(sentence) if encoding == "big5" else sentence
        assert decode_text(text.encode(encoding), Path("a.txt")) == text
