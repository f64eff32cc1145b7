"""The bundled embedding read directly equals sentence-transformers, and names that lead nowhere say so."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.index.embedding import (
    BUNDLED,
    DamagedEmbeddingError,
    Embedding,
    EmbeddingNotFoundError,
    open_embedding,
)

TEXTS = [
    "陕西省科协深入实施12621工程，到2023年培训1000名企业一线工程师。",
    "How many front-line engineers were trained?",
    "院士之家 and Innovation China",
    "",
    "……！？",
    "\U00020000\u3402",
]

SAME = 1e-5
"""What the order of additions in float32 may change in a vector of length 1."""

HALF = 0.002
"""What rounding to float16 may change, as sentence-transformers does unless told otherwise."""


@cache
def bundled() -> Embedding:
    return open_embedding()


@cache
def through_sentence_transformers() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True).float()


def copy_of_bundled(folder: Path) -> Path:
    shutil.copytree(BUNDLED, folder)
    return folder


def test_reads_the_same_vectors_as_sentence_transformers() -> None:
    theirs = np.asarray(through_sentence_transformers().encode(TEXTS))
    assert np.abs(bundled().encode(TEXTS) - theirs).max() < SAME


def test_reads_nearly_the_same_vectors_as_sentence_transformers_in_half_precision() -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True).encode(TEXTS[:3])
    assert np.abs(bundled().encode(TEXTS[:3]) - np.asarray(theirs, dtype=np.float32)).max() < HALF


def test_has_the_dimension_that_sentence_transformers_names() -> None:
    assert bundled().dimension == through_sentence_transformers().get_embedding_dimension()
    assert bundled().encode(TEXTS).shape == (len(TEXTS), bundled().dimension)


def test_vectors_are_float32_of_length_one_and_zero_for_nothing() -> None:
    vectors = bundled().encode(TEXTS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 0, 0], abs=1e-5)


def test_no_texts_give_no_rows() -> None:
    assert bundled().encode([]).shape == (0, bundled().dimension)


def test_a_long_list_gives_each_text_the_vector_it_has_alone() -> None:
    texts = [f"第{i}家企业科协" for i in range(2_050)]
    together = bundled().encode(texts)
    assert together[2_049] == pytest.approx(bundled().encode(texts[2_049:])[0], abs=1e-6)


def test_an_english_question_is_nearest_to_the_chinese_sentence_that_answers_it() -> None:
    sentences = [
        "培训企业一线工程师1500名。",
        "举办青年科技人才论坛。",
        "西安市技术合同成交额增长。",
        "成立园区科协6家。",
    ]
    nearest = bundled().encode(sentences) @ bundled().encode(["how many engineers were trained"])[0]
    assert nearest.argmax() == 0


def test_files_are_small_and_readable_by_everybody() -> None:
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 16_000_000
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in files)


def test_a_copy_has_the_same_identity_and_another_vocabulary_another(tmp_path: Path) -> None:
    copy = copy_of_bundled(tmp_path / "copy")
    (copy / "README.md").write_text("remarks do not count")
    assert open_embedding(str(copy)).identity == bundled().identity
    tokenizer = next(copy.rglob("tokenizer.json"))
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert open_embedding(str(copy)).identity != bundled().identity


def test_a_folder_with_other_modules_goes_through_sentence_transformers(tmp_path: Path) -> None:
    copy = copy_of_bundled(tmp_path / "copy")
    modules = json.loads((copy / "modules.json").read_text())
    (copy / "modules.json").write_text(json.dumps(modules[:1]))
    other = open_embedding(str(copy))
    assert np.abs(other.encode(TEXTS) - bundled().encode(TEXTS)).max() < SAME


def test_a_relative_folder_is_found_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_of_bundled(tmp_path / "models" / "zh")
    monkeypatch.chdir(tmp_path)
    assert open_embedding("models/zh").identity == bundled().identity


@pytest.mark.parametrize("name", ["./zh", "/nowhere/zh", "models/zh", "a/b/c", "~/nothing-here", "..\\zh"])
def test_a_missing_path_is_never_asked_of_the_hub(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda *_, **__: pytest.fail("asked the hub"))
    with pytest.raises(EmbeddingNotFoundError, match=r"no such folder .* ASSISTANT_EMBEDDING_MODEL"):
        open_embedding(name)


def test_a_hub_name_without_a_network_fails_at_once_and_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing listens on port 9 of this machine, so that the client's real error is raised.
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EmbeddingNotFoundError, match=r"cannot be reached .* leave it empty"):
        open_embedding("nobody/has-this-model")


def test_a_hub_model_on_this_machine_is_used_without_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_of_bundled(tmp_path / "snapshot")
    asked: list[tuple[str, bool]] = []

    def snapshot(name: str, *, local_files_only: bool = False) -> str:
        asked.append((name, local_files_only))
        return str(copy)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    assert open_embedding("some-model").identity == bundled().identity
    assert asked == [("sentence-transformers/some-model", True)]


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingNotFoundError, match=r"holds no modules\.json"):
        open_embedding(str(tmp_path))


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_damaged_file_is_reported_with_its_folder(file: str, tmp_path: Path) -> None:
    copy = copy_of_bundled(tmp_path / "copy")
    next(copy.rglob(file)).write_text("{")
    with pytest.raises(DamagedEmbeddingError, match="copy"):
        open_embedding(str(copy))
