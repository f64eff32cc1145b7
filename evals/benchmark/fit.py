"""Public reading sets in; the weights that rank passages and sentences, and that say how sure a search is, out.

Only the half of the paragraphs that is not held out is used, so that the other half shows what the weights are worth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.best_sentence import parse_question, sentence_features
from assistant.answering.retrieve import build_query
from assistant.index import confidence, rerank
from assistant.index.pieces import Pieces
from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.sentences import sentence_spans
from evals.benchmark.own_index import number_of
from evals.benchmark.reading_sets import ReadingSet, is_held_out

Matrix = NDArray[np.float32]

_STEPS = 600
_BATCH = 1_024
_RATE = 0.03
_DECAY_LINEAR, _DECAY_HIDDEN = 1e-4, 3e-3
"""What keeps weights small; a network of 24 features and 8 units learns the questions by heart without it."""
_HIDDEN = 8
_KEYWORDS = rerank.FEATURES.index("keywords")
_RIDGE = 1e-4
_NEWTON_STEPS = 30
_SEED = 0


@dataclass(frozen=True, slots=True)
class Example:
    """Candidates for one question, a row of features each, and which of them are right."""

    features: Matrix
    right: NDArray[np.bool_]


def passage_examples(reading_set: ReadingSet, snapshot: Snapshot, glossary: Glossary) -> Iterator[Example]:
    """Yield the candidates of each question in an index of the paragraphs and news, as the product finds them."""
    for question in _fitted(reading_set):
        query = build_query(question.text, language="zh", glossary=glossary)
        hits = snapshot.search(query, limit=rerank.RERANKED)
        right = np.array([number_of(hit) == question.paragraph for hit in hits], dtype=np.bool_)
        features = [[hit.parts[name] for name in rerank.FEATURES] for hit in hits]
        yield Example(np.array(features, dtype=np.float32), right)


def sentence_examples(reading_set: ReadingSet, snapshot: Snapshot, pieces: Pieces) -> Iterator[Example]:
    """Yield the sentences of the paragraph of each question."""
    for question in _fitted(reading_set):
        text = search_key(reading_set.paragraphs[question.paragraph])
        sentences = [text[start:end] for start, end in sentence_spans(text)]
        answers = [search_key(answer) for answer in question.answers]
        right = np.array([any(answer in one for answer in answers) for one in sentences], dtype=np.bool_)
        asked = search_key(question.text)
        yield Example(sentence_features(parse_question(asked, snapshot.rarities), sentences, pieces=pieces), right)


def _fitted(reading_set: ReadingSet) -> list[Any]:
    return [one for one in reading_set.questions if not is_held_out(reading_set.paragraphs[one.paragraph])]


def fit_passages(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the section ``passage``: weights of a sum that puts right passages first, and its line to a chance."""
    _, scale, (layer,) = _fit_listwise(examples, hidden=0, decay=_DECAY_LINEAR)
    weights = layer.ravel() / scale
    answered = [one for one in examples if one.right.any()]
    sums = [one.features @ weights for one in answered]
    with_it = [float(row.max()) for row in sums]
    without = [float((_without_answer(one) @ weights).max()) for one in answered]
    slope, offset = fit_logistic(np.array([*with_it, *without])[:, None], len(with_it))
    named = dict(zip(rerank.FEATURES, map(_rounded, weights), strict=True))
    return {"weights": named, "slope": _rounded(slope[0]), "offset": _rounded(offset)}


def fit_confidence(examples: Sequence[Example], ranking: rerank.Ranking) -> dict[str, Any]:
    """Return the section ``confidence``: each question with its passage among the candidates, and without it."""
    rows: list[list[Matrix]] = [[], []]
    for one in examples:
        if one.right.any():
            rows[0].append(confidence.features_of(*_ranked(one.features, ranking)))
            rows[1].append(confidence.features_of(*_ranked(_without_answer(one), ranking)))
    slope, offset = fit_logistic(np.array([*rows[0], *rows[1]]), len(rows[0]))
    return {"weights": dict(zip(confidence.FEATURES, map(_rounded, slope), strict=True)), "offset": _rounded(offset)}


