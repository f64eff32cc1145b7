"""Number words are read as the numbers that they are, and written as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.numerals import format_chinese, parse_chinese, parse_english


@given(st.integers(0, 99_999_999))
def test_a_written_numeral_is_read_back(value: int) -> None:
    assert parse_chinese(format_chinese(value)) == value


@given(st.integers(1_000, 9_999))
def test_a_year_is_read_digit_by_digit(year: int) -> None:
    assert parse_chinese("".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))) == year


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("两百", 200),
        ("一千五百", 1_500),
        ("一千零五", 1_005),
        ("两千", 2_000),
        ("一万", 10_000),
        ("一万二千", 12_000),
        ("一万零五", 10_005),
        ("十万", 100_000),
        ("十万零三百", 100_300),
        ("百万", 1_000_000),
        ("三千万", 30_000_000),
        ("一亿", 100_000_000),
        ("三十二亿", 3_200_000_000),
        ("一万亿", 1_000_000_000_000),
        ("二〇二三", 2_023),
        ("二零二三", 2_023),
    ],
)
def test_chinese_numerals_have_their_value(numeral: str, value: int) -> None:
    assert parse_chinese(numeral) == value


@pytest.mark.parametrize("words", ["", "甲", "一甲", "3", "一 二", "十个"])
def test_what_is_no_chinese_numeral_has_no_value(words: str) -> None:
    assert parse_chinese(words) is None


@pytest.mark.parametrize(
    ("value", "numeral"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1_005, "一千零五"),
        (1_050, "一千零五十"),
        (10_000, "一万"),
        (12_000, "一万二千"),
        (100_300, "十万零三百"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: int, numeral: str) -> None:
    assert format_chinese(value) == numeral


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", 0),
        ("six", 6),
        ("Twelve", 12),
        ("nineteen", 19),
        ("twenty-three", 23),
        ("twenty three", 23),
        ("hundred", 100),
        ("one hundred", 100),
        ("one hundred and five", 105),
        ("fifteen hundred", 1_500),
        ("two thousand five hundred", 2_500),
        ("ten thousand", 10_000),
        ("twenty-three thousand", 23_000),
        ("three million", 3_000_000),
        ("one million two hundred thousand", 1_200_000),
        ("two billion", 2_000_000_000),
        ("one trillion", 1_000_000_000_000),
    ],
)
def test_english_number_words_have_their_value(words: str, value: int) -> None:
    assert parse_english(words) == value


@pytest.mark.parametrize("words", ["", "and", "and five", "many", "five firms", "6"])
def test_what_are_no_english_number_words_have_no_value(words: str) -> None:
    assert parse_english(words) is None
