"""The rendering of a sentence is found whatever its spacing, script or width, and a broken file is named."""

import os
from pathlib import Path

import pytest
import yaml

from assistant.errors import UsageError
from assistant.language.fold import to_traditional
from assistant.language.translations import TranslationMemory

PARKS = ("截至2023年底，已成立园区科协12家。", "By the end of 2023, 12 science-park associations had been founded.")
TRAINED = ("培训工程师2100名。", "2,100 engineers were trained.")
SHIPPED = Path(__file__).parents[1] / "corpus" / "translations"


def memory(folder: Path, *pairs: tuple[str, str]) -> TranslationMemory:
    """Return the renderings of one document "made"."""
    entries = [{"zh": chinese, "en": english} for chinese, english in pairs]
    (folder / "made.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
    return TranslationMemory(folder)


def test_a_translated_sentence_is_rendered_in_either_language(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS, TRAINED)
    assert made.rendering("made", PARKS[0], language="en") == PARKS[1]
    assert made.rendering("made", PARKS[1], language="zh") == PARKS[0]


@pytest.mark.parametrize(
    "written",
    [
        to_traditional(PARKS[0]),
        PARKS[0].replace("12", "１２"),
        PARKS[0].replace("12", " 12 "),
        PARKS[0].replace("，", "，\n"),
    ],
)
def test_spacing_script_and_width_make_no_difference(written: str, tmp_path: Path) -> None:
    assert memory(tmp_path, PARKS, TRAINED).rendering("made", written, language="en") == PARKS[1]


def test_a_span_of_two_translated_sentences_gets_both_renderings(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS, TRAINED)
    assert made.rendering("made", PARKS[0] + TRAINED[0], language="en") == f"{PARKS[1]} {TRAINED[1]}"


def test_a_span_that_is_translated_in_part_only_has_no_rendering(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS)
    assert made.rendering("made", PARKS[0] + TRAINED[0], language="en") is None
    assert made.rendering("made", PARKS[0][:8], language="en") is None
    assert made.rendering("made", "", language="en") is None


def test_a_rendering_belongs_to_its_document(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS)
    assert made.rendering("another", PARKS[0], language="en") is None
    assert made.all_english("another") == {}
    assert made.english_of_text("another", PARKS[0]) == ""


def test_all_renderings_in_a_text_are_joined(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS, TRAINED)
    assert made.english_of_text("made", f"开头。{PARKS[0]}\n{TRAINED[0]}") == f"{PARKS[1]} {TRAINED[1]}"
    assert made.english_of_text("made", TRAINED[0]) == TRAINED[1]
    assert made.chinese_of_text("made", f"Before that. {TRAINED[1]}") == TRAINED[0]
    assert list(made.all_english("made").values()) == [PARKS[1], TRAINED[1]]


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    made = memory(tmp_path, PARKS)
    assert made.rendering("made", TRAINED[0], language="en") is None
    memory(tmp_path, TRAINED)
    os.utime(tmp_path / "made.yaml", ns=(0, 1))
    assert made.rendering("made", TRAINED[0], language="en") == TRAINED[1]


@pytest.mark.parametrize("content", ["- zh: 甲\n", "zh: 甲\nen: A\n", "- [甲, A]\n", "- zh: '甲\n", "12\n"])
def test_a_broken_file_is_named_with_the_fix(content: str, tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"(?s)made\.yaml.*Mend or remove"):
        TranslationMemory(tmp_path).rendering("made", "甲", language="en")


def test_bytes_that_are_no_utf8_are_refused_too(tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_bytes("- zh: 园区\n  en: park\n".encode("gb18030"))
    with pytest.raises(UsageError, match=r"made\.yaml"):
        TranslationMemory(tmp_path).all_english("made")


def test_an_empty_file_renders_nothing(tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_text("", "utf-8")
    assert TranslationMemory(tmp_path).rendering("made", "甲", language="en") is None


def test_every_shipped_file_can_be_read_in_both_directions() -> None:
    shipped = TranslationMemory(SHIPPED)
    files = sorted(SHIPPED.glob("*.yaml"))
    assert files
    for file in files:
        for entry in yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            assert shipped.rendering(file.stem, entry["zh"], language="en")
            assert shipped.rendering(file.stem, entry["en"], language="zh")
