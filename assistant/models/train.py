"""News articles and Chinese-English pairs to the embedding that ships with the assistant, in ten minutes on two cores.

    python -m assistant.models.train --news news.jsonl.gz --pairs corpus/translations corpus/glossary.yaml --out FOLDER

The result is a SentenceTransformer folder: one vector for each piece of the vocabulary, averaged and normalised.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, UsageError
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from assistant.models.cloze import EN_ASKING, ZH_ASKING, Articles, Sampler, tokenise_articles
from assistant.models.pairs import Pair, read_pairs, terms_of
from assistant.models.vocabulary import build_tokenizer, find_words, word_counts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_DATELINE = "正文："
"""What CRUD_RAG puts between the date and the text of an article."""
_HAN = re.compile(r"[\u3007\u3400-\u9fff]+")
"""Left in, "Academicians' Home (院士之家)" would teach nothing about the English words."""
_WORD_ARTICLES = 10_000
"""Chinese words are looked for in this many articles: three minutes, and more find hardly other words."""
_CANDIDATE_WORDS = 40_000
_SCALE = 20.0
"""The inverse temperature of the softmax over the passages of a batch."""
_INITIAL = 0.5
_MASKED = -1e4
_FLATTEN = 0.25
"""How far the directions of passages are evened out afterwards: 0 not at all, 1 wholly; 0.25 gains a point of R@1."""
_FLATTEN_ARTICLES = 5_000
_FLATTEN_FLOOR = 1e-4
"""Keeps directions that hardly any article uses from being blown up."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how large; the defaults are what ships."""

    pieces: int = 29_000
    dimension: int = 256
    steps: int = 2_000
    batch: int = 1_024
    pair_share: float = 0.25
    """The part of each batch that comes from the pairs."""
    learning_rate: float = 0.02
    seed: int = 1


def read_news(path: Path) -> list[list[str]]:
    """Read JSON strings, one a line, as articles of folded sentences."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [search_key(str(json.loads(line)).split(_DATELINE, 1)[-1]) for line in lines]
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(f"{path}: expected gzipped JSON strings, one a line ({error}).") from error
    articles = [[text[start:end] for start, end in sentence_spans(text)] for text in texts]
    if not any(len(article) > 1 for article in articles):
        raise UsageError(f"{path}: holds no article of two or more sentences.")
    return articles


def fold_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs in the form that search uses, the English without the Chinese names that explain it."""
    return [Pair(search_key(pair.zh), _HAN.sub(" ", search_key(pair.en)), pair.source) for pair in pairs]


def documents_of(pairs: Sequence[Pair]) -> list[list[str]]:
    """Put the Chinese sentences that come from one file together again."""
    terms = set(terms_of(pairs))
    documents: dict[str, dict[str, None]] = {}
    for pair in pairs:
        if pair not in terms:
            documents.setdefault(pair.source, {})[pair.zh] = None
    return [list(sentences) for sentences in documents.values()]


def make_tokenizer(articles: Sequence[Sequence[str]], pairs: Sequence[Pair], *, size: int) -> "Tokenizer":
    """Learn the vocabulary from the articles, with every word of the pairs in it."""
    english = Counter(word for pair in pairs for word in re.findall("[a-z]+|[0-9]{2,}", pair.en))
    english.update(EN_ASKING)
    words = find_words(["\n".join(article) for article in articles[:_WORD_ARTICLES]], size=_CANDIDATE_WORDS)
    counts = word_counts(words, (sentence for article in articles for sentence in article))
    terms = [*ZH_ASKING, *(pair.zh for pair in terms_of(pairs))]
    return build_tokenizer(counts, english, terms, size=size)


