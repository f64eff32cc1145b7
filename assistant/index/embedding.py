"""Texts to unit vectors: the bundled static model through numpy alone, any other through sentence-transformers.

Importing sentence-transformers takes 5 to 8 seconds, so a question must not need it. A folder that holds nothing but
a ``StaticEmbedding`` and a ``Normalize`` module (the bundled one does) is read directly; a test proves both equal.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, UsageError
from assistant.index.model_folder import model_folder
from assistant.index.pieces import Cutter, Pieces, make_pieces

Vectors = NDArray[np.float32]

BUNDLED = Path(__file__).resolve().parents[1] / "models" / "embedding"

_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model", ".onnx"}
_BATCH = 1024
_EPSILON = 1e-12
"""What torch divides by at least when it normalises."""


class EmbeddingNotFoundError(UsageError):
    """The embedding is neither a folder nor a model that can be had from the hub."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"Embedding {name!r}: {why}. Set ASSISTANT_EMBEDDING_MODEL to a folder in SentenceTransformer format, "
            "or leave it empty for the bundled one."
        )


class DamagedEmbeddingError(AssistantError):
    """The folder is there, but its files cannot be read."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The embedding in {folder} cannot be read ({why}). Copy it again, or choose another.")


@dataclass(frozen=True, slots=True)
class Embedding:
    """A model that turns texts into vectors of ``dimension`` numbers.

    ``encode`` returns float32 of shape (texts, dimension): rows of length 1, or 0 where there was nothing to encode.
    ``identity`` changes whenever the vectors may: vectors of different identities must not be compared.
    """

    name: str
    identity: str
    dimension: int
    encode: Callable[[Sequence[str]], Vectors] = field(repr=False, compare=False)
    pieces: Pieces | None = field(default=None, repr=False, compare=False)
    """What texts are compared with word by word: those of the bundled embedding, whichever gives the vectors."""


def open_embedding(name: str = "") -> Embedding:
    """Open the bundled embedding (empty name), one in a folder, or one of the hub, looked for on this machine first."""
    if not name:
        return _open_folder(BUNDLED, "bundled")
    return _open_folder(model_folder(name, maker="sentence-transformers", unknown=EmbeddingNotFoundError), name)


def _open_folder(folder: Path, name: str) -> Embedding:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    except FileNotFoundError as error:
        raise EmbeddingNotFoundError(name, f"{folder} holds no modules.json") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedEmbeddingError(folder, str(error)) from error
    if kinds == ["StaticEmbedding", "Normalize"]:
        dimension, encode, pieces = _open_static(folder / modules[0]["path"])
    else:
        dimension, encode = _open_any(folder)
        pieces = _open_static(BUNDLED)[2]
    return Embedding(name=name, identity=_identity(folder), dimension=dimension, encode=encode, pieces=pieces)


def _identity(folder: Path) -> str:
    """Return a hash of the names and bytes of the model's files; remarks such as a README do not count."""
    digest = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _MODEL_FILES and p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]


def _open_static(folder: Path) -> tuple[int, Callable[[Sequence[str]], Vectors], Pieces]:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        weights: Vectors = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
    except Exception as error:  # tokenizers raises nothing narrower for a file that it cannot parse
        raise DamagedEmbeddingError(folder, str(error)) from error
    tokenizer.no_padding()
    cut = Cutter(tokenizer)

    def encode(texts: Sequence[str]) -> Vectors:
        sums = np.zeros((len(texts), weights.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            for row, ids in enumerate(cut(texts[start : start + _BATCH]), start):
                if len(ids):
                    sums[row] = weights[ids].mean(axis=0)
        return _normalised(sums)

    return weights.shape[1], encode, make_pieces(cut, weights)


def _open_any(folder: Path) -> tuple[int, Callable[[Sequence[str]], Vectors]]:
    from sentence_transformers import SentenceTransformer

    try:
        # In float16 an empty text is 0 / 0, so that its vector is not a number.
        model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
    except Exception as error:  # whatever a model's own code raises; the folder is named and the cause kept
        raise DamagedEmbeddingError(folder, str(error)) from error
    dimension = int(model.get_embedding_dimension())

    def encode(texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, dimension), dtype=np.float32)
        vectors = np.array(model.encode(list(texts), convert_to_numpy=True), dtype=np.float32)
        vectors[[not text.strip() for text in texts]] = 0.0  # a transformer gives its [CLS] a direction even then
        return _normalised(vectors)

    return dimension, encode


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = vectors / np.maximum(lengths, _EPSILON)
    return result
