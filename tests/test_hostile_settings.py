"""Files that configure the assistant: whatever stands in them, the error names the file, and nothing else is raised."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering.conflicts import load_conflicts
from assistant.errors import AssistantError
from assistant.ingestion.corrections import read_corrections
from assistant.language.glossary import load_glossary
from assistant.language.translations import TranslationMemory
from assistant.ledger.indicators import load_programme
from assistant.people.users_file import read_users

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "conflicts": ("conflicts.yaml", load_conflicts),
    "corrections": ("_a.md.yaml", lambda path: read_corrections(path.with_name("a.md"))),
    "glossary": ("glossary.yaml", load_glossary),
    "indicators": ("indicators.yaml", load_programme),
    "translations": ("a.yaml", lambda path: TranslationMemory(path.parent).all_english("a")),
    "users": ("users.jsonl", read_users),
}
CONTENTS = {
    "no UTF-8": b"- a: \xff\xfe\xed\xa0\x80",
    "too deep": b"[" * 100_000,
    "no date": b"- 2022-99-99\n- a: 2022-13-45",
    "NUL": b"a: \0",
    "texts instead of entries": b"- a\n- b\n",
    "numbers": b"- 1\n- 2\n",
}


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_cannot_be_read_is_named(reader: str, content: str, tmp_path: Path) -> None:
    name, read = READERS[reader]
    (tmp_path / name).write_bytes(CONTENTS[content])
    with pytest.raises(AssistantError) as caught:
        read(tmp_path / name)
    assert name in str(caught.value)
