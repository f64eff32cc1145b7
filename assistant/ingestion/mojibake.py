"""Lines that were decoded by the wrong rule in; the lines as written out, as far as that can be proven.

A repair counts as proven when the characters turn back into the very bytes of the right encoding: runs of several
characters do not do so by chance. Where bytes are missing for good, one U+FFFD stands for them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.language.fold import LOST, to_simplified

_C1 = "\x80-\x9f"
_LATIN = re.compile(rf"[{_C1}\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+")
_WESTERN_LETTER = re.compile("[\u00c2-\u00f4]")
"""The first byte of every Chinese character in UTF-8, and most of those in GBK, read as Latin-1."""

_HAN = re.compile("[\u3400-\u9fff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LOST_RUN = re.compile("\ufffd+")
_PLACEHOLDERS = re.compile(r"(?:锟斤拷)+锟?斤?|烫烫烫+|屯屯屯+")
"""U+FFFD read as GBK, and memory that nobody filled: what stood there is lost."""

_MIN_HAN = 2
"""Characters that a repair must bring to light; less could be an accent."""

_WELL_READ = 0.8
"""Share of common characters in Chinese that was decoded rightly: 0.9 and more; read wrongly it is 0.6 at most."""

_GAIN = 0.25
"""A repair must be so much more plausible than what it replaces."""

_FREQUENT = frozenset(
    "一万三上下不与专业东两个中为主之也书了事于交产京人今从他代以们件价任企众会传但位体作供保信元党入全公共关其内军出分创利到制前力办加务动化北区医升华南原参及发受口"
    "可台司各合同名后向告员和品商回因团国在地场城基增处外多大天女好如委子学安定实客家对导将小就局展山州工已市布常平年并广应度建开式强当影得心性总息情意成我所手打技投"
    "护报持指据接推提支收政救数文斯新方施无日时明是更最月有服期本机村来某查标案次正此步比民气水求江河治法活流海消深游源点然物特环现理生用电的监目相省看着示社科称程立"
    "站第等管系级线组经统续编网美群老者而联股能自至营行表被西要规视解警计议记设证该说调责费资起路车达过运近还这进通造道部都里重量金长门问间队防院险集雨面项预领题风高"
)
"""Characters that fill half of any Chinese text; of shifted ones they are one in twenty."""

_MIN_GAINED = 10
"""Points that moving a run by one byte must bring: some five frequent characters; by chance it brings one or two."""

_PAIR_GAINED = 4
"""The same where the bytes before the run are what is left of ” or 。” and a quotation mark is open."""

_LONG_RUN = 400
"""Longer runs without a digit or a blank are no sentence; the search for the missing byte takes quadratic time."""

_TORN_PAIRS = frozenset({b"\xa3\xa1\xb1", b"\xa1\xa1\xb1", b"\xa1\xa3\xb1", b"\xa1\xa3\xa1"})
_CLOSING = "”".encode("gb18030")
_TORN_MARK = frozenset({b"\xa1", b"\xb1"})
"""What is left of 。” (A1 A3 A1 B1) and of ” alone when one byte is missing."""

_CLOSING_PAIR = re.compile(r"[\u3000。]\ufffd(?![^\x00-\x7f])")
"""What is left of 。” with a byte missing in front of a digit or a line end: 。 or a blank (A1 A1), and half a byte."""


def repair_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines repaired; lines that a splitter cut inside a character (byte 85) are joined again.

    >>> repair_lines(["绉戝崗鎴愮珛浜�6瀹�", "陕西省科协"])
    ['科协成立�6�', '陕西省科协']
    """
    joined: list[str] = []
    for line in lines:
        joined.append(line)
        # 85 85 leaves an empty line between the halves.
        for above in (-2, -3):
            whole = "\x85".join(joined[above:])
            if _WESTERN_LETTER.search(whole) and _joins(whole, joined[above:]):
                joined[above:] = [whole]
                break
    return [repair_line(line) for line in joined]


def _joins(whole: str, parts: Sequence[str]) -> bool:
    return _han(read_latin_as_chinese(whole)) > sum(_han(read_latin_as_chinese(part)) for part in parts)


def repair_line(line: str) -> str:
    """Apply every repair below; a line that needs none comes back as it is."""
    if line.isascii():
        return line
    if _WESTERN_LETTER.search(line):
        line = read_latin_as_chinese(line)
    if common_share(line) < _WELL_READ or LOST in line or "锟" in line:
        line = read_gbk_as_utf8(line)
        line = read_gbk_as_big5(line)
        line = realign_gbk(line)
        line = close_quotes(line)
    return _LOST_RUN.sub(LOST, _PLACEHOLDERS.sub(LOST, line))


def _han(text: str) -> int:
    return len(_HAN.findall(text))


def common_share(text: str) -> float:
    """Return the share of the 3,755 most used characters (level 1 of GB 2312) among the Chinese ones, 1.0 without any.

    >>> common_share("科协成立"), common_share("绉戝崗鎴")
    (1.0, 0.25)
    """
    han = _HAN.findall(text)
    if not han:
        return 1.0
    share = sum(map(_common().__contains__, han)) / len(han)
    # Only a traditional text has to be converted first, which takes most of the time.
    return share if share >= _WELL_READ else sum(map(_common().__contains__, to_simplified("".join(han)))) / len(han)


@cache
def _common() -> frozenset[str]:
    return frozenset(
        bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
    )


