"""A figure of a source and a rougher one that a model tells instead to whether the rough one is right.

"About 86 billion" for 86.046 billion, 约44000家 for 4.4万家, "over 180,000" for 183,500: models round. A rounded figure
must say that it is rough, and its last digit must be the right one, so that no changed digit passes for rounding.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from assistant.schema import Figure, Qualifier

_WAYS: dict[Qualifier, str] = {
    "about": ROUND_HALF_UP, "nearly": ROUND_UP, "at_most": ROUND_UP, "more_than": ROUND_DOWN, "at_least": ROUND_DOWN
}  # fmt: skip
_FITTING: dict[Qualifier, frozenset[Qualifier]] = {
    # 500余家 are more than 500 and may be 520; 近200家 are none of "more than 190".
    "exact": frozenset(_WAYS),
    "about": frozenset({"about"}),
    "nearly": frozenset({"about", "nearly"}),
    "more_than": frozenset({"about", "more_than", "at_least"}),
    "at_least": frozenset({"about", "more_than", "at_least"}),
    "at_most": frozenset({"at_most"}),
}
"""A qualifier of the source to those that a rounded figure may have."""
_MOST_OFF = Decimal("0.06")
"""How far, as a share of it, a figure may be rounded: 183,500 is over 180,000, and 146 is no "about 100"."""


_ROUNDED, _NEARLY = Decimal("0.03"), Decimal("0.12")
"""How far, as a share of it, a result may be from what it is said to be about, or nearly."""
_UP_TO = Decimal("1.5")
_TENTH = Decimal("0.02")
"""How far a share may be off that is told in tenths or as a fraction."""


def is_rounded(known: Figure, stated: Figure) -> bool:
    """Tell whether ``stated`` is ``known`` rounded to fewer digits in the way that it says."""
    if stated.qualifier not in _FITTING[known.qualifier] or not known.value or not stated.value:
        return False
    if abs(known.value - stated.value) > _MOST_OFF * known.value or (known.unit == "%") is not (stated.unit == "%"):
        return False
    last = _last_digit(stated.value)
    return known.value.quantize(last, _WAYS[stated.qualifier]) == stated.value and last > _last_digit(known.value)


def _last_digit(value: Decimal) -> Decimal:
    """Return the power of ten of the last digit of a value that is no zero.

    >>> _last_digit(Decimal(86_000)), _last_digit(Decimal("0.550"))
    (Decimal('1E+3'), Decimal('0.01'))
    """
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def is_told_as(value: Decimal, figure: Figure, text: str) -> bool:
    """Tell whether a result may be told as a figure: rounded to its digits, or about, nearly, more or less than it."""
    told = figure.value
    if figure.qualifier in ("more_than", "at_least"):
        return told <= value <= told * _UP_TO
    if figure.qualifier == "at_most":
        return told / _UP_TO <= value <= told
    if figure.qualifier == "nearly":
        return told * (1 - _NEARLY) <= value <= told
    if figure.qualifier == "about":
        return abs(value - told) <= told * _ROUNDED
    written = re.search(r"\d(?:\.(\d+))?", text[figure.start : figure.end])
    if written is None:
        return abs(value - told) <= (_TENTH if figure.unit == "%" else told * _ROUNDED)
    digits = len(written[1] or "") + (2 if figure.unit == "%" else 0)
    return abs(value - told) <= Decimal(5).scaleb(-digits - 1)
