"""The command `python -m evals benchmark load`: how many users and how long in; how the window bears them out."""

import json
import os
import platform
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.command import says_what_is_wrong
from assistant.config import Config
from assistant.errors import UsageError
from assistant.ledger.indicators import load_programme
from evals.benchmark.load import (
    added_up,
    answers_alone,
    measure_conversations,
    measure_office,
    measure_rush,
    measure_soak,
)
from evals.benchmark.load_plan import Talk, talks_of
from evals.benchmark.load_report import load_tables
from evals.sets import SHIPPED, load_sets

PART = 1_000
"""Conversations after which the window is started anew and what was found is written: a break loses no more."""
RUSH_QUESTIONS = 5
_BASE = "python -m evals benchmark load"


@says_what_is_wrong
def load_command(
    sets: Annotated[list[Path] | None, typer.Argument(help="Question sets; the shipped ones without.")] = None,
    users: Annotated[str, typer.Option(help="Sizes of the office, one run each; '' for none.")] = "10,50,200",
    steps: Annotated[int, typer.Option(min=1, help="What each user of the office does.")] = 12,
    thinking: Annotated[float, typer.Option(min=0, help="Seconds between two steps, on average.")] = 10,
    rush: Annotated[int, typer.Option(min=0, help="Users who all ask at once, without a pause; 0: none.")] = 0,
    conversations: Annotated[int, typer.Option(min=0, help="To be had at once and compared with what is kept.")] = 0,
    soak: Annotated[int, typer.Option(min=0, help="Questions over which memory is watched; 0: none.")] = 0,
    crowd: Annotated[int, typer.Option(min=1, help="Users of the last two.")] = 50,
    seed: Annotated[int, typer.Option(help="The same number plans the same.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write it here too; what is there of other runs stays.")] = None,
) -> None:
    """Let many signed-in users work at the window; exit with 1 when a conversation was lost or mixed up.

    With --out, conversations go on where a run that was broken off ended.
    """
    missing = [name for name in ("aiohttp", "psutil") if find_spec(name) is None]
    if missing:
        raise UsageError(f"Run `pip install -c constraints.txt {' '.join(missing)}` for this benchmark.")
    sizes = _sizes(users)
    talks = talks_of(load_sets(sets or [SHIPPED]))
    long = [talk for talk in talks if len(talk) > 1]
    if conversations and len(long) <= crowd:
        raise UsageError(f"The sets have {len(long)} conversations, and {crowd} go on at once. Give a smaller --crowd.")
    report = _Report(out)
    for runs in _office_runs(talks, sizes, steps=steps, thinking=thinking, seed=seed):
        options = f"--users {','.join(map(str, sizes))} --steps {steps} --thinking {thinking:g} --seed {seed}"
        report.add("office", options, {"thinking_s": thinking, "steps": steps, "runs": runs})
    if rush:
        figures = measure_rush(talks, users=rush, questions=RUSH_QUESTIONS, seed=seed)
        report.add("rush", f"--users '' --rush {rush} --seed {seed}", figures)
    if conversations:
        options = f"--users '' --conversations {conversations} --crowd {crowd}"
        for parts in _conversation_parts(long, conversations, crowd, report.begun(crowd)):
            report.add("conversations", options, {**added_up(parts), "each": parts})
    if soak:
        options = f"--users '' --soak {soak} --crowd {crowd}"
        report.add("soak", options, measure_soak([talk[0] for talk in talks], users=crowd, count=soak))
    typer.echo(json.dumps(report.now, ensure_ascii=False) if as_json else load_tables(report.now))
    if report.wrong:
        raise typer.Exit(1)


def _sizes(users: str) -> list[int]:
    try:
        sizes = [int(size) for size in users.split(",") if size.strip()]
    except ValueError:
        sizes = [0]
    if any(size < 1 for size in sizes):
        raise UsageError("--users takes numbers such as 10,50,200.")
    return sizes


def _office_runs(
    talks: list[Talk], sizes: list[int], *, steps: int, thinking: float, seed: int
) -> Iterator[list[dict[str, Any]]]:
    """Yield the runs so far after each."""
    words = [one.name_zh for one in load_programme(Config().corpus / "indicators.yaml").indicators]
    runs: list[dict[str, Any]] = []
    for size in sizes:
        typer.echo(f"an office of {size}", err=True)
        runs.append(measure_office(talks, words, users=size, steps=steps, thinking=thinking, seed=seed))
        yield runs


def _conversation_parts(
    talks: list[Talk], wanted: int, users: int, parts: list[dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """Yield the parts so far after each, those of a run before included."""
    had = sum(part["count"] for part in parts)
    if parts:
        yield parts
    if had < wanted:
        typer.echo(f"{len(talks)} conversations with one user alone", err=True)
        alone = answers_alone(talks)
    while had < wanted:
        count = min(PART, wanted - had)
        typer.echo(f"{count} conversations from number {had + 1} on", err=True)
        parts = [*parts, {"count": count, **measure_conversations(talks, alone, users=users, first=had, count=count)}]
        had += count
        yield parts


class _Report:
    """The figures of this run, and a file of those of all runs that is written whenever there are more."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._all: dict[str, Any] = {}
        if file is not None and file.exists():
            self._all = json.loads(file.read_text("utf-8"))
        self.now: dict[str, Any] = {}

    def add(self, name: str, options: str, figures: dict[str, Any]) -> None:
        """Take figures with the command that gives them, and the machine that gave them."""
        machine = {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version()}
        self.now[name] = {"command": f"{_BASE} {options}", "machine": machine, **figures}
        if self._file is not None:
            self._all[name] = self.now[name]
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self._all, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def begun(self, users: int) -> list[dict[str, Any]]:
        """Return the parts of conversations with so many users that the file has already."""
        found = self._all.get("conversations", {})
        return list(found.get("each", ())) if found.get("users") == users else []

    @property
    def wrong(self) -> bool:
        """Whether a conversation of this run was lost or mixed up."""
        runs = [
            *self.now.get("office", {}).get("runs", ()),
            *(self.now.get(name) for name in ("rush", "conversations")),
        ]
        return any(one["kept"]["lost"] or one["kept"]["mixed"] for one in runs if one)
