from pathlib import Path
from unittest.mock import patch

import pytest

from assistant.answering.current_ledger import read_ledger
from assistant.answering.knowledge import Knowledge
from assistant.config import ROOT, Config
from assistant.errors import IndexNotBuiltError, StaleIndexError, UsageError
from assistant.index.embedding import Embedding
from assistant.pipeline import Assistant
from assistant.wiring import build, open_assistant, open_knowledge


def test_an_unchanged_corpus_is_up_to_date(config: Config, assistant: Assistant) -> None:
    report = build(config)
    assert report.up_to_date
    assert len(report.unchanged) == len(assistant.sources())


def test_every_shipped_document_is_indexed(assistant: Assistant) -> None:
    ids = {source.id for source in assistant.sources()}
    files = [path for kind in ("news", "policy") for path in (ROOT / "corpus" / kind).iterdir() if path.is_file()]
    assert ids == {path.stem for path in files}


def test_a_folder_of_reports_alone_is_a_corpus_and_needs_no_translations(small: Config) -> None:
    assistant = open_assistant(small)
    assert [source.id for source in assistant.sources()] == ["gmw-12621-2022"]
    assert "6家" in assistant.ask("园区科协成立了几家？").text
    assert "6 science-park associations" in assistant.ask("How many park associations are there?").text


def test_other_passages_make_the_index_stale(small: Config) -> None:
    with pytest.raises(StaleIndexError, match="--rebuild"):
        open_assistant(small.model_copy(update={"passage_chars": 200}))


def test_without_an_index_the_command_to_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuiltError, match="python -m assistant index"):
        open_assistant(Config(index=tmp_path / "none"))


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--corpus"):
        build(Config(corpus=tmp_path / "none", index=tmp_path / "index"))


def test_a_corpus_without_documents_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no documents"):
        build(Config(corpus=tmp_path, index=tmp_path / "index"))


@pytest.mark.parametrize("name", ["glossary.yaml", "indicators.yaml", "conflicts.yaml"])
def test_a_broken_file_of_settings_is_named(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / name).write_text("{", "utf-8")
    with pytest.raises(UsageError, match=name):
        open_knowledge(Config(corpus=tmp_path), Embedding("fake", "fake-1", 4, knowledge.encode))


def test_a_corpus_may_bring_its_own_glossary(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "glossary.yaml").write_text("- {zh: 甲乙丙丁, en: first four, kind: term}\n", "utf-8")
    own = open_knowledge(Config(corpus=tmp_path), Embedding("fake", "fake-1", 4, knowledge.encode))
    assert [term.zh for term in own.glossary.terms] == ["甲乙丙丁"]
    assert own.programme.name_zh == knowledge.programme.name_zh
    assert own.register == ()


def test_the_ledger_is_read_when_a_document_is_indexed_and_anew_when_the_patterns_change(small: Config) -> None:
    build(small)
    assistant = open_assistant(small)
    snapshot = assistant._index.snapshot()
    assert list(snapshot.ledger()) == list(read_ledger(snapshot, assistant.knowledge))
    with patch("assistant.answering.current_ledger.read_ledger", side_effect=AssertionError):
        told = assistant.targets()
    assert told.indicators
    own = small.corpus / "indicators.yaml"
    own.write_text((ROOT / "corpus" / "indicators.yaml").read_text("utf-8") + "\n# another state\n", "utf-8")
    try:
        changed = open_assistant(small)
        with patch("assistant.answering.current_ledger.read_ledger", wraps=read_ledger) as anew:
            assert changed.targets() == told
            assert anew.called
        report = build(small)
        assert not report.up_to_date and not report.changed
        with patch("assistant.answering.current_ledger.read_ledger", side_effect=AssertionError):
            assert open_assistant(small).targets() == told
    finally:
        own.unlink()
        build(small)
