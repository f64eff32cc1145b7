"""The command `python -m evals benchmark fit`: public reading sets in, assistant/models/ranking.json out."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.index.embedding import Embedding, open_embedding
from assistant.index.rerank import Ranking
from assistant.index.search import Snapshot, open_index
from evals.benchmark.fit import (
    Example,
    fit_confidence,
    fit_passages,
    fit_sentences,
    passage_examples,
    sentence_examples,
)
from evals.benchmark.own_index import build_own_index, glossary_of
from evals.benchmark.reading_sets import read_news, read_set

SETS = {"cmrc": 20_000, "drcd": 20_000, "xquad-zh": 10_000}
"""Each set with its number of news items, as in ``benchmark retrieval``."""


@says_what_is_wrong
def fit_command(
    data: Annotated[Path, typer.Option(help="The folder of the public sets.", file_okay=False)],
    out: Annotated[Path, typer.Option(help="Where the weights are written.", dir_okay=False)],
) -> None:
    """Fit the weights that rank passages and sentences, on the half of the paragraphs that is not held out."""
    embedding, glossary = open_embedding(), glossary_of(Config())
    assert embedding.pieces is not None  # The bundled one has them.
    passages: list[Example] = []
    sentences: list[Example] = []
    for name, distractors in SETS.items():
        typer.echo(f"Reading {name} …", err=True)
        reading_set, news = read_set(data, name), read_news(data, distractors)
        with _snapshot([*reading_set.paragraphs, *news], embedding) as snapshot:
            passages += passage_examples(reading_set, snapshot, glossary)
            sentences += sentence_examples(reading_set, snapshot, embedding.pieces)
    passage = fit_passages(passages)
    ranking = Ranking(passage["weights"], passage["slope"], passage["offset"])
    fitted: dict[str, Any] = {
        "passage": passage,
        "confidence": fit_confidence(passages, ranking),
        "sentence": fit_sentences(sentences),
    }
    out.write_text(json.dumps(fitted) + "\n", "utf-8")
    typer.echo(f"Fitted on {len(passages)} questions; written to {out}.")


@contextmanager
def _snapshot(paragraphs: list[str], embedding: Embedding) -> Iterator[Snapshot]:
    with TemporaryDirectory() as folder:
        build_own_index(paragraphs, Path(folder))
        with closing(open_index(Path(folder), embedding=embedding)) as index:
            yield index.snapshot()
