"""With the address of a Chroma server the vectors of each build lie there; our own store stays the truth."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any
from unittest.mock import patch
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from assistant.errors import AssistantError, StaleIndexError, UsageError
from assistant.index import build as build_module
from assistant.index.address import ChromaServerError
from assistant.index.search import Index, Query, open_index
from assistant.index.vectors import VectorIndex, drop_vectors, server_version
from tests.fake_index import EMBEDDING, Corpus

_START_SECONDS = 60.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A real server that can be stopped and started again on the same port and folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        start = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
        options = ["run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([sys.executable, "-c", start, *options], cwd=self._folder, **quiet)  # type: ignore[call-overload]
        _wait_for(f"{self.url}/api/v2/heartbeat", self._process)

    def stop(self, *, kill: bool = False) -> None:
        if self._process is not None:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a real server on a free port."""
    server = Server(tmp_path_factory.mktemp("server"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def running(machine: Server) -> str:
    """Return the address of the server."""
    return machine.url


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = monotonic() + _START_SECONDS
    while True:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            assert process.poll() is None, "the server ended"
            assert monotonic() < deadline, "the server did not start"
            Event().wait(0.05)


@pytest.fixture
def server(running: str) -> str:
    """Return the address of the server with nothing left on it from the test before."""
    client = _client(running)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    return running


@pytest.fixture
def unchecked() -> Iterator[None]:
    """Leave out the check by another process, which takes seconds, where it is not what is tested."""
    with patch.object(build_module, "check_build"):
        yield


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.write("a.md", "园区科协\n成立6家。")
    corpus.write("b.md", "会企合作\n签约100项。")
    return corpus


def _client(url: str) -> Any:
    import chromadb

    return chromadb.HttpClient("127.0.0.1", int(url.rpartition(":")[2]))


def _collections(url: str, build_id: str) -> list[str]:
    """Return the names of the collections of a build on the server."""
    return [each.name for each in _client(url).list_collections() if each.name.startswith(f"build-{build_id}-")]


def _builds(corpus: Corpus) -> list[str]:
    return sorted(build.name for build in (corpus.index / "builds").iterdir())


def test_the_vectors_of_a_build_lie_on_the_server_and_are_searched_there(server: str, corpus: Corpus) -> None:
    built = corpus.build(chroma_url=server)
    (name,) = _collections(server, built.build_id)
    assert _client(server).get_collection(name).count() == built.passages == 4
    assert not list(corpus.index.rglob("chroma.sqlite3"))
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server)
    hits = index.search(Query("会企合作"), limit=2)
    snapshot = index.snapshot()
    nearest = snapshot.vectors.nearest(snapshot.store.vectors[3], 1)
    index.close()
    assert hits[0].passage.text == "会企合作"
    assert nearest == {"b#1": pytest.approx(1.0, abs=1e-5)}


@pytest.mark.usefixtures("unchecked")
def test_a_reader_follows_new_builds_and_what_is_pruned_leaves_the_server(server: str, corpus: Corpus) -> None:
    first = corpus.build(chroma_url=server).build_id
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server)
    corpus.write("c.md", "学会服务站\n建成3个。")
    second = corpus.build(chroma_url=server).build_id
    assert index.search(Query("学会服务站"), limit=1)[0].passage.text == "学会服务站"
    assert [len(_collections(server, build)) for build in (first, second)] == [1, 1]
    index.close()
    third = corpus.build(chroma_url=server, rebuild=True).build_id
    assert [len(_collections(server, build)) for build in (first, second, third)] == [0, 1, 1]
    assert _builds(corpus) == [second, third]


@pytest.mark.usefixtures("unchecked")
def test_an_unchanged_corpus_is_not_sent_again(server: str, corpus: Corpus) -> None:
    first = corpus.build(chroma_url=server)
    again = corpus.build(chroma_url=server)
    assert again.up_to_date
    assert again.build_id == first.build_id


@pytest.mark.usefixtures("unchecked")
def test_another_index_with_equal_builds_may_share_the_server(server: str, tmp_path: Path) -> None:
    indexes = [Corpus(tmp_path / name) for name in ("one", "two")]
    for each in indexes:
        each.write("a.md", "园区科协\n成立6家。")
    one, two = (each.build(chroma_url=server).build_id for each in indexes)
    assert one == two
    for _ in range(2):
        indexes[0].build(chroma_url=server, rebuild=True)
    index = open_index(indexes[1].index, embedding=EMBEDDING, chroma_url=server)
    assert index.search(Query("成立6家"), limit=1)[0].passage.text == "成立6家。"
    index.close()


@pytest.mark.usefixtures("unchecked")
def test_a_server_that_lost_its_data_is_filled_from_our_own_store(server: str, corpus: Corpus) -> None:
    built = corpus.build(chroma_url=server)
    (name,) = _collections(server, built.build_id)
    _client(server).delete_collection(name)
    with pytest.raises(StaleIndexError, match="not on the Chroma server"):
        open_index(corpus.index, embedding=EMBEDDING, chroma_url=server).search(Query("园区"), limit=1)
    again = corpus.build(chroma_url=server)
    assert not again.up_to_date
    assert (corpus.read, corpus.embedded) == ([], [])
    assert len(_collections(server, again.build_id)) == 1