def _without_answer(example: Example) -> Matrix:
    """Return the candidates as if the right passage were not there: the keyword score is a share of the best left."""
    rest = example.features[~example.right].copy()
    rest[:, _KEYWORDS] /= max(float(rest[:, _KEYWORDS].max()), 1e-6)
    return rest


def _ranked(features: Matrix, ranking: rerank.Ranking) -> tuple[list[float], list[dict[str, float]]]:
    scores = ranking.score(features)
    order = sorted(range(len(scores)), key=lambda row: -scores[row])
    parts = [dict(zip(rerank.FEATURES, map(float, features[row]), strict=True)) for row in order]
    return [scores[row] for row in order], parts


def fit_sentences(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the section ``sentence``: a network of one hidden layer."""
    mean, scale, (hidden, bias, out) = _fit_listwise(examples, hidden=_HIDDEN, decay=_DECAY_HIDDEN)
    arrays = {"mean": mean, "scale": scale, "hidden": hidden, "hidden_bias": bias, "out": out.ravel()}
    return {name: _rounded_all(array) for name, array in arrays.items()}


def _fit_listwise(examples: Sequence[Example], *, hidden: int, decay: float) -> tuple[Matrix, Matrix, list[Matrix]]:
    """Maximise the probability of right rows under a softmax over the rows of each example.

    Returns mean and scale of the features and the layers (weights and bias of the hidden one, weights of the last).
    """
    import torch

    examples = [one for one in examples if one.right.any() and not one.right.all()]
    rows = np.concatenate([one.features for one in examples])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    most = max(len(one.right) for one in examples)
    features = np.zeros((len(examples), most, rows.shape[1]), dtype=np.float32)
    absent = np.full((len(examples), most), -1e4, dtype=np.float32)
    right = np.zeros((len(examples), most), dtype=np.float32)
    for row, one in enumerate(examples):
        features[row, : len(one.right)] = (one.features - mean) / scale
        absent[row, : len(one.right)] = 0.0
        right[row, : len(one.right)] = one.right
    x, mask, y = map(torch.tensor, (features, absent, right))
    torch.manual_seed(_SEED)
    width = rows.shape[1]
    last = torch.nn.Linear(hidden or width, 1, bias=False)
    net = torch.nn.Sequential(torch.nn.Linear(width, hidden), torch.nn.Tanh(), last) if hidden else last
    optimiser = torch.optim.Adam(net.parameters(), lr=_RATE)
    for step in range(_STEPS):
        optimiser.param_groups[0]["lr"] = _RATE * (1 - step / _STEPS)
        batch = torch.randperm(len(x))[:_BATCH]
        chances = torch.log_softmax(net(x[batch])[..., 0] + mask[batch], 1)
        loss = -torch.logsumexp(chances + torch.log(y[batch] + 1e-9), 1).mean()
        loss = loss + decay * sum((part**2).sum() for part in net.parameters())
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return mean, scale, [part.detach().numpy() for part in net.parameters()]


def fit_logistic(rows: NDArray[Any], positives: int, *, ridge: float = _RIDGE) -> tuple[NDArray[np.float64], float]:
    """Fit a logistic regression by Newton's method; the first ``positives`` rows are true. Slopes and offset.

    ``ridge`` keeps the slopes of standardised rows small.
    """
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    x = np.column_stack([(rows - mean) / scale, np.ones(len(rows))]).astype(np.float64)
    y = np.arange(len(rows)) < positives
    penalty = np.diag([ridge * len(rows)] * rows.shape[1] + [0.0])
    beta = np.zeros(x.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (chance - y) + penalty @ beta
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + penalty
        beta -= np.linalg.solve(curvature, gradient)
    slopes = beta[:-1] / scale
    return slopes, float(beta[-1] - slopes @ mean)


def _rounded(value: float) -> float:
    return round(float(value), 4)


def _rounded_all(array: Matrix) -> Any:
    return np.round(array.astype(np.float64), 4).tolist()
