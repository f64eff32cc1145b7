"""Every passage that holds the words is found, counted and grouped by document."""

from pathlib import Path

import pytest

from assistant.index.full_text import by_document
from assistant.index.search import open_index
from assistant.index.snapshot import Snapshot
from tests.fake_index import EMBEDDING, RECIPE, Corpus


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    corpus = Corpus(tmp_path)
    corpus.write("a.md", "园区\n园区科协成立6家，另有飞地2个。\n飞地在安康。\nThree parks opened in Ankang.\n")
    corpus.write("b.md", "消息\n安康的飞地由园区科协管理。\n")
    corpus.write("c.md", "别的事\n科协与园区各是各的。\n")
    corpus.build()
    return open_index(corpus.index, embedding=EMBEDDING, recipe=RECIPE).snapshot()


def held(snapshot: Snapshot, *words: str, among: set[str] | None = None) -> dict[str, int]:
    return {one.document_id: one.count for one in snapshot.full_text(words, most_passages=2, among=among)}


def test_a_word_is_held_only_where_its_characters_stand_together(snapshot: Snapshot) -> None:
    assert held(snapshot, "园区科协") == {"a": 1, "b": 1}


def test_a_passage_holds_the_words_of_the_title_above_it_too(snapshot: Snapshot) -> None:
    assert held(snapshot, "别的事", "各是各的") == {"c": 1}


def test_all_words_must_stand_in_one_passage(snapshot: Snapshot) -> None:
    assert held(snapshot, "安康", "飞地") == {"a": 1, "b": 1}
    assert held(snapshot, "安康", "别的") == {}
    assert held(snapshot, "火星") == {}
    assert held(snapshot) == {}


def test_latin_words_are_found_whole_and_function_words_do_not_count(snapshot: Snapshot) -> None:
    assert held(snapshot, "ankang", "in", "the") == {"a": 1}


@pytest.mark.parametrize(
    ("words", "may"),
    [
        (("园区科协", "飞地"), True),
        (("火星",), False),
        (("园区科鞋",), False),
        (("ankang",), True),
        (("ankagn",), False),
        (("the", "，"), True),  # Nothing that could be looked up: it may stand anywhere.
        ((), True),
    ],
)
def test_what_no_passage_can_hold_is_known_without_a_search(
    snapshot: Snapshot, words: tuple[str, ...], may: bool
) -> None:
    assert snapshot.may_hold(words) is may


def test_the_search_can_be_kept_to_some_documents(snapshot: Snapshot) -> None:
    assert held(snapshot, "园区科协", among={"b", "c"}) == {"b": 1}
    assert held(snapshot, "园区科协", among=set()) == {}


def test_only_the_best_rows_are_kept_but_all_are_counted(snapshot: Snapshot) -> None:
    (first, *_) = snapshot.full_text(["园区科协"], most_passages=1)
    assert len(first.rows) == 1
    (passage,) = snapshot.passages_at(first.rows)
    assert "园区科协" in passage.text


def test_documents_come_in_the_order_of_their_best_passage() -> None:
    import numpy as np

    rows, starts = np.array([5, 1, 4, 0], dtype=np.int32), np.array([0, 3, 5], dtype=np.intp)
    found = by_document(rows, starts, ("a", "b", "c"), most_rows=2)
    assert [(one.document_id, one.rows, one.count) for one in found] == [
        ("c", (5,), 1),
        ("a", (1, 0), 2),
        ("b", (4,), 1),
    ]


def test_rows_that_name_most_come_first(snapshot: Snapshot) -> None:
    rows = snapshot.rows_naming(["园区科协", "飞地", "安康"], limit=2)
    assert len(rows) == 2
    assert snapshot.passages_at(rows)[0].text == "安康的飞地由园区科协管理。"
