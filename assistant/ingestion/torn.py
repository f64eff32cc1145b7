"""A line of GBK in which bytes were lost in; the characters behind them put right out."""

import re

from assistant.ingestion.plausible import decodes, usualness
from assistant.language.fold import LOST

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_QUOTATION_MARK = re.compile("[“”]")

_MIN_GAINED = 10
"""Points that moving a run by one byte must bring: some five frequent characters; by chance it brings one or two."""

_PAIR_GAINED = 4
"""The same where the bytes before the run are what is left of ” or 。” and a quotation mark is open."""

_LONG_RUN = 400
"""Longer runs without a digit or a blank are no sentence; the search for the missing byte takes quadratic time."""

_TORN_PAIRS = frozenset({b"\xa3\xa1\xb1", b"\xa1\xa1\xb1", b"\xa1\xa3\xb1", b"\xa1\xa3\xa1"})
_TORN_MARK = frozenset({b"\xa1", b"\xb1"})
"""What is left of 。” (A1 A3 A1 B1) and of ” alone when one byte is missing."""

_CLOSING_PAIR = re.compile(r"[\u3000。]\ufffd(?![^\x00-\x7f])")
"""What is left of 。” with a byte missing in front of a digit or a line end: 。 or a blank (A1 A1), and half a byte."""


def realign_gbk(line: str) -> str:
    """Repair a run of GBK in which one byte is missing, so that all characters behind it are shifted by one.

    >>> realign_gbk("他说：“要建设园区科协。鄙挛魇】菩�2021年成立")
    '他说：“要建设园区科协。”陕西省科�2021年成立'
    """
    done = 0
    for match in list(_FOREIGN.finditer(line)):
        start = done + match.start()
        run = _realigned(match.group(), before=line[:start])
        line = line[:start] + run + line[start + len(match.group()) :]
        done += len(run) - len(match.group())
    return line


def _realigned(run: str, *, before: str) -> str:
    """Return the run with the part behind a missing byte moved, where that makes much better sense of it.

    Only a run that ends in half a character can be shifted.
    """
    if not run.endswith(LOST) or len(run) > _LONG_RUN:
        return run
    best, most = run, 0.0
    for cut in range(1, len(run) - 1):
        raw = run[cut:-1].encode("gb18030", "replace")
        # The last byte is the first half of a character whose second half stands for U+FFFD.
        tail = raw[1:-1]
        if not decodes(tail, "gb18030"):
            continue
        opened = before + run[:cut]
        inside = opened.count("“") > opened.count("”")
        if inside and run[cut - 1].encode("gb18030", "replace") + raw[:1] in _TORN_PAIRS:
            head, least = run[: cut - 1] + "。”", _PAIR_GAINED
        elif inside and raw[:1] in _TORN_MARK and not _closes_next(tail.decode("gb18030")):
            head, least = run[:cut] + "”", _PAIR_GAINED
        else:
            head, least = run[:cut] + LOST, _MIN_GAINED
        text = head + tail.decode("gb18030") + LOST
        gained = usualness(text) - usualness(run) - least
        if gained > most:
            best, most = text, gained
    return best


def close_quotes(line: str) -> str:
    """Write 。” for what is left of it where a quotation mark is open that nothing else closes.

    >>> close_quotes("他说：“要建设\u3000\ufffd2021年"), close_quotes("要建设。\ufffd2021年")
    ('他说：“要建设。”2021年', '要建设。�2021年')
    """

    def closed(match: re.Match[str]) -> str:
        before, after = line[: match.start()], line[match.end() :]
        unclosed = before.count("“") > before.count("”") and not _closes_next(after)
        return "。”" if unclosed else match.group()

    return _CLOSING_PAIR.sub(closed, line)


def _closes_next(text: str) -> bool:
    mark = _QUOTATION_MARK.search(text)
    return mark is not None and mark.group() == "”"
