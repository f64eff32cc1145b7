"""Chroma finds passages by their vectors and is never asked for anything else."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StaleIndexError
from assistant.index import vectors as module
from assistant.index.vectors import VectorIndex, build_vectors

IDS = ["第一#0", "b#1", "c#2"]
VECTORS = np.eye(3, 8, dtype=np.float32)


def _build(folder: Path) -> Path:
    build_vectors(folder, IDS, VECTORS, [{"document_id": "d"}] * 3)
    return folder


def test_a_vector_finds_its_own_passage_with_cosine_1(tmp_path: Path) -> None:
    with VectorIndex(_build(tmp_path / "chroma")) as index:
        assert index.count == 3
        nearest = index.nearest(VECTORS[1], 2)
    assert next(iter(nearest)) == "b#1"
    assert nearest["b#1"] == pytest.approx(1.0, abs=1e-5)


def test_more_may_be_asked_for_than_there_is(tmp_path: Path) -> None:
    with VectorIndex(_build(tmp_path / "chroma")) as index:
        assert set(index.nearest(VECTORS[0], 50)) == set(IDS)


def test_more_rows_than_chroma_takes_at_once_are_written_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    with VectorIndex(_build(tmp_path / "chroma")) as index:
        assert index.count == 3
        assert next(iter(index.nearest(VECTORS[2], 1))) == "c#2"


def test_an_empty_collection_can_be_written_and_asked(tmp_path: Path) -> None:
    build_vectors(tmp_path / "chroma", [], np.zeros((0, 8), dtype=np.float32), [])
    with VectorIndex(tmp_path / "chroma") as index:
        assert index.count == 0
        assert index.nearest(VECTORS[0], 5) == {}


def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError, match="no Chroma database"):
        VectorIndex(tmp_path)
    assert not list(tmp_path.iterdir())


def test_texts_are_not_stored_in_chroma(tmp_path: Path) -> None:
    with VectorIndex(_build(tmp_path / "chroma")) as index:
        documents = index._collection.get(include=["documents"])["documents"]
    assert not any(documents or [])
