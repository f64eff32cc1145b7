"""A build follows the files, copies what did not change, and never leaves a half-made index behind."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError, IndexBusyError
from assistant.index import build as build_module
from assistant.index.fill import BuildCheckError, check_build
from assistant.index.folders import CHROMA, current_build
from assistant.index.manifest import write_manifest
from assistant.index.store import Store
from assistant.index.vectors import VectorIndex
from assistant.index.verify import main as verify
from tests.fake_index import RECIPE, Corpus


@pytest.fixture
def unchecked() -> Iterator[None]:
    """Leave out the check by another process, which takes seconds, where it is not what is tested."""
    with patch.object(build_module, "check_build"):
        yield


@pytest.fixture
def corpus(tmp_path: Path, unchecked: None) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.write("a.md", "园区科协\n成立6家。")
    corpus.write("b.md", "会企合作\n签约100项。")
    return corpus


def current(index: Path) -> Path:
    build = current_build(index)
    assert build is not None
    return build


def contents(index: Path) -> dict[str, object]:
    """Return everything that a reader could find in the current build."""
    build = current(index)
    store = Store(build)
    entries = [store.entry(source.path) for source in store.sources()]
    with VectorIndex(build / CHROMA) as chroma:
        found: dict[str, object] = {
            passage.id: [next(iter(chroma.nearest(vector, 1).values())) > 0.999, vector.tobytes(), english, passage]
            for entry in entries
            for passage, english, vector in zip(entry.passages, entry.english, entry.vectors, strict=True)
        }
        found["count"] = chroma.count
    found["documents"] = [(entry.document, entry.fingerprint) for entry in entries]
    keywords = [file for part in ("chinese", "english") for file in sorted((build / part).iterdir())]
    found["keywords"] = [(file.name, file.read_bytes()) for file in keywords]
    store.close()
    return found


def test_a_first_build_holds_every_document(corpus: Corpus) -> None:
    report = corpus.build()
    assert (report.added, report.changed, report.removed, report.unchanged) == (("a", "b"), (), (), ())
    assert (report.passages, report.failures, report.up_to_date) == (4, (), False)
    assert current(corpus.index).name == report.build_id
    assert [passage.text for passage in Store(current(corpus.index)).passages("a")] == ["园区科协", "成立6家。"]


def test_an_unchanged_corpus_is_neither_read_nor_built_again(corpus: Corpus) -> None:
    first = corpus.build()
    second = corpus.build()
    assert second.up_to_date
    assert (second.build_id, second.passages, second.unchanged) == (first.build_id, 4, ("a", "b"))
    assert (corpus.read, corpus.embedded) == ([], [])


def test_finding_nothing_to_do_loads_no_heavy_library(corpus: Corpus) -> None:
    corpus.build()
    code = (
        "import sys; from pathlib import Path; from unittest.mock import patch; from tests.fake_index import Corpus\n"
        "with patch.object(Path, 'mkdir'): corpus = Corpus(Path(sys.argv[1]))\n"
        "assert corpus.build().up_to_date\n"
        "print({'chromadb', 'bm25s', 'torch', 'opencc'} & set(sys.modules))"
    )
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", code, str(corpus.folder.parent)]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


def test_only_what_changed_is_read_and_embedded(corpus: Corpus) -> None:
    corpus.build()
    corpus.write("b.md", "会企合作\n签约200项。")
    corpus.write("c.md", "学会服务站")
    report = corpus.build()
    assert (report.added, report.changed, report.removed, report.unchanged) == (("c",), ("b",), (), ("a",))
    assert corpus.read == ["b.md", "c.md"]
    assert corpus.embedded == ["会企合作", "签约200项。", "学会服务站"]


def test_a_removed_document_leaves_nothing_behind(corpus: Corpus) -> None:
    corpus.build()
    (corpus.folder / "b.md").unlink()
    report = corpus.build()
    assert (report.removed, report.unchanged, report.passages) == (("b",), ("a",), 2)
    assert "count" in (found := contents(corpus.index))
    assert found["count"] == 2


def test_the_last_document_can_be_removed(corpus: Corpus) -> None:
    corpus.build()
    for file in corpus.folder.iterdir():
        file.unlink()
    assert corpus.build().passages == 0
    assert corpus.build().up_to_date
    corpus.write("a.md", "又来一篇")
    assert corpus.build().added == ("a",)


def test_what_a_document_depends_on_makes_it_new(corpus: Corpus) -> None:
    corpus.build(depends=lambda path: "one")
    report = corpus.build(depends=lambda path: "two" if path.stem == "b" else "one")
    assert (report.changed, report.unchanged) == (("b",), ("a",))


def test_a_moved_document_keeps_its_id(corpus: Corpus) -> None:
    corpus.build()
    (corpus.folder / "policy").mkdir()
    (corpus.folder / "b.md").rename(corpus.folder / "policy" / "b.md")
    report = corpus.build()
    assert (report.changed, report.removed, report.failures) == (("b",), (), ())
    assert [source.path for source in Store(current(corpus.index)).sources()] == ["a.md", "policy/b.md"]


def test_an_unreadable_document_is_reported_every_time_and_the_rest_is_indexed(corpus: Corpus) -> None:
    corpus.write("c.md", "BROKEN")
    first, second = corpus.build(), corpus.build()
    assert first.failures == second.failures == (("c.md", "it is broken"),)
    assert first.added == ("a", "b")
    assert second.up_to_date


def test_a_document_that_became_unreadable_is_reported_and_left_out(corpus: Corpus) -> None:
    corpus.build()
    corpus.write("b.md", "BROKEN")
    report = corpus.build()
    assert (report.failures, report.removed, report.unchanged) == ((("b.md", "it is broken"),), ("b",), ("a",))


def test_a_document_without_text_is_reported(corpus: Corpus) -> None:
    corpus.write("c.md", "\n \n")
    assert corpus.build().failures == (("c.md", "there is no text in it"),)


def test_a_file_that_vanished_or_has_no_proper_name_is_reported(corpus: Corpus) -> None:
    (corpus.folder / "gone.md").symlink_to("nowhere")
    (corpus.folder / "\udcff.md").write_text("text")
    report = corpus.build()
    assert [path for path, _ in report.failures] == ["\\udcff.md", "gone.md"]
    assert report.added == ("a", "b")


def test_two_documents_with_one_id_are_both_named(corpus: Corpus) -> None:
    corpus.build()
    corpus.write("a.html", "另一篇")
    for _ in range(2):
        ((path, why),) = corpus.build().failures
        assert (path, "a.html" in why) == ("a.md", True)
    assert contents(corpus.index)["documents"] == _from_nothing(corpus)["documents"]


def test_another_recipe_makes_everything_anew(corpus: Corpus) -> None:
    corpus.build()
    said: list[str] = []
    report = corpus.build(recipe=replace(RECIPE, settings={"passage_chars": "200"}), report=said.append)
    assert corpus.read == ["a.md", "b.md"]
    assert not report.up_to_date
    assert any("passage_chars" in line for line in said)


def test_a_rebuild_reads_everything(corpus: Corpus) -> None:
    corpus.build()
    assert not corpus.build(rebuild=True).up_to_date
    assert corpus.read == ["a.md", "b.md"]


def test_a_damaged_index_is_made_anew(corpus: Corpus) -> None:
    corpus.build()
    (current(corpus.index) / "passages.sqlite").write_bytes(b"torn")
    assert corpus.build().added == ("a", "b")


def test_a_second_writer_is_refused(corpus: Corpus) -> None:
    corpus.build()
    with (corpus.index / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(IndexBusyError):
            corpus.build()
    assert corpus.build().up_to_date


def test_the_build_before_the_current_one_is_kept_and_older_ones_are_not(corpus: Corpus) -> None:
    ids = []
    for number in range(3):
        corpus.write("a.md", f"第{number}版")
        ids.append(corpus.build().build_id)
    assert sorted(build.name for build in (corpus.index / "builds").iterdir()) == ids[1:]


def test_the_leftover_of_a_killed_build_is_removed(corpus: Corpus) -> None:
    corpus.build()
    leftover = corpus.index / "builds" / "000002-dead"
    leftover.mkdir()
    (leftover / "passages.sqlite").write_bytes(b"half")
    assert corpus.build().up_to_date
    assert not leftover.exists()


def test_a_build_that_fails_leaves_the_current_one(corpus: Corpus) -> None:
    before = corpus.build().build_id
    corpus.write("c.md", "新的一篇")
    with (
        patch.object(build_module, "check_build", side_effect=BuildCheckError("broken")),
        pytest.raises(AssistantError),
    ):
        corpus.build()
    assert current(corpus.index).name == before
    assert corpus.build().added == ("c",)


def test_the_check_passes_a_good_build_and_names_what_is_wrong_with_others(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.build()
    build = current(corpus.index)
    check_build(build)
    assert verify([str(build)]) == 0
    corpus.write("c.md", "又一篇")
    corpus.build()
    (build / "chinese").rename(build / "chinese.away")
    with pytest.raises(BuildCheckError, match="chinese"):
        check_build(build)
    (build / "chinese.away").rename(build / "chinese")
    (build / CHROMA).rename(build / "away")
    (current(corpus.index) / CHROMA).rename(build / CHROMA)
    assert verify([str(build)]) == 1
    assert f"{build / CHROMA}" in capsys.readouterr().err
    write_manifest(build)
    assert verify([str(build)]) == 1
    assert "4 passages but 5 vectors" in capsys.readouterr().err


def _from_nothing(corpus: Corpus) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        corpus.build(index=Path(folder))
        return contents(Path(folder))


EDIT = st.tuples(
    st.sampled_from(["a.md", "b.md", "c.md", "a.txt"]), st.sampled_from(["甲文\n乙", "丙文", "BROKEN", "", None])
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_edits_build_the_same_index_as_building_from_nothing(rounds: list[list[tuple[str, str | None]]]) -> None:
    with TemporaryDirectory() as folder, patch.object(build_module, "check_build"):
        corpus = Corpus(Path(folder))
        corpus.write("b.md", "会企合作\n签约100项。")
        corpus.build()
        for edits in rounds:
            corpus.edit(edits)
            corpus.build()
        assert contents(corpus.index) == _from_nothing(corpus)
