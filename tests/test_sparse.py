"""On a Chroma cluster keywords are searched as sparse vectors, with the same answers; elsewhere nothing changes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.config import Config
from assistant.doctor import examine
from assistant.errors import StaleIndexError
from assistant.index import build as build_module
from assistant.index.keywords import Keywords, build_keywords, chinese_tokens, english_tokens
from assistant.index.search import Query, open_index
from assistant.index.snapshot import Snapshot
from assistant.index.sparse import (
    KeywordVectorsRefusedError,
    SparseUse,
    SparseVector,
    best_by_vectors,
    passage_vectors,
    question_vector,
    settle,
)
from assistant.index.vectors import keyword_refusal
from assistant.index.verify import verify
from tests.fake_index import EMBEDDING, Corpus
from tests.sparse_engine import URL, Cluster, run_cluster
from tests.test_chroma_server import machine, running, server

__all__ = ["machine", "running", "server"]  # Fixtures.

TEXTS = ["园区科协成立6家，园区很多", "会企合作签约100项", "12621工程的目标", "学会服务站的园区", "", "的的的"]
RENDERINGS = ["associations of parks", "", "", "a station", "associations and associations", ""]
QUERIES = [Query("园区科协成立几家"), Query("会企合作", english="station"), Query("成立", "签约"), Query("没有的字")]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    with patch.object(build_module, "check_build"):  # Another process would not see the stand-in.
        yield run_cluster(monkeypatch)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    for number, text in enumerate(TEXTS[:4]):
        corpus.write(f"{number}.md", f"{text}\n{text[::-1]}\n另有{number}项。")
    return corpus


def _products(lists: tuple[Keywords, Keywords], asked: SparseVector) -> list[float]:
    """Return the product of each passage with a question in plain arithmetic."""
    vectors = [*passage_vectors(*lists, 0, 2), *passage_vectors(*lists, 2, len(TEXTS))]
    held = [dict(zip(one.numbers.tolist(), one.values.tolist(), strict=True)) for one in vectors]
    words = list(zip(asked.numbers.tolist(), asked.values.tolist(), strict=True))
    return [sum(own.get(number, 0.0) * count for number, count in words) for own in held]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keywords, Keywords]:
    root = tmp_path_factory.mktemp("lists")
    build_keywords(root / "chinese", TEXTS, tokens=chinese_tokens)
    build_keywords(root / "english", RENDERINGS, tokens=english_tokens)
    chinese = Keywords(root / "chinese", count=len(TEXTS), tokens=chinese_tokens)
    return chinese, Keywords(root / "english", count=len(TEXTS), tokens=english_tokens)


@given(st.text("园区科协成立会企合作的126 ", max_size=30), st.text("园区学会", max_size=6))
def test_the_product_of_the_vectors_is_the_score_of_the_lists(
    lists: tuple[Keywords, Keywords], text: str, expansion: str
) -> None:
    found = lists[0].look_up((text, 1.0), (expansion, 0.5))
    asked = question_vector(found, "keywords")
    products = _products(lists, asked)
    assert products == pytest.approx(found.scores_at(range(len(TEXTS))).tolist(), rel=1e-5)
    assert np.all(np.diff(asked.numbers) > 0)


def test_the_words_of_both_languages_share_a_vector_and_do_not_meet(lists: tuple[Keywords, Keywords]) -> None:
    found = lists[1].look_up(("how many associations", 1.0))
    asked = question_vector(found, "english")
    products = _products(lists, asked)
    assert products == pytest.approx(found.scores_at(range(len(TEXTS))).tolist())
    assert [row for row, product in enumerate(products) if product] == [0, 4]


class Engine:
    """Passages whose ids are their rows, with the products that a cluster would find."""

    count = len(TEXTS)

    def __init__(self, lists: tuple[Keywords, Keywords]) -> None:
        self._lists = lists

    def rows_of(self, ids: list[str]) -> dict[str, int]:
        return {id_: int(id_) for id_ in ids}

    def nearest_by_words(self, vector: SparseVector, limit: int) -> list[str]:
        products = _products(self._lists, vector)
        rows = [row for row, product in enumerate(products) if product > 0]
        return [str(row) for row in sorted(rows, key=lambda row: -products[row])[:limit]]


@given(st.text("园区科协成立会126的", max_size=20), st.lists(st.booleans(), min_size=6, max_size=6), st.integers(1, 6))
def test_what_may_not_be_found_is_not_and_all_else_is(
    lists: tuple[Keywords, Keywords], text: str, may: list[bool], limit: int
) -> None:
    found, engine, allowed = lists[0].look_up((text, 1.0)), Engine(lists), np.array(may)
    rows, top = best_by_vectors(found, "keywords", limit, store=cast(Any, engine), vectors=engine, allowed=allowed)
    right, right_top = found.best(limit, allowed)
    assert rows == right and all(may[row] for row in rows)
    assert top == pytest.approx(right_top)


def test_lists_without_words_give_passages_without_a_vector(tmp_path: Path) -> None:
    build_keywords(tmp_path / "empty", ["", ""], tokens=chinese_tokens)
    empty = Keywords(tmp_path / "empty", count=2, tokens=chinese_tokens)
    assert [len(one.numbers) for one in passage_vectors(empty, empty, 0, 2)] == [0, 0]


def _found(corpus: Corpus, sparse: SparseUse, *, as_of: str | None = None) -> list[list[tuple[str, float]]]:
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=URL, sparse=sparse)
    queries = [Query(one.text, one.expansion, one.english, as_of=as_of) for one in QUERIES]
    with closing(index):
        return [[(hit.passage.id, hit.score) for hit in index.search(query, limit=5)] for query in queries]


@pytest.mark.parametrize("as_of", [None, "2023", "2020"])
def test_a_cluster_that_searches_keywords_gives_the_same_answers(
    cluster: Cluster, corpus: Corpus, as_of: str | None
) -> None:
    built = corpus.build(chroma_url=URL, sparse="auto")
    assert [name.startswith(f"build-{built.build_id}-") for name in cluster.collections] == [True]
    assert _found(corpus, "off", as_of=as_of) == _found(corpus, "auto", as_of=as_of)
    cluster.searches.clear()
    _found(corpus, "on", as_of=as_of)
    # Nothing is as old as 2020, and one question has no known word.
    assert len(cluster.searches) == (0 if as_of == "2020" else 4)
    with open_snapshot(corpus) as snapshot:
        verify(corpus.index / "builds" / snapshot.build_id, chroma_url=URL, every=True)


def open_snapshot(corpus: Corpus) -> Snapshot:
    build = next(iter((corpus.index / "builds").iterdir()))
    return Snapshot(build, EMBEDDING, chroma_url=URL)


def test_where_few_passages_are_old_enough_our_own_lists_are_read(
    cluster: Cluster, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.build(chroma_url=URL, sparse="auto")
    before = _found(corpus, "off", as_of="2023")
    cluster.searches.clear()
    monkeypatch.setattr("assistant.index.sparse._MOST_ASKED", 10)
    assert _found(corpus, "auto", as_of="2023") == before
    assert not cluster.searches


def test_a_cluster_that_loses_words_is_noticed_before_a_build_is_used(cluster: Cluster, corpus: Corpus) -> None:
    corpus.build(chroma_url=URL, sparse="auto")
    (collection,) = cluster.collections.values()
    for id_, (vector, _) in list(collection.rows.items()):
        collection.rows[id_] = vector, {}
    with (
        open_snapshot(corpus) as snapshot,
        pytest.raises(StaleIndexError, match="does not find the best passage for the words of"),
    ):
        verify(corpus.index / "builds" / snapshot.build_id, chroma_url=URL)


def test_a_cluster_that_goes_changes_no_answer(
    cluster: Cluster, corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    corpus.build(chroma_url=URL, sparse="auto")
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=URL)
    with closing(index):
        before = [[hit.passage.id for hit in index.search(query, limit=3)] for query in QUERIES]
        cluster.gone = True
        after = [[hit.passage.id for hit in index.search(query, limit=4)][:3] for query in QUERIES]
    assert after == before
    assert caplog.text.count("it is gone") == 1


def test_an_engine_that_ignores_sparse_vectors_does_not_pass(cluster: Cluster) -> None:
    assert keyword_refusal(URL) is None
    cluster.ignores_sparse = True
    assert keyword_refusal(URL) == "it found ['nothing', 'little'], not ['much', 'little']"
    assert not cluster.collections


def test_an_index_gets_its_keyword_vectors_later_without_reading_or_embedding_again(
    cluster: Cluster, corpus: Corpus
) -> None:
    corpus.build(chroma_url=URL)
    with pytest.raises(StaleIndexError, match="keyword vectors were never given to Chroma"):
        open_index(corpus.index, embedding=EMBEDDING, chroma_url=URL, sparse="on")
    assert not corpus.build(chroma_url=URL, sparse="on").up_to_date
    assert (corpus.read, corpus.embedded) == ([], [])
    assert corpus.build(chroma_url=URL, sparse="on").up_to_date
    open_index(corpus.index, embedding=EMBEDDING, chroma_url=URL, sparse="on").close()


def test_the_embedded_engine_refuses_and_its_keywords_stay_in_the_files(corpus: Corpus) -> None:
    lines: list[str] = []
    built = corpus.build(sparse="auto", report=lines.append)
    (line,) = [line for line in lines if "keyword vectors" in line]
    assert "not enabled in local" in line and "searched in the files of the index" in line
    assert corpus.build(sparse="auto").up_to_date
    with pytest.raises(KeywordVectorsRefusedError, match=r"embedded Chroma .*ASSISTANT_SPARSE=off.*ASSISTANT_CHROMA"):
        corpus.build(sparse="on", rebuild=True)
    index = open_index(corpus.index, embedding=EMBEDDING, sparse="auto")
    with closing(index):
        assert (index.build_id, index.search(QUERIES[0], limit=1)[0].passage.text) == (built.build_id, TEXTS[0])


def test_a_server_of_one_machine_refuses_and_nothing_is_left_on_it(server: str, corpus: Corpus) -> None:
    import chromadb

    lines: list[str] = []
    with patch.object(build_module, "check_build"):
        corpus.build(chroma_url=server, sparse="auto", report=lines.append)
    assert any("not enabled in local" in line for line in lines)
    assert len(chromadb.HttpClient("127.0.0.1", int(server.rpartition(":")[2])).list_collections()) == 1
    with pytest.raises(KeywordVectorsRefusedError, match=server):
        corpus.build(chroma_url=server, sparse="on")
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server, sparse="auto")
    with closing(index):
        assert index.search(QUERIES[0], limit=1)[0].passage.text == TEXTS[0]


@pytest.mark.parametrize(("sparse", "ok"), [("auto", True), ("on", False)])
def test_doctor_says_what_becomes_of_the_keywords(tmp_path: Path, sparse: SparseUse, ok: bool) -> None:
    config = Config(index=tmp_path / "none", sparse=sparse)
    chroma = next(check for check in examine(config) if check.name == "chroma")
    assert (chroma.ok, "not enabled in local" in chroma.detail) == (ok, True)


def test_nobody_is_asked_when_keyword_vectors_are_off() -> None:
    assert settle("off", "", refusal=lambda _: pytest.fail("it was tried"), report=pytest.fail) is False
