"""A claim and its quotes to the ordinals and ranks of the claim that no quote has."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.language.fold import search_key
from assistant.language.numerals import parse_chinese

_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CHINESE = r"第([零〇一二两三四五六七八九十百\d]+)"
_ANY = re.compile(_CHINESE)
_STATED = re.compile(rf"(?<!仅次于){_CHINESE}(?=批|届|名|位|次|期|[，,；;。、.)）]|$)")
_NTH = rf"(?P<nth>\d+(?=st|nd|rd|th)|{'|'.join(_WORDS)})(?:st|nd|rd|th)?\b"
_NUMBERED = re.compile(r"\bno\. ?(\d{1,2})\b(?! of\b)")
_ANY_ENGLISH = re.compile(rf"\b{_NTH}")
_RANK = re.compile(
    rf"\b(?:rank\w*|placed|came(?! first\b(?! (?:in|among|of|nation|over|place))))\s(?:(?:a|in|joint)\s)?{_NTH}"
    r"(?!\s(?:quarter|half|batch|time))"
)
"""An English ordinal that ranks; others ("the first batch", "comes first") are part of names and turns of phrase."""
_MOVED = re.compile(
    rf"\b(?:from|to|in|as|at|with) (?:the )?{_NTH}(?=[\s,.;)]*(?:$|in\b|to\b|place|nation|among|of\b|overall|for\b))"
)
_RANKS = re.compile(r"\b(?:rank\w*|place[ds]?|position\w*|nationwide|in the country|nationally)\b")
"""Where a rank is spoken of, it may move: "slipped from first to fifth"."""
_TOP = re.compile(
    r"(?:居|列|排)[^，。；、]{0,6}(?:首位|榜首|之首)|居首"
    r"|\b(?<!nd[ -])(?<!rd[ -])(?<!th[ -])(?<!next[ -])(?:highest|largest|biggest)\b"
    r"[^,.;]{0,24}\b(?:in china|nationwide|in the country|nationally)\b|\b(?:ranked|placed|came) top\b"
)
"""What says that something is the first without an ordinal."""
_KEPT = 4_096
"""Sentences of documents come up again for the next claim, and a claim with each choice of evidence."""
_FIRST = re.compile(r"首[次批届家个位]|榜首|之首|居首|最[高大多]|\b(?:top|highest|largest|biggest)\b")


def wrong_ordinals(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the ordinals of a Chinese text (第三批) and the ranks of an English one that no quote has.

    >>> wrong_ordinals("排全国第二。", ["排全国第9位。"]), wrong_ordinals("It came ninth.", ["排全国第9位。"])
    (['第二'], [])
    """
    stated = _stated(text)
    known = frozenset[Decimal | None]().union(*map(_known_in, quotes)) if stated else frozenset[Decimal | None]()
    return [said for said, value in stated if value not in known]


@lru_cache(maxsize=_KEPT)
def _known_in(quote: str) -> frozenset[Decimal | None]:
    folded = search_key(quote)
    known = {_value(match[1]) for match in _ANY.finditer(folded)}
    known |= {_value(match["nth"]) for match in _ANY_ENGLISH.finditer(folded)}
    known |= {Decimal(match[1]) for match in _NUMBERED.finditer(folded)}
    return frozenset(known | ({Decimal(1)} if _FIRST.search(folded) else set()))


@lru_cache(maxsize=_KEPT)
def _stated(text: str) -> tuple[tuple[str, Decimal | None], ...]:
    folded = search_key(text)
    stated = [(match.group(), _value(match[1])) for match in _STATED.finditer(folded)]
    stated += [(match.group(), _value(match["nth"])) for match in _RANK.finditer(folded)]
    moved = _MOVED.finditer(folded) if _RANKS.search(folded) else ()
    numbered = _NUMBERED.finditer(folded) if _RANKS.search(folded) else ()
    stated += [(match.group(), Decimal(match[1])) for match in numbered]
    stated += [(match.group("nth"), _value(match["nth"])) for match in moved]
    stated += [(match.group(), Decimal(1)) for match in _TOP.finditer(folded)]
    return tuple(stated)


def _value(ordinal: str) -> Decimal | None:
    if ordinal in _WORDS:
        return Decimal(_WORDS.index(ordinal) + 1)
    return Decimal(ordinal) if ordinal.isdigit() else parse_chinese(ordinal)


def find_ordinals(text: str) -> list[tuple[int, int, Decimal | None]]:
    """Return the spans and values of the ordinals of a text in order.

    >>> [(start, str(value)) for start, _, value in find_ordinals("全国第9，ranked second")]
    [(2, '9'), (12, '2')]
    """
    folded = search_key(text)
    found = [(*match.span(), _value(match[1])) for match in _ANY.finditer(folded)]
    found += [(*match.span(), _value(match["nth"])) for match in _ANY_ENGLISH.finditer(folded)]
    found += [(*match.span(), Decimal(match[1])) for match in _NUMBERED.finditer(folded)]
    return sorted(found, key=lambda one: one[:2])
