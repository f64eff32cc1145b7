"""A claim and its evidence to what the claim adds by itself: a reason, a multiple in words, the top of a list.

Such words carry no figure and no name, so that all else of the claim may stand in what is cited.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from assistant.answering.support import meant_words
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.language.words import split_words
from assistant.schema import Figure

Meanings = Callable[[str], Sequence[str]]
"""An English word to the Chinese ones that a dictionary has for it."""

_REASON = re.compile(
    r"(?:(?:理由|原因|缘由|起因)(?:是|在于|为)|由于|得益于|受益于|归功于|因为?(?=[\u4e00-\u9fff]{2})|多亏)(?P<zh>[^，。；,;]{3,30})"
    r"|\b(?:because(?: of)?|on the grounds? (?:that|of)|the reason (?:is|was|being)|citing|due to|thanks to"
    r"|owing to|driven by|as a result of|fuell?ed by) (?P<en>[^,.;]{3,80})"
)
_HELD = 0.4
"""Share of the words of a reason that the evidence must have."""
_LEAST = 2
_TIMES_IN_WORDS: tuple[tuple[re.Pattern[str], Decimal], ...] = (
    (re.compile(r"翻(?:了)?一番|翻(?:了)?番|\bdoubl(?:e|ed|ing)\b(?! as\b)|\btwice\b|\btwofold\b"), Decimal(2)),
    (re.compile(r"\btripl(?:e|ed|ing)\b|\bthreefold\b|\btreble"), Decimal(3)),
    (re.compile(r"翻(?:了)?两番|\bquadrupl(?:e|ed|ing)\b|\bfourfold\b"), Decimal(4)),
)
_MORE = re.compile(r"(?:more than|over|exceed\w*|超过?|不止) ?$")
_AND_MORE = re.compile(r"还?[要]?多|有余|\s?(?:and more|or more)\b")
_NEARLY = re.compile(r"(?:nearly|almost|close to|about|roughly|around|接近|几乎|近|约)[\u4e00-\u9fff]{0,10}?\s?$")
_OFF, _BELOW, _ABOVE = Decimal("0.05"), Decimal("0.12"), Decimal("1.5")
_HIGHEST = re.compile(r"最[高大多]|\b(?:highest|largest|biggest|most)\b")
_LOWEST = re.compile(r"最[低小少]|\b(?:lowest|smallest|fewest|least)\b(?<!at least)")
_CLAUSE = re.compile(r"[,，;；。:：](?!\d{3}\b)|\.(?=\s|$)")
_LIST = re.compile("[^，。；：,;:]+、[^，。；：,;:]+")


def added_to(text: str, evidence: Sequence[str], meanings: Meanings) -> list[str]:
    """Return the reasons, multiples and superlatives of ``text`` that ``evidence`` does not bear out.

    ``evidence`` are quotes and their renderings.

    >>> added_to("由于减税政策落地，企业增长。", ["企业增长。"], lambda _: ())
    ['减税政策落地']
    """
    return [*_reasons(text, evidence, meanings), *_multiples(text, evidence), *_extremes(text, evidence)]


def _reasons(text: str, evidence: Sequence[str], meanings: Meanings) -> Iterator[str]:
    for match in _REASON.finditer(search_key(text)):
        known = search_key(" ".join(evidence))
        reason = match["zh"] or match["en"]
        words = meant_words(reason)
        held = len(words & meant_words(known))
        if match["en"]:
            # A word without a rendering may stand in the source under one of its Chinese names.
            lacking = [word for word in split_words(reason) if word.stem in words - meant_words(known)]
            held += sum(any(len(one) > 1 and one in known for one in meanings(word.singular)) for word in lacking)
        if len(words) >= _LEAST and held < _HELD * len(words):
            start, end = match.span("zh" if match["zh"] else "en")
            yield text[start:end]


def _multiples(text: str, evidence: Sequence[str]) -> Iterator[str]:
    """Yield "tripled" where neither two figures of text and evidence nor a multiple or rate there come to it."""
    folded = search_key(text)
    found = [(match, value) for pattern, value in _TIMES_IN_WORDS for match in pattern.finditer(folded)]
    if not found:
        return
    known = [(figure, one) for one in (text, *evidence) for figure in find_figures(one)]
    ratios = [a.value / b.value for (a, _), (b, _) in permutations(known, 2) if b.value and _comparable(a, b)]
    ratios += [figure.value for figure, one in known if _is_multiple(figure, one)]
    ratios += [figure.value + 1 for figure, _ in known if figure.unit == "%"]
    for match, value in found:
        before = folded[: match.start()]
        if any(match.group() in search_key(one) for one in evidence):
            continue
        if _MORE.search(before) or _AND_MORE.match(folded, match.end()):
            least, most = value, value * _ABOVE
        elif _NEARLY.search(before):
            least, most = value * (1 - _BELOW), value * (1 + _OFF)
        else:
            least, most = value * (1 - _OFF), value * (1 + _BELOW)
        if not any(least <= ratio <= most for ratio in ratios):
            yield text[match.start() : match.end()]


def _comparable(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit and a.unit != "%"


def _is_multiple(figure: Figure, text: str) -> bool:
    return figure.unit == "倍" or bool(re.match(r"\s*(?:times|-?fold)\b", text[figure.end :].lower()))


def _extremes(text: str, evidence: Sequence[str]) -> Iterator[str]:
    """Yield "最高" beside a figure that is not the highest of the list in which a quote has it."""
    if not (_HIGHEST.search(search_key(text)) or _LOWEST.search(search_key(text))):
        return
    lists = [find_figures(match.group()) for one in evidence for match in _LIST.finditer(search_key(one))]
    start = 0
    for stop in [*(match.start() for match in _CLAUSE.finditer(text)), len(text)]:
        clause = text[start:stop]
        start = stop
        for pattern, way in ((_HIGHEST, 1), (_LOWEST, -1)):
            said = pattern.search(search_key(clause))
            figures = find_figures(clause) or find_figures(_next_clause(text, stop))
            if said and len(figures) == 1 and _is_beaten(figures[0], way, lists):
                yield said.group()


def _next_clause(text: str, stop: int) -> str:
    return _CLAUSE.split(text[stop + 1 :])[0] if stop < len(text) else ""


def _is_beaten(figure: Figure, way: int, lists: Sequence[Sequence[Figure]]) -> bool:
    """Tell whether a list with a figure has one of its kind that is larger, or smaller, and none without any."""
    own = [
        [one for one in figures if same_unit(one.unit, figure.unit)]
        for figures in lists
        if any(one.value == figure.value and same_unit(one.unit, figure.unit) for one in figures)
    ]
    return bool(own) and all(any(way * one.value > way * figure.value for one in figures) for figures in own)
