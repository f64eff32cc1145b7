"""A question with a slip of the pen in a known name to the question that was meant."""

import re
from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher, get_close_matches

from assistant.language.fold import search_key

Cost = Callable[[str], float]
"""How improbable a text is: minus its log probability in running text."""

_SHORTEST = 4
"""Names of three characters differ from too many real words by one character."""
_MUCH_LIKELIER = 3.0
"""A slip is a name e^3 times as probable as what was typed: 创新大赛 is no slip for 创业大赛."""
_NEVER_A_SLIP = frozenset("几多少哪每各某两一二三四五六七八九十百千万第是有")
"""几条措施 asks; it is no misspelt 十条措施."""
_ALIKE, _LENGTHS = 0.84, 2
"""Share of equal letters, and difference of lengths, up to which an unknown word is taken for a misspelt one."""
_LONG_WORD = re.compile(r"(?<![a-z'’-])[a-z]{6,}(?![a-z'’-])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])\d{4,6}(?![\d.,%年]|\s?(?:名|家|个|项|人|元|万|亿))")


def correct(question: str, names: Sequence[str], numbers: Sequence[str], *, cost: Cost) -> str:
    """Return ``question`` with one-character slips in known Chinese ``names`` and in code ``numbers`` mended.

    A name that stands in the question as it is, every part of another known name, and anything that is a likely word
    itself are left alone.
    """
    folded = search_key(question)
    known = _known_characters(folded, names)
    for name in sorted({search_key(name) for name in names if len(name) >= _SHORTEST}, key=len, reverse=True):
        start = _slip(folded, name, known, cost)
        if start is not None:
            question = question[:start] + name + question[start + len(name) :]
            folded = search_key(question)
    for match in _NUMBER.finditer(folded):
        for number in numbers:
            if number not in folded and _near(match.group(), number):
                question = question.replace(match.group(), number, 1)
                folded = search_key(question)
    return question


def _known_characters(folded: str, names: Sequence[str]) -> set[int]:
    """Return the positions that belong to a known name: the 目 of 专家服务团目标 makes it no 专家服务团队."""
    found: set[int] = set()
    for name in map(search_key, names):
        start = folded.find(name) if len(name) > 1 else -1
        while start >= 0:
            found.update(range(start, start + len(name)))
            start = folded.find(name, start + 1)
    return found


def _slip(folded: str, name: str, known: set[int], cost: Cost) -> int | None:
    if name in folded or not all("\u4e00" <= character <= "\u9fff" for character in name):
        return None
    for start in range(len(folded) - len(name) + 1):
        window = folded[start : start + len(name)]
        wrong = [i for i, (a, b) in enumerate(zip(window, name, strict=True)) if a != b]
        if (
            len(wrong) == 1
            and start + wrong[0] not in known
            and window[wrong[0]] not in _NEVER_A_SLIP
            and not all(start + i in known for i in range(len(name)) if i != wrong[0])
            and "\u4e00" <= window[wrong[0]] <= "\u9fff"
            and cost(window) - cost(name) > _MUCH_LIKELIER
        ):
            return start
    return None


def correct_english(question: str, words: Collection[str], *, known: Callable[[str], bool]) -> str:
    """Return ``question`` with misspelt long English words replaced by the nearest of ``words``.

    A word that is ``known`` anyway is left alone, and so is one without a near neighbour of the same first letter.
    """

    def mend(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word in words or known(word) or any(form in words for form in (word.rstrip("s"), word.removesuffix("ed"))):
            return match.group()
        candidates = [other for other in words if other[0] == word[0] and abs(len(other) - len(word)) <= _LENGTHS]
        return next(iter(get_close_matches(word, candidates, n=1, cutoff=_ALIKE)), match.group())

    return _LONG_WORD.sub(mend, question)


def _near(typed: str, number: str) -> bool:
    """Tell whether two numbers differ by one digit more, less, other or by two neighbours exchanged."""
    if typed == number:
        return False
    if len(typed) == len(number):
        wrong = [i for i, (a, b) in enumerate(zip(typed, number, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(typed) == sorted(number)
        return len(wrong) == 1 or swapped
    shorter, longer = sorted((typed, number), key=len)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def changed_words(question: str, mended: str) -> list[str]:
    """Return the words of ``question``, folded, that were changed: Latin words whole, Han characters with neighbours.

    >>> changed_words("2022年主场活动在哪", "2022年主题活动在哪"), changed_words("certified as", "certifier as")
    (['主场活'], ['certified'])
    """
    folded = search_key(question)
    words = []
    for tag, start, end, *_ in SequenceMatcher(None, folded, search_key(mended), autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = start, end
        if folded[max(0, start - 1) : end + 1].isascii():
            while left > 0 and folded[left - 1].isalnum() and folded[left - 1].isascii():
                left -= 1
            while right < len(folded) and folded[right].isalnum() and folded[right].isascii():
                right += 1
        else:
            left, right = max(0, start - 1), min(len(folded), end + 1)
        words.append(folded[left:right])
    return list(dict.fromkeys(words))
