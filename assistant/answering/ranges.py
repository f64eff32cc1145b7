"""A figure to the least and the most that it can mean."""

from decimal import Decimal

from assistant.schema import Figure

_ROUGHLY = Decimal("1.2")
"""超过500家 and 500余家 are hardly more than a fifth above."""
_ABOUT_SO = Decimal("1.1")
_AT_LEAST, _AT_MOST, _ABOUT = ("more_than", "at_least"), ("at_most",), ("about", "nearly")


def range_of(figure: Figure) -> tuple[Decimal, Decimal]:
    """Return the least and the most that a figure can mean."""
    value = figure.value
    if figure.qualifier in _AT_LEAST:
        return value, value * _ROUGHLY
    if figure.qualifier in _AT_MOST:
        return value / _ROUGHLY, value
    return (value / _ABOUT_SO, value * _ABOUT_SO) if figure.qualifier in _ABOUT else (value, value)
