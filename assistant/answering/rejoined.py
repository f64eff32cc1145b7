"""A claim and sentences of its evidence to the months and figures that it joins with what belongs to others.

A month or a figure is looked at with the words of the claim around it. When a sentence with another month, or with
another figure of the same kind, fits these words clearly better than every sentence that has it, two were exchanged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.counting import same_kind
from assistant.answering.ordinals import find_ordinals
from assistant.answering.support import meant_words
from assistant.answering.verify import dates_of
from assistant.language.dates import date_matches, find_dates
from assistant.language.figures import find_figures
from assistant.schema import Citation, Figure

_STOP = re.compile(r"[;；。]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,，;；。：:（）()]\s*(?!\d{3}\b)|\.(?=\s|$)")
_ATTRIBUTED = re.compile(
    r"\b(?:as )?(?:reported|stated|given|cited|published) (?:by|in) [^,.;]*|\baccording to [^,.;]*"
)
"""Who says so: words that every figure of a report shares."""
_OF_DATE = re.compile(rf"{_STOP.pattern}|\b(?:after|before|since|until)\b|之[前后]")
"""What another date belongs to begins here."""
_BEHIND = re.compile(r"\S (?:in|on|by|as of|until|since) (?:early |late |mid-)?$")
_MARGIN = 0.25
"""By how much another sentence must fit the words of a claim better before they count as exchanged."""
_FITS = 0.5
"""Share of the words of a claim that the sentence must have that speaks against it."""
_FEW = 3
_MONTH = 7
"""Characters of a date that names a month."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the evidence in both languages, and the dates that it may be told with."""

    quote: str
    worded: str
    dates: tuple[str, ...]
    published: str

    def fits(self, iso: str) -> bool:
        """Tell whether a date stands in the sentence, or is when it was published."""
        return any(date_matches(iso, known) for known in (*self.dates, self.published) if known)


def told_in(citation: Citation, worded: str) -> Told:
    """Return the sentence of a citation with ``worded``, its words in both languages."""
    return Told(citation.quote, worded, tuple(dates_of(citation.quote)), citation.source.published or "")


def best_share(words: frozenset[str], known: Sequence[frozenset[str]]) -> float:
    """Return the largest share of ``words`` that any of ``known`` has."""
    return max((len(words & other) for other in known), default=0) / max(1, len(words))


def has_months(text: str) -> bool:
    """Tell whether a text names a month of a year."""
    return any(len(mention.iso) >= _MONTH for mention in find_dates(text))


def exchanged_dates(text: str, passages: Sequence[Told]) -> list[str]:
    """Return the months of ``text`` to which a sentence of the passages gives something else."""
    dated = [one for one in passages if any(len(iso) >= _MONTH for iso in one.dates)]
    wrong = []
    for iso, said, words, before in _dated_pieces(text):
        right = [meant_words(one.worded) for one in passages if one.fits(iso)]
        # 2022年8月 says nothing against 2022年8月6日.
        other = [one for one in dated if not one.fits(iso) and not any(iso.startswith(known) for known in one.dates)]
        known = [meant_words(one.worded) for one in other]
        # An English date mostly stands behind what it is of: the words on either side must speak against it.
        if all(_fits_better(some, known, right) for some in (words, before) if len(some) >= _FEW):
            wrong.append(said)
    return wrong


