"""Lines that were decoded by the wrong rule in; the lines as written out, as far as that can be proven.

A repair counts as proven when the characters turn back into the very bytes of the right encoding: runs of several
characters do not do so by chance. Where bytes are missing for good, one U+FFFD stands for them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.ingestion.plausible import WELL_READ, common_share, decodes, han_count
from assistant.ingestion.torn import close_quotes, realign_gbk
from assistant.language.fold import LOST

_C1 = "\x80-\x9f"
_LATIN = re.compile(rf"[{_C1}\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+")
_WESTERN_LETTER = re.compile("[\u00c2-\u00f4]")
"""The first byte of every Chinese character in UTF-8, and most of those in GBK, read as Latin-1."""

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LOST_RUN = re.compile("\ufffd+")
_PLACEHOLDERS = re.compile(r"(?:锟斤拷)+锟?斤?|烫烫烫+|屯屯屯+")
"""U+FFFD read as GBK, and memory that nobody filled: what stood there is lost."""

_MIN_HAN = 2
"""Characters that a repair must bring to light; less could be an accent."""

_GAIN = 0.25
"""A repair must be so much more plausible than what it replaces."""


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
    return han_count(read_latin_as_chinese(whole)) > sum(han_count(read_latin_as_chinese(part)) for part in parts)


def repair_line(line: str) -> str:
    """Apply every repair below; a line that needs none comes back as it is."""
    if line.isascii():
        return line
    if _WESTERN_LETTER.search(line):
        line = read_latin_as_chinese(line)
    if common_share(line) < WELL_READ or LOST in line or "锟" in line:
        line = read_gbk_as_utf8(line)
        line = read_gbk_as_big5(line)
        line = realign_gbk(line)
        line = close_quotes(line)
    return _LOST_RUN.sub(LOST, _PLACEHOLDERS.sub(LOST, line))


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
            if decodes(raw, encoding) and _is_chinese(raw.decode(encoding)):
                return raw.decode(encoding)
        return match.group()

    return _LATIN.sub(repaired, line)


def _single_bytes(text: str) -> bytes:
    return b"".join(
        character.encode("latin-1") if ord(character) < 256 else character.encode("cp1252") for character in text
    )


def _is_chinese(text: str) -> bool:
    return han_count(text) > 0 and common_share(text) >= WELL_READ


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
    enough = han_count(kept) >= _MIN_HAN and 3 * text.count(LOST) <= len(kept)
    return enough and common_share(kept) >= max(WELL_READ, common_share(run) + _GAIN)


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
        if not decodes(raw, "big5hkscs"):
            return match.group()
        text = raw.decode("big5hkscs")
        # Any two bytes are a character in both, so that only common sense tells them apart.
        proven = han_count(text) >= 2 * _MIN_HAN and common_share(text) >= max(
            WELL_READ, common_share(match.group()) + 2 * _GAIN
        )
        return text if proven else match.group()

    return _FOREIGN.sub(repaired, line)


def damage_in(text: str) -> int:
    """Return how many places of ``text`` could not be read.

    >>> damage_in("培训15�0名，服务�家")
    2
    """
    return len(_LOST_RUN.findall(text))
