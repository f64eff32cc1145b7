"""A claim and its quotes to whether both say yes or no: what a quote says must not be told as denied."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answering.certainty import BUT, denies
from assistant.answering.support import content_words
from assistant.language.fold import search_key

_NUMBER_SIGN = re.compile(r"\bno\. ?(?=\d)", re.IGNORECASE)
"""No. 2 in the country denies nothing."""
_BUT = re.compile(BUT)
_ANSWERS = re.compile(
    r"^(?:no|not (?:yet|quite|exactly|really)|不(?:可以|能|会|是|行|对|用|需要)?|没有?|并?没有|尚未|否"
    r"|无)[,，、:：;；—–-]\s*",
    re.IGNORECASE,
)
"""What answers the question and says nothing by itself: “No, …”, “没有，……”."""
_TAKES_AWAY = re.compile(
    r"去掉|删去|删除|取消|摘掉|拿掉|不再[带含用叫称]|不[带含]|无需|\b(?:dropp?(?:ed|s|ing)?|remov\w+|omit\w*"
    r"|left out|without|no longer|leaves? out"
    r"|exclud\w+|shed)\b"
)
"""Words that deny by themselves, of which one may be put for a negation."""
_MOSTLY = 0.5
_NO_OTHERS = re.compile(
    r"只[收限接招面由能]|仅[收限接招面由]|仅限|唯一|\b(?:only|sole|solely|exclusively|restricted to|limited to)\b"
)
"""What keeps to one thing: of others a claim may deny it."""
_ENOUGH = 2
"""Words that two clauses must share before they are compared."""
_CLAUSE = re.compile("[,;:，；：、。.!?！？]")
_KEPT = 4_096
"""Sentences of documents come up again for the next claim."""


@lru_cache(maxsize=_KEPT)
def _clauses_of(quote: str) -> tuple[tuple[frozenset[str], bool], ...]:
    """Return the words of each clause and whether it says no."""
    return tuple((content_words(clause), denies(clause)) for clause in _CLAUSE.split(quote))


@lru_cache(maxsize=_KEPT)
def _takes_away(quote: str) -> bool:
    return bool(_TAKES_AWAY.search(search_key(quote)))


@lru_cache(maxsize=_KEPT)
def _keeps_to_one(quote: str) -> bool:
    return bool(_NO_OTHERS.search(search_key(quote)))


def denied_alike(text: str, worded: Sequence[str]) -> bool:
    """Tell whether each clause says yes or no as the clause of the quotes does that it shares most words with."""
    text = _ANSWERS.sub("", text)
    if _TAKES_AWAY.search(search_key(text)) or any(map(_takes_away, worded)):
        return True
    alone = any(map(_keeps_to_one, worded))
    # The comma of 并未关闭，而是… parts no clauses: only what stands behind it is said.
    text = _BUT.sub("", _NUMBER_SIGN.sub("number ", text))
    clauses = [clause for quote in worded for clause in _clauses_of(quote)]
    if denies(text) and not alone and not any(denied for _, denied in clauses):
        return False
    for clause in _CLAUSE.split(text):
        words = content_words(clause)
        shared = max((len(words & known) for known, _ in clauses), default=0)
        if shared < _ENOUGH:
            continue
        # 只收单位 says that nobody else may apply: of others a claim may say so.
        if alone and shared < _MOSTLY * len(words):
            continue
        nearest = {denied for known, denied in clauses if len(words & known) == shared}
        if denies(clause) not in nearest:
            return False
    return True
