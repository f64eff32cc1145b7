"""Dates of publication as numbers that can be compared for all passages at once.

A date may stop at the month or the year. What was published in "2022-04" was out as of "2022-04-08", and what was
published on that day was out as of "2022-04": both are read in favour of the document.
"""

_DIGITS = (4, 2, 2)


def earliest_day(published: str | None) -> int:
    """Return the first day that a date can mean; 0, always out, for a document without one.

    >>> earliest_day("2022-04"), earliest_day("2022-04-08"), earliest_day(None)
    (20220400, 20220408, 0)
    """
    return _number(published or "", "0")


def latest_day(as_of: str) -> int:
    """Return the last day that a date can mean.

    >>> latest_day("2022"), latest_day("2022-04"), latest_day("2022-04-08")
    (20229999, 20220499, 20220408)
    """
    return _number(as_of, "9")


def _number(date: str, missing: str) -> int:
    parts = [*date.split("-"), "", ""][: len(_DIGITS)] if date else [""] * len(_DIGITS)
    return int("".join(part.zfill(size) if part else missing * size for part, size in zip(parts, _DIGITS, strict=True)))
