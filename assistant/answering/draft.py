"""What generation hands to verification."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.schema import Claim, Conflict, Hit, Mode, Passage, Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is verified; ``lead`` is a sentence without figures that comes before the claims."""

    claims: tuple[Claim, ...]
    mode: Mode
    lead: str = ""
    closing: str = ""
    declined: bool = False
    reason: Reason | None = None
    conflicts: tuple[Conflict, ...] = ()
    layout: Literal["paragraph", "lines"] = "paragraph"
    explains: bool = False
    """True when the lead only explains a term: the claims may be put into other words below it."""
    compares: bool = False
    """True when the lead says on which of two sides there is more, so that nothing need be added."""
    unverified: tuple[Claim, ...] = ()
    """Sentences of a model that may be shown with a mark, apart from the answer."""
    evidence: tuple[Hit, ...] = ()
    """Passages that the claims quote although retrieval did not bring them (the ledger knows where its rows are)."""


FindPassage = Callable[[str, int], Passage | None]
"""Document id and offset to the passage that holds it."""
