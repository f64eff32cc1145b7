"""A question to the named things in it: years, months, batches, titles, indicators, terms of the glossary."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import lexicon
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.patterns import compiled
from assistant.ledger.indicators import Programme

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_MONTH = re.compile(
    rf"(?<!\d)(?:1[0-2]|0?[1-9])月(?:\d{{1,2}}日|初|中旬|底|末)?|\b(?:{_MONTHS})\b|\b(?<=in )may\b|\bmay(?= \d)"
)
_PERIOD = re.compile(
    r"[上下]半年|(?:前三|第?[一二三四1-4])季度|\b(?:first|second|third|fourth|last) (?:quarter|half)\b"
)
_TITLE = re.compile(r"《[^《》]{2,60}》")
_QUOTED = re.compile(r"[“「\"]([^“”「」\"]{1,12})[”」\"]")
_SOME_YEARS = r"(?P<count>[两二三四五一1-5]|two|three|four|five|one|an?)"
RELATIVE_YEAR: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"{_SOME_YEARS}(?:年(?:之|以)?前| years? (?:before|earlier|previously)(?: that)?\b)"), -1),
    (re.compile(rf"(?:过了)?{_SOME_YEARS}(?:年(?:之|以)?后| years? (?:later|after|on)(?: that)?\b)"), 1),
    (
        re.compile(
            r"(?:前一|上一?|头一)年度?(?P<count>)|\b(?:the )?year before(?: that)?\b|\bthe (?:previous|prior) year\b"
        ),
        -1,
    ),
    (
        re.compile(
            r"(?:后一|下一|次|第二)年度?(?P<count>)|\b(?:the )?(?:next|following) year\b"
            r"|\b(?:the )?year after(?: that)?\b"
        ),
        1,
    ),
)
"""Years that are counted from the last one named; ``count`` says how many, one when it is empty."""
NO_SUBJECT = frozenset(("year", "relative year", "month", "period", "batch", "quoted", "attribute"))
TIMES = frozenset(("year", "month", "period"))
_DATED = frozenset(("relative year", "month", "period"))
_STRONG = frozenset(("indicator", "organisation", "person", "place", "event", "document"))
_COMMON = 2
"""A Chinese term of two characters (成立, 活动) is a common word."""
_GROUPS = dict.fromkeys(("indicator", "measure", "term", "organisation", "event", "document"), "subject")


_YEARS = (("year", YEAR), *(("relative year", pattern) for pattern, _ in RELATIVE_YEAR))


@dataclass(frozen=True, slots=True)
class Span:
    """A named thing in a question; things of one ``kind`` can stand in for each other."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def group(self) -> str:
        """What it can be exchanged with: subjects of any kind with each other, years with years."""
        return _GROUPS.get(self.kind, self.kind)


def _always(_words: Sequence[str]) -> bool:
    return True


def _in_one_piece(text: str) -> list[str]:
    return [text]


@dataclass(frozen=True, slots=True)
class Names:
    """What a conversation can be about, and what the sources say of it."""

    glossary: Glossary
    programme: Programme
    words: Callable[[str], Sequence[str]] = _in_one_piece
    """Cuts a text into words."""
    spoken: Callable[[Sequence[str]], bool] = _always
    """Tells whether some passage speaks of all these words."""


def named_spans(question: str, names: Names) -> list[Span]:
    """Return the named things of a question, in order, not overlapping."""
    folded = search_key(question)
    spans: list[Span] = []
    for kind, pattern in (*_YEARS, ("month", _MONTH), ("period", _PERIOD), ("batch", lexicon.BATCH)):
        spans += [Span(m.start(), m.end(), kind, question[m.start() : m.end()]) for m in pattern.finditer(folded)]
    spans += [*_indicators(folded, question, names.programme), *_terms(folded, question, names.glossary)]
    spans += [Span(m.start(), m.end(), "document", m.group()) for m in _TITLE.finditer(question)]
    spans += [Span(m.start(1), m.end(1), "quoted", m.group(1)) for m in _QUOTED.finditer(question)]
    kept: list[Span] = []
    for span in sorted(spans, key=_rank):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda item: item.start)


def _rank(span: Span) -> tuple[bool, int, bool, int]:
    """Order spans that overlap: a date is never part of a name (11月, 上一年), then the longer, then indicators."""
    return span.kind not in _DATED, span.start - span.end, span.kind != "indicator", span.start


def _indicators(folded: str, question: str, programme: Programme) -> Iterator[Span]:
    for indicator in programme.indicators:
        for stems in indicator.near_en:
            words = [compiled(rf"\b{stem}\w*").search(folded) for stem in stems if stem in folded]
            if len(words) == len(stems) and all(words):
                start = min(word.start() for word in words if word)
                end = max(word.end() for word in words if word)
                yield Span(start, end, "indicator", question[start:end])
        for name in (*indicator.asked_zh, *indicator.asked_en):
            if name not in folded:
                continue
            wording = rf"\b{re.escape(name)}s?\b" if name.isascii() else re.escape(name)
            for match in compiled(wording).finditer(folded):
                yield Span(match.start(), match.end(), "indicator", question[match.start() : match.end()])


def _terms(folded: str, question: str, glossary: Glossary) -> Iterator[Span]:
    for tongue in ("zh", "en"):
        for found in glossary.find(folded, language=tongue):
            written = question[found.start : found.end]
            yield Span(found.start, found.end, _kind(found.term.kind, found.term.zh, written), written)


def _kind(kind: str, name: str, written: str) -> str:
    """Return the class of a glossary term; common nouns and words for attributes do not name a subject."""
    if kind == "unit" or lexicon.ATTRIBUTES.fullmatch(name):
        return "attribute"
    if kind in ("person", "place", "measure"):
        return kind
    common = len(name) <= _COMMON or (written.isascii() and " " not in written and not written[:1].isupper())
    return "attribute" if common else kind


def subjects_of(spans: Sequence[Span]) -> list[Span]:
    """Return the spans that a question can be about."""
    return [span for span in spans if span.kind not in NO_SUBJECT]


def is_strong(span: Span, glossary: Glossary) -> bool:
    """Tell a subject that can open a new topic from a noun that leans on the old one (那一等奖有几个)."""
    if span.kind in _STRONG:
        return True
    term = glossary.definition(search_key(span.text), language="en" if span.text.isascii() else "zh")
    return term is not None and bool(term.definition_zh)
