"""Text that was decoded by the wrong rule is repaired as far as its bytes prove it, and marked where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.config import ROOT
from assistant.ingestion.mojibake import damage_in, repair_line, repair_lines
from assistant.ingestion.plausible import common_share
from assistant.language.figures import find_figures

TEXT = (
    "他在会上说：“要建设园区科协和院士之家。”陕西省科协2021年推动成立院士之家1个，培训企业一线工程师1500名。"
    "与会者指出：“服务企业500余家，签约落地项目40个。”下一步，继续推进秦创原建设。"
)
CLOSING = "。”".encode("gb18030")


def windows_1252(raw: bytes) -> str:
    """Decode as browsers do, which keep the five bytes that Windows-1252 leaves open."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_read_as_western_european_comes_back_whole(encoding: str) -> None:
    raw = TEXT.encode(encoding)
    assert repair_line(raw.decode("latin-1")) == TEXT
    assert repair_line(windows_1252(raw)) == TEXT


def test_lines_that_a_splitter_cut_inside_a_character_are_joined() -> None:
    text = f"{TEXT}力量充分。"
    cut = text.encode().decode("latin-1").splitlines()
    assert "" in cut
    assert repair_lines(["陕西省科协", *cut, "", "第二段。"]) == ["陕西省科协", text, "", "第二段。"]


def test_utf_8_read_as_gbk_loses_no_more_than_the_bytes_that_are_gone() -> None:
    repaired = repair_line(TEXT.encode().decode("gb18030", "replace"))
    assert repaired.startswith("他在会上说：“要建设园区科协和院士之家。”陕西省科协2021年推动成立院士之�1个，培训")
    assert damage_in(repaired) == repaired.count("�") <= 4
    assert [figure.value for figure in find_figures(repaired)] == [figure.value for figure in find_figures(TEXT)]


def test_big5_read_as_gbk_comes_back_up_to_where_digits_tear_it() -> None:
    text = "陝西省科協深入實施工程，推動成立院士之家，培訓企業一線工程師。"
    assert repair_line(text.encode("big5").decode("gb18030")) == text


@pytest.mark.parametrize("lost", range(4))
def test_a_byte_lost_at_the_end_of_a_quotation_is_put_back(lost: int) -> None:
    torn = TEXT.encode("gb18030").replace(CLOSING, CLOSING[:lost] + CLOSING[lost + 1 :])
    repaired = repair_line(torn.decode("gb18030", "replace"))
    assert "院士之家。”陕西省科�2021年" in repaired
    assert "签约落地项目40个。”下一步，继续推进秦创原建设" in repaired


def test_a_mark_in_front_of_a_figure_is_restored_only_inside_a_quotation() -> None:
    assert repair_line("他说：“要建设。\ufffd2021年成立") == "他说：“要建设。”2021年成立"
    for unproven in ("要建设。\ufffd2021年成立", "他说：“要建设。\ufffd2000名以上。”"):
        assert repair_line(unproven) == unproven


@pytest.mark.parametrize("text", ["成立锟斤拷锟斤拷三家科协", "成立烫烫烫烫三家科协", "成立\ufffd\ufffd三家科协"])
def test_what_cannot_be_known_is_marked_once(text: str) -> None:
    assert repair_line(text) == "成立\ufffd三家科协"


def test_a_figure_with_a_hole_in_it_is_no_figure() -> None:
    assert find_figures("培训工程师15\ufffd0名") == []
    assert [str(figure.value) for figure in find_figures("之\ufffd1个")] == ["1"]


@pytest.mark.parametrize("text", ["café à Zürich", "“——”", "院士之家……", "É", "纳米级·珪酸鈉", "ÄÖÜ"])
def test_text_that_is_merely_unusual_stays(text: str) -> None:
    assert repair_line(text) == text


@given(st.text())
def test_repairing_twice_changes_nothing_more_and_plain_text_stays(text: str) -> None:
    assert repair_line(f"{TEXT}{text}".encode("ascii", "ignore").decode()).isascii()
    once = repair_line(text)
    assert repair_line(once) == once


@given(st.lists(st.sampled_from(TEXT), min_size=1).map("".join))
def test_characters_in_any_order_are_never_taken_for_misread_ones(text: str) -> None:
    assert common_share(text) > 0.8
    assert repair_line(text) == text


def test_no_line_of_the_shipped_documents_is_touched() -> None:
    for file in sorted((ROOT / "corpus" / "news").iterdir()):
        lines = file.read_text("utf-8").split("\n")
        assert repair_lines(lines) == lines
