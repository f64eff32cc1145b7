"""A file in; its Document and the lines that cleaning left out of it, for a person to look at before it is indexed."""

from collections import Counter
from pathlib import Path

from assistant.ingestion.clean import clean_text, comparison_key
from assistant.ingestion.load import read_document, read_raw
from assistant.ingestion.reading import Reading
from assistant.schema import Document


def read_with_noise(path: Path, *, corpus: Path) -> tuple[Document, tuple[str, ...]]:
    """Read one file and say which lines were removed as noise; raises UnreadableDocumentError."""
    document = read_document(path, corpus=corpus)
    return document, removed_lines(read_raw(path), document)


def removed_lines(reading: Reading, document: Document) -> tuple[str, ...]:
    """Return the lines of a reading that are not in the document; its headline counts as kept, once.

    A line that cleaning changed beyond script, width and blanks is among them.
    """
    kept = Counter(comparison_key(line) for line in document.text.split("\n"))
    kept[comparison_key(document.source.title)] += 1
    whole = comparison_key(document.text.replace("\n", ""))
    removed: list[str] = []
    for page in reading.pages:
        for line in clean_text("\n".join(page)).split("\n"):
            key = comparison_key(line)
            known = key in kept
            if known and kept[key] > 0:
                kept[key] -= 1
            # A line that stands in the text as part of a longer one was joined to it.
            elif key and (known or key not in whole):
                removed.append(line)
    return tuple(removed)
