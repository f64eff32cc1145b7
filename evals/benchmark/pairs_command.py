"""The command `python -m evals benchmark pairs`: the shipped corpus and questions in pairs in, a table out."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assistant.command import says_what_is_wrong
from assistant.config import ROOT, Config
from assistant.pipeline import Assistant
from assistant.wiring import build, open_assistant
from evals.benchmark.pairs import (
    FILE,
    PairResult,
    measure_pairs,
    pairs_misses,
    pairs_payload,
    pairs_table,
    read_pairs,
)

CORPUS = ROOT / "corpus"


@says_what_is_wrong
def pairs_command(
    file: Annotated[Path, typer.Option(help="Pairs as JSON lines: id, zh, en, source_ids.")] = FILE,
    corpus: Annotated[Path, typer.Option(help="The corpus that the pairs are about.")] = CORPUS,
    translated: Annotated[
        bool, typer.Option("--translated/--untranslated", help="With its translations, or as if it had none.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print shares, gaps and misses as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every miss below the table.")] = False,
) -> None:
    """Ask in simplified Chinese, traditional Chinese and English, and compare what is found; indexes anew."""
    results = measure_in(corpus, file, translated=translated)
    typer.echo(json.dumps(pairs_payload(results), ensure_ascii=False) if as_json else pairs_table(results))
    if verbose and not as_json:
        typer.echo("\n" + "\n".join(pairs_misses(results)))


def measure_in(corpus: Path, file: Path, *, translated: bool) -> list[PairResult]:
    """Measure over a copy of ``corpus`` with an index of its own: translations are part of what is indexed."""
    pairs = read_pairs(file)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "corpus"
        shutil.copytree(corpus, copy, ignore=None if translated else shutil.ignore_patterns("translations", ".index"))
        return measure_pairs(pairs, _indexed(copy).find)


def _indexed(corpus: Path) -> Assistant:
    config = Config(corpus=corpus)
    build(config)
    return open_assistant(config)