def learn(tokenizer: "Tokenizer", articles: Articles, pairs: Sequence[Pair], recipe: Recipe) -> NDArray[np.float32]:
    """Return one vector a piece, shape (pieces, dimension); pieces that no example held get zeros."""
    import torch

    torch.manual_seed(recipe.seed)
    sampler = Sampler(tokenizer, articles, pairs, np.random.default_rng(recipe.seed))
    weights = torch.nn.Parameter(torch.randn(tokenizer.get_vocab_size(), recipe.dimension) * _INITIAL)
    optimiser = torch.optim.Adam([weights], lr=recipe.learning_rate, fused=True)
    from_pairs = int(recipe.batch * recipe.pair_share) if pairs else 0
    for step in range(recipe.steps):
        optimiser.param_groups[0]["lr"] = recipe.learning_rate * (1 - step / recipe.steps)
        batch = sampler.batch(recipe.batch - from_pairs, from_pairs)
        scores = _SCALE * _bags(weights, batch.queries) @ _bags(weights, batch.passages).T
        groups = torch.from_numpy(batch.groups)
        same = (groups[:, None] == groups[None, :]).fill_diagonal_(False)
        loss = torch.nn.functional.cross_entropy(scores.masked_fill(same, _MASKED), torch.arange(len(groups)))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 100 == 0:
            print(f"step {step} of {recipe.steps}: loss {loss.item():.3f}", file=sys.stderr)
    touched = optimiser.state[weights]["exp_avg_sq"].sum(dim=1) > 0
    touched[0] = False  # the unknown piece
    vectors: NDArray[np.float32] = (weights.detach() * touched[:, None]).numpy()
    return vectors


def flatten(vectors: NDArray[np.float32], articles: Articles) -> NDArray[np.float32]:
    """Turn and stretch the space so that the few directions which most articles share weigh less."""
    bounds = articles.sentence[articles.article[: _FLATTEN_ARTICLES + 1]]
    means = np.stack([vectors[articles.ids[start:end]].mean(axis=0) for start, end in pairwise(bounds.tolist())])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    variances, directions = np.linalg.eigh(means.T @ means / len(means))
    flat: NDArray[np.float32] = (vectors @ directions) * (variances + _FLATTEN_FLOOR) ** (-_FLATTEN / 2)
    return flat.astype(np.float32)


def _bags(weights: Any, bags: Sequence[NDArray[np.int64]]) -> Any:
    import torch
    from torch.nn.functional import embedding_bag, normalize

    offsets = np.cumsum([0, *map(len, bags[:-1])])
    ids = torch.from_numpy(np.concatenate(bags))
    return normalize(embedding_bag(ids, weights, torch.from_numpy(offsets), mode="sum"), dim=1)


def save(tokenizer: "Tokenizer", vectors: NDArray[np.float32], folder: Path) -> None:
    """Write a SentenceTransformer folder with float16 weights that everybody may read; a README in it stays."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()])
    model.half().save(str(folder), create_model_card=False)
    for path in folder.rglob("*"):
        if path.name == "tokenizer.json":  # written indented, at three times the size
            tokenizer.save(str(path), pretty=False)
        path.chmod(0o755 if path.is_dir() else 0o644)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the command line; return the exit code."""
    recipe = Recipe()
    parser = argparse.ArgumentParser(
        prog="python -m assistant.models.train", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--news", type=Path, required=True, help="gzipped JSON strings, one article a line")
    parser.add_argument("--pairs", type=Path, nargs="*", default=[], help="YAML files or folders of {zh, en}")
    parser.add_argument("--out", type=Path, required=True, help="folder of the embedding")
    parser.add_argument("--pieces", type=int, default=recipe.pieces)
    parser.add_argument("--steps", type=int, default=recipe.steps)
    parser.add_argument("--batch", type=int, default=recipe.batch)
    chosen = parser.parse_args(arguments)
    recipe = Recipe(pieces=chosen.pieces, steps=chosen.steps, batch=chosen.batch)
    try:
        pairs = fold_pairs(read_pairs(chosen.pairs))
        articles = read_news(chosen.news)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    tokenizer = make_tokenizer(articles, pairs, size=recipe.pieces)
    texts = tokenise_articles(tokenizer, [*articles, *documents_of(pairs)])
    save(tokenizer, flatten(learn(tokenizer, texts, pairs, recipe), texts), chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
