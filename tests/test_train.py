"""A tiny embedding learns from a few made-up articles and pairs, and opens like the one that ships."""

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import UsageError
from assistant.index.embedding import open_embedding
from assistant.language.segment import load_vocabulary
from assistant.models.cloze import Sampler, encode, swap_table, tokenise_articles
from assistant.models.pairs import Pair, is_term, read_pairs
from assistant.models.train import documents_of, fold_pairs, main, read_news
from assistant.models.vocabulary import build_tokenizer, stem, word_counts

ARTICLES = [
    "2023-01-01 08:00:00，正文：山城的茶园今年丰收。茶农采摘新茶三千斤。新茶运往外地市场。",
    "2023-01-02 08:00:00，正文：港口的货轮今天启航。货轮装载集装箱两千个。船长检查货轮。",
    "2023-01-03 08:00:00，正文：学校的足球队赢得比赛。足球队训练了半年。教练表扬足球队。",
]
PAIRS = "- {zh: 新茶, en: new tea, zh_synonyms: [茶], en_synonyms: [tea]}\n- {zh: 货轮, en: cargo ship}\n"


def write_news(folder: Path) -> Path:
    path = folder / "news.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(article) + "\n" for article in ARTICLES)
    return path


def tiny_tokenizer_counts() -> Counter[str]:
    return Counter({"茶园": 9, "丰收": 9, "今年": 9, "新茶": 9, "茶": 9, "运往": 9, "市场": 9})


def test_trains_saves_and_finds_the_article_that_a_query_is_about(tmp_path: Path) -> None:
    (tmp_path / "pairs.yaml").write_text(PAIRS, encoding="utf-8")
    arguments = ["--news", str(write_news(tmp_path)), "--pairs", str(tmp_path / "pairs.yaml")]
    options = ["--out", str(tmp_path / "out"), "--pieces", "400", "--steps", "60", "--batch", "32"]
    assert main([*arguments, *options]) == 0
    embedding = open_embedding(str(tmp_path / "out"))
    passages = embedding.encode([article.partition("正文：")[2] for article in ARTICLES])
    queries = embedding.encode(["新茶卖到哪里", "cargo ships", "足球队"])
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]
    assert load_vocabulary(tmp_path / "out").segment("tea")[0][0] == "tea"


def test_unreadable_news_ends_with_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "news.gz").write_text("not gzip")
    assert main(["--news", str(tmp_path / "news.gz"), "--out", str(tmp_path / "out")]) == 2
    assert "news.gz: expected gzipped JSON strings" in capsys.readouterr().err


def test_news_without_a_single_article_end_with_a_usage_error(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "empty.gz", "wt") as file:
        file.write('"one sentence"\n')
    with pytest.raises(UsageError, match="no article"):
        read_news(tmp_path / "empty.gz")


def test_news_lose_their_dateline_and_fall_into_sentences(tmp_path: Path) -> None:
    assert read_news(write_news(tmp_path))[0] == ["山城的茶园今年丰收。", "茶农采摘新茶三千斤。", "新茶运往外地市场。"]


def test_pairs_are_every_combination_of_synonyms(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(PAIRS, encoding="utf-8")
    found = {(pair.zh, pair.en) for pair in read_pairs([tmp_path])}
    assert found == {("新茶", "new tea"), ("新茶", "tea"), ("茶", "new tea"), ("茶", "tea"), ("货轮", "cargo ship")}


@pytest.mark.parametrize("content", ["just text", "- {zh: 茶}", "- [", "{}"])
def test_a_pairs_file_of_another_shape_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.yaml"):
        read_pairs([tmp_path / "bad.yaml"])


def test_a_definition_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    entry = "- {zh: 茶, en: tea, definition_zh: 叶子泡的水。, definition_en: Leaves in water (茶).}"
    (tmp_path / "tea.yaml").write_text(entry, encoding="utf-8")
    [term, definition] = fold_pairs(read_pairs([tmp_path]))
    assert (is_term(term), is_term(definition)) == (True, False)
    assert definition.en == "leaves in water ( )."


def test_sentences_of_one_file_form_a_document_and_terms_do_not() -> None:
    pairs = [Pair("甲。", "a", "x"), Pair("乙。", "b", "x"), Pair("甲。", "c", "x"), Pair("茶", "tea", "x")]
    assert [is_term(pair) for pair in pairs] == [False, False, False, True]
    assert documents_of(pairs) == [["甲。", "乙。"]]


def test_stems_bring_inflections_together_but_leave_short_words_alone() -> None:
    assert {stem(word) for word in ("train", "trains", "trained", "training")} == {"train"}
    assert stem("sing") == "sing"


def test_the_vocabulary_prefers_words_of_pairs_and_keeps_to_its_size() -> None:
    tokenizer = build_tokenizer(tiny_tokenizer_counts(), Counter({"harvested": 1}), [], size=42)
    assert tokenizer.get_vocab_size() == 42
    assert tokenizer.encode("harvesting").tokens[0] == "harvest"


def test_numbers_are_the_same_with_and_without_thousands_commas() -> None:
    tokenizer = build_tokenizer(Counter({"1000": 3}), Counter(), [], size=60)
    assert tokenizer.encode("1,000家").tokens[0] == "1000"
    assert tokenizer.encode("1,000家").offsets[0] == (0, 5)
    assert tokenizer.encode("1,2").tokens == ["1", "2"]


def test_a_particle_beside_a_word_is_counted_apart() -> None:
    found = Counter({"提供了": 5, "提供": 7, "了": 9, "目的": 6, "英特尔": 4})
    tokenizer = build_tokenizer(found, Counter(), [], size=60)
    counts = word_counts(tokenizer, ["提供了", "提供了", "提供", "目的", "英特尔"] * 5)
    assert (counts["提供"], counts["了"], counts["目的"], counts["提供了"]) == (15, 10, 5, 0)


def test_a_name_stays_whole_only_when_it_holds_no_shorter_word() -> None:
    tokenizer = build_tokenizer(tiny_tokenizer_counts(), Counter(), ["龙井茶", "丰收节"], size=60)
    assert "龙井茶" in tokenizer.get_vocab()
    assert "丰收节" not in tokenizer.get_vocab()


def test_the_same_seed_draws_the_same_examples_and_groups_keep_a_document_together() -> None:
    english = Counter({"tea": 1, "market": 1})
    tokenizer = build_tokenizer(tiny_tokenizer_counts(), english, [], size=60)
    pairs = [Pair("茶园丰收。", "tea.", "x"), Pair("运往市场。", "market.", "x"), Pair("市场", "market", "y")]
    articles = tokenise_articles(tokenizer, [["茶园今年丰收", "新茶运往市场"]])
    draws = [Sampler(tokenizer, articles, pairs, np.random.default_rng(3)).batch(4, 3) for _ in range(2)]
    assert all(map(np.array_equal, draws[0].queries, draws[1].queries))
    assert draws[0].groups[:4].tolist() == [0, 1, 0, 1]
    assert sorted(draws[0].groups[4:].tolist()) == [-2, -2, -1]


def test_only_terms_may_be_swapped_and_unknown_pieces_are_left_out() -> None:
    tokenizer = build_tokenizer(tiny_tokenizer_counts(), Counter({"tea": 1}), [], size=60)
    table = swap_table(tokenizer, [Pair("茶", "tea", "x"), Pair("㐂", "tea", "x")])
    assert {tuple(key) for key in table} == {tuple(encode(tokenizer, ["茶"])[0].tolist())}
