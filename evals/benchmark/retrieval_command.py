"""The command `python -m evals benchmark retrieval`: public reading sets in, a table of retrievers out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.errors import UsageError
from evals.benchmark.reading_sets import SET_NAMES, ReadingSet, read_news, read_set
from evals.benchmark.retrieval import Row, measure_retrieval, retrieval_payload, retrieval_table
from evals.benchmark.retriever import Retriever
from evals.benchmark.retrievers import RETRIEVERS

DISTRACTORS, XQUAD_DISTRACTORS = 20_000, 10_000
"""News items that are no answer; fewer for the smallest set, which has a quarter of the paragraphs."""
PEER_QUESTIONS = 500
"""Enough to tell two points apart; a library that reads every paragraph for each question needs minutes for them."""

ALL_SETS = ",".join(SET_NAMES)

Data = Annotated[Path, typer.Option(help="The folder of the public sets.", file_okay=False)]
Sets = Annotated[str, typer.Option(metavar="NAME,…", help=f"Some of {', '.join(SET_NAMES)}.")]


@says_what_is_wrong
def retrieval_command(
    data: Data,
    sets: Sets = ALL_SETS,
    distractors: Annotated[
        int | None, typer.Option(min=0, help=f"News items; else {DISTRACTORS}, {XQUAD_DISTRACTORS} for XQuAD.")
    ] = None,
    questions: Annotated[int | None, typer.Option(min=1, help="Of each set, evenly spread; else all.")] = None,
    peer_questions: Annotated[int, typer.Option(min=1, help="Of each set that peers answer.")] = PEER_QUESTIONS,
    with_peers: Annotated[bool, typer.Option("--peers/--no-peers", help="Measure other libraries too.")] = True,
    systems: Annotated[str, typer.Option(metavar="NAME,…", help=f"Only these of {', '.join(RETRIEVERS)}.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    out: Annotated[Path | None, typer.Option(help="Also write the JSON into this file, after every row.")] = None,
) -> None:
    """Ask every question of the sets and compare what finds the paragraph that it was asked about."""
    retrievers = _installed(_choose(systems, with_peers=with_peers))
    chosen = [
        (read_set(data, name), read_news(data, _distractors(name) if distractors is None else distractors))
        for name in split_names(sets)
    ]
    rows: list[Row] = []
    measured = measure_retrieval(chosen, retrievers, questions=questions, peer_questions=peer_questions, report=_say)
    for row in measured:
        rows.append(row)
        if out is not None:
            # After every row: the whole run takes long, and what has been measured should survive its end.
            out.write_text(f"{_json(rows, chosen)}\n", "utf-8")
    typer.echo(_json(rows, chosen) if as_json else retrieval_table(rows))


def _json(rows: Sequence[Row], chosen: Sequence[tuple[ReadingSet, Sequence[str]]]) -> str:
    return json.dumps(retrieval_payload(rows, chosen), ensure_ascii=False)


def split_names(names: str) -> list[str]:
    """Return the names of a list with commas.

    >>> split_names("cmrc, drcd")
    ['cmrc', 'drcd']
    """
    return [name.strip() for name in names.split(",") if name.strip()]


def _distractors(set_name: str) -> int:
    return XQUAD_DISTRACTORS if set_name.startswith("xquad") else DISTRACTORS


def _choose(systems: str, *, with_peers: bool) -> list[Retriever]:
    names = split_names(systems)
    unknown = [name for name in names if name not in RETRIEVERS]
    if unknown:
        raise UsageError(f"There is no retriever {unknown[0]!r}. Choose from {', '.join(RETRIEVERS)}.")
    reranks = bool(Config().reranker)
    known = [RETRIEVERS[name] for name in names] or [one for one in RETRIEVERS.values() if reranks or not one.reranks]
    if not reranks and any(one.reranks for one in known):
        raise UsageError("Set ASSISTANT_RERANKER to the cross-encoder that is to be measured.")
    return [one for one in known if with_peers or not one.is_peer]


def _installed(retrievers: list[Retriever]) -> list[Retriever]:
    """Name those that cannot be measured here, and return the others."""
    for one in retrievers:
        if one.missing:
            _say(f"{one.name} is left out: pip install -c constraints.txt {' '.join(one.missing)}.")
    return [one for one in retrievers if not one.missing]


def _say(line: str) -> None:
    typer.echo(line, err=True)
