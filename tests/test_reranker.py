"""A cross-encoder of the user's has the last word on the order of the first passages, and on nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.index import build as build_module
from assistant.index.cross_encoder import PART, READ, Reranker, RerankerNotFoundError, open_reranker
from assistant.index.search import Query, open_index
from assistant.schema import Hit
from tests.fake_index import EMBEDDING, Corpus, make_document, make_entry
from tests.tiny_cross_encoder import write_cross_encoder

QUESTION = "园区科协成立了几家"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus(tmp_path)
    corpus.write("parks.md", "园区科协\n全省成立园区科协6家。")
    corpus.write("deals.md", "会企合作\n签约合作项目100项。")
    corpus.write("sites.md", "学会服务站\n建站20个。")
    with patch.object(build_module, "check_build"):
        corpus.build()
        yield corpus


def hits_of(corpus: Corpus, reranker: Reranker | None, question: str = QUESTION) -> list[Hit]:
    with closing(open_index(corpus.index, embedding=EMBEDDING, reranker=reranker)) as index:
        return index.search(Query(question), limit=10)


def test_a_real_model_orders_the_passages_as_it_scores_them(corpus: Corpus, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    folder = write_cross_encoder(tmp_path / "cross-encoder")
    hits = hits_of(corpus, open_reranker(str(folder)))
    texts = [f"{title}\n{hit.passage.text}" for hit in hits for title in [_TITLES[hit.passage.document_id]]]
    scores = CrossEncoder(str(folder), device="cpu").predict([(QUESTION, text) for text in texts])
    assert [hit.parts[PART] for hit in hits] == pytest.approx([float(score) for score in scores], abs=1e-6)
    assert sorted(scores, reverse=True) == list(scores)
    assert len(set(map(float, scores))) == len(hits) > 1


_TITLES = {"parks": "园区科协", "deals": "会企合作", "sites": "学会服务站"}


def test_the_scores_are_handed_out_by_rank_and_the_passages_stay_the_same(corpus: Corpus) -> None:
    def from_the_end(_: str, texts: Sequence[str]) -> list[float]:
        return [float(place) for place in range(len(texts))]

    before, after = hits_of(corpus, None), hits_of(corpus, Reranker("turned", from_the_end))
    assert [hit.passage.id for hit in after] == [hit.passage.id for hit in reversed(before)]
    assert [hit.score for hit in after] == [hit.score for hit in before]


def test_only_the_first_passages_are_read() -> None:
    passages = make_entry(make_document("long", "\n".join(f"第{n}句。" for n in range(READ + 5)))).passages
    hits = [Hit(passages[0], 1 / (1 + place), {}) for place in range(READ + 5)]
    read: list[int] = []

    def count(_: str, texts: Sequence[str]) -> list[float]:
        read.append(len(texts))
        return [0.0] * len(texts)

    ordered = Reranker("counting", count).order(QUESTION, hits, ["文"] * len(hits))
    assert read == [READ]
    assert ordered[READ:] == hits[READ:]


def test_an_english_question_is_put_to_the_model_too(corpus: Corpus) -> None:
    asked: list[str] = []

    def note(question: str, texts: Sequence[str]) -> list[float]:
        asked.append(question)
        return [0.0] * len(texts)

    with closing(open_index(corpus.index, embedding=EMBEDDING, reranker=Reranker("noting", note))) as index:
        index.search(Query("How many parks?", expansion="园区科协", english="how many parks"), limit=3)
    assert asked == ["How many parks?"]


def test_no_name_is_no_reranker() -> None:
    assert open_reranker("") is None


def test_what_cannot_be_used_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(RerankerNotFoundError, match=r"no such folder .* ASSISTANT_RERANKER"):
        open_reranker(str(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(RerankerNotFoundError, match=r"holds no config\.json"):
        open_reranker(str(tmp_path / "empty"))
    (tmp_path / "empty" / "config.json").write_text("{")
    with pytest.raises(RerankerNotFoundError, match="cannot be read"):
        open_reranker(str(tmp_path / "empty"))
    with pytest.raises(RerankerNotFoundError, match="instead of a score"):
        open_reranker(str(write_cross_encoder(tmp_path / "three", labels=3)))
