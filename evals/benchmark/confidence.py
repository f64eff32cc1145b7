"""Questions asked with and without their paragraph in the index; how well a confidence tells the two apart out.

The paragraphs of a set are split into two halves, and each half is indexed with the same news items. So every question
is asked twice: of the index that holds its paragraph, and of the one that does not but is as large.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.index.confidence import confidence
from assistant.schema import Hit
from evals.benchmark.labels import share, table
from evals.benchmark.own_index import build_own_index, finding, number_of
from evals.benchmark.reading_sets import ReadingSet, holds_any, is_held_out, spread
from evals.benchmark.selective import at_coverage, auroc, risks

Confidence = Callable[[str, Sequence[Hit]], float]
"""A question and its hits to how sure it is that they hold the answer; only the order of the values counts."""

COVERAGES = tuple(tenths / 10 for tenths in range(1, 11))


def top_score(question: str, hits: Sequence[Hit]) -> float:  # noqa: ARG001 - as every confidence
    """Return the score of the first hit."""
    return hits[0].score if hits else 0.0


def top_part(name: str) -> Confidence:
    """Return what gives the highest raw score of one channel among the hits."""
    return lambda _, hits: max((hit.parts.get(name, 0.0) for hit in hits), default=0.0)


CONFIDENCES: Mapping[str, Confidence] = {
    "ours": lambda _, hits: confidence(hits),
    "first hit": top_score,
    "BM25 score": top_part("keywords_raw"),
    "cosine": top_part("vectors_raw"),
}
"""Ours, and what one would take without it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of one index: whether its paragraph was there, came first, and how sure each confidence was."""

    set: str
    paragraph: int
    held_out: bool
    answerable: bool
    right: bool
    holds_answer: bool
    """True when the marked answer stands in the first passage, whichever that is."""
    confidences: Mapping[str, float]


def ask_with_and_without(
    reading_set: ReadingSet,
    background: Sequence[str],
    *,
    confidences: Mapping[str, Confidence] = CONFIDENCES,
    questions: int | None = None,
) -> Iterator[Asked]:
    """Ask every question of the index of either half."""
    held_out = [is_held_out(text) for text in reading_set.paragraphs]
    for half in (False, True):
        kept = [number for number, other in enumerate(held_out) if other == half]
        with TemporaryDirectory() as folder:
            build_own_index([*(reading_set.paragraphs[number] for number in kept), *background], Path(folder))
            with finding(Path(folder)) as find:
                for question in spread(reading_set.questions, questions or len(reading_set.questions)):
                    hits = find(question.text)
                    first = number_of(hits[0]) if hits else len(kept)
                    yield Asked(
                        set=reading_set.name,
                        paragraph=question.paragraph,
                        held_out=held_out[question.paragraph],
                        answerable=held_out[question.paragraph] == half,
                        right=first < len(kept) and kept[first] == question.paragraph,
                        holds_answer=bool(hits) and holds_any(hits[0].passage.text, question.answers),
                        confidences={name: measure(question.text, hits) for name, measure in confidences.items()},
                    )


def groups_of(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    """Return the cases of each set, of its held-out half, and of all sets together."""
    groups: dict[str, list[Asked]] = {}
    names = list(dict.fromkeys(one.set for one in asked))
    for name in names:
        groups[name] = [one for one in asked if one.set == name]
    if len(names) > 1:
        groups["all"] = list(asked)
    return {
        title: cases
        for name, group in groups.items()
        for title, cases in ((name, group), (f"{name}, held out", [one for one in group if one.held_out]))
        if cases
    }


def confidence_payload(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the object of ``benchmark confidence --json``."""
    return {name: _group_payload(cases) for name, cases in groups_of(asked).items()}


def _group_payload(cases: Sequence[Asked]) -> dict[str, Any]:
    answerable, others = ([one for one in cases if one.answerable is there] for there in (True, False))
    return {
        "cases": len(cases),
        "answerable": len(answerable),
        "first_right": sum(one.right for one in answerable) / len(answerable) if answerable else None,
        # Some of these are answered elsewhere all the same, others hold a short answer by chance.
        "unanswerable_with_answer_in_first": sum(one.holds_answer for one in others) / len(others) if others else None,
        "confidences": {name: _told_by(name, cases) for name in cases[0].confidences},
    }


def _told_by(name: str, cases: Sequence[Asked]) -> dict[str, Any]:
    scores = [one.confidences[name] for one in cases]
    # Questions about one paragraph of one set are alike.
    numbers = {key: number for number, key in enumerate(dict.fromkeys((one.set, one.paragraph) for one in cases))}
    found = auroc(scores, [one.answerable for one in cases], [numbers[one.set, one.paragraph] for one in cases])
    curve = risks(scores, [not one.right for one in cases])
    return {
        "auroc": {"value": found.value, "low": found.low, "high": found.high},
        "aurc": float(curve.mean()),
        "risk_at_coverage": {coverage: at_coverage(curve, coverage) for coverage in COVERAGES},
    }


def confidence_table(payload: Mapping[str, Any]) -> str:
    """Return AUROC and AURC of each confidence, and below them the risk by coverage."""
    names = list(next(iter(payload.values()))["confidences"])
    header = ("questions", "cases", "first right", "elsewhere", *(f"{one}: AUROC and AURC" for one in names))
    head = [
        (
            name,
            group["cases"],
            share(group["first_right"]),
            share(group["unanswerable_with_answer_in_first"]),
            *(_told(group["confidences"][one]) for one in names),
        )
        for name, group in payload.items()
    ]
    curves = [
        (f"{name} {coverage:.0%}", *(share(group["confidences"][one]["risk_at_coverage"][coverage]) for one in names))
        for name, group in payload.items()
        for coverage in COVERAGES
    ]
    return f"{table(header, head)}\n\n{table(('wrong among the answered', *names), curves)}"


def _told(told: Mapping[str, Any]) -> str:
    value, low, high = (told["auroc"][key] for key in ("value", "low", "high"))
    shown = "–" if value is None else f"{value:.3f} [{low:.3f}–{high:.3f}]"
    return f"{shown} {told['aurc']:.3f}"
