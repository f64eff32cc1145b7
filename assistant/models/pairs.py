"""YAML files of aligned Chinese and English to pairs, one per combination of synonyms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.language.yaml_text import load_yaml


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese text and an English one that say the same; ``source`` is the stem of the file it stands in."""

    zh: str
    en: str
    source: str


def read_pairs(paths: Iterable[Path]) -> list[Pair]:
    """Read lists of ``{zh, en, zh_synonyms?, en_synonyms?, definition_zh?, definition_en?}`` from YAML files.

    A folder stands for all YAML files in it.
    """
    pairs: list[Pair] = []
    for path in paths:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            pairs.extend(_read_file(file))
    return pairs


def _read_file(file: Path) -> list[Pair]:
    import yaml

    try:
        entries = load_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{file}: not a readable YAML file ({error}).") from error
    if isinstance(entries, dict):
        entries = next((value for value in entries.values() if isinstance(value, list)), None)
    if not isinstance(entries, list):
        raise UsageError(f"{file}: expected a list of {{zh, en}}.")
    return [pair for entry in entries for pair in _expand(entry, file)]


def _expand(entry: Any, file: Path) -> list[Pair]:
    if not isinstance(entry, dict) or not entry.get("zh") or not entry.get("en"):
        raise UsageError(f"{file}: expected zh and en in every entry, found {entry!r}.")

    def texts(key: str) -> list[str]:
        return [str(entry[key]), *map(str, entry.get(f"{key}_synonyms") or ())]

    pairs = [Pair(zh, en, file.stem) for zh in texts("zh") for en in texts("en")]
    if entry.get("definition_zh") and entry.get("definition_en"):
        # A document of its own: definitions of different terms answer different questions.
        source = f"{file.stem} {entry['zh']}"
        pairs.append(Pair(str(entry["definition_zh"]), str(entry["definition_en"]), source))
    return pairs


def is_term(pair: Pair, *, longest: int = 16) -> bool:
    """Tell a term from a sentence: only terms may be swapped for each other inside a text."""
    return len(pair.zh) <= longest and not any(mark in pair.zh for mark in "，。；！？")


def terms_of(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that are terms."""
    return [pair for pair in pairs if is_term(pair)]
