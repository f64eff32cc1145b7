"""The best rows are those of a search that reads every list, with the scores that the library itself computes."""

import random
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import bm25s
import numpy as np
import pytest

from assistant.index import common_words
from assistant.index import postings as postings_module
from assistant.index.common_words import CommonWords
from assistant.index.keywords import build_keywords
from assistant.index.postings import Mask, Postings, Scores, Weighted

PASSAGES = 3_000
WORDS = [f"w{number}" for number in range(400)]
COMMON = [1 / (rank + 1) for rank in range(len(WORDS))]


def make_texts() -> list[str]:
    dice = random.Random(5)
    # As in running text, the first words stand in most passages and the last in a few.
    return [" ".join(dice.choices(WORDS, COMMON, k=dice.randint(5, 60))) for _ in range(PASSAGES)]


TEXTS = make_texts()


@pytest.fixture(scope="module", params=[1 / 16, 1 / 3, 0.0, 1.0], ids="a-few-common common-est all-common none".split())
def postings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Postings:
    folder = tmp_path_factory.mktemp("postings") / "words"
    with patch.object(common_words, "COMMON_SHARE", request.param):
        build_keywords(folder, TEXTS, tokens=str.split)
    return Postings(folder)


@pytest.fixture(scope="module")
def library() -> bm25s.BM25:
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in text.split()] for text in TEXTS]
    index = bm25s.BM25(method="lucene")
    index.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    return index


def questions(count: int) -> list[tuple[list[str], list[str]]]:
    dice = random.Random(9)
    return [(dice.choices(WORDS, k=dice.randint(1, 12)), dice.choices(WORDS[:40], k=8)) for _ in range(count)]


def full_scores(library: bm25s.BM25, words: Sequence[str]) -> Scores:
    scores: Scores = library.get_scores_from_ids(library.get_tokens_ids(list(words)))
    return scores


def sorted_best(scores: Scores, limit: int, allowed: Mask | None) -> list[int]:
    kept = scores if allowed is None else np.where(allowed, scores, 0.0)
    order = np.lexsort((np.arange(len(kept)), -kept))[:limit]
    return [int(row) for row in order if kept[row] > 0]


@pytest.mark.parametrize("share", [None, 0.5, 0.01])
@pytest.mark.parametrize("at_once", [16, 1_024])
def test_the_best_rows_are_those_of_a_full_search(
    postings: Postings, library: bm25s.BM25, share: float | None, at_once: int
) -> None:
    allowed = None if share is None else np.random.default_rng(3).random(PASSAGES) < share
    with patch.object(postings_module, "_AT_ONCE", at_once):
        for asked, added in questions(40):
            texts = [Weighted(postings.ids_of(asked)), Weighted(postings.ids_of(added), 0.5)]
            wanted = full_scores(library, asked) + 0.5 * full_scores(library, added)
            rows, scores = postings.best(texts, 20, allowed)
            assert rows.tolist() == sorted_best(wanted, 20, allowed)
            assert scores.tolist() == wanted[rows].tolist()


@pytest.mark.parametrize("share", [None, 0.5])
def test_what_rows_score_besides_is_counted(postings: Postings, library: bm25s.BM25, share: float | None) -> None:
    random_numbers = np.random.default_rng(7)
    allowed = None if share is None else random_numbers.random(PASSAGES) < share
    base = np.where(random_numbers.random(PASSAGES) < 0.1, 8 * random_numbers.random(PASSAGES), 0).astype(np.float32)
    for asked, _ in questions(40):
        wanted = base + full_scores(library, asked)
        rows, scores = postings.best([Weighted(postings.ids_of(asked))], 20, allowed, base=base)
        assert rows.tolist() == sorted_best(wanted, 20, allowed)
        assert scores.tolist() == wanted[rows].tolist()


def test_words_that_most_passages_hold_are_found_by_themselves(postings: Postings, library: bm25s.BM25) -> None:
    for word in WORDS[:12]:
        rows, _ = postings.best([Weighted(postings.ids_of([word]))], 20)
        assert rows.tolist() == sorted_best(full_scores(library, [word]), 20, None)


def test_fewer_rows_than_asked_for_are_all_that_hold_a_word(postings: Postings, library: bm25s.BM25) -> None:
    asked = [WORDS[-1], WORDS[0]]
    scores = full_scores(library, asked)
    rows, _ = postings.best([Weighted(postings.ids_of(asked))], PASSAGES)
    assert rows.tolist() == sorted_best(scores, PASSAGES, None)


def test_no_row_of_a_block_scores_more_than_its_bound(postings: Postings, library: bm25s.BM25) -> None:
    common: CommonWords = postings._common
    ids = [id_ for id_ in postings.ids_of(WORDS) if id_ in common]
    weights = {id_: 1.0 + number % 3 for number, id_ in enumerate(ids)}
    sums = common.sums_at(np.arange(PASSAGES), weights)
    bounds = np.repeat(common.bounds(weights), common_words.BLOCK)[:PASSAGES]
    assert (bounds >= sums * (1 - 1e-6)).all()
    assert sums.tolist() == pytest.approx(weighted_sums(postings, weights).tolist(), rel=1e-5)


def weighted_sums(postings: Postings, weights: dict[int, float]) -> Scores:
    sums = np.zeros(PASSAGES, dtype=np.float32)
    for id_, weight in weights.items():
        rows, scores = postings.list_of(id_)
        sums[rows] += np.float32(weight) * scores
    return sums


def test_the_lists_of_common_words_are_not_read_through(tmp_path: Path) -> None:
    build_keywords(tmp_path / "words", TEXTS, tokens=str.split)
    postings = Postings(tmp_path / "words")
    rare, common = WORDS[-3:], WORDS[:6]
    read: list[int] = []
    through = postings.list_of

    def counted(id_: int) -> tuple[object, object]:
        read.append(id_)
        return through(id_)

    with patch.object(postings, "list_of", counted):
        postings.best([Weighted(postings.ids_of([*rare, *common]))], 5)
    assert set(postings.ids_of(rare)) <= set(read)
    assert not set(postings.ids_of(common)) & set(read)


def test_scores_of_chosen_rows_are_those_of_the_library(postings: Postings, library: bm25s.BM25) -> None:
    rows = np.arange(0, PASSAGES, 7)
    for asked, _ in questions(20):
        scores = postings.scores_at(rows, [Weighted(postings.ids_of(asked))])
        assert scores.tolist() == full_scores(library, asked)[rows].tolist()


def test_a_word_is_found_by_its_whole_spelling_alone(postings: Postings) -> None:
    assert postings.ids_of(["w", "w40000", "", "w399", "w399"]) == postings.ids_of(["w399"]) * 2
    (id_,) = postings.ids_of(["w399"])
    assert postings.holding(id_) == sum("w399" in text.split() for text in TEXTS)
