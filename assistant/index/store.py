"""Documents, passages and their vectors to files that are the truth of an index, and back.

``passages.sqlite`` holds every text, offset and field, ``vectors.npy`` one float32 row per passage, ``published.npy``
the day from which each was out. Row numbers run from 0 in the order of the documents and of the passages within them;
keywords and vectors use the same numbers.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StaleIndexError
from assistant.index.ledger_rows import row_from_json, row_to_json
from assistant.index.published import earliest_day, latest_day
from assistant.schema import Document, LedgerRow, Mirror, Page, Passage, Remark, Source

Vectors = NDArray[np.float32]

_STORE_FILE = "passages.sqlite"
_VECTORS_FILE = "vectors.npy"
_PUBLISHED_FILE = "published.npy"
_SOURCE = tuple(field.name for field in fields(Source))
_PASSAGE = tuple(field.name for field in fields(Passage))
_SOURCE_COLUMNS = ", ".join(f'"{name}"' for name in _SOURCE)
_PASSAGE_COLUMNS = ", ".join(f'"{name}"' for name in _PASSAGE)
_LISTS: dict[str, Callable[..., object]] = {"also_at": str, "remarks": Remark, "mirrors": Mirror}
"""Fields of a source that hold several values, kept as JSON, and what each value becomes when it is read."""

_SCHEMA = f"""
CREATE TABLE documents (
    position INTEGER PRIMARY KEY, {_SOURCE_COLUMNS}, fingerprint, sha256, text, pages, aside, aside_vectors, UNIQUE (id)
);
CREATE TABLE passages (position INTEGER PRIMARY KEY, {_PASSAGE_COLUMNS}, english, UNIQUE (id));
CREATE INDEX passages_of_document ON passages (document_id, position);
CREATE TABLE ledger (document_id, "row");
CREATE TABLE extraction (identity);
"""
_QUERY_LIMIT = 500
"""Ids asked for in one statement; SQLite allows at least 999 variables."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as the index holds it.

    ``fingerprint`` tells whether the file must be read again; ``english`` has one text per passage, and ``vectors``
    one row per passage; ``ledger`` are the figures that it gives for an indicator. Of a document that is set aside the
    passages are kept with it, out of reach of any search.
    """

    document: Document
    fingerprint: str
    passages: tuple[Passage, ...]
    english: tuple[str, ...]
    vectors: Vectors
    ledger: tuple[LedgerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A passage with the title that stands above it."""

    title: str
    passage: Passage

    @property
    def whole(self) -> str:
        """The passage with title and heading, which often name what its sentences are about."""
        return "\n".join(filter(None, (self.title, self.passage.heading, self.passage.text)))


def write_store(folder: Path, entries: Iterable[Entry], *, extraction: str = "") -> int:
    """Write a new store into ``folder`` and return the number of passages.

    ``extraction`` is the identity of what the ledger rows were read by.
    """
    blocks: list[Vectors] = []
    published: list[int] = []
    row = 0
    connection = sqlite3.connect(folder / _STORE_FILE)
    try:
        connection.executescript(_SCHEMA)
        _insert(connection, "extraction", [(extraction,)])
        for position, entry in enumerate(entries):
            _insert_document(connection, position, entry)
            if entry.document.source.set_aside:
                continue
            rows = zip(entry.passages, entry.english, strict=True)
            _insert(connection, "passages", ((row + n, *astuple(p), english) for n, (p, english) in enumerate(rows)))
            row += len(entry.passages)
            blocks.append(entry.vectors)
            published += [earliest_day(entry.document.source.published)] * len(entry.passages)
        connection.commit()
    finally:
        connection.close()
    with (folder / _VECTORS_FILE).open("wb") as file:
        np.save(file, np.concatenate(blocks or [np.zeros((0, 1), dtype=np.float32)]))
        file.flush()
        os.fsync(file.fileno())
    np.save(folder / _PUBLISHED_FILE, np.array(published, dtype=np.int32))
    return row


def _insert_document(connection: sqlite3.Connection, position: int, entry: Entry) -> None:
    document = entry.document
    pages = json.dumps([astuple(page) for page in document.pages])
    aside, vectors = None, None
    if document.source.set_aside:
        rows = [(*astuple(passage), english) for passage, english in zip(entry.passages, entry.english, strict=True)]
        aside, vectors = json.dumps(rows), entry.vectors.astype(np.float32).tobytes()
    stored = (entry.fingerprint, document.sha256, document.text, pages, aside, vectors)
    _insert(connection, "documents", [(position, *_source_values(document.source), *stored)])
    _insert(connection, "ledger", ((document.id, row_to_json(row)) for row in entry.ledger))


