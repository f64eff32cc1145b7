"""Small documents, a splitter by line and an embedding made from hashes, for the tests of the index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from assistant.errors import UnreadableDocumentError
from assistant.index.build import BuildReport, build_index
from assistant.index.embedding import Embedding, Vectors
from assistant.index.progress import Progress, silent
from assistant.index.recipe import Recipe
from assistant.index.sparse import SparseUse
from assistant.index.store import Entry
from assistant.schema import Document, Page, Passage, Source

DIMENSION = 16


def encode(texts: Sequence[str]) -> Vectors:
    """Return the normalised sum of one random direction per character: equal texts are equal, similar ones near."""
    rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
    for row, text in enumerate(texts):
        for character in text:
            seed = int.from_bytes(sha256(character.encode()).digest()[:4])
            rows[row] += np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    vectors: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return vectors


EMBEDDING = Embedding("fake", "fake-1", DIMENSION, encode)
RECIPE = Recipe(embedding=EMBEDDING.identity, settings={"passage_chars": "100"})


def make_document(document_id: str, text: str, *, path: str = "", sha: str = "0") -> Document:
    """Return a document whose first line is its title."""
    source = Source(
        id=document_id,
        title=text.partition("\n")[0],
        publisher="陕西省科协",
        published="2022-04-08",
        url=None,
        kind="news",
        language="zh",
        reliability="转载" if document_id.startswith("low") else "",
        low_reliability=document_id.startswith("low"),
        path=path,
    )
    return Document(source, sha, text, (Page(1, 0, len(text)),))


def split(document: Document) -> list[Passage]:
    """Return one passage for each line that is not empty."""
    passages: list[Passage] = []
    start = 0
    for line in document.text.splitlines(keepends=True):
        text = line.strip()
        if text:
            begin = start + line.index(text)
            name = f"{document.id}#{len(passages)}"
            passages.append(Passage(name, document.id, 1, begin, begin + len(text), text, note=text.startswith("注")))
        start += len(line)
    return passages


def make_entry(document: Document, english: str = "") -> Entry:
    """Return what a store holds of ``document``."""
    passages = tuple(split(document))
    vectors = encode([passage.text for passage in passages])
    return Entry(document, document.sha256, passages, tuple(english for _ in passages), vectors)


class Corpus:
    """A folder of text files with an index beside it; counts what is read and embedded."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "corpus"
        self.index = root / "index"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.read: list[str] = []
        self.embedded: list[str] = []

    def write(self, name: str, text: str) -> None:
        """Write one file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def edit(self, edits: Iterable[tuple[str, str | None]]) -> None:
        """Write files, and remove those whose text is None."""
        for name, text in edits:
            if text is None:
                (self.folder / name).unlink(missing_ok=True)
            else:
                self.write(name, text)

    def build(
        self,
        *,
        recipe: Recipe = RECIPE,
        rebuild: bool = False,
        index: Path | None = None,
        chroma_url: str = "",
        sparse: SparseUse = "off",
        depends: Callable[[Path], str] | None = None,
        report: Callable[[str], None] = lambda _: None,
        progress: Progress = silent,
    ) -> BuildReport:
        """Bring the index up to date."""
        self.read, self.embedded = [], []
        return build_index(
            corpus=self.folder,
            folder=index or self.index,
            files=sorted(self.folder.rglob("*.*")),
            read=self._read_all,
            split=split,
            english=lambda _, passage: f"english {passage.id}",
            embed=lambda: replace(EMBEDDING, encode=self._encode),
            recipe=recipe,
            rebuild=rebuild,
            chroma_url=chroma_url,
            sparse=sparse,
            depends=depends,
            report=report,
            progress=progress,
        )

    def _read_all(self, paths: Sequence[Path]) -> Iterable[Document | UnreadableDocumentError]:
        return self._read_each(paths)

    def _read_each(self, paths: Sequence[Path]) -> Iterator[Document | UnreadableDocumentError]:
        for path in paths:
            self.read.append(path.name)
            text = path.read_text(encoding="utf-8")
            if text.startswith("BROKEN"):
                yield UnreadableDocumentError(path, "it is broken")
            else:
                yield make_document(path.stem, text, path=path.name, sha=sha256(text.encode()).hexdigest())

    def _encode(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return encode(texts)
