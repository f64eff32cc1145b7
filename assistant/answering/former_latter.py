"""A Chinese sentence with 前者 and 后者 to the same with what they stand for: what a figure counts must be named."""

import re

_PAIR = re.compile(
    r"(?P<first>[^，,；;。、和与及]{2,24})[和与及](?P<second>[^，,；;。、和与及]{2,24}?)"
    r"(?:[也都均已共各有是的分]|成立|设立|建立|建成|方面|[，,；;。])"
)
_BEHIND = re.compile("前者.*?后者")


def with_names(text: str) -> str:
    """Put the names of a pair in the place of 前者 and 后者; nothing changes where no pair stands before them.

    >>> with_names("学会和协会都已成立，前者6家，后者9家。")
    '学会和协会都已成立，学会6家，协会9家。'
    """
    behind = _BEHIND.search(text)
    pairs = list(_PAIR.finditer(text, 0, behind.start())) if behind else []
    if behind is None or len(pairs) != 1:
        return text
    start = behind.start()
    told = text[start:].replace("前者", pairs[0]["first"]).replace("后者", pairs[0]["second"])
    return text[:start] + told
