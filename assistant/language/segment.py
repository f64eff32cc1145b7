"""Text to the pieces of a Unigram vocabulary, each with its span and with how rare it is."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class VocabularyError(AssistantError):
    """The folder holds no Unigram vocabulary."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"No vocabulary can be read from {folder} ({why}). Copy the embedding folder again.")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces and their costs: minus the natural logarithm of how probable a piece is in running text."""

    costs: tuple[float, ...] = field(repr=False)
    tokenizer: "Tokenizer" = field(repr=False, compare=False)

    def cost_by_piece(self) -> dict[str, float]:
        """Return every piece with its cost."""
        return {piece: self.costs[i] for piece, i in self.tokenizer.get_vocab().items()}

    def segment(self, text: str) -> list[tuple[str, int, int, float]]:
        """Return (piece, start, end, cost) of the likeliest segmentation, with ``text[start:end]`` as the piece.

        Punctuation and white space are left out. Characters that the vocabulary does not know come as one piece with
        the highest cost of all.
        """
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        return [
            (text[start:end], start, end, self.costs[i])
            for i, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
        ]


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the ``tokenizer.json`` of an embedding folder, or raise VocabularyError."""
    from tokenizers import Tokenizer

    try:
        raw = (folder / "tokenizer.json").read_text(encoding="utf-8")
        model = json.loads(raw)["model"]
        if model["type"] != "Unigram":
            raise VocabularyError(folder, f"its tokenizer is {model['type']}, not Unigram")
        return Vocabulary(tuple(-score for _, score in model["vocab"]), Tokenizer.from_str(raw))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VocabularyError(folder, str(error)) from error
