"""All documents of a build in; the same sources out, with mirrors named under one document and old versions marked.

The same article from two addresses is one document. A text that says other figures is never the same article, however
much boilerplate it shares: only a later text of the same title and publisher, or of the same address, replaces it.
The outcome depends on the documents alone, not on their order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations
from typing import Literal

from assistant.language.fold import search_key
from assistant.schema import Document, Mirror, Source

Relation = Literal["mirror", "first is older", "second is older"]

_SHINGLE = 4
"""Characters of a piece; four in a row are a word and its neighbour, which other texts rarely share."""

_SAME_TEXT = 0.85
"""Share of pieces that two copies have in common in spite of a scraper's losses; reports of one series stay below."""

_CUT_COPY = 0.95
"""Share of the pieces of a shortened copy that stand in the whole text under the same title."""

_NEW_VERSION = 0.5
"""Share of pieces that a revised text keeps: every changed figure takes about seven pieces with it."""

_MIN_PIECES = 60
"""Shorter texts are told apart by a word, so they count as equal only when they are."""

_SKETCH = 128
_BANDS = 64
"""Two values a band: a pair that shares half of its pieces is missed once in 10^8."""

_ESTIMATE = 0.3
"""The estimate from a sketch is off by 0.1 at most; pairs below it are not compared piece by piece."""

_CUT_ESTIMATE = 0.1
"""A copy shorter than a tenth of the text tells nothing; a thousand notices of one title need not all be compared."""

_NOT_TEXT = re.compile(r"[\W_]+")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?|第[一二三四五六七八九十百]+|[一二三四五六七八九十百千万两]+(?=[个名家项条次批届人年])"
)
_VERSION_MARK = re.compile(
    r"[(（\[【]?(?:修订[版稿]?|更新版?|最新版?|征求意见稿|试行|第[一二三四五六七八九\d]版|v\d+)[)）\]】]?$"
)


@dataclass(frozen=True)
class _Text:
    """A document with what is compared of it; sets of pieces are made only when a pair needs them."""

    source: Source
    key: str
    title: str

    @cached_property
    def figures(self) -> frozenset[str]:
        # A text that was cut off may end in half a figure.
        return frozenset(_FIGURE.findall(search_key(self.source.title) + "\n" + self.key.rstrip("0123456789")))

    @cached_property
    def pieces(self) -> frozenset[str]:
        return frozenset(pieces(self.key))


def settle_duplicates(documents: Sequence[Document]) -> list[Source]:
    """Return the source of each document, in order, with its mirrors or with the document that stands for it."""
    texts = [_text(document) for document in documents]
    relations = dict(_relations(texts))
    mirror_of = _mirrors(texts, relations)
    superseded_by = _superseded(texts, relations, mirror_of)
    by_id = {text.source.id: text.source for text in texts}
    settled = []
    for source in by_id.values():
        copies = sorted(copy for copy, main in mirror_of.items() if main == source.id)
        settled.append(
            replace(
                source,
                mirrors=tuple(_mirror(by_id[copy]) for copy in copies),
                mirror_of=mirror_of.get(source.id, ""),
                superseded_by=superseded_by.get(source.id, ""),
            )
        )
    return settled


def pieces(text: str) -> set[str]:
    """Return every run of a few characters of ``text``.

    >>> sorted(pieces("园区科协成立"))
    ['区科协成', '园区科协', '科协成立']
    """
    return {text[start : start + _SHINGLE] for start in range(max(1, len(text) - _SHINGLE + 1))}


def _text(document: Document) -> _Text:
    # What an earlier build found out is no property of the document.
    source = replace(document.source, mirrors=(), mirror_of="", superseded_by="")
    lines = (line.lstrip("# ") for line in document.text.split("\n"))
    title = _NOT_TEXT.sub("", _VERSION_MARK.sub("", search_key(source.title)))
    return _Text(source, _NOT_TEXT.sub("", search_key("\n".join(lines))), title)


def _relations(texts: Sequence[_Text]) -> Iterator[tuple[tuple[str, str], Relation]]:
    """Yield the related pairs, each once."""
    for first, second in _candidates(texts):
        found = _relation(first, second)
        if found:
            yield (first.source.id, second.source.id), found


