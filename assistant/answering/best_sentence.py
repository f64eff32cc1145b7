"""A question and the sentences of one passage in; how likely each of them holds the answer out.

What all sentences of a passage share (its topic) tells none of them apart, so words are weighed by how few of the
sentences hold them; kinds of things that are asked for (a year, a number, a person, a place) are looked for by their
form. A small network adds these up; it was fitted on public questions (``evals/benchmark/fit.py``).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.keywords import chinese_tokens
from assistant.index.pieces import Pieces

Features = NDArray[np.float32]
Rarity = Callable[[Sequence[str]], Sequence[float]]
"""Tokens to how rare each is in the collection: its inverse document frequency."""

_FILE = Path(__file__).resolve().parents[1] / "models" / "ranking.json"
_SAME = 0.999
"""Cosine from which two pieces are the same."""
_TELLING = 3.0
"""Inverse document frequency of a pair that one passage in twenty holds."""
_SIGN_RARITY = 2.0
"""What a Latin letter or digit of a shared run counts, which stands for part of a word."""
_RUN_POWER = 1.5
"""Long runs in common tell more than the same characters apart."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"\d+")
_ASKING = re.compile(
    r"什么时[候间]|哪一?[年天位]|何[时年处人]|几[年月号个家名项次岁位]|多[少久]|多长时间|什么地方|哪里|在哪|哪个?国家?|哪一?个?城市|哪一?个人?"
    r"|谁|什么人?|为[什何]么?|什么原因|原因|怎么|如何|哪些?|何|是否|请问|[吗呢的是了]"
)
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(form))
    for asked, form in (
        (
            r"什么时[候间]|哪一?[年天]|何[时年]|几[年月号]|年代|年份|日期|时间|世纪|多久",
            r"\d{2,4}年|世纪|年代|时期|\d+[月日]|[一二三四五六七八九十]+年",
        ),
        (r"多[少大高长远]|几(?!乎)|比例|百分", r"\d|[一二三四五六七八九十百千万两]"),
        (
            r"谁|哪一?位|什么人|哪个人|何人|叫什么名|人物|导演|作者|主演",
            r"·|由|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾][\u4e00-\u9fff]",
        ),
        (
            r"哪里|何处|在哪|什么地方|哪个?国家?|哪一?个?城市|哪个地|地点|位于|哪一?[县省市区州]",
            r"位于|在|于|省|市|县|国|州|地区",
        ),
        (r"为[什何甚]么?|原因", r"因|由于|导致|为了|所以|使得|原因"),
        (r"哪些|哪几|有什么|分别", r"、|和|以及|包括|等"),
    )
)
"""What a question asks for, and the form that an answer to it has: when, how many, who, where, why, which ones."""
_WHEN_OR_COUNT = 2
_BESIDE = 4
"""Characters beside the word that asks: 什么时候被任为主教 is about 任为主教."""

FEATURES = (
    *("characters", "pairs_of_two", "only_here", "words_squared", "new_number"),
    *("when", "count", "who", "where", "why", "which", "no_date", "no_number"),
    *("own_words", "place", "next_pairs", "runs", "longest_run", "words_told_apart"),
    *("beside_asking", "pairs_of_best", "length", "signs", "direction"),
)


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer: standardised features to hidden units to one score."""

    mean: Features
    scale: Features
    hidden: Features
    hidden_bias: Features
    out: Features

    def score(self, features: Features) -> Features:
        """Return one score a row; only differences between rows of one passage mean anything."""
        standard = (features - self.mean) / self.scale
        result: Features = np.tanh(standard @ self.hidden.T + self.hidden_bias) @ self.out
        return result


@cache
def load_network(file: Path = _FILE) -> Network:
    """Read the fitted weights, which lie beside the embedding that they were fitted with."""
    fitted = json.loads(file.read_text(encoding="utf-8"))["sentence"]
    return Network(**{name: np.array(fitted[name], dtype=np.float32) for name in Network.__slots__})


def sentence_shares(
    question: str, passages: Sequence[Sequence[str]], *, rarity: Rarity, pieces: Pieces
) -> list[list[float]]:
    """Return for each passage how probable it is that each of its sentences holds the answer; they add up to 1.

    ``question`` and the sentences are folded.
    """
    asked = parse_question(question, rarity)
    return [_shares_of(asked, sentences, pieces) if sentences else [] for sentences in passages]


def _shares_of(asked: "ParsedQuestion", sentences: Sequence[str], pieces: Pieces) -> list[float]:
    scores = load_network().score(sentence_features(asked, sentences, pieces=pieces))
    shares = np.exp(scores - scores.max())
    return [float(share) for share in shares / shares.sum()]


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A folded question with its tokens, how rare each is, and what kinds of things it asks for."""

    text: str
    tokens: tuple[str, ...]
    rarities: Mapping[str, float]
    per_character: tuple[float, ...]
    asked: tuple[bool, ...]

    @property
    def pairs(self) -> list[str]:
        """The tokens of several characters: pairs of neighbours, Latin words and numbers."""
        return [token for token in self.tokens if len(token) > 1]

    @property
    def characters(self) -> list[str]:
        """The tokens of a single character."""
        return [token for token in self.tokens if len(token) == 1]


