"""Questions with the paragraph that answers them; how often the one sentence that is picked holds the answer out."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.answering.best_sentence import sentence_shares
from assistant.index.embedding import open_embedding
from assistant.index.keywords import Keywords, build_keywords, chinese_tokens
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from evals.benchmark.labels import share, table
from evals.benchmark.reading_sets import ReadingSet, holds_any, is_held_out
from evals.bootstrap import mean_estimate

Pick = Callable[[str, Sequence[str]], int]
"""A question and the sentences of a paragraph to the place of the one that answers it."""

CEILING = "any sentence"
"""What no choice can exceed: some answers reach across a full stop."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Whether the sentence that each picker chose holds an answer, and whether any sentence does."""

    set: str
    held_out: bool
    right: Mapping[str, bool]


def idf_overlap(paragraphs: Sequence[str]) -> Pick:
    """Return what picks the sentence with the rarest characters and pairs of the question, the first of equal ones."""
    counts = Counter(token for text in paragraphs for token in set(chinese_tokens(text)))
    weights = {token: math.log(1 + len(paragraphs) / count) for token, count in counts.items()}
    tokens_of = cache(lambda sentence: frozenset(chinese_tokens(sentence)))

    def pick(question: str, sentences: Sequence[str]) -> int:
        asked = frozenset(chinese_tokens(question))

        def overlap(place: int) -> float:
            # In order, since a sum over a set differs in its last digit from run to run.
            return sum(weights.get(token, 0.0) for token in sorted(asked & tokens_of(sentences[place])))

        return max(range(len(sentences)), key=lambda place: (overlap(place), -place))

    return pick


def ours(paragraphs: Sequence[str]) -> Pick:
    """Return what picks the sentence with the largest share, with the product's keywords of all paragraphs."""
    pieces = open_embedding().pieces
    assert pieces is not None
    with TemporaryDirectory() as folder:
        build_keywords(Path(folder) / "keywords", paragraphs, tokens=chinese_tokens)
        keywords = Keywords(Path(folder) / "keywords", count=len(paragraphs), tokens=chinese_tokens)

    def pick(question: str, sentences: Sequence[str]) -> int:
        folded = [search_key(sentence) for sentence in sentences]
        [shares] = sentence_shares(search_key(question), [folded], rarity=keywords.rarities, pieces=pieces)
        return max(range(len(shares)), key=shares.__getitem__)

    return pick


PICKERS: Mapping[str, Callable[[Sequence[str]], Pick]] = {"ours": ours, "idf overlap": idf_overlap}
"""What makes each picker from all paragraphs of a set."""


def measure_sentences(
    reading_set: ReadingSet, pickers: Mapping[str, Callable[[Sequence[str]], Pick]] = PICKERS
) -> list[Picked]:
    """Let every picker choose a sentence for every question."""
    made = {name: make(reading_set.paragraphs) for name, make in pickers.items()}
    sentences = [[text[start:end] for start, end in sentence_spans(text)] for text in reading_set.paragraphs]
    picked: list[Picked] = []
    for question in reading_set.questions:
        choices = sentences[question.paragraph]
        holds = [holds_any(sentence, question.answers) for sentence in choices]
        right = {name: holds[pick(question.text, choices)] for name, pick in made.items()}
        held_out = is_held_out(reading_set.paragraphs[question.paragraph])
        picked.append(Picked(reading_set.name, held_out, {**right, CEILING: any(holds)}))
    return picked


def sentences_payload(picked: Sequence[Picked]) -> dict[str, Any]:
    """Return the object of ``benchmark sentences --json``: shares with 95 % intervals, by set and half."""
    return {
        title: {"questions": len(cases), **{name: _estimate(cases, name) for name in cases[0].right}}
        for title, cases in _groups(picked).items()
    }


def _groups(picked: Sequence[Picked]) -> dict[str, list[Picked]]:
    groups: dict[str, list[Picked]] = {}
    for one in picked:
        groups.setdefault(one.set, []).append(one)
        if one.held_out:
            groups.setdefault(f"{one.set}, held out", []).append(one)
    return groups


def _estimate(cases: Sequence[Picked], name: str) -> dict[str, float | None]:
    found = mean_estimate([float(one.right[name]) for one in cases])
    return {"value": found.value, "low": found.low, "high": found.high}


def sentences_table(payload: Mapping[str, Any]) -> str:
    """Return one line per set and half, in percent with intervals."""
    names = [name for name in next(iter(payload.values())) if name != "questions"]
    rows = [
        (
            title,
            group["questions"],
            *(f"{share(group[n]['value'])} [{share(group[n]['low'])}–{share(group[n]['high'])}]" for n in names),
        )
        for title, group in payload.items()
    ]
    return table(("questions about", "questions", *names), rows)
