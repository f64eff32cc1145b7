"""An opened index finds passages through every channel and follows new builds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from assistant.errors import IndexNotBuiltError, StaleIndexError
from assistant.index import build as build_module
from assistant.index import nearest as nearest_module
from assistant.index.fill import fill
from assistant.index.nearest import nearest_rows
from assistant.index.search import Index, Query, Snapshot, open_index
from assistant.index.synonym_sets import SynonymSet
from tests.fake_index import EMBEDDING, RECIPE, Corpus, make_document, make_entry


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus(tmp_path)
    corpus.write("parks.md", "园区科协\n全省成立园区科协6家。\n注：截至四月。")
    corpus.write("deals.md", "会企合作\n签约合作项目100项。")
    corpus.write("sites.md", "学会服务站\n建站20个。")
    with patch.object(build_module, "check_build"):
        corpus.build()
        yield corpus


@pytest.fixture
def index(corpus: Corpus) -> Iterator[Index]:
    index = open_index(corpus.index, embedding=EMBEDDING)
    yield index
    index.close()


def test_a_question_finds_its_passage(index: Index) -> None:
    first, *_ = index.search(Query("园区科协成立了几家"), limit=3)
    assert first.passage.text == "全省成立园区科协6家。"
    assert first.score > 0.5
    assert set(first.parts) >= {"keywords", "keywords_raw", "vectors", "vectors_raw"}


def test_hits_come_best_first_and_no_more_than_asked_for(index: Index) -> None:
    scores = [hit.score for hit in index.search(Query("学会服务站"), limit=2)]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert index.search(Query("学会服务站"), limit=0) == []


def test_traditional_characters_find_simplified_text(index: Index) -> None:
    assert index.search(Query("園區科協"), limit=1)[0].passage.document_id == "parks"


def test_added_terms_help_where_the_question_has_no_chinese_word(index: Index) -> None:
    assert index.search(Query("deals?", expansion="签约项目"), limit=1)[0].passage.document_id == "deals"


def test_the_words_of_the_question_weigh_more_than_added_ones(index: Index) -> None:
    assert index.search(Query("签约", expansion="建站"), limit=1)[0].passage.document_id == "deals"


def test_english_words_are_looked_up_in_the_english_text(index: Index) -> None:
    hit = index.search(Query("zebra", english="sites"), limit=1)[0]
    assert hit.passage.document_id == "sites"
    assert hit.parts["english"] == 1.0


def test_translations_find_a_chinese_passage_and_its_rendering_helps(index: Index) -> None:
    parks = SynonymSet(("园地", "园区"), "parks")
    # The English of a passage is the name of its file in this index.
    by_chinese = index.search(Query("which?", synonyms=(SynonymSet(("合作",)),)), limit=1)[0]
    both = index.search(Query("parks?", english="parks", synonyms=(parks,)), limit=1)[0]
    assert by_chinese.passage.document_id == "deals"
    assert both.passage.document_id == "parks"
    alone = index.search(Query("parks?", synonyms=(SynonymSet(("园地", "园区")),)), limit=1)[0]
    assert both.parts["keywords_raw"] > alone.parts["keywords_raw"] > 0


def test_function_words_of_an_english_question_find_nothing_in_chinese_text(corpus: Corpus) -> None:
    corpus.write("song.md", "歌曲\nWhat is the")
    corpus.build()
    with closing(open_index(corpus.index, embedding=None)) as index:
        hits = index.search(Query("what is the deal?", synonyms=(SynonymSet(("签约",), "deal"),)), limit=1)
    assert hits[0].passage.document_id == "deals"


def test_a_document_is_found_by_its_title_too(index: Index) -> None:
    found = {hit.passage.text for hit in index.search(Query("会企合作"), limit=2)}
    assert "签约合作项目100项。" in found


def test_without_an_embedding_keywords_find_alone_and_unknown_words_nothing(corpus: Corpus) -> None:
    index = open_index(corpus.index, embedding=None)
    assert index.search(Query("园区"), limit=1)[0].passage.document_id == "parks"
    assert index.search(Query("zebra"), limit=5) == []
    index.close()


def test_an_empty_question_finds_nothing(index: Index) -> None:
    assert index.search(Query(""), limit=5) == []


def test_documents_passages_and_neighbours_can_be_read(index: Index) -> None:
    passages = index.passages("parks")
    document = index.document("parks")
    assert [document.text[one.start : one.end] for one in passages] == [one.text for one in passages]
    assert index.neighbours(passages[1]) == [passages[0], passages[2]]
    assert index.passage(passages[2].id).note
    assert [source.id for source in index.sources()] == ["deals", "parks", "sites"]
    assert len(index.passages()) == 7


def test_a_new_build_is_noticed_at_the_next_search(corpus: Corpus, index: Index) -> None:
    assert not index.refresh()
    corpus.write("fresh.md", "百会链千企")
    corpus.build()
    assert index.search(Query("百会链千企"), limit=1)[0].passage.document_id == "fresh"
    assert not index.refresh()


def test_a_snapshot_stays_the_same_while_the_index_is_built_anew(corpus: Corpus, index: Index) -> None:
    snapshot = index.snapshot()
    (corpus.folder / "parks.md").unlink()
    corpus.build()
    assert index.refresh()
    assert snapshot.search(Query("园区科协"), limit=1)[0].passage.document_id == "parks"
    with pytest.raises(KeyError):
        index.document("parks")


def test_threads_may_search_while_the_index_changes(corpus: Corpus, index: Index) -> None:
    def ask(_: int) -> str:
        return index.search(Query("签约"), limit=1)[0].passage.document_id

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(ask, range(60))
        corpus.write("fresh.md", "百会链千企")
        corpus.build()
        assert set(answers) == {"deals"}


def test_a_folder_without_an_index_is_told_from_a_stale_one(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(IndexNotBuiltError, match="assistant index"):
        open_index(tmp_path / "nowhere", embedding=EMBEDDING)
    with pytest.raises(StaleIndexError, match="embedding"):
        open_index(corpus.index, embedding=replace(EMBEDDING, identity="other"))
    with pytest.raises(StaleIndexError, match="passage_chars"):
        open_index(corpus.index, embedding=EMBEDDING, recipe=replace(RECIPE, settings={"passage_chars": "9"}))
    open_index(corpus.index, embedding=EMBEDDING, recipe=RECIPE).close()


def test_as_of_a_date_only_earlier_passages_are_found_even_when_nearly_all_are_newer(tmp_path: Path) -> None:
    folder = tmp_path / "builds" / "000001-abc"
    folder.mkdir(parents=True)
    documents = [make_document(f"d{number:03d}", f"园区科协成立{number}家") for number in range(400)]
    days = {"d123": "2021-05-01", "d321": "2021"}
    dated = [
        replace(one, source=replace(one.source, published=days.get(one.id, f"2023-0{1 + number % 9}-01")))
        for number, one in enumerate(documents)
    ]
    fill(folder, iter([make_entry(one) for one in dated]), RECIPE)
    with Snapshot(folder, EMBEDDING) as snapshot:
        found = {
            hit.passage.document_id for hit in snapshot.search(Query("园区科协成立9家", as_of="2021-12-31"), limit=10)
        }
        assert found == {"d123", "d321"}
        newest = snapshot.search(Query("园区科协成立9家"), limit=10)
        assert newest[0].passage.document_id == "d009"
        assert snapshot.search(Query("园区科协", as_of="2020"), limit=10) == []


@pytest.mark.parametrize("graph_costs", [-20_000, 6_000])
def test_the_nearest_of_the_allowed_rows_are_found_through_the_graph_and_one_by_one(
    tmp_path: Path, graph_costs: int
) -> None:
    folder = tmp_path / "builds" / "000001-abc"
    folder.mkdir(parents=True)
    fill(folder, iter([make_entry(make_document("d", "\n".join(f"第{n}行文字" for n in range(300))))]), RECIPE)
    with Snapshot(folder, EMBEDDING) as snapshot, patch.object(nearest_module, "_GRAPH_COSTS", graph_costs):
        vector = EMBEDDING.encode(["第7行"])[0]
        allowed = np.arange(300) % 3 == 0
        cosines = np.where(allowed, snapshot.store.vectors @ vector, -2.0)
        rows = nearest_rows(vector, 20, store=snapshot.store, vectors=snapshot.vectors, allowed=allowed)
        assert allowed[rows].all() and len(set(rows)) == 20
        assert cosines[rows].tolist() == pytest.approx(sorted(cosines, reverse=True)[:20], abs=1e-5)


def test_a_repeated_search_finds_the_same_and_callers_cannot_change_what_is_kept(index: Index) -> None:
    first = index.search(Query("园区科协"), limit=2)
    kept = list(first)
    first.clear()
    assert index.search(Query("园区科协"), limit=2) == kept
    assert len(index.search(Query("园区科协"), limit=1)) == 1
