import string

import pytest

from assistant.editing.labels import _LABELS as EDITING
from assistant.schema import Kind, Language, Reason, Verdict
from assistant.window.history_labels import _LABELS as HISTORY
from assistant.window.labels import _LABELS, EXAMPLES, chosen_language, label
from evals.window.labels import _LABELS as EVALUATING


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(_LABELS))
def test_both_languages_say_something_and_fill_the_same_blanks(key: str) -> None:
    chinese, english = _LABELS[key]
    assert chinese.strip() and english.strip()
    assert _blanks(chinese) == _blanks(english)


@pytest.mark.parametrize("texts", [_LABELS, HISTORY, EDITING, EVALUATING])
def test_english_has_no_full_width_marks(texts: dict[str, tuple[str, str]]) -> None:
    assert [english for _, english in texts.values() if set(english) & set("：；，。、？！（）「」《》…　")] == [
        english for _, english in texts.values() if english.endswith("…")
    ]


def test_every_reason_verdict_and_kind_has_a_label() -> None:
    kinds: tuple[Kind, ...] = ("policy", "news")
    for key in (*(reason.value for reason in Reason), *(verdict.value for verdict in Verdict), *kinds):
        assert label(key, "zh") != label(key, "en")


def test_six_examples_come_in_each_language_with_some_of_the_other() -> None:
    for examples in EXAMPLES.values():
        assert len(set(examples)) == 6
        assert {example.isascii() or "“" in example for example in examples} == {True, False}


@pytest.mark.parametrize(
    ("accept", "wanted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", None, "zh"),
        ("en-GB,en;q=0.9", None, "en"),
        ("de", None, "en"),
        ("", None, "zh"),
        ("en", "zh", "zh"),
        ("zh", "en", "en"),
        ("zh", "fr", "zh"),
    ],
)
def test_the_address_then_the_browser_settle_the_language(accept: str, wanted: str | None, language: Language) -> None:
    assert chosen_language(accept, wanted) == language
