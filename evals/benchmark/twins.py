"""Right replies as language models word them, each with a faulty twin, to verdicts on both.

Unlike the faults of ``plant_reply``, these were written by hand, where a rule would plant none: a city's figure given
to the province, a target as a result, two prizes exchanged, a month moved, lists and tables. A line of the labels says
which half it belongs to: nothing was mended with sight of the half held out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.reply import Statement, read_statements
from assistant.errors import UsageError
from assistant.schema import Claim
from evals.benchmark.labels import LABELS, read_labels
from evals.benchmark.plant_reply import Right
from evals.benchmark.shelf import Shelf

TWINS = LABELS / "twins.jsonl"
HALVES = ("tuned", "held out")
_PLACE = re.compile(r"\[c(\d+)\]")
"""Where the text names its citations by their number; without any, all of them stand at the end."""

Place = Callable[[Claim], Right | None]
"""A claim to the reply about it among the passages that a model is shown; None when no passage holds it."""
Holds = Callable[[Statement, Right], bool]
"""A sentence of a reply and what it stands on to whether it is verified."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A right reply and a faulty one, with marks, about the same passages; ``fault`` names what is wrong."""

    half: str
    fault: str
    right: Right
    reply: str
    faulty: str


def read_twins(shelf: Shelf, place: Place) -> list[Twin]:
    """Return the labelled twins; UsageError when a quote is no longer in the corpus or a half is unknown."""
    twins = []
    for label in read_labels(TWINS):
        if label["half"] not in HALVES:
            raise UsageError(f"{TWINS.name}: half {label['half']!r} is none of {', '.join(HALVES)}. Mend that line.")
        citations = tuple(shelf.find(cited["document"], cited["quote"], TWINS) for cited in label["citations"])
        right = place(Claim(label["text"], citations))
        if right is None:
            raise UsageError(f"{TWINS.name}: no passage holds the quotes of {label['text']!r}. Mend that line.")
        reply, faulty = (_marked(label[key], right) for key in ("text", "faulty"))
        twins.append(Twin(label["half"], label["fault"], right, reply, faulty))
    return twins


def _marked(text: str, right: Right) -> str:
    """Write the numbers of the passages into a text."""
    if not _PLACE.search(text):
        return right.reply(text)
    holders = [right.number_of(citation) for citation in right.claim.citations]
    return _PLACE.sub(lambda match: f"[{holders[int(match[1]) - 1]}]", text)


def judge_twin(twin: Twin, holds: Holds) -> tuple[tuple[bool, ...], bool]:
    """Return which claims of the right reply are marked, and whether the faulty one is where it differs from it."""
    right, faulty = (_sentences(reply, twin) for reply in (twin.reply, twin.faulty))
    marked = tuple(not holds(statement, twin.right) for statement in right)
    return marked, any(not holds(statement, twin.right) for statement in faulty if statement not in right)


def _sentences(reply: str, twin: Twin) -> Sequence[Statement]:
    return read_statements(reply, passage_count=len(twin.right.shown))