def parse_question(question: str, rarity: Rarity) -> ParsedQuestion:
    """Return what the features need of a folded question."""
    tokens = tuple(dict.fromkeys(chinese_tokens(question)))
    rarities = dict(zip(tokens, rarity(tokens), strict=True))
    per = tuple(rarities.get(c, 0.0) if _HAN.match(c) else _SIGN_RARITY for c in question)
    return ParsedQuestion(question, tokens, rarities, per, tuple(bool(asked.search(question)) for asked, _ in _KINDS))


def sentence_features(asked: ParsedQuestion, sentences: Sequence[str], *, pieces: Pieces) -> Features:
    """Return the features of each folded sentence of a passage, (sentences, 24), in the order of ``FEATURES``."""
    looks = [_look(sentence) for sentence in sentences]
    held = [look.tokens for look in looks]
    columns = {**_word_columns(asked, held), **_piece_columns(asked.text, sentences, pieces)}
    columns |= _form_columns(asked, sentences, looks) | _run_columns(asked, sentences)
    signs = [token for token in asked.tokens if token.isascii()]
    columns["signs"] = [sum(sign in own for sign in signs) / len(signs) if signs else 0.0 for own in held]
    beside = {pair: asked.rarities.get(pair, 0.0) for pair in _beside_asking(asked.text)}
    columns["beside_asking"] = [_share(beside, sentence.__contains__) for sentence in sentences]
    return np.column_stack([np.asarray(columns[name], dtype=np.float32) for name in FEATURES])


def _share(weights: Mapping[str, float], holds: Callable[[str], bool]) -> float:
    total = sum(weights.values())
    return sum(weight for token, weight in weights.items() if holds(token)) / total if total else 0.0


def _word_columns(asked: ParsedQuestion, held: Sequence[frozenset[str]]) -> dict[str, Sequence[float]]:
    """Weigh each token by its rarity in the collection and by how few of these sentences hold it."""
    count = len(held)
    spread = {token: sum(token in own for own in held) for token in asked.tokens}
    apart = {
        token: max(0.0, asked.rarities[token] * float(np.log((count + 0.5) / (spread[token] + 0.5) + 0.05)))
        for token in asked.tokens
        if spread[token]
    }
    pairs = {token: apart[token] for token in asked.pairs if token in apart}
    single = {token: apart[token] for token in asked.characters if token in apart}
    plain = {token: asked.rarities[token] for token in asked.pairs}
    own_pairs = [_share(plain, own.__contains__) for own in held]
    before = [frozenset[str](), *held[:-1]]
    best = max(own_pairs)
    return {
        "characters": [_share(single, own.__contains__) for own in held],
        "pairs_of_two": [_share(pairs, (own | last).__contains__) for own, last in zip(held, before, strict=True)],
        "only_here": [
            float(any(spread[pair] == 1 and pair in own and plain[pair] > _TELLING for pair in asked.pairs))
            for own in held
        ],
        "next_pairs": [*own_pairs[1:], 0.0],
        "pairs_of_best": [own / (best + 1e-9) for own in own_pairs],
    }


