"""Conversations with the gold standalone question of their last turn to how often it is understood so."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.index.keywords import chinese_tokens
from evals.benchmark.labels import share, table
from evals.metrics.figures import figure_stands_in
from evals.metrics.payload import Payload, all_citations, answer_text
from evals.sets import Case, load_sets, set_files

Ask = Callable[[Case], Payload]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A case with history, what its question means by itself, and whether the topic is a new one."""

    case: Case
    standalone: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """How one conversation went: what was made of its question, and what is wrong with it ("" when nothing is)."""

    conversation: Conversation
    standalone: str
    condensed_wrongly: str
    answered_wrongly: str


def read_conversations(paths: Sequence[Path]) -> list[Conversation]:
    """Read the cases that have a `standalone` question; UsageError when there are none."""
    cases = {case.id: case for case in load_sets(paths)}
    lines = (json.loads(line) for path in set_files(paths) for line in path.read_text("utf-8-sig").split("\n") if line)
    found = [
        Conversation(cases[line["id"]], line["standalone"], line.get("topic") == "changes")
        for line in lines
        if line.get("standalone")
    ]
    if not found:
        raise UsageError(f"No case of {', '.join(map(str, paths))} has a `standalone` question. Name another file.")
    return found


def measure_followups(conversations: Iterable[Conversation], ask: Ask) -> Iterator[Understood]:
    """Ask each conversation, and its gold standalone question without a history, and compare the two answers."""
    for one in conversations:
        answered = ask(one.case)
        wanted = ask(replace(one.case, question=one.standalone, history=()))
        yield Understood(
            one, str(answered.get("standalone")), _condensed_wrongly(one, answered, wanted), _wrong(one.case, answered)
        )


def _condensed_wrongly(one: Conversation, answered: Payload, wanted: Payload) -> str:
    """Say why the follow-up was not taken for its standalone question; the evidence of both must be the same."""
    if one.changes and (words := carried_over(one.case, str(answered.get("standalone")))):
        return f"carried over {', '.join(words)}"
    if bool(answered.get("declined")) != bool(wanted.get("declined")):
        return "answered instead of declining" if wanted.get("declined") else "declined"
    if _evidence(answered) != _evidence(wanted):
        return "other quotations"
    return ""


def carried_over(case: Case, standalone: str) -> list[str]:
    """Return the pairs of characters and the Latin words that a standalone question has from earlier turns alone."""
    earlier = {word for turn in case.history if turn.role == "user" for word in _words(turn.content)}
    typed = set(_words(case.question))
    return [word for word in dict.fromkeys(_words(standalone)) if word in earlier and word not in typed]


def _words(text: str) -> list[str]:
    return [token for token in chinese_tokens(text) if len(token) > 1]


def _evidence(payload: Payload) -> set[tuple[str, str]]:
    return {(str(cited.get("document_id")), str(cited.get("quote"))) for cited in all_citations(payload)}


def _wrong(case: Case, payload: Payload) -> str:
    """Say what is wrong with an answer by its refusal, its figures and its sources."""
    if bool(payload.get("declined")) != case.should_decline:
        return "declined" if payload.get("declined") else "answered instead of declining"
    if case.should_decline:
        return ""
    text = answer_text(payload)
    if missing := [gold for gold in case.gold_figures if not figure_stands_in(gold, text)]:
        return f"missing: {', '.join(missing)}"
    cited = {document for document, _ in _evidence(payload)}
    return (
        "" if not case.source_ids or cited & set(case.source_ids) else f"cited {', '.join(sorted(cited)) or 'nothing'}"
    )


def followups_payload(results: Sequence[Understood]) -> dict[str, Any]:
    """Return the object of ``benchmark follow-ups --json``."""
    return {
        "groups": {name: _counts(group) for name, group in _groups(results)},
        "misses": [line for item in results for line in _misses(item)],
    }


def followups_table(results: Sequence[Understood]) -> str:
    """Return one line per language, per kind of turn, and over all."""
    rows = []
    for name, group in _groups(results):
        counts = _counts(group)
        total = counts["conversations"]
        rows.append((name, total, *(share(counts[key] / total) for key in ("condensed", "answered"))))
    return table(("conversations", "number", "condensed rightly", "answered rightly"), rows)


def _counts(group: Sequence[Understood]) -> dict[str, int]:
    return {
        "conversations": len(group),
        "condensed": sum(not item.condensed_wrongly for item in group),
        "answered": sum(not item.answered_wrongly for item in group),
    }


def _groups(results: Sequence[Understood]) -> list[tuple[str, list[Understood]]]:
    keys: list[tuple[str, Callable[[Understood], bool]]] = [
        *((lang, lambda item, lang=lang: item.conversation.case.lang == lang) for lang in _languages(results)),
        ("topic carries on", lambda item: not item.conversation.changes),
        ("topic changes", lambda item: item.conversation.changes),
        ("all", lambda _: True),
    ]
    groups = [(name, [item for item in results if holds(item)]) for name, holds in keys]
    return [(name, group) for name, group in groups if group]


def _languages(results: Sequence[Understood]) -> list[str]:
    return sorted({item.conversation.case.lang for item in results})


def _misses(item: Understood) -> Iterator[str]:
    shown = f"{item.conversation.case.question} => {item.standalone}  (gold: {item.conversation.standalone})"
    for name, why in (("condensed", item.condensed_wrongly), ("answered", item.answered_wrongly)):
        if why:
            yield f"{name}  {item.conversation.case.id}  {why}: {shown}"
