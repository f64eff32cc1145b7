"""Readability: is the answer of bearable length, without repeated sentences, left-over markup and cut-off ends?"""

import re

from evals.metrics.payload import NOT_APPLICABLE, Measured, Observation, answer_text
from evals.sets import Case

LONGEST = 3_000
"""Characters that fill two printed pages; whoever asks one question does not read on."""

_END = re.compile(r"[。！？!?.…；;：:”」』）)\]\d]$")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|\[\[|\]\]|\[\d+(?![\d,，、\s]*\])|&(?:amp|lt|gt|quot|nbsp);|�")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]")


def readable(_case: Case, seen: Observation) -> Measured:
    """1 when nothing hinders reading; an empty answer cannot be read."""
    if seen.payload is None:
        return NOT_APPLICABLE if seen.error is None else Measured(0.0, "crashed")
    text = answer_text(seen.payload).strip()
    if not text:
        return Measured(0.0, "empty")
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text)]
    faults = {
        f"{len(text)} characters": len(text) > LONGEST,
        "a sentence twice": len(set(sentences)) < len(sentences),
        "left-over markup": bool(_MARKUP.search(text)),
        "the end is cut off": not _END.search(text),
    }
    found = [name for name, present in faults.items() if present]
    return Measured(0.0, "; ".join(found)) if found else Measured(1.0)
