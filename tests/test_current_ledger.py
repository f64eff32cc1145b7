"""The ledger of a build is read once; one that other patterns read is read anew where that takes no time."""

import logging
from dataclasses import replace

import pytest

from assistant.answering import current_ledger
from assistant.answering.current_ledger import CurrentLedger
from assistant.answering.knowledge import Knowledge
from assistant.config import Config
from assistant.index.embedding import open_embedding
from assistant.index.search import open_index


def test_the_table_of_a_date_is_made_once_and_anew_for_other_rows(config: Config, knowledge: Knowledge) -> None:
    index = open_index(config.index, embedding=open_embedding(""))
    snapshot = index.snapshot()
    ledger = CurrentLedger(knowledge, tuple, extraction=snapshot.store.extraction)
    now, then = ledger.table(snapshot), ledger.table(snapshot, as_of="2021")
    assert ledger.table(snapshot) is now
    assert then != now
    ledger._known = None
    assert ledger.table(snapshot) is not now
    index.close()


def test_many_documents_are_not_read_anew_while_somebody_waits(
    config: Config, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index = open_index(config.index, embedding=open_embedding(""))
    snapshot = index.snapshot()
    stored = tuple(snapshot.ledger())
    none = replace(knowledge, programme=replace(knowledge.programme, indicators=()))
    assert CurrentLedger(none, tuple, extraction="other patterns").rows(snapshot) == ()
    monkeypatch.setattr(current_ledger, "_READ_ANEW", 10)
    with caplog.at_level(logging.WARNING):
        assert CurrentLedger(none, tuple, extraction="other patterns").rows(snapshot) == stored
    assert "python -m assistant index" in caplog.text
    index.close()
