"""Cases and an assistant to scored records and their summary; a crash is a record like any other."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.language.glossary import Glossary
from evals.blame import stage_of
from evals.bootstrap import Estimate, mean_estimate, percentile_estimate
from evals.calibration import calibration_of
from evals.judge import judge_summary
from evals.latency import latency_by_stage
from evals.metrics import METRICS, measure_all
from evals.metrics.payload import NO_NAMES, Observation, Payload, all_citations
from evals.sets import Case, digest_of
from evals.usage import usage_of

if TYPE_CHECKING:
    from evals.script import Script

Ask = Callable[[Case], Payload]
"""Asks a case with its history and returns the `ask --json` object."""

TextOf = Callable[[str], str | None]
"""The stored text of a document by id, None for an id that the index does not know."""

Record = dict[str, Any]
"""What is stored about one case: question, payload, scores, the reason of each miss, and the stage they come from."""

LATENCIES = {"latency_ms_p50": 50.0, "latency_ms_p95": 95.0}


@dataclass(frozen=True, slots=True)
class Target:
    """The assistant under evaluation, as what an evaluation needs of it."""

    ask: Ask
    text_of: TextOf
    glossary: Glossary = NO_NAMES


def open_target(
    corpus: Path | None, index: Path | None, without: str = "", *, script: "Script | None" = None
) -> Target:
    """Open the assistant over the folders given, else the configured ones, ``without`` one stage where it names one.

    ``script`` says which model to ask.
    """
    # Imported here: opening the assistant loads libraries that `compare` and `gate RUN` never need.
    from assistant.answering.render import answer_payload
    from assistant.config import Config
    from assistant.switches import Switches
    from assistant.wiring import open_assistant

    left_out = {without: False} if without else {}
    config = Config(**folders_of(corpus, index))
    assistant = open_assistant(config, Switches(**left_out))

    def text_of(document_id: str) -> str | None:
        try:
            return assistant.document(document_id).text
        except (AssistantError, LookupError):
            return None

    if script is not None:
        from evals.replay import open_scripted

        scripted = open_scripted(script, config)
        return Target(lambda case: answer_payload(scripted(case)), text_of, assistant.knowledge.glossary)

    def ask(case: Case) -> Payload:
        return answer_payload(assistant.ask(case.question, history=case.history))

    return Target(ask, text_of, assistant.knowledge.glossary)


def folders_of(corpus: Path | None, index: Path | None) -> dict[str, Any]:
    """Return the settings that name the folders which were given."""
    return {name: folder for name, folder in (("corpus", corpus), ("index", index)) if folder is not None}


def evaluate(cases: Iterable[Case], target: Target) -> Iterable[Record]:
    """Ask and score one case after another."""
    for case in cases:
        yield _record(case, _observe(case, target))


def summarise(records: Sequence[Record]) -> dict[str, Any]:
    """Return every metric with count and interval over all records, by kind and by language."""
    return {
        "all": _metrics(records),
        "kind": {name: _metrics(group) for name, group in _groups(records, "kind").items()},
        "language": {name: _metrics(group) for name, group in _groups(records, "lang").items()},
    }


def describe(cases: Sequence[Case], records: Sequence[Record], *, sets: Sequence[str], started: str) -> dict[str, Any]:
    """Return the summary of a run: what was asked, by digest, and what came out."""
    summary = {
        "started": started,
        "sets": list(sets),
        "cases": len(cases),
        "digest": digest_of(cases),
        "metrics": summarise(records),
        "latency_by_stage": latency_by_stage(records),
        "calibration": calibration_of(records),
    }
    usage = usage_of(records)
    if usage is not None:
        summary["usage"] = usage
    judged = any(record.get("judge") for record in records)
    return {**summary, "judge": judge_summary(records)} if judged else summary


def _observe(case: Case, target: Target) -> Observation:
    began = time.perf_counter()
    try:
        payload = target.ask(case)
    # Whatever breaks, the user had no answer: an outcome that stays in the denominator.
    except Exception as error:  # noqa: BLE001
        elapsed = _since(began)
        message = f"{type(error).__name__}: {error}"
        return Observation(None, texts=_texts(case, {}, target), error=message, elapsed_ms=elapsed)
    elapsed = _since(began)
    return Observation(payload, texts=_texts(case, payload, target), elapsed_ms=elapsed, glossary=target.glossary)


def _texts(case: Case, payload: Payload, target: Target) -> dict[str, str]:
    needed = {*case.source_ids, *(str(citation.get("document_id")) for citation in all_citations(payload))}
    return {name: text for name in sorted(needed) if (text := target.text_of(name)) is not None}


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


def _record(case: Case, seen: Observation) -> Record:
    measured = measure_all(case, seen)
    misses = {name: score.why for name, score in measured.items() if score.why}
    return {
        "id": case.id,
        "kind": case.kind,
        "lang": case.lang,
        "question": case.question,
        "history": [asdict(turn) for turn in case.history],
        "gold": {
            "answer": case.gold_answer,
            "figures": list(case.gold_figures),
            "sources": list(case.source_ids),
            "quotes": [asdict(gold) for gold in case.gold_quotes],
        },
        "payload": seen.payload,
        "error": seen.error,
        "elapsed_ms": seen.elapsed_ms,
        "scores": {name: score.value for name, score in measured.items()},
        "misses": misses,
        "stage": stage_of(case, seen, misses),
    }


def _groups(records: Sequence[Record], key: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda record: str(record[key])):
        groups.setdefault(str(record[key]), []).append(record)
    return groups


def _metrics(records: Sequence[Record]) -> dict[str, dict[str, float | int | None]]:
    scores: dict[str, Estimate] = {}
    for name in METRICS:
        scores[name] = mean_estimate(
            [record["scores"][name] for record in records if record["scores"][name] is not None]
        )
    # A crash is often the fastest reply of all; its time would flatter the latency.
    times = [float(record["elapsed_ms"]) for record in records if record["error"] is None]
    for name, percent in LATENCIES.items():
        scores[name] = percentile_estimate(times, percent)
    return {name: asdict(estimate) for name, estimate in scores.items()}
