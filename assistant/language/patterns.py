"""Patterns that are made of names, each compiled once."""

import re
from functools import lru_cache


@lru_cache(maxsize=8_192)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern; ``re`` itself keeps 512, and the names of a glossary and its indicators are more."""
    return re.compile(pattern)
