"""The `ask --json` object to the parts that metrics read; a part that is missing is empty, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.language.glossary import Glossary, build_glossary

Payload = Mapping[str, Any]
"""One object as `python -m assistant ask --json` prints it."""


NO_NAMES = build_glossary(())


@dataclass(frozen=True, slots=True)
class Observation:
    """What happened when a case was asked; ``payload`` is None after a crash.

    ``texts`` holds the stored text of every cited document and gold source by id, of those that the index knows;
    ``glossary`` what things are called in both languages.
    """

    payload: Payload | None
    texts: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    elapsed_ms: float = 0.0
    glossary: Glossary = NO_NAMES


@dataclass(frozen=True, slots=True)
class Measured:
    """A score from 0 to 1, or None where the metric does not apply, and why it is not the best."""

    value: float | None
    why: str = ""


NOT_APPLICABLE = Measured(None)


def answer_text(payload: Payload) -> str:
    """Return the plain answer as the user reads it."""
    return str(payload.get("answer") or "")


def claims_of(payload: Payload) -> list[Payload]:
    """Return the claims of the answer."""
    return list(payload.get("claims") or ())


def all_citations(payload: Payload) -> list[Payload]:
    """Return the citations of claims and of conflicts."""
    evidence = [*claims_of(payload), *(payload.get("conflicts") or ())]
    return [citation for part in evidence for citation in (part.get("citations") or ())]


def hit_documents(payload: Payload) -> list[str]:
    """Return the distinct document ids of the hits, best first."""
    return list(dict.fromkeys(str(hit.get("document_id")) for hit in (payload.get("hits") or ())))
