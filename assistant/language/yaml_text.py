"""YAML that ships with a corpus to its values, by the fast loader where that is safe."""

import re
from typing import Any

import yaml

_DEEPEST = 100
"""Levels that a list of terms or of translations never has."""
_BRACKETS = re.compile(r"[\[\]{}]")
_INDENT = re.compile(rf"^[\s?:-]{{{_DEEPEST}}}", re.MULTILINE)


def load_yaml(text: str, *, plain: bool = False) -> Any:
    """Return what ``text`` holds, with ``plain`` every value as a text.

    Raises yaml.YAMLError, ValueError and, for too many levels, RecursionError. Some builds of PyYAML lack the fast C
    loader, and that one ends the whole process when there are tens of thousands of levels.
    """
    slow: Any = yaml.BaseLoader if plain else yaml.SafeLoader
    fast: Any = getattr(yaml, "CBaseLoader" if plain else "CSafeLoader", slow)
    return yaml.load(text, Loader=slow if _may_be_deep(text) else fast)


def _may_be_deep(text: str) -> bool:
    r"""Tell whether brackets or marks of lists may open more levels than any list here has.

    >>> _may_be_deep("- zh: [a, b]\n" * 500), _may_be_deep("[" * 500), _may_be_deep("- " * 500)
    (False, True, True)
    """
    level = 0
    for bracket in _BRACKETS.findall(text):
        level += 1 if bracket in "[{" else -1
        if level > _DEEPEST:
            return True
    return _INDENT.search(text) is not None
