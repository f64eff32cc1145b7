"""corpus/conflicts.yaml, the editors' register of sources that disagree, to the conflicts that touch an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from assistant.errors import UsageError
from assistant.schema import Citation, Claim, Conflict, Document, Language, Page

GetDocument = Callable[[str], Document]
"""Document id to the document; KeyError when there is none."""


@dataclass(frozen=True, slots=True)
class RegisteredConflict:
    """A disagreement that an editor has noted; ``evidence`` holds (document id, verbatim sentence)."""

    id: str
    note_zh: str
    note_en: str
    evidence: tuple[tuple[str, str], ...]
    kind: Literal["disagree", "distinguish"] = "disagree"


def load_conflicts(path: Path) -> tuple[RegisteredConflict, ...]:
    """Read the register; a corpus without one has no registered conflicts. UsageError names a wrong entry."""
    if not path.exists():
        return ()
    try:
        return tuple(
            RegisteredConflict(
                entry["id"],
                entry["note_zh"],
                entry["note_en"],
                tuple((side["document"], side["quote"]) for side in entry["evidence"]),
                "distinguish" if entry.get("kind") == "distinguish" else "disagree",
            )
            for entry in yaml.safe_load(path.read_text("utf-8")) or ()
        )
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = " ".join(str(error).split())
        raise UsageError(f"{path} is not valid: {why}. See corpus/README.md for its form.") from error


def conflicts_of(
    claims: Sequence[Claim], register: Sequence[RegisteredConflict], get_document: GetDocument, language: Language
) -> list[Conflict]:
    """Return the registered conflicts that touch what ``claims`` cite, with the evidence of every side.

    Of sources that disagree it is enough to cite one; things to be distinguished are worth a word only when two of
    them are cited. Sides whose sentence no longer stands in the corpus are left out.
    """
    quoted = {(citation.source.id, citation.quote) for claim in claims for citation in claim.citations}
    found = []
    for conflict in register:
        cited = sum(_cites(quoted, document, quote) for document, quote in conflict.evidence)
        if cited >= (1 if conflict.kind == "disagree" else min(2, len(conflict.evidence))):
            citations = sides_of(conflict, get_document)
            if citations:
                note = conflict.note_zh if language == "zh" else conflict.note_en
                found.append(Conflict(note, citations, conflict.kind))
    return found


def sides_of(conflict: RegisteredConflict, get_document: GetDocument) -> tuple[Citation, ...]:
    """Return the evidence of each side that still stands in the corpus; nothing when only one side of several does."""
    sides = [_citation(get_document, document, quote) for document, quote in conflict.evidence]
    citations = tuple(side for side in sides if side is not None)
    return citations if len(citations) > 1 or len(conflict.evidence) == 1 else ()


def _cites(quoted: set[tuple[str, str]], document: str, quote: str) -> bool:
    return any(known == document and (quote in text or text in quote) for known, text in quoted)


def _citation(get_document: GetDocument, document_id: str, quote: str) -> Citation | None:
    try:
        document = get_document(document_id)
    except KeyError:
        return None
    start = document.text.find(quote)
    if start < 0:
        return None
    return Citation(document.source, _page(document.pages, start), start, start + len(quote), quote)


def _page(pages: Sequence[Page], offset: int) -> int:
    return next((page.number for page in pages if page.start <= offset < page.end), 1)
