"""Names to the passages of the index that have one of them, and these to their sentences, each ready to be cited."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from assistant.schema import Citation, Passage, Source

Sourced = tuple[Passage, Source]


def passages_naming(
    names: Sequence[str],
    snapshot: Snapshot,
    *,
    limit: int,
    notes: bool = False,
    unreliable: bool = False,
    as_stored: bool = False,
) -> list[Sourced]:
    """Return at most ``limit`` passages that have one of the folded ``names``, each with its source.

    They come densest first, or ``as_stored``; editors' ``notes`` and ``unreliable`` sources only when asked for.
    """
    rows = snapshot.rows_naming(names, limit=limit)
    passages = snapshot.passages_at(sorted(rows) if as_stored else rows)
    passages = [passage for passage in passages if notes or not passage.note]
    sources = snapshot.sources_of(passage.document_id for passage in passages)
    sourced = [(passage, sources[passage.document_id]) for passage in passages]
    return [(passage, source) for passage, source in sourced if unreliable or not source.low_reliability]


def cited_sentences(sourced: Iterable[Sourced], *, names: Sequence[str] = ()) -> Iterator[tuple[Passage, Citation]]:
    """Yield each sentence of ``sourced`` in order, with ``names`` only those that have one of them."""
    for passage, source in sourced:
        for start, end in sentence_spans(passage.text):
            sentence = passage.text[start:end]
            if not names or any(name in search_key(sentence) for name in names):
                yield passage, Citation(source, passage.page, passage.start + start, passage.start + end, sentence)
