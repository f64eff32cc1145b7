"""The commands `benchmark confidence` and `benchmark sentences`: public reading sets in, tables out."""

import json
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from evals.benchmark.best_sentences import measure_sentences, sentences_payload, sentences_table
from evals.benchmark.confidence import ask_with_and_without, confidence_payload, confidence_table
from evals.benchmark.reading_sets import read_news, read_set
from evals.benchmark.retrieval_command import Data, Sets, split_names

_BACKGROUND = 5_000
"""News items in each index: ten times as many as paragraphs, so that most of it is noise."""
_CONFIDENCE_SETS = "cmrc,drcd"
_SENTENCE_SETS = "cmrc,drcd,xquad-zh"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@says_what_is_wrong
def confidence_command(
    data: Data,
    sets: Sets = _CONFIDENCE_SETS,
    distractors: Annotated[int, typer.Option(min=0, help="News items in each index.")] = _BACKGROUND,
    questions: Annotated[int | None, typer.Option(min=1, help="Of each set, evenly spread; else all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask every question with and without its paragraph and measure how well the confidence tells the two apart."""
    background = read_news(data, distractors)
    asked = [
        one
        for name in split_names(sets)
        for one in ask_with_and_without(read_set(data, name), background, questions=questions)
    ]
    payload = confidence_payload(asked)
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else confidence_table(payload))


@says_what_is_wrong
def sentences_command(data: Data, sets: Sets = _SENTENCE_SETS, as_json: AsJson = False) -> None:
    """Pick one sentence of the right paragraph for every question and count those that hold the answer."""
    payload = sentences_payload([one for name in split_names(sets) for one in measure_sentences(read_set(data, name))])
    typer.echo(json.dumps(payload, ensure_ascii=False) if as_json else sentences_table(payload))
