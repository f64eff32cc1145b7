"""Tokenised articles and pairs to training examples: a short query and a passage that should be found by it.

The inverse cloze task makes queries from plain articles: a few words of one sentence, to be matched with the sentences
around it. Some queries get question words, or have Chinese words swapped for English ones, since users ask like that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.models.pairs import Pair, is_term, terms_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Swaps = Mapping[tuple[int, ...], Sequence[Ids]]
"""Chinese pieces to the English pieces that they may be swapped for."""

_QUERY_PIECES = (3, 25)
_PASSAGE_PIECES = 260
"""About 500 characters, the length of a passage in the index."""
_KEEP_SENTENCE = 0.8
"""How often the passage keeps the sentence that the query was taken from: matching words is half of retrieval."""
_ASK = 0.5
"""How often a query gets question words; the other half is for keywords."""
_MOST_ASKING = 4
_SWAP_QUERY = 0.25
"""How often a Chinese query gets English words, since the English of the pairs alone covers few topics."""
_SWAP_WORD = 0.8
_DROP_WORD = 0.5
"""Of the words of a swapped query without a translation: half stay, since Chinese names stand in English questions."""
_LONGEST_SWAP = 5
_PARTS = 2
"""Parts of an article that compete in one batch."""
_PAIRS_PER_SENTENCE = 3
"""One pair in three is a sentence: there are ten times as many terms, but questions are sentences."""

ZH_ASKING = (
    "什么 是什么 哪些 有哪些 多少 多少个 几个 几家 什么时候 何时 哪一年 哪年 哪里 谁 为什么 怎么 如何 是否 请问 "
    "介绍一下 是多少 吗 呢 哪个 哪家 什么样 的 是 了 在 有 被 由 和 与 其中 主要 分别 一共 总共 到底"
).split()
EN_ASKING = (
    "what which who when where why how many much is are was were did does do the a of in on at to for by and has have "
    "had been it its this that with from as please tell me about there any can you name give list"
).split()
"""Words of questions that passages seldom hold; added to queries at random, they learn to weigh nothing."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Piece ids of all sentences in a row; sentence i is ``ids[sentence[i]:sentence[i + 1]]``."""

    ids: Ids
    sentence: Ids
    article: Ids
    """Article j has the sentences ``article[j]`` to ``article[j + 1] - 1``."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Query i belongs to passage i; passages of one group are never each other's wrong answer."""

    queries: list[Ids]
    passages: list[Ids]
    groups: Ids


def tokenise_articles(tokenizer: "Tokenizer", articles: Iterable[Sequence[str]]) -> Articles:
    """Turn articles, each a list of sentences, into piece ids; empty sentences are left out."""
    ids: list[Ids] = []
    bounds = [0]
    for sentences in articles:
        encoded = encode(tokenizer, sentences)
        kept = [one for one in encoded if len(one)]
        if len(kept) > 1:
            ids.extend(kept)
            bounds.append(bounds[-1] + len(kept))
    starts = np.cumsum([0, *map(len, ids)])
    return Articles(np.concatenate(ids) if ids else np.zeros(0, np.int64), starts, np.array(bounds))


def encode(tokenizer: "Tokenizer", texts: Sequence[str]) -> list[Ids]:
    """Return the piece ids of each text without the unknown piece (id 0)."""
    encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    return [np.array([i for i in one.ids if i], dtype=np.int64) for one in encoded]


def swap_table(tokenizer: "Tokenizer", terms: Sequence[Pair]) -> Swaps:
    """Return which English pieces may stand for which Chinese ones."""
    table: defaultdict[tuple[int, ...], list[Ids]] = defaultdict(list)
    for zh, en in zip(encode(tokenizer, [t.zh for t in terms]), encode(tokenizer, [t.en for t in terms]), strict=True):
        if len(en) and 0 < len(zh) <= _LONGEST_SWAP:
            table[tuple(zh.tolist())].append(en)
    return dict(table)


@dataclass(frozen=True, slots=True)
class _Aligned:
    zh: Ids
    en: Ids
    group: int
    sentence: bool


def _aligned(tokenizer: "Tokenizer", pairs: Sequence[Pair]) -> list[_Aligned]:
    """Encode the pairs; sentences of one document, and translations of one term, form a group."""
    groups: dict[str, int] = {}
    both = zip(encode(tokenizer, [p.zh for p in pairs]), encode(tokenizer, [p.en for p in pairs]), strict=True)
    return [
        _Aligned(zh, en, groups.setdefault(pair.zh if is_term(pair) else pair.source, len(groups)), not is_term(pair))
        for pair, (zh, en) in zip(pairs, both, strict=True)
        if len(zh) and len(en)
    ]


def _endless(rng: np.random.Generator, items: Sequence[int]) -> Iterator[int]:
    while items:
        yield from rng.permutation(items).tolist()


