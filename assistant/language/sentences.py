"""Text to the spans of its sentences, in Chinese and English, never across a line."""

import re
from collections.abc import Iterator

from assistant.language.fold import han_share

_CLOSERS = "”’\"'」』）)】》〉"
_CHINESE_END = re.compile(rf"[。！？!?…]+[{_CLOSERS}]*|\.(?=[{_CLOSERS}]?\s*[\u4e00-\u9fff])")
_ENGLISH_END = re.compile(rf"[.!?]+[{_CLOSERS}]*(?=\s+[A-Z“\"'(\u4e00-\u9fff]|\s*$)|[。！？]+[{_CLOSERS}]*")
_ABBREVIATION = re.compile(r"(?:\b(?:No|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|Inc|Ltd|Co|Fig|U\.S|e\.g|i\.e)|\b[A-Z])$")
_PAIRS = (("（", "）"), ("《", "》"), ("(", ")"))
_ONLY_CHINESE = "。！？"
_ENGLISH_UNTIL = 0.5
"""An English sentence may name things in Chinese; beyond this share of Han it is a Chinese one."""
_HEADING = re.compile(r"^#{1,6} ")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return half-open spans of the sentences of ``text`` in order, without surrounding white space.

    A line end always ends a sentence. A semicolon does not: what follows it leans on the subject and date before it.

    >>> [("成立6家。目标10个")[a:b] for a, b in sentence_spans("成立6家。目标10个")]
    ['成立6家。', '目标10个']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        spans.extend(_trim(text, start + a, start + b) for a, b in _line_spans(body))
        start += len(line)
    return [(a, b) for a, b in spans if a < b]


def _line_spans(line: str) -> list[tuple[int, int]]:
    if _HEADING.match(line):
        return [(0, len(line))]
    chinese = any("\u4e00" <= character <= "\u9fff" for character in line[:400])
    spans: list[tuple[int, int]] = []
    start = 0
    brackets = _Brackets(line)
    for match in (_CHINESE_END if chinese else _ENGLISH_END).finditer(line):
        if not chinese and match.group().startswith(".") and _ABBREVIATION.search(line, start, match.start()):
            continue
        # "《…；…》" and "（…。）": a stop inside an open bracket does not end the sentence.
        if brackets.are_open(match.start()) and match.group()[-1] not in _CLOSERS:
            continue
        spans.append((start, match.end()))
        start = match.end()
        brackets.begin(start)
    if start < len(line):
        spans.append((start, len(line)))
    return spans


def mixed_spans(line: str) -> list[tuple[int, int]]:
    """Return half-open spans of the sentences of one line in which both languages may stand.

    Each sentence ends as its own words have it, so no span but the last changes when more is written behind it.

    >>> line = "Qin (秦) is Shaanxi. Six were set up. 目标10个。"
    >>> [line[a:b] for a, b in mixed_spans(line)]
    ['Qin (秦) is Shaanxi.', 'Six were set up.', '目标10个。']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    brackets = _Brackets(line)
    ends = [(match, chinese) for chinese in (True, False) for match in _ends(line, chinese=chinese)]
    for match, chinese in sorted(ends, key=lambda one: one[0].start()):
        end = match.end()
        if end <= start or (brackets.are_open(match.start()) and match.group()[-1] not in _CLOSERS):
            continue
        english = han_share(line[start : match.start()]) <= _ENGLISH_UNTIL
        own = chinese is not english or match.group()[0] in _ONLY_CHINESE
        if own and not (english and match.group()[0] == "." and _ABBREVIATION.search(line, start, match.start())):
            spans.append((start, end))
            start = end
            brackets.begin(start)
    return [(a, b) for a, b in (_trim(line, a, b) for a, b in [*spans, (start, len(line))]) if a < b]


def _ends(line: str, *, chinese: bool) -> Iterator[re.Match[str]]:
    return (_CHINESE_END if chinese else _ENGLISH_END).finditer(line)


class _Brackets:
    """The brackets of a line, each counted once: a line may be as long as a book."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._last = [line.rfind(right) for _, right in _PAIRS]
        self.begin(0)

    def begin(self, start: int) -> None:
        """Begin a sentence, which opens its brackets anew."""
        self._counted = start
        self._open = [0] * len(_PAIRS)

    def are_open(self, end: int) -> bool:
        """Tell whether a bracket is open at ``end`` and closed later; one that never closes is a slip of the pen."""
        line, counted = self._line, self._counted
        for number, (left, right) in enumerate(_PAIRS):
            self._open[number] += line.count(left, counted, end) - line.count(right, counted, end)
        self._counted = end
        return any(count > 0 and last >= end for count, last in zip(self._open, self._last, strict=True))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
