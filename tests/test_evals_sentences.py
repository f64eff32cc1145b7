"""A sentence is right when it holds an answer that people marked; idf overlap is what others are measured against."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.benchmark.best_sentences import CEILING, idf_overlap, measure_sentences
from evals.benchmark.reading_sets import ReadingQuestion, ReadingSet
from tests.reading_sample import write_reading_sample

PARAGRAPHS = (
    "青石镇的茶园始建于1958年。茶叶主要销往西安。制茶师傅是林守业。",
    "茶园的大桥全长1260米。茶园的师傅住在桥边。",
)


def test_rare_words_of_the_question_decide_between_sentences() -> None:
    pick = idf_overlap(PARAGRAPHS)
    sentences = ["青石镇的茶园始建于1958年。", "茶叶主要销往西安。", "制茶师傅是林守业。"]
    assert pick("茶叶销往哪里？", sentences) == 1
    assert pick("制茶的師傅是誰？", sentences) == 2
    assert pick("Who?", sentences) == 0


def test_the_picked_sentence_must_hold_the_answer_in_whichever_script() -> None:
    asked = (
        ReadingQuestion("茶园始建于哪一年？", 0, ("1957年", "1958年")),
        ReadingQuestion("制茶師傅是誰？", 0, ("林守業",)),
        ReadingQuestion("大桥有多长？", 1, ("1260米。茶园",)),
    )
    last = {"last": lambda _: lambda question, sentences: len(sentences) - 1}
    picked = measure_sentences(ReadingSet("sample", PARAGRAPHS, asked), last)
    assert [one.right["last"] for one in picked] == [False, True, False]
    assert [one.right[CEILING] for one in picked] == [True, True, False]
    assert picked[0].held_out == picked[1].held_out


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_reports_all_questions_and_the_half_that_nothing_is_fitted_on(
    tmp_path: Path, as_json: bool
) -> None:
    write_reading_sample(tmp_path)
    arguments = ["benchmark", "sentences", "--data", str(tmp_path), *(["--json"] if as_json else [])]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    groups = [name for one in ("cmrc", "drcd", "xquad-zh") for name in (one, f"{one}, held out")]
    if not as_json:
        assert [line.split("  ")[0] for line in result.stdout.splitlines()[1:]] == groups
        return
    payload = json.loads(result.stdout)
    assert list(payload) == groups
    assert payload["cmrc"]["questions"] == 36 > payload["cmrc, held out"]["questions"] > 0
    assert payload["cmrc"][CEILING]["value"] == 1
    assert 0.6 < payload["cmrc"]["idf overlap"]["value"] < 1
