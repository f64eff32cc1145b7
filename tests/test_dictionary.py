"""English words and phrases to Chinese ones, by halves in a sorted file; and the file from entries of CC-CEDICT."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.dictionary.make import app, make_table, read_meanings
from assistant.language.dictionary import BUNDLED_DICTIONARY, Dictionary, DictionaryError, Translated

ENTRIES = """\
# CC-CEDICT
加油站 加油站 [jia1 you2 zhan4] /gas station/
燃氣 燃气 [ran2 qi4] /fuel gas; gas (for heating)/
車站 车站 [che1 zhan4] /(bus or train) station; stop/CL:處|处[chu4]/
老 老 [lao3] /old (of people)/venerable/
舊 旧 [jiu4] /old; former/surname Jiu/
贏 赢 [ying2] /to beat; to win; to profit/
華沙 华沙 [Hua2 sha1] /Warsaw, capital of Poland/
安康市 安康市 [An1 kang1 Shi4] /Ankang, prefecture-level city in Shaanxi/
丹鳳縣 丹凤县 [Dan1 feng4 Xian4] /Danfeng County in Shangluo 商洛[Shang1 luo4], Shaanxi/
南方 南方 [nan2 fang1] /south/the southern part of the country/
磷酸鹽 磷酸盐 [lin2 suan1 yan2] /phosphate salt/
""".splitlines(keepends=True)


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    source, out = tmp_path / "cedict.u8", tmp_path / "out.tsv"
    source.write_text("".join(ENTRIES), encoding="utf-8")
    assert CliRunner().invoke(app, [str(source), "--out", str(out)]).exit_code == 0
    return Dictionary(out)


def chinese_of(found: list[Translated]) -> list[tuple[str, ...]]:
    return [one.chinese for one in found]


def test_every_key_of_the_file_is_found_and_nothing_else(dictionary: Dictionary) -> None:
    table = make_table(read_meanings(ENTRIES))
    assert len(table) > 10
    for key, words in table.items():
        assert dictionary.look_up(key.split(" ")) == tuple(words)
    for unknown in ("a", "ga statio", "zzz", "", "phosphat salt salt"):
        assert dictionary.look_up(unknown.split(" ")) == ()


def test_a_phrase_counts_in_full_and_its_words_half(dictionary: Dictionary) -> None:
    text = "Which gas stations?"
    assert [(text[one.start : one.end], one.chinese, one.weight) for one in dictionary.translate(text)] == [
        ("gas stations", ("加油站",), 1.0),
        ("gas", ("燃气",), 0.5),
        ("stations", ("车站",), 0.5),
    ]


def test_forms_meet_the_word_that_is_listed(dictionary: Dictionary) -> None:
    assert chinese_of(dictionary.translate("won")) == [("赢",)]
    assert set(dictionary.translate("oldest")[0].chinese) == {"老", "旧"}
    assert chinese_of(dictionary.translate("southern")) == [("南方",)]


def test_unknown_words_stay_and_function_words_go(dictionary: Dictionary) -> None:
    assert dictionary.translate("What is the Broncos?") == [Translated(12, 19, (), 1.0)]


def test_a_name_is_listed_without_what_is_said_of_it(dictionary: Dictionary) -> None:
    assert chinese_of(dictionary.translate("Warsaw, Danfeng")) == [("华沙",), ("丹凤", "丹凤县")]
    assert dictionary.look_up(("ankang",)) == ("安康", "安康市")
    assert dictionary.look_up(("capit", "of", "poland")) == ()


def test_remarks_are_no_meanings(dictionary: Dictionary) -> None:
    assert dictionary.look_up(("jiu",)) == ()
    assert all("surname" not in key and "cl" not in key.split() for key in make_table(read_meanings(ENTRIES)))


def test_a_word_that_only_phrases_hold_takes_their_translations(dictionary: Dictionary) -> None:
    assert dictionary.look_up(("phosphat",)) == ("磷酸盐",)


def test_a_missing_dictionary_is_named_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"none\.tsv.*Copy it again"):
        Dictionary(tmp_path / "none.tsv").look_up(("ga",))


def test_a_file_without_entries_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    source, out = tmp_path / "empty.u8", tmp_path / "out.tsv"
    source.write_text("# nothing\n", encoding="utf-8")
    result = CliRunner().invoke(app, [str(source), "--out", str(out)])
    assert result.exit_code == 2 and "no entry of CC-CEDICT" in result.stderr
    assert not out.exists()


def test_the_shipped_dictionary_knows_what_general_texts_speak_of() -> None:
    shipped = Dictionary(BUNDLED_DICTIONARY)
    for word, chinese in {"Warsaw": "华沙", "oxygen": "氧气", "university": "大学", "engineers": "工程师"}.items():
        assert chinese in shipped.translate(word)[0].chinese
    lines = BUNDLED_DICTIONARY.read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
