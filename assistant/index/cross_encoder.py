"""A question and passages in; how well each fits out, by a cross-encoder that the user has.

A cross-encoder reads question and passage together (Nogueira and Cho 2019), which finds more than comparing vectors and
takes about a hundred times as long, so it only looks at the first passages of a search. None is bundled: the small ones
weigh a hundred megabytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import UsageError
from assistant.index.model_folder import model_folder
from assistant.schema import Hit

READ = 20
"""Passages that it reads: a search of ours has the right one among them in 99 % of public questions."""
PART = "reranker"
"""What its score is called among the parts of a hit."""

Score = Callable[[str, Sequence[str]], Sequence[float]]
"""A question and texts in; a number for each text out, the higher the better."""


class RerankerNotFoundError(UsageError):
    """The reranker is neither a folder nor a model that can be had from the hub, or it cannot score a passage."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"Reranker {name!r}: {why}. Set ASSISTANT_RERANKER to a folder with a cross-encoder that gives one score, "
            "or leave it empty for none."
        )


@dataclass(frozen=True, slots=True)
class Reranker:
    """A cross-encoder by its name."""

    name: str
    score: Score = field(repr=False, compare=False)

    def order(self, question: str, hits: Sequence[Hit], texts: Sequence[str]) -> list[Hit]:
        """Return ``hits``, best first, with the first of them in the order of the model; ``texts`` are theirs.

        Their scores are handed out anew by rank: whether anything answers is judged by probabilities, which a model's
        scores are not.
        """
        read = hits[:READ]
        fits = self.score(question, texts[: len(read)])
        parted = [replace(hit, parts={**hit.parts, PART: float(fit)}) for hit, fit in zip(read, fits, strict=True)]
        ordered = sorted(parted, key=lambda hit: -hit.parts[PART])
        by_rank = zip(ordered, sorted((hit.score for hit in read), reverse=True), strict=True)
        return [*(replace(hit, score=score) for hit, score in by_rank), *hits[READ:]]


def open_reranker(name: str) -> Reranker | None:
    """Open the cross-encoder in a folder or of the hub, looked for on this machine first; none for an empty name.

    Raises RerankerNotFoundError.
    """
    if not name:
        return None
    folder = model_folder(name, maker="cross-encoder", unknown=RerankerNotFoundError)
    model = _open(folder, name)

    def score(question: str, texts: Sequence[str]) -> list[float]:
        pairs = [(question, text) for text in texts]
        return [float(one) for one in model.predict(pairs, show_progress_bar=False)] if pairs else []

    return Reranker(name, score)


def _open(folder: Path, name: str) -> Any:
    if not (folder / "config.json").is_file():
        raise RerankerNotFoundError(name, f"{folder} holds no config.json")
    from sentence_transformers import CrossEncoder

    try:
        model: Any = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        scores = np.asarray(model.predict([("12621", "12621")], show_progress_bar=False))
    except Exception as error:  # whatever a model's own code raises
        raise RerankerNotFoundError(name, f"{folder} cannot be read ({error})") from error
    if scores.shape != (1,) or not np.isfinite(scores).all():
        raise RerankerNotFoundError(name, f"for one passage it gives {scores.tolist()} instead of a score")
    return model
