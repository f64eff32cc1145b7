from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.config import ROOT, Config
from assistant.errors import IndexNotBuiltError, StaleIndexError, UsageError
from assistant.pipeline import Assistant
from assistant.wiring import build, open_assistant

REPORT = "news/gmw-12621-2022.md"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A corpus of one report without any file of settings, and its index."""
    root = tmp_path_factory.mktemp("small")
    (root / "corpus").mkdir()
    (root / "corpus" / "report.md").write_bytes((ROOT / "corpus" / REPORT).read_bytes())
    config = Config(corpus=root / "corpus", index=root / "index")
    build(config)
    return config


def test_an_unchanged_corpus_is_up_to_date(config: Config, assistant: Assistant) -> None:
    report = build(config)
    assert report.up_to_date
    assert len(report.unchanged) == len(assistant.sources())


def test_every_shipped_document_is_indexed(assistant: Assistant) -> None:
    ids = {source.id for source in assistant.sources()}
    files = [path for kind in ("news", "policy") for path in (ROOT / "corpus" / kind).iterdir() if path.is_file()]
    assert ids == {path.stem for path in files}


def test_a_folder_of_reports_alone_is_a_corpus(small: Config) -> None:
    assistant = open_assistant(small)
    assert [source.id for source in assistant.sources()] == ["gmw-12621-2022"]
    assert "6家" in assistant.ask("园区科协成立了几家？").text


def test_an_english_question_works_without_translations(small: Config) -> None:
    assert "6 science-park associations" in open_assistant(small).ask("How many park associations are there?").text


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


@pytest.mark.parametrize("name", ["glossary.yaml", "indicators.yaml"])
def test_a_broken_file_of_settings_is_named(name: str, small: Config, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / name).write_text("{", "utf-8")
    (corpus / "report.md").write_text("# 报告\n\n园区科协成立了6家。\n", "utf-8")
    with pytest.raises((UsageError, StaleIndexError)):
        _build_and_open(Config(corpus=corpus, index=tmp_path / "index"))


def _build_and_open(config: Config) -> Sequence[str]:
    build(config)
    return [source.id for source in open_assistant(config).sources()]
