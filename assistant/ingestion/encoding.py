"""Bytes of a text file in, text out; the encoding is found by trying, and never guessed against the evidence."""

import codecs
from pathlib import Path

from assistant.errors import UnreadableDocumentError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}

_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過"
    "子说說产產种種面而方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體"
    "制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內"
    "数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并提直题題"
    "党黨程展五果料象员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計"
    "省市科技创創协協院士站项項名企服务務，。、；：？！“”（）《》　"
)
"""Characters that fill about half of any Chinese text in either script; misread bytes give rare ones."""

_PLAUSIBLE = 0.15
"""Share of common characters among the non-ASCII ones; texts read rightly have 0.4-0.6, misread ones under 0.08."""


_DAMAGED = 0.002
"""Share of characters that may be broken, as by a lost byte or a download cut short; each leaves U+FFFD in the text."""

_BROKEN = 3
"""So many marks one broken byte can leave, in a text of any length."""

_ZEROS = 0.8
"""Share of zeros among every other byte of a text in Latin letters that is written as UTF-16."""


def decode_text(raw: bytes, path: Path, *, hint: str | None = None) -> str:
    """Return the text of ``raw``; ``hint`` is the encoding that the file itself names.

    Raises UnreadableDocumentError when no known encoding gives readable text.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)
    for encoding in filter(None, (marked, _utf16_by_zeros(raw))):
        text = _decode(raw, encoding)
        if text is not None and (encoding == marked or "\x00" not in text):
            return text
    for encoding in filter(None, (_known(hint), "utf-8")):
        text = _decode(raw, encoding)
        if text is not None and "\x00" not in text and (encoding == "utf-8" or _plausibility(text) >= _PLAUSIBLE):
            return text
    readings = [text for text in (_decode(raw, encoding) for encoding in _LEGACY) if text is not None]
    best = max(readings, key=_plausibility, default="")
    if _plausibility(best) < _PLAUSIBLE:
        best = _damaged_text(raw)
    if _plausibility(best) < _PLAUSIBLE:
        raise UnreadableDocumentError(
            path, "the text is not in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 and try again."
        )
    return best


def _utf16_by_zeros(raw: bytes) -> str | None:
    """Return the encoding of Latin letters in UTF-16 without a mark: every other byte is zero."""
    zeros = [raw[half::2].count(0) / max(1, len(raw) // 2) for half in (0, 1)]
    if max(zeros) < _ZEROS or min(zeros) > 1 - _ZEROS:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _damaged_text(raw: bytes) -> str:
    """Return a text of which a few bytes are broken, with U+FFFD in their place; "" when it is more than a few."""
    best = max((raw.decode(name, "replace") for name in ("utf-8", *_LEGACY[:2])), key=_plausibility)
    return best if best.count("\ufffd") <= max(_BROKEN, _DAMAGED * len(best)) else ""


def _known(hint: str | None) -> str | None:
    name = _ALIASES.get((hint or "").lower(), (hint or "").lower())
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _decode(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _plausibility(text: str) -> float:
    """Return the share of common characters among those outside ASCII, 0 for text that holds NUL."""
    foreign = [character for character in text if not character.isascii()]
    if "\x00" in text or not foreign:
        return 0.0
    return sum(character in _COMMON for character in foreign) / len(foreign)
