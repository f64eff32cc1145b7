"""What an index was made with in; whether it still fits what would be made today out.

A vector of another model with the same dimension, or keywords folded by another rule, give wrong answers without an
error. So everything that shapes an index is written beside it and compared before it is used.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from assistant.errors import StaleIndexError
from assistant.index.folders import RECIPE_FILE
from assistant.language.fold import FOLD_VERSION

SCHEMA_VERSION = 6
"""Raise it when the tables, the keyword tokens or files, the embedded text or what cleaning leaves of a file change."""

_LIBRARIES = ("PyStemmer", "bm25s", "chromadb", "opencc")
"""Those whose files or output the index holds."""

_NAMES = {
    "schema": "its format",
    "embedding": "its embedding",
    "fold": "the version of its text folding",
    "libraries": "the libraries that it was built with",
    "settings": "the settings that it was built with",
}


def library_versions() -> dict[str, str]:
    """Return the installed versions of the libraries that shape an index."""
    return {name: version(name) for name in _LIBRARIES}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything besides the documents that decides what is in an index.

    ``embedding`` is ``Embedding.identity``. ``settings`` holds what the caller adds, such as the length of passages
    and the hash of the glossary: names and values, all of which must be equal.
    """

    embedding: str
    settings: Mapping[str, str] = field(default_factory=dict)
    schema: int = SCHEMA_VERSION
    fold: int = FOLD_VERSION
    libraries: Mapping[str, str] = field(default_factory=library_versions)

    @property
    def digest(self) -> str:
        """A hash of all of it."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def difference(built: Recipe, wanted: Recipe) -> str | None:
    """Return in words what differs first, None when both recipes are equal.

    >>> difference(Recipe("a"), Recipe("b"))
    "its embedding is 'a', not 'b'"
    """
    for name, words in _NAMES.items():
        old, new = getattr(built, name), getattr(wanted, name)
        if old == new:
            continue
        if isinstance(old, Mapping):
            key = min(key for key in {*old, *new} if old.get(key) != new.get(key))
            return f"{words} differ: {key} was {old.get(key)!r}, is {new.get(key)!r}"
        return f"{words} is {old!r}, not {new!r}"
    return None


def check(built: Recipe, *, embedding: str | None = None, wanted: Recipe | None = None) -> None:
    """Raise StaleIndexError when this program, that embedding or that recipe would build the index differently."""
    expected = wanted or Recipe(embedding=embedding or built.embedding, settings=built.settings)
    why = difference(built, expected)
    if why:
        raise StaleIndexError(why)


def write_recipe(folder: Path, recipe: Recipe) -> None:
    """Write the recipe into the folder of a build, on disk when this returns."""
    with (folder / RECIPE_FILE).open("w", encoding="utf-8") as file:
        json.dump(asdict(recipe), file, ensure_ascii=False, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def read_recipe(folder: Path) -> Recipe:
    """Return the recipe of a build; raises StaleIndexError when there is none that can be read."""
    try:
        told = json.loads((folder / RECIPE_FILE).read_text(encoding="utf-8"))
        schema = int(told["schema"])
        if schema > SCHEMA_VERSION:  # what else it says need not be known here
            raise StaleIndexError(
                f"its format {schema} is of a newer version of this program; this one knows {SCHEMA_VERSION}; "
                "install that version again, or make the index anew"
            )
        return Recipe(**told)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StaleIndexError(f"{folder / RECIPE_FILE} cannot be read ({error})") from error