class Sampler:
    """Draw training examples; the same generator draws the same ones."""

    def __init__(
        self, tokenizer: "Tokenizer", articles: Articles, pairs: Sequence[Pair], rng: np.random.Generator
    ) -> None:
        self._articles = articles
        self._rng = rng
        self._swaps = swap_table(tokenizer, terms_of(pairs))
        self._zh_asking = [ids for ids in encode(tokenizer, ZH_ASKING) if len(ids)]
        self._en_asking = [ids for ids in encode(tokenizer, EN_ASKING) if len(ids)]
        self._pairs = _aligned(tokenizer, pairs)
        self._next_article = _endless(rng, range(len(articles.article) - 1))
        self._next_term = _endless(rng, [i for i, pair in enumerate(self._pairs) if not pair.sentence])
        self._next_sentence = _endless(rng, [i for i, pair in enumerate(self._pairs) if pair.sentence])

    def batch(self, from_articles: int, from_pairs: int) -> Batch:
        """Draw a batch; every article and every pair has its turn before one of its kind comes again."""
        queries, passages, groups = [], [], []
        for article in islice(self._next_article, from_articles // _PARTS):
            for part, (first, last) in enumerate(self._parts(article)):
                query, passage = self._cloze(first, last)
                queries.append(query)
                passages.append(passage)
                groups.append(article * _PARTS + part)
        sentences = from_pairs // _PAIRS_PER_SENTENCE
        for index in (*islice(self._next_sentence, sentences), *islice(self._next_term, from_pairs - sentences)):
            pair = self._pairs[index]
            queries.append(self._english(pair.en))
            passages.append(np.concatenate([pair.zh, *self._neighbours(index)]))
            groups.append(-1 - pair.group)
        return Batch(queries, passages, np.array(groups))

    def _parts(self, article: int) -> list[tuple[int, int]]:
        """Cut an article between two sentences: each part is the other's hardest wrong answer."""
        first, last = (int(bound) for bound in self._articles.article[article : article + 2])
        middle = int(self._rng.integers(first + 1, last))
        return [(first, middle), (middle, last)]

    def _cloze(self, first: int, last: int) -> tuple[Ids, Ids]:
        """Return a query from one of the sentences ``first`` to ``last - 1`` and the passage around that sentence."""
        rng, a = self._rng, self._articles
        chosen = int(rng.integers(first, last))
        sentence = a.ids[a.sentence[chosen] : a.sentence[chosen + 1]]
        length = int(rng.integers(_QUERY_PIECES[0], _QUERY_PIECES[1] + 1))
        start = int(rng.integers(0, max(1, len(sentence) - length + 1)))
        query = sentence[start : start + length]
        if rng.random() < _SWAP_QUERY:
            query = self._swapped(query)
        elif rng.random() < _ASK:
            query = np.concatenate([query, *self._some(self._zh_asking)])
        return query, self._around(chosen, first, last, keep=bool(rng.random() < _KEEP_SENTENCE))

    def _english(self, query: Ids) -> Ids:
        """Return an English query with some words left out and some question words added."""
        kept = query[self._rng.random(len(query)) < self._rng.uniform(0.4, 1.0)]
        kept = kept if len(kept) else query
        return np.concatenate([kept, *self._some(self._en_asking)]) if self._rng.random() < _ASK else kept

    def _neighbours(self, index: int) -> list[Ids]:
        """Return up to four sentences of the same document, since a passage holds more than its answer."""
        pair, reach = self._pairs[index], int(self._rng.integers(0, 3))
        around = self._pairs[max(0, index - reach) : index + reach + 1]
        return [other.zh for other in around if other is not pair and pair.sentence and other.group == pair.group]

    def _around(self, chosen: int, first: int, last: int, *, keep: bool) -> Ids:
        """Return the sentences around ``chosen``, a random number of them before it."""
        a = self._articles
        budget = int(self._rng.integers(_PASSAGE_PIECES // 4, _PASSAGE_PIECES + 1))
        left = int(self._rng.integers(0, budget))
        begin = max(int(a.sentence[first]), int(a.sentence[chosen]) - left)
        middle, after = int(a.sentence[chosen]), int(a.sentence[chosen + 1])
        end = min(int(a.sentence[last]), after + budget - (middle - begin))
        if keep or (begin == middle and end == after):
            return a.ids[begin:end]
        return np.concatenate([a.ids[begin:middle], a.ids[after:end]])

    def _swapped(self, query: Ids) -> Ids:
        """Return ``query`` with English for the Chinese words that have a translation; the same when none has."""
        pieces, out, i, changed = query.tolist(), [], 0, False
        while i < len(pieces):
            for size in range(min(_LONGEST_SWAP, len(pieces) - i), 0, -1):
                options = self._swaps.get(tuple(pieces[i : i + size]))
                if options and self._rng.random() < _SWAP_WORD:
                    out.append(options[int(self._rng.integers(len(options)))])
                    changed = True
                    break
            else:
                size = 1
                if self._rng.random() > _DROP_WORD:
                    out.append(query[i : i + 1])
            i += size
        return np.concatenate([*out, *self._some(self._en_asking)]) if changed else query

    def _some(self, words: Sequence[Ids]) -> list[Ids]:
        count = int(self._rng.integers(1, _MOST_ASKING + 1)) if words else 0
        return [words[int(i)] for i in self._rng.integers(0, max(1, len(words)), count)]