@pytest.mark.usefixtures("unchecked")
def test_an_index_moves_to_the_server_and_back_without_embedding_again(server: str, corpus: Corpus) -> None:
    corpus.build()
    with pytest.raises(StaleIndexError, match="never put on the Chroma server"):
        open_index(corpus.index, embedding=EMBEDDING, chroma_url=server).search(Query("园区"), limit=1)
    assert not corpus.build(chroma_url=server).up_to_date
    assert corpus.embedded == []
    assert not corpus.build().up_to_date
    assert corpus.embedded == []
    index = open_index(corpus.index, embedding=EMBEDDING)
    assert index.search(Query("园区科协"), limit=1)[0].passage.text == "园区科协"
    index.close()


@pytest.mark.usefixtures("unchecked")
def test_a_server_that_is_killed_and_comes_back_changes_no_answer(
    machine: Server, server: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    corpus.build(chroma_url=server)
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server)
    queries = [Query(text) for text in ("园区科协", "会企合作", "成立了几家", "签约多少")]
    before = _found(index, queries[:1])
    machine.stop(kill=True)
    try:
        # One that had asked the server before, and one that opens the index only now.
        late = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server)
        assert _found(late, queries[:1]) == before
        meanwhile = _found(index, queries)
        assert caplog.text.count("passages are compared one by one") == 2 and server in caplog.text
        with pytest.raises(ChromaServerError, match=server):
            corpus.build(chroma_url=server, rebuild=True)
        late.close()
    finally:
        machine.start()
    asked: list[int] = []
    nearest = VectorIndex.nearest

    def counted(self: VectorIndex, vector: Any, limit: int) -> dict[str, float]:
        asked.append(limit)
        return nearest(self, vector, limit)

    monkeypatch.setattr(VectorIndex, "nearest", counted)
    monkeypatch.setattr("assistant.index.snapshot.monotonic", lambda: monotonic() + 60)
    again = [Query(f"{query.text}？") for query in queries]
    assert [texts[0] for texts in _found(index, again)] == [texts[0] for texts in meanwhile]
    assert len(asked) == len(again)
    index.close()


@pytest.mark.usefixtures("unchecked")
def test_a_server_that_is_killed_while_it_is_filled_leaves_the_index_in_use(
    machine: Server, server: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = corpus.build(chroma_url=server).build_id
    corpus.write("c.md", "学会服务站\n建成3个。")
    monkeypatch.setattr("assistant.index.vectors._BATCH", 1)

    def kill(what: str, done: int, _whole: int) -> None:
        if (what, done) == ("Vectors", 2):
            machine.stop(kill=True)

    with pytest.raises(ChromaServerError, match=server):
        corpus.build(chroma_url=server, progress=kill)
    machine.start()
    index = open_index(corpus.index, embedding=EMBEDDING, chroma_url=server)
    assert index.build_id == before
    assert _found(index, [Query("园区科协")])[0][0] == "园区科协"
    index.close()
    after = corpus.build(chroma_url=server)
    # What the killed server had of the other build is gone with the folder that named it.
    names = {collection.name.rsplit("-", 1)[0] for collection in _client(server).list_collections()}
    assert after.added == ("c",) and names == {f"build-{before}", f"build-{after.build_id}"}


def _found(index: Index, queries: list[Query]) -> list[list[str]]:
    return [[hit.passage.text for hit in index.search(query, limit=3)] for query in queries]


@pytest.mark.usefixtures("unchecked")
def test_a_server_that_is_not_there_is_named_and_the_current_build_stays(corpus: Corpus) -> None:
    url = f"http://127.0.0.1:{_free_port()}"
    before = corpus.build().build_id
    corpus.write("c.md", "学会服务站")
    with pytest.raises(ChromaServerError, match=url):
        corpus.build(chroma_url=url)
    index = open_index(corpus.index, embedding=EMBEDDING)
    assert index.build_id == before
    index.close()
    # What the failed build left behind goes with the next one, without a word.
    assert corpus.build().added == ("c",)
    assert before in _builds(corpus)


def test_something_else_at_the_address_is_an_error_that_names_it() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        Thread(target=other.serve_forever).start()
        url = f"http://127.0.0.1:{other.server_port}"
        try:
            with pytest.raises(ChromaServerError, match=url):
                server_version(url)
        finally:
            other.shutdown()


def test_the_version_of_a_server_can_be_asked_for(server: str) -> None:
    assert server_version(server)[0].isdigit()


@pytest.mark.usefixtures("unchecked")
def test_deleting_what_is_gone_already_is_no_error(server: str, corpus: Corpus) -> None:
    built = corpus.build(chroma_url=server)
    chroma = corpus.index / "builds" / built.build_id / "chroma"
    drop_vectors(chroma, chroma_url=server)
    drop_vectors(chroma, chroma_url=server)
    assert _collections(server, built.build_id) == []
    with pytest.raises(AssistantError):
        VectorIndex(chroma, chroma_url=server)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://host", "http://", "http://host:port", "http://me:pw@host"])
def test_an_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(UsageError, match="must look like") as caught:
        server_version(url)
    assert "pw" not in str(caught.value)