def _piece_columns(question: str, sentences: Sequence[str], pieces: Pieces) -> dict[str, Sequence[float]]:
    """Compare the pieces of the question with those of each sentence: nearest ones, same ones, mean direction."""
    ids, *spelt = pieces.ids([question, *sentences])
    weights = pieces.weights[ids]
    total = float(weights.sum()) or 1.0
    nearest = np.zeros((len(sentences), len(ids)), dtype=np.float32)
    filled = [row for row, own in enumerate(spelt) if len(own)]
    if filled and len(ids):
        # All sentences at once: they share most of their pieces.
        likeness = pieces.likeness(ids, np.concatenate([spelt[row] for row in filled]))
        starts = np.cumsum([0, *(len(spelt[row]) for row in filled[:-1])])
        nearest[filled] = np.maximum.reduceat(likeness, starts, axis=1).T
    same = nearest > _SAME
    spread = same.sum(axis=0)
    apart = weights * np.maximum(np.log((len(sentences) + 0.5) / (spread + 0.5) + 0.05), 0.0) * (spread > 0)
    words = nearest @ weights / total
    sums = [_direction(own, pieces) for own in (ids, *spelt)]
    return {
        "words_squared": (words**2).tolist(),
        "words_told_apart": (same @ apart / (float(apart.sum()) or 1.0)).tolist(),
        "direction": [float(sums[0] @ own) for own in sums[1:]],
    }


def _direction(ids: NDArray[np.int64], pieces: Pieces) -> Features:
    total: Features = (pieces.directions[ids] * pieces.weights[ids][:, None]).sum(axis=0)
    result: Features = total / max(float(np.linalg.norm(total)), 1e-9)
    return result


@dataclass(frozen=True, slots=True)
class _Look:
    """What the features need of a sentence, whatever is asked."""

    tokens: frozenset[str]
    fits: tuple[bool, ...]
    """Whether it has the form of an answer of each kind."""
    digits: frozenset[str]
    length: float


# The same sentences are found again and again; 10 KB each.
@lru_cache(maxsize=2_048)
def _look(sentence: str) -> _Look:
    return _Look(
        frozenset(chinese_tokens(sentence)),
        tuple(bool(form.search(sentence)) for _, form in _KINDS),
        frozenset(_DIGITS.findall(sentence)),
        float(np.log(len(sentence) + 1)),
    )


def _form_columns(
    asked: ParsedQuestion, sentences: Sequence[str], looks: Sequence[_Look]
) -> dict[str, Sequence[float]]:
    """Look for the form of what is asked for, and for what a sentence says beyond the question."""
    fits = [look.fits for look in looks]
    names = ("when", "count", "who", "where", "why", "which")
    columns: dict[str, Sequence[float]] = {
        name: [float(asked.asked[kind] and row[kind]) for row in fits] for kind, name in enumerate(names)
    }
    for kind, name in enumerate(("no_date", "no_number")):
        columns[name] = [float(asked.asked[kind] and not row[kind]) for row in fits]
    known = set(_DIGITS.findall(asked.text))
    numeric = any(asked.asked[:_WHEN_OR_COUNT])
    columns["new_number"] = [float(numeric and bool(look.digits - known)) for look in looks]
    columns["own_words"] = [sum(map(asked.text.__contains__, s)) / max(1, len(s)) for s in sentences]
    columns["place"] = [row / len(sentences) for row in range(len(sentences))]
    columns["length"] = [look.length for look in looks]
    return columns


def _run_columns(asked: ParsedQuestion, sentences: Sequence[str]) -> dict[str, Sequence[float]]:
    total = sum(asked.per_character) or 1.0
    runs = [_runs(asked, sentence) for sentence in sentences]
    return {
        "runs": [sum(run**_RUN_POWER for run in own) / total**_RUN_POWER for own in runs],
        "longest_run": [max(own, default=0.0) / total for own in runs],
    }


def _runs(asked: ParsedQuestion, sentence: str) -> list[float]:
    """Return the rarity of each run of the question that stands in the sentence as it is, taken greedily."""
    found, at = [], 0
    while at < len(asked.text):
        end = at
        while end < len(asked.text) and asked.text[at : end + 1] in sentence:
            end += 1
        if end - at > 1 or (end > at and asked.text[at].isascii()):
            found.append(sum(asked.per_character[at:end]))
            at = end
        else:
            at += 1
    return found


def _beside_asking(question: str) -> set[str]:
    """Return the pairs of characters just before and after the first word that asks."""
    match = _ASKING.search(question)
    if match is None:
        return set()
    bare = _ASKING.sub(lambda asking: " " * len(asking.group()), question)
    sides = bare[max(0, match.start() - _BESIDE) : match.start()], bare[match.end() : match.end() + _BESIDE]
    return {side[i : i + 2] for side in sides for i in range(len(side) - 1) if " " not in side[i : i + 2]}
