"""A build of the index and the editors' corrections in, the rows of the ledger out; read once for each of both."""

import logging
from collections.abc import Callable, Iterable
from threading import Lock

from assistant.answering.knowledge import Knowledge
from assistant.index.search import Snapshot
from assistant.ledger.extract import extract_rows
from assistant.ledger.overrides import Override, apply_overrides, override_problems
from assistant.ledger.table import build_table
from assistant.schema import LedgerRow, TargetTable

_LOG = logging.getLogger(__name__)
_READ_ANEW = 2_000
"""Documents whose rows are read anew, in a few seconds, when patterns or code have changed since they were indexed;
with ten times as many the first question would wait for half a minute."""
_TABLES = 64
"""Dates of which the table is kept."""


class CurrentLedger:
    """The ledger that answers come from; safe to use from several threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        overrides: Callable[[], tuple[Override, ...]],
        *,
        extraction: str = "",
        used: bool = True,
    ) -> None:
        self._knowledge = knowledge
        self._overrides = overrides
        self._extraction = extraction
        self._used = used
        self._known: tuple[str, tuple[Override, ...], tuple[LedgerRow, ...]] | None = None
        self._tables: tuple[tuple[LedgerRow, ...], dict[str | None, TargetTable]] = ((), {})
        self._lock = Lock()

    def table(self, snapshot: Snapshot, *, as_of: str | None = None) -> TargetTable:
        """Return the state of all indicators; nearly every question asks for that of today."""
        rows = self.rows(snapshot)
        with self._lock:
            if self._tables[0] is not rows or len(self._tables[1]) > _TABLES:
                self._tables = (rows, {})
            tables = self._tables[1]
            if as_of not in tables:
                tables[as_of] = build_table(rows, self._knowledge.programme, as_of=as_of)
            return tables[as_of]

    def rows(self, snapshot: Snapshot) -> tuple[LedgerRow, ...]:
        """Return the rows of a build as the editors want them."""
        if not self._used:
            return ()
        overrides = self._overrides()
        with self._lock:
            if self._known is None or self._known[:2] != (snapshot.build_id, overrides):
                names = self._knowledge.programme.names_of_indicators
                rows = apply_overrides(self._as_read(snapshot), overrides, snapshot.document, names=names)
                self._known = (snapshot.build_id, overrides, tuple(rows))
            return self._known[2]

    def problems(self, snapshot: Snapshot) -> tuple[int, list[str]]:
        """Return how many overrides there are, and a line for each that could not be applied."""
        overrides = self._overrides()
        if not overrides:
            return 0, []
        names = self._knowledge.programme.names_of_indicators
        return len(overrides), override_problems(self._as_read(snapshot), overrides, snapshot.document, names=names)

    def _as_read(self, snapshot: Snapshot) -> Iterable[LedgerRow]:
        """Return the rows of a build without overrides, from the documents where they were read by other patterns."""
        if self._extraction and snapshot.store.extraction == self._extraction:
            return snapshot.ledger()
        if snapshot.store.extraction and snapshot.store.document_count > _READ_ANEW:
            _LOG.warning(
                "The index has ledger rows that were read by other patterns. Run `python -m assistant index`: it reads "
                "them anew and keeps all else. Until then its rows are used as they are."
            )
            return snapshot.ledger()
        return read_ledger(snapshot, self._knowledge)


def read_ledger(snapshot: Snapshot, knowledge: Knowledge) -> Iterable[LedgerRow]:
    """Yield the ledger rows of every document of a build."""
    for source in snapshot.sources():
        yield from extract_rows(snapshot.document(source.id), snapshot.passages(source.id), knowledge.programme)
