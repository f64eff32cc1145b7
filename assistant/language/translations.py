"""corpus/translations to the English rendering of a Chinese sentence (and the reverse), one small file a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.errors import UsageError
from assistant.language.fold import search_key
from assistant.language.yaml_text import load_yaml
from assistant.schema import Language


@dataclass(frozen=True, slots=True)
class TranslationMemory:
    """Renderings of sentences, read one document at a time from ``folder``/<document id>.yaml."""

    folder: Path

    def rendering(self, document_id: str, sentence: str, *, language: Language) -> str | None:
        """Return ``sentence`` of a document in ``language``, None when nobody has translated it."""
        return _rendering(_pairs(self.folder / f"{document_id}.yaml"), sentence, language)

    def all_english(self, document_id: str) -> Mapping[str, str]:
        """Return the English of every translated sentence, by its folded Chinese without white space."""
        return _pairs(self.folder / f"{document_id}.yaml").english

    def english_of_text(self, document_id: str, text: str) -> str:
        """Return the English of all translated sentences that stand in ``text``, joined."""
        return _english_in(_pairs(self.folder / f"{document_id}.yaml"), text)

    def chinese_of_text(self, document_id: str, text: str) -> str:
        """Return the Chinese of all translated sentences of an English text, joined."""
        key = _key(text)
        chinese = _pairs(self.folder / f"{document_id}.yaml").chinese
        return " ".join(rendering for known, rendering in chinese.items() if known in key)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    english: Mapping[str, str]
    chinese: Mapping[str, str]


_NONE = _Pairs({}, {})
"""Of a document that nobody has translated."""


# A file that changes is read into other pairs, so that nothing old is kept for it.
@lru_cache(maxsize=4_096)
def _rendering(pairs: _Pairs, sentence: str, language: Language) -> str | None:
    table = pairs.english if language == "en" else pairs.chinese
    key = _key(sentence)
    if key in table:
        return table[key]
    # A sentence that was split or joined differently here than where it was translated.
    parts = {known: text for known, text in table.items() if known in key}
    return " ".join(parts.values()) if sum(map(len, parts)) >= 0.9 * len(key) > 0 else None


@lru_cache(maxsize=4_096)
def _english_in(pairs: _Pairs, text: str) -> str:
    key = _key(text)
    return " ".join(english for known, english in pairs.english.items() if known in key)


def _key(text: str) -> str:
    return "".join(search_key(text).split())


@lru_cache(maxsize=4_096)
def _read(path: Path, _modified: int) -> _Pairs:
    try:
        entries = load_yaml(path.read_text("utf-8")) or []
        return _Pairs(
            {_key(entry["zh"]): str(entry["en"]) for entry in entries},
            {_key(entry["en"]): str(entry["zh"]) for entry in entries},
        )
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = " ".join(str(error).split())
        raise UsageError(f"{path} is not a list of zh/en pairs: {why}. Mend or remove the file.") from error


def _pairs(path: Path) -> _Pairs:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return _NONE
