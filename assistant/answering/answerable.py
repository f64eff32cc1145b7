"""A question, its hits and the draft in; how probable it is that the sources answer the question out, from 0 to 1.

Retrieval alone cannot tell: questions about one programme share most of their words. So what became of the question
counts as well: whether anything answered it, from where, and how much of what it names is spoken of. The weights were
fitted on one half of our own question sets (``python -m evals calibrate --write``).
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log
from pathlib import Path

from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge, question_concepts, stems_of
from assistant.answering.matching import concept_in, unknown_concepts
from assistant.answering.needs import holds
from assistant.answering.understand import Understanding
from assistant.index.confidence import confidence
from assistant.language.fold import search_key
from assistant.schema import Hit, Reason

SIGNS = ("answered", "from_ledger", "not_reported", "off_limits", "covered", "unknown", "holds", "sure", "best")
"""What became of the question; the share of its weight that the answer names, and that no hit names; whether a claim
holds the kind of thing asked for; the log odds of the hits where they are probabilities, else the first score."""
WEIGHTS = Path(__file__).resolve().parents[1] / "models" / "answerable.json"
_EDGE = 1e-6
_BEST = 3.0
"""A first score beyond this tells nothing more."""


def signs_of(asked: Understanding, hits: Sequence[Hit], draft: Draft, knowledge: Knowledge) -> dict[str, float]:
    """Return the value of each sign; ``hits`` may hold passages that the ledger brought."""
    found = sorted((hit for hit in hits if "ledger" not in hit.parts), key=lambda hit: -hit.score)
    judged = asked.language == "zh" and knowledge.judges_hits
    covered, unknown = _shares(asked, hits, draft, knowledge)
    answered = not draft.declined
    values = (
        float(answered),
        float(answered and draft.mode == "ledger"),
        float(draft.reason is Reason.NOT_REPORTED),
        float(draft.reason in (Reason.OUT_OF_SCOPE, Reason.UNSAFE)),
        covered,
        unknown,
        float(_holds_what_is_wanted(asked, draft, knowledge)),
        _log_odds(confidence(found)) if judged else 0.0,
        min(_BEST, found[0].score) if found and not judged else 0.0,
    )
    return dict(zip(SIGNS, values, strict=True))


def chance(signs: Mapping[str, float], *, file: Path = WEIGHTS) -> float:
    """Return how probable an answer is by its signs."""
    weights, offset = _weights(file)
    return 1.0 / (1.0 + exp(-sum((weights[name] * signs[name] for name in SIGNS), offset)))


@cache
def _weights(file: Path) -> tuple[dict[str, float], float]:
    fitted = json.loads(file.read_text(encoding="utf-8"))
    return fitted["weights"], fitted["offset"]


def _shares(asked: Understanding, hits: Sequence[Hit], draft: Draft, knowledge: Knowledge) -> tuple[float, float]:
    """Return the shares of the question's weight that the draft names, and that no hit names in any form."""
    concepts = [concept for concept in question_concepts(asked, knowledge) if concept.kind != "definition"]
    total = sum(concept.weight for concept in concepts) or 1.0
    cited = (citation for claim in draft.claims for citation in claim.citations)
    quoted = " ".join(f"{citation.quote} {citation.source.title}" for citation in cited)
    said = search_key(f"{draft.lead} {' '.join(claim.text for claim in draft.claims)} {quoted} {draft.closing}")
    stems = stems_of(said)
    covered = sum(concept.weight * concept_in(concept, said, stems) for concept in concepts)
    english = knowledge.translations.english_of_text
    texts = [
        search_key(f"{hit.passage.text} {hit.passage.heading} {english(hit.passage.document_id, hit.passage.text)}")
        for hit in hits
    ]
    unknown = sum(concept.weight for concept in unknown_concepts(concepts, texts, stems_of))
    return covered / total, unknown / total


def _holds_what_is_wanted(asked: Understanding, draft: Draft, knowledge: Knowledge) -> bool:
    texts = [text for claim in draft.claims for text in (claim.text, *(citation.quote for citation in claim.citations))]
    return bool(texts) and all(
        any(holds(wanted, text, asked=asked, glossary=knowledge.glossary) for text in texts) for wanted in asked.wanted
    )


def _log_odds(share: float) -> float:
    share = min(max(share, _EDGE), 1 - _EDGE)
    return log(share / (1 - share))
