"""A corpus folder to its documents and their sentences, without an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from assistant.ingestion.load import list_corpus, read_documents
from assistant.language.sentences import sentence_spans
from assistant.schema import Citation, Document


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents by id."""

    documents: Mapping[str, Document]

    def text(self, document_id: str) -> str:
        """Return the stored text; KeyError when there is no such document."""
        return self.documents[document_id].text

    def cite(self, document_id: str, start: int, end: int) -> Citation:
        """Return the citation of a span."""
        document = self.documents[document_id]
        page = next((page.number for page in document.pages if page.start <= start < page.end), 1)
        return Citation(document.source, page, start, end, document.text[start:end])

    def find(self, document_id: str, quote: str, labels: Path) -> Citation:
        """Return the citation of a quote in a file of labels; UsageError when the corpus does not have it."""
        document = self.documents.get(document_id)
        start = document.text.find(quote) if document else -1
        if start < 0:
            raise UsageError(f"{labels.name}: {document_id} no longer says {quote!r}. Mend or remove that line.")
        return self.cite(document_id, start, start + len(quote))

    def sentences(self, document_id: str) -> list[tuple[int, int]]:
        """Return the spans of the sentences, without headings."""
        text = self.text(document_id)
        return [(start, end) for start, end in sentence_spans(text) if not text[start:end].startswith("#")]


def open_shelf(corpus: Path) -> Shelf:
    """Read a corpus; raises UnreadableDocumentError for a file that cannot be read."""
    documents: dict[str, Document] = {}
    for result in read_documents(list_corpus(corpus), corpus=corpus):
        if isinstance(result, Exception):
            raise result
        documents[result.id] = result
    return Shelf(documents)
