"""The store gives back what was put into it, and says when it is damaged."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import StaleIndexError
from assistant.index.store import Store, write_store
from assistant.schema import Citation, Figure, LedgerRow
from tests.fake_index import make_document, make_entry, split

FIRST = make_document("first", "园区科协\n成立6家。\n\n注：仅供参考。", path="news/first.md", sha="a")
SECOND = make_document("low-second", "会企合作\n签约100项。", path="news/second.md", sha="b")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    write_store(tmp_path, [make_entry(FIRST, "six associations"), make_entry(SECOND)])
    return Store(tmp_path)


def test_documents_come_back_with_every_field(store: Store) -> None:
    assert store.document("first") == FIRST
    assert store.document("low-second") == SECOND
    assert store.sources() == [FIRST.source, SECOND.source]


def test_passages_come_back_in_order_with_every_field(store: Store) -> None:
    assert store.passages() == [*split(FIRST), *split(SECOND)]
    assert store.passages("low-second") == split(SECOND)
    assert [passage.note for passage in store.passages("first")] == [False, False, True]


def test_an_entry_comes_back_as_it_was_written(store: Store) -> None:
    written, read = make_entry(FIRST, "six associations"), store.entry("news/first.md")
    np.testing.assert_array_equal(read.vectors, written.vectors)
    assert replace(read, vectors=written.vectors) == written


def test_rows_follow_the_order_that_was_asked_for(store: Store) -> None:
    assert [text.passage.id for text in store.texts_at([4, 0])] == ["low-second#1", "first#0"]
    assert store.rows_of(["low-second#0", "unknown"]) == {"low-second#0": 3}


def test_many_rows_are_fetched_in_several_statements(tmp_path: Path) -> None:
    write_store(tmp_path, [make_entry(make_document("long", "\n".join(f"第{n}行" for n in range(1_200))))])
    rows = list(range(1_199, -1, -1))
    assert [text.passage.id for text in Store(tmp_path).texts_at(rows)] == [f"long#{row}" for row in rows]


def test_neighbours_never_belong_to_another_document(store: Store) -> None:
    last = store.passage("first#2")
    assert [passage.id for passage in store.neighbours(last)] == ["first#1"]
    assert [passage.id for passage in store.neighbours(store.passage("first#1"))] == ["first#0", "first#2"]


def test_an_unknown_id_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        store.document("nowhere")
    with pytest.raises(KeyError, match="nowhere#1"):
        store.passage("nowhere#1")


def test_several_threads_may_read_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        texts = list(threads.map(lambda _: store.document("first").text, range(200)))
    assert set(texts) == {FIRST.text}


def test_the_store_is_opened_for_reading_only(store: Store, tmp_path: Path) -> None:
    before = (tmp_path / "passages.sqlite").read_bytes()
    with pytest.raises(StaleIndexError, match="readonly"):
        store._all("DELETE FROM passages")
    assert (tmp_path / "passages.sqlite").read_bytes() == before


@pytest.mark.parametrize("name", ["passages.sqlite", "vectors.npy"])
def test_a_torn_file_is_named(store: Store, tmp_path: Path, name: str) -> None:
    store.close()
    (tmp_path / name).write_bytes(b"torn")
    with pytest.raises(StaleIndexError, match=name):
        Store(tmp_path)


def test_missing_vectors_are_noticed(store: Store, tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.zeros((2, 16), dtype=np.float32))
    with pytest.raises(StaleIndexError, match="5 passages but 2 vectors"):
        Store(tmp_path)


def test_an_empty_store_can_be_read(tmp_path: Path) -> None:
    assert write_store(tmp_path, []) == 0
    store = Store(tmp_path)
    assert (store.count, store.sources(), store.passages()) == (0, [], [])


def test_sources_are_found_by_id_without_reading_the_others(store: Store) -> None:
    assert store.sources_of(["low-second", "low-second", "nowhere"]) == {"low-second": SECOND.source}
    assert store.sources_of([]) == {}


def test_doubtful_sources_and_the_newest_are_found_without_reading_the_others(tmp_path: Path) -> None:
    documents = [make_document(f"d{n}", "一行") for n in range(5)]
    changes: list[dict[str, Any]] = [
        {"published": "2022-04"},
        {"published": "2023", "low_reliability": True},
        {"published": "2023", "low_reliability": True, "mirror_of": "d0"},
        {"low_reliability": True, "superseded_by": "d0"},
        {"published": None, "low_reliability": True},
    ]
    sources = [replace(one.source, **change) for one, change in zip(documents, changes, strict=True)]
    pairs = zip(documents, sources, strict=True)
    write_store(tmp_path, [make_entry(replace(document, source=source)) for document, source in pairs])
    store = Store(tmp_path)
    assert [source.id for source in store.doubtful_sources()] == ["d1", "d4"]
    assert store.oldest_and_newest() == sources[:2]
    assert store.counted() == [(sources[0].kind, sources[0].publisher or "", 3)]
    store.close()


@pytest.mark.parametrize(("day", "found"), [(None, []), ("2022", ["first"])])
def test_where_one_document_or_none_has_a_date_there_is_no_other_end(
    tmp_path: Path, day: str | None, found: list[str]
) -> None:
    write_store(tmp_path, [make_entry(replace(FIRST, source=replace(FIRST.source, published=day)))])
    assert [source.id for source in Store(tmp_path).oldest_and_newest()] == found


def test_what_is_known_by_a_date_is_told_row_by_row(tmp_path: Path) -> None:
    days = ("2022-04-08", "2022-04", "2022", None, "2023-01-01")
    documents = [make_document(f"d{n}", "一行") for n in range(len(days))]
    dated = [replace(one, source=replace(one.source, published=day)) for one, day in zip(documents, days, strict=True)]
    write_store(tmp_path, [make_entry(one) for one in dated])
    store = Store(tmp_path)
    assert store.known_by("2022-04-07").tolist() == [False, True, True, True, False]
    assert store.known_by("2022-04").tolist() == [True, True, True, True, False]
    assert store.known_by("2021").tolist() == [False, False, False, True, False]
    assert store.known_by("2023").all()
    store.close()


def test_ledger_rows_come_back_with_the_source_as_it_is_now_unless_it_is_set_aside(tmp_path: Path) -> None:
    figure = Figure(Decimal("6.50"), "家", "more_than", 4, 6)
    entries = []
    for document in (FIRST, replace(SECOND, source=replace(SECOND.source, mirror_of="first"))):
        citation = Citation(document.source, 1, 0, 7, "园区科协6家。")
        row = LedgerRow("parks", "progress", figure, "2022-04", True, "园区科协", citation, close=True)
        entries.append(replace(make_entry(document), ledger=(row,)))
    write_store(tmp_path, entries, extraction="patterns-1")
    store = Store(tmp_path)
    assert store.extraction == "patterns-1"
    assert list(store.ledger()) == list(entries[0].ledger)
    assert store.entry(SECOND.source.path).ledger == entries[1].ledger
    store.close()