def _candidates(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Yield the pairs that share a good part of their pieces, found by MinHash and locality-sensitive hashing."""
    if len(texts) < 2:
        return
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_ESTIMATE, num_perm=_SKETCH, num_bands=_BANDS)
    sketches = []
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=_SKETCH, seed=1)
        sketch.update(sorted(pieces(text.key)))
        index.insert(number, sketch)
        sketches.append(sketch)
    titles: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        titles.setdefault(text.title, []).append(number)
    # A copy that was cut off shares little of the whole, but its title.
    alike = (pair for same in titles.values() for pair in combinations(same, 2))
    pairs = {(a, b) for a, b in alike if sketches[a].jaccard(sketches[b]) >= _CUT_ESTIMATE}
    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if other < number and sketch.jaccard(sketches[other]) >= _ESTIMATE:
                pairs.add((other, number))
    for first, second in sorted(pairs):
        yield texts[first], texts[second]


def _relation(first: _Text, second: _Text) -> Relation | None:
    """Return what two documents are to each other, None when each stands for itself."""
    if first.key == second.key and (len(first.pieces) >= _MIN_PIECES or first.title == second.title):
        return "mirror" if first.figures == second.figures else None
    if min(len(first.pieces), len(second.pieces)) < _MIN_PIECES:
        return None
    common = len(first.pieces & second.pieces)
    shared = common / len(first.pieces | second.pieces)
    older = _older(first.source, second.source) if _same_publication(first, second) else None
    if older and shared >= _NEW_VERSION:
        old, new = (first, second) if older == "first is older" else (second, first)
        if new.source.low_reliability and not old.source.low_reliability:
            return None
        # A copy made later says nothing new, however much of the text it lost.
        if not new.figures <= old.figures or common / len(new.pieces) < _CUT_COPY:
            return older
    short, whole = sorted((first, second), key=lambda text: len(text.pieces))
    cut_off = first.title == second.title and common / len(short.pieces) >= _CUT_COPY
    if (shared >= _SAME_TEXT or cut_off) and short.figures <= whole.figures:
        return "mirror"
    return None


def _same_publication(first: _Text, second: _Text) -> bool:
    a, b = first.source, second.source
    return (a.url is not None and a.url == b.url) or (
        first.title == second.title and a.publisher is not None and a.publisher == b.publisher
    )


def _older(first: Source, second: Source) -> Relation | None:
    """Tell which of two was published earlier, as far as both dates go; None when that is not known."""
    length = min(len(first.published or ""), len(second.published or ""))
    a, b = (first.published or "")[:length], (second.published or "")[:length]
    return None if a == b else "first is older" if a < b else "second is older"


def _mirrors(texts: Sequence[_Text], relations: Mapping[tuple[str, str], Relation]) -> dict[str, str]:
    """Return which document stands for each copy: the best one that it equals itself."""
    alike = {pair for pair, relation in relations.items() if relation == "mirror"}
    mains: list[str] = []
    found: dict[str, str] = {}
    for text in sorted(texts, key=_rank):
        name = text.source.id
        main = next((main for main in mains if (main, name) in alike or (name, main) in alike), None)
        if main is None:
            mains.append(name)
        else:
            found[name] = main
    return found


def _rank(text: _Text) -> tuple[object, ...]:
    """Order documents by how much a reader can rely on them and learns about them, the best first."""
    source = text.source
    return (
        source.low_reliability,
        any(remark.about == "text" for remark in source.remarks),
        -sum(value is not None for value in (source.publisher, source.published, source.url)),
        # The first publication is the original; a copy that was cut off comes last of its day.
        source.published or "9999",
        -len(text.key),
        source.path.startswith("added/"),
        source.path,
        source.id,
    )


def _superseded(
    texts: Sequence[_Text], relations: Mapping[tuple[str, str], Relation], mirror_of: Mapping[str, str]
) -> dict[str, str]:
    """Return the newest version of each document that has a newer one; copies follow the document they equal."""
    dates = {text.source.id: text.source.published or "" for text in texts}
    newer: dict[str, set[str]] = {}
    for (first, second), relation in relations.items():
        if relation != "mirror" and first not in mirror_of and second not in mirror_of:
            old, new = (first, second) if relation == "first is older" else (second, first)
            newer.setdefault(old, set()).add(new)

    @cache
    def newest(name: str) -> str:
        # Dates rise at every step, so this ends.
        return max((newest(other) for other in newer.get(name, ())), key=lambda one: (dates[one], one), default=name)

    return {name: newest(name) for name in newer}


def _mirror(source: Source) -> Mirror:
    return Mirror(source.id, source.path, source.title, source.publisher, source.published, source.url)