def read_latin_as_chinese(line: str) -> str:
    r"""Repair UTF-8 or GBK that was read as Latin-1 or Windows-1252.

    >>> read_latin_as_chinese("ç§\x91å\x8d\x8f6å®¶"), read_latin_as_chinese("¿ÆÐ\xad³ÉÁ¢6¼Ò")
    ('科协6家', '科协成立6¼Ò')
    """

    def repaired(match: re.Match[str]) -> str:
        raw = _single_bytes(match.group())
        # Two dashes are a character of GBK too; four accented letters in a row are a word of no language.
        letters = sum("\u00a1" <= character <= "\u00ff" for character in match.group())
        for encoding in ("utf-8", "gb18030") if letters >= 2 * _MIN_HAN else ("utf-8",):
            if _decodes(raw, encoding) and _is_chinese(raw.decode(encoding)):
                return raw.decode(encoding)
        return match.group()

    return _LATIN.sub(repaired, line)


def _single_bytes(text: str) -> bytes:
    return b"".join(
        character.encode("latin-1") if ord(character) < 256 else character.encode("cp1252") for character in text
    )


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(text: str) -> bool:
    return _han(text) > 0 and common_share(text) >= _WELL_READ


def read_gbk_as_utf8(line: str) -> str:
    """Repair UTF-8 that was read as GBK; a character whose last byte was lost by that becomes U+FFFD.

    >>> read_gbk_as_utf8("绉戝崗鎴愮珛")
    '科协成立'
    """
    runs = [(match.group(), _utf8_of(match.group())) for match in _FOREIGN.finditer(line)]
    if not any(_is_proven(run, text) for run, text in runs):
        return line
    # In a line that was read wrongly, what ends in half a character was too, however short it is.
    chosen = iter(text if _is_proven(run, text) or run.endswith(LOST) else run for run, text in runs)
    return _FOREIGN.sub(lambda _: next(chosen), line)


def _utf8_of(run: str) -> str:
    return _LOST_RUN.sub(LOST, b"".join(_gbk_bytes(run)).decode("utf-8", "replace"))


def _is_proven(run: str, text: str) -> bool:
    kept = text.replace(LOST, "")
    enough = _han(kept) >= _MIN_HAN and 3 * text.count(LOST) <= len(kept)
    return enough and common_share(kept) >= max(_WELL_READ, common_share(run) + _GAIN)


def _gbk_bytes(run: str) -> Iterator[bytes]:
    for character, following in pairwise(run + "\n"):
        if character == "€" or (character == LOST and not following.isascii()):
            # The one byte that is no character and joins with no other: 80, which some tables show as €.
            yield b"\x80"
        else:
            yield b"\xff" if character == LOST else character.encode("gb18030", "replace")


def read_gbk_as_big5(line: str) -> str:
    """Repair Big5 that was read as GBK, as mirrors in Hong Kong and Taiwan show it.

    >>> read_gbk_as_big5("推動成立院士之家，培訓企業一線工程師".encode("big5").decode("gb18030"))
    '推動成立院士之家，培訓企業一線工程師'
    """

    def repaired(match: re.Match[str]) -> str:
        raw = match.group().encode("gb18030", "replace")
        if not _decodes(raw, "big5hkscs"):
            return match.group()
        text = raw.decode("big5hkscs")
        # Any two bytes are a character in both, so that only common sense tells them apart.
        proven = _han(text) >= 2 * _MIN_HAN and common_share(text) >= max(
            _WELL_READ, common_share(match.group()) + 2 * _GAIN
        )
        return text if proven else match.group()

    return _FOREIGN.sub(repaired, line)


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
        if not _decodes(tail, "gb18030"):
            continue
        opened = before + run[:cut]
        inside = opened.count("“") > opened.count("”")
        if inside and run[cut - 1].encode("gb18030", "replace") + raw[:1] in _TORN_PAIRS:
            head, least = run[: cut - 1] + "。”", _PAIR_GAINED
        elif inside and raw[:1] in _TORN_MARK and not tail.startswith(_CLOSING):
            head, least = run[:cut] + "”", _PAIR_GAINED
        else:
            head, least = run[:cut] + LOST, _MIN_GAINED
        text = head + tail.decode("gb18030") + LOST
        gained = _score(text) - _score(run) - least
        if gained > most:
            best, most = text, gained
    return best


def _score(text: str) -> int:
    """Add up how usual the characters are: frequent ones and punctuation most, those outside level 1 count against."""
    simplified = to_simplified(text)
    return sum(3 if c in _FREQUENT or c in "，。、：；“”（）《》" else 1 if c in _common() else -1 for c in simplified)


def close_quotes(line: str) -> str:
    """Write 。” for what is left of it where a quotation mark is open, which proves what stood there.

    >>> close_quotes("他说：“要建设\u3000\ufffd2021年"), close_quotes("要建设。\ufffd2021年")
    ('他说：“要建设。”2021年', '要建设。�2021年')
    """

    def closed(match: re.Match[str]) -> str:
        before = line[: match.start()]
        return "。”" if before.count("“") > before.count("”") else match.group()

    return _CLOSING_PAIR.sub(closed, line)


def damage_in(text: str) -> int:
    """Return how many places of ``text`` could not be read.

    >>> damage_in("培训15�0名，服务�家")
    2
    """
    return len(_LOST_RUN.findall(text))