def _source_values(source: Source) -> Iterator[object]:
    for name in _SOURCE:
        value = getattr(source, name)
        plain = value if name == "also_at" else [asdict(one) for one in value] if name in _LISTS else None
        yield json.dumps(plain, ensure_ascii=False) if name in _LISTS else value


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


class Store:
    """A finished store, read-only; one object may be used from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self.vectors: Vectors = _load(folder / _VECTORS_FILE)
        """All vectors, mapped from disk; (passages, dimension)."""
        self._published: NDArray[np.int32] = _load(folder / _PUBLISHED_FILE)
        # A finished build never changes, so SQLite need neither lock the file nor leave anything beside it.
        uri = f"{(folder / _STORE_FILE).absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise StaleIndexError(f"{folder / _STORE_FILE} cannot be read ({error})") from error
        # Rows have no gaps, and SQLite would read all of them to count them.
        self.count = int(self._one("SELECT IFNULL(MAX(position) + 1, 0) FROM passages")[0])
        self.document_count = int(self._one("SELECT IFNULL(MAX(position) + 1, 0) FROM documents")[0])
        if self.vectors.shape[0] != self.count:
            raise StaleIndexError(f"there are {self.count} passages but {self.vectors.shape[0]} vectors")
        if len(self._published) != self.count:
            raise StaleIndexError(f"there are {self.count} passages but {len(self._published)} days of publication")
        self.extraction = str(self._one("SELECT identity FROM extraction")[0])
        """The identity of what the ledger rows were read by, "" when none were."""

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of each document by its path."""
        return dict(self._all("SELECT path, fingerprint FROM documents"))

    def entry(self, path: str) -> Entry:
        """Return everything about the document at ``path``; raises KeyError."""
        columns = "id, fingerprint, aside, aside_vectors"
        document_id, fingerprint, aside, blob = self._one(f"SELECT {columns} FROM documents WHERE path = ?", path)
        document = self.document(document_id)
        ledger = tuple(
            row_from_json(row, document.source)
            for (row,) in self._all('SELECT "row" FROM ledger WHERE document_id = ? ORDER BY rowid', document_id)
        )
        if aside is not None:
            kept = json.loads(aside)
            return Entry(
                document=document,
                fingerprint=fingerprint,
                passages=tuple(_passage(row[:-1]) for row in kept),
                english=tuple(row[-1] for row in kept),
                vectors=np.frombuffer(blob, dtype=np.float32).reshape(len(kept), -1),
                ledger=ledger,
            )
        rows = self._all("SELECT position, english FROM passages WHERE document_id = ? ORDER BY 1", document_id)
        first = rows[0][0] if rows else 0
        return Entry(
            document=document,
            fingerprint=fingerprint,
            passages=tuple(self.passages(document_id)),
            english=tuple(english for _, english in rows),
            vectors=np.array(self.vectors[first : first + len(rows)]),
            ledger=ledger,
        )

    def sources(self) -> list[Source]:
        """Return what is known about each document, in order."""
        return [_source(row) for row in self._all(f"SELECT {_SOURCE_COLUMNS} FROM documents ORDER BY position")]

    def doubtful_sources(self) -> list[Source]:
        """Return the sources of low reliability that are not set aside, in order."""
        where = "low_reliability AND mirror_of = '' AND superseded_by = ''"
        return [
            _source(row)
            for row in self._all(f"SELECT {_SOURCE_COLUMNS} FROM documents WHERE {where} ORDER BY position")
        ]

    def counted(self) -> list[tuple[str, str, int]]:
        """Return how many documents, of those not set aside, there are of each kind by each publisher ("" unnamed)."""
        where = "mirror_of = '' AND superseded_by = ''"
        columns = "kind, IFNULL(publisher, ''), COUNT(*)"
        return self._all(f"SELECT {columns} FROM documents WHERE {where} GROUP BY 1, 2 ORDER BY MIN(position)")

    def oldest_and_newest(self) -> list[Source]:
        """Return the source that was published first and the one that was last; one or none where no other is dated."""
        order = "WHERE published > '' ORDER BY published {}, position LIMIT 1"
        rows = [self._all(f"SELECT {_SOURCE_COLUMNS} FROM documents {order.format(way)}") for way in ("ASC", "DESC")]
        return list(dict.fromkeys(_source(row) for found in rows for row in found))

    def sources_of(self, document_ids: Iterable[str]) -> dict[str, Source]:
        """Return what is known about each of these documents, of those that exist."""
        found = self._chunked(_SOURCE_COLUMNS, "id", sorted(set(document_ids)), table="documents")
        return {source.id: source for source in map(_source, found)}

    def known_by(self, as_of: str) -> NDArray[np.bool_]:
        """Tell of each row whether it was published until ``as_of``, an ISO date or its beginning."""
        known: NDArray[np.bool_] = self._published <= latest_day(as_of)
        return known

    def document(self, document_id: str) -> Document:
        """Return a document with its text; raises KeyError when there is none with this id."""
        columns = f"{_SOURCE_COLUMNS}, sha256, text, pages"
        *source, sha256, text, pages = self._one(f"SELECT {columns} FROM documents WHERE id = ?", document_id)
        return Document(_source(source), sha256, text, tuple(Page(*page) for page in json.loads(pages)))

    def passage(self, passage_id: str) -> Passage:
        """Return a passage; raises KeyError when there is none with this id."""
        return _passage(self._one(f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE id = ?", passage_id))

    def passages(self, document_id: str | None = None) -> list[Passage]:
        """Return the passages of one document, or all, in order."""
        where, values = ("WHERE document_id = ?", (document_id,)) if document_id is not None else ("", ())
        query = f"SELECT {_PASSAGE_COLUMNS} FROM passages {where} ORDER BY position"
        return [_passage(row) for row in self._all(query, *values)]

    def texts_at(self, rows: Sequence[int]) -> list[Text]:
        """Return what stands at these row numbers, in the order asked for."""
        columns = ", ".join(f'passages."{name}"' for name in _PASSAGE)
        tables = "passages JOIN documents ON documents.id = document_id"
        found = {
            row: Text(title, _passage(passage))
            for row, title, *passage in self._chunked(
                f"passages.position, title, {columns}", "passages.position", rows, table=tables
            )
        }
        return [found[row] for row in rows]

    def first_rows(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """Return the documents that have passages, in order, and the number of the first row of each."""
        query = "SELECT document_id, MIN(position) FROM passages GROUP BY document_id ORDER BY 2"
        found = self._all(query)
        return tuple(row[0] for row in found), np.array([row[1] for row in found], dtype=np.intp)

    def rows_of(self, passage_ids: Sequence[str]) -> dict[str, int]:
        """Return the row number of each passage id that exists."""
        return dict(self._chunked("id, position", "id", passage_ids))

    def neighbours(self, passage: Passage) -> list[Passage]:
        """Return the passages just before and after in the same document, those that exist."""
        query = (
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE document_id = ? AND position IN (?, ?) ORDER BY position"
        )
        row = self.rows_of([passage.id]).get(passage.id)
        if row is None:
            return []
        return [_passage(found) for found in self._all(query, passage.document_id, row - 1, row + 1)]

    def ledger(self) -> Iterator[LedgerRow]:
        """Yield the ledger rows of every document that is not set aside, in order."""
        tables = "ledger JOIN documents ON documents.id = document_id"
        where = "mirror_of = '' AND superseded_by = ''"
        order = "documents.position, ledger.rowid"
        for row, *source in self._all(f'SELECT "row", {_SOURCE_COLUMNS} FROM {tables} WHERE {where} ORDER BY {order}'):
            yield row_from_json(row, _source(source))

    def searchable(self) -> Iterator[tuple[str, Passage, str]]:
        """Yield title, passage and English text of every row, in order."""
        columns = ", ".join(f'passages."{name}"' for name in _PASSAGE)
        query = f"SELECT title, english, {columns} FROM passages JOIN documents ON documents.id = document_id"
        for title, english, *passage in self._all(f"{query} ORDER BY passages.position"):
            yield title, _passage(passage), english

    def _chunked(
        self, columns: str, key: str, values: Sequence[object], *, table: str = "passages"
    ) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _QUERY_LIMIT):
            some = values[start : start + _QUERY_LIMIT]
            marks = ", ".join("?" * len(some))
            yield from self._all(f"SELECT {columns} FROM {table} WHERE {key} IN ({marks})", *some)

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise StaleIndexError(f"{self._folder / _STORE_FILE} cannot be read ({error})") from error

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        rows = self._all(query, *values)
        if not rows:
            raise KeyError(*values)
        return rows[0]


def _load(file: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(file, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise StaleIndexError(f"{file} cannot be read ({error})") from error
    return array


def _source(row: Sequence[Any]) -> Source:
    values = dict(zip(_SOURCE, row, strict=True))
    for name, make in _LISTS.items():
        values[name] = tuple(make(**one) if isinstance(one, dict) else make(one) for one in json.loads(values[name]))
    return Source(**{**values, "low_reliability": bool(values["low_reliability"])})


def _passage(row: Sequence[Any]) -> Passage:
    values = dict(zip(_PASSAGE, row, strict=True))
    return Passage(**{**values, "note": bool(values["note"])})