def _fits_better(words: frozenset[str], other: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> bool:
    best = best_share(words, other)
    return best >= _FITS and best >= best_share(words, right) + _MARGIN


def _dated_pieces(text: str) -> Iterator[tuple[str, str, frozenset[str], frozenset[str]]]:
    """Yield each month of a text, as date and as written, with the words from it to the next date or full stop.

    The last are the words before it, down to the last date or full stop, where it stands behind an English clause.
    """
    mentions = find_dates(text)
    year = ""
    for number, mention in enumerate(mentions):
        iso = year + mention.iso[1:] if mention.iso.startswith("-") and year else mention.iso
        year = iso[:4] if not iso.startswith("-") else year
        if len(iso) < _MONTH or iso.startswith("-"):
            continue
        end = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
        stop = _OF_DATE.search(text, mention.end, end)
        words = meant_words(text[mention.end : stop.start() if stop else end])
        stops = [match.end() for match in _STOP.finditer(text, 0, mention.start)]
        start = max([*stops, *(other.end for other in mentions[:number])], default=0)
        before = meant_words(text[start : mention.start]) if _BEHIND.search(text, start, mention.start) else words
        if len(words) >= _FEW:
            yield iso, text[mention.start : mention.end], words, before


def exchanged_figures(text: str, evidence: Sequence[Told]) -> list[str]:
    """Return the figures of ``text`` that stand in a sentence about something else than their clause or sentence."""
    known = [(one, find_figures(one.quote), meant_words(one.worded)) for one in evidence]
    wrong = [] if len(known) < 2 else [*_of_other_clauses(text, known), *_of_other_pieces(text, known)]
    return list(dict.fromkeys([*wrong, *_other_ranks(text, known)]))


_Known = Sequence[tuple[Told, list[Figure], frozenset[str]]]


def _of_other_clauses(text: str, known: _Known) -> Iterator[str]:
    for clause in _CLAUSE.split(_ATTRIBUTED.sub(" ", text)):
        figures, words = find_figures(clause), meant_words(clause)
        if len(figures) == 1 and len(words) >= _FEW:
            figure = figures[0]
            right, other = _holders(figure, clause, known), _rivals(figure, clause, known)
            if right and _fits_better(words, [known[n][2] for n in other], [known[n][2] for n in right]):
                yield clause[figure.start : figure.end]


def _of_other_pieces(text: str, known: _Known) -> Iterator[str]:
    """Yield "2250亿元" in "重点项目982个，投资2250亿元" where the sentence of the 982 has 9223亿元 instead."""
    for piece in _STOP.split(text):
        figures, words = find_figures(piece), meant_words(piece)
        values = {figure.value for figure in figures}
        for figure in figures if len(figures) > 1 else ():
            right = _holders(figure, piece, known)
            other = [
                n
                for n in _rivals(figure, piece, known)
                if values & {f.value for f in known[n][1]}
                and any(
                    f.value not in values and f.unit and same_kind(f, known[n][0].quote, figure, piece)
                    for f in known[n][1]
                )
            ]
            if right and _fits_better(words, [known[n][2] for n in other], [known[n][2] for n in right]):
                yield piece[figure.start : figure.end]


def _other_ranks(text: str, known: _Known) -> Iterator[str]:
    """Yield "第6位" beside a figure where each sentence with that figure and a rank has none of these ranks."""
    for piece in _STOP.split(text):
        ranks = find_ordinals(piece)
        values = {(figure.value, figure.unit) for figure in find_figures(piece)} if ranks else set()
        beside = [
            {value for _, _, value in find_ordinals(one.quote)}
            for one, has, _ in known
            if values & {(figure.value, figure.unit) for figure in has}
        ]
        beside = [there for there in beside if there]
        if beside and not any(value in there for _, _, value in ranks for there in beside):
            yield from (piece[start:end] for start, end, _ in ranks)


def _holders(figure: Figure, text: str, known: _Known) -> list[int]:
    return [n for n, (one, has, _) in enumerate(known) if _has(figure, text, one, has, equal=True)]


def _rivals(figure: Figure, text: str, known: _Known) -> list[int]:
    """Return the numbers of the sentences that have figures of a kind with one, but not that one."""
    mine = set(_holders(figure, text, known))
    return [n for n, (one, has, _) in enumerate(known) if n not in mine and _has(figure, text, one, has, equal=False)]


def _has(figure: Figure, text: str, one: Told, figures: Sequence[Figure], *, equal: bool) -> bool:
    return any(
        same_kind(other, one.quote, figure, text) and (other.value == figure.value) is equal for other in figures
    )
