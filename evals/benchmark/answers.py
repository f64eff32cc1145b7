"""The same questions through our assistant and through others, all scored by the same metrics."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.answering.render import answer_payload
from assistant.config import Config
from assistant.pipeline import Assistant
from assistant.switches import Switches
from assistant.wiring import open_assistant
from evals.benchmark import recipes
from evals.benchmark.shelf import open_shelf
from evals.bootstrap import mean_estimate, percentile_estimate
from evals.metrics.numbers import read_numbers
from evals.metrics.payload import Payload, answer_text
from evals.report import cell
from evals.run import Ask, Record, Target, evaluate, summarise
from evals.sets import Case

OURS = ("ours", "ours, keywords alone")
RECIPES = {"LangChain as it comes": False, "LangChain, Chinese separators": True}
"""Name to whether documents are cut in a way that suits Chinese."""
LENGTH, SHARE = "answer_chars", "gold_share"
"""Median length of an answer, and the share of its numbers that were asked for: long passages hold a figure by luck."""

Watch = Callable[[Iterable[Record], str, int], Iterable[Record]]
"""Shows progress while records of a system arrive."""

Scores = Mapping[str, Mapping[str, Any]]
"""Metric to value, interval and count."""


def measure_answers(
    cases: Sequence[Case], *, corpus: Path, index: Path, peers: bool, watch: Watch
) -> Iterator[tuple[str, Scores]]:
    """Yield each system with its metrics over the same cases."""
    if peers:
        recipes.check_installed()
    shelf = open_shelf(corpus)
    config = Config(corpus=corpus, index=index)
    texts = {name: document.text for name, document in shelf.documents.items()}
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        systems: dict[str, AbstractContextManager[Ask]] = {
            OURS[0]: _asking(lambda: open_assistant(config)),
            OURS[1]: _asking(lambda: open_assistant(config, Switches(vectors=False))),
        }
        for number, (name, chinese) in enumerate(RECIPES.items() if peers else ()):
            systems[name] = recipes.answering(shelf.documents, Path(scratch) / str(number), chinese=chinese)
        for name, system in systems.items():
            target = Target(stack.enter_context(system), texts.get)
            yield name, score(list(watch(evaluate(cases, target), name, len(cases))))


def score(records: Sequence[Record]) -> Scores:
    """Return all metrics, and what tells an answer from a heap of text: its length and how much of it was asked for."""
    answered = [record for record in records if record["payload"] and not record["payload"].get("declined")]
    lengths = [float(len(answer_text(record["payload"]))) for record in answered]
    shares = [share for record in answered if (share := _gold_share(record)) is not None]
    extra = {LENGTH: percentile_estimate(lengths, 50), SHARE: mean_estimate(shares)}
    return {**summarise(records)["all"], **{name: asdict(estimate) for name, estimate in extra.items()}}


def answers_table(scores: Mapping[str, Scores]) -> str:
    """Return one Markdown row per metric and one column per system."""
    names = list(next(iter(scores.values())))
    head = ["metric", *scores]
    rows = [[name, *(_cell(name, system[name]) for system in scores.values())] for name in names]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def _cell(name: str, estimate: Mapping[str, Any]) -> str:
    if name != LENGTH or estimate["value"] is None:
        return cell(name, estimate)
    return f"{estimate['value']:.0f} [{estimate['low']:.0f}–{estimate['high']:.0f}] n={estimate['count']}"


def _gold_share(record: Record) -> float | None:
    gold = {number.value for figure in record["gold"]["figures"] for number in read_numbers(figure)}
    numbers = {number.value for number in read_numbers(answer_text(record["payload"]))}
    return len(gold & numbers) / len(numbers) if gold and numbers else None


@contextmanager
def _asking(opened: Callable[[], Assistant]) -> Iterator[Ask]:
    assistant = opened()

    def ask(case: Case) -> Payload:
        return answer_payload(assistant.ask(case.question, history=case.history))

    yield ask
