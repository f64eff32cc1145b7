"""What many tests share: the words of the shipped corpus, and one assistant over an index of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.compose import Knowledge
from assistant.config import ROOT, Config
from assistant.index.embedding import open_embedding
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.pipeline import Assistant
from assistant.wiring import build, open_assistant, open_knowledge


@pytest.fixture(scope="session", autouse=True)
def _defaults_only() -> Iterator[None]:
    """Hide the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def knowledge(_defaults_only: None) -> Knowledge:
    """Everything that answers of the shipped corpus are made with besides its index."""
    return open_knowledge(Config(), open_embedding(""))


@pytest.fixture(scope="session")
def programme(knowledge: Knowledge) -> Programme:
    """The indicators of the shipped corpus."""
    return knowledge.programme


@pytest.fixture(scope="session")
def glossary(knowledge: Knowledge) -> Glossary:
    """The glossary of the shipped corpus."""
    return knowledge.glossary


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory, _defaults_only: None) -> Config:
    """Settings with an index of the shipped corpus; read only."""
    settings = Config(index=tmp_path_factory.mktemp("shipped") / "index")
    report = build(settings)
    assert not report.failures
    return settings


@pytest.fixture(scope="session")
def assistant(config: Config) -> Assistant:
    """The real assistant over the shipped corpus."""
    return open_assistant(config)


@pytest.fixture(scope="session")
def _small_shelf(tmp_path_factory: pytest.TempPathFactory, _defaults_only: None) -> Config:
    """Settings with one report of the shipped corpus, no file of settings, and its index."""
    root = tmp_path_factory.mktemp("small")
    (root / "corpus").mkdir()
    shutil.copy(ROOT / "corpus" / "news" / "gmw-12621-2022.md", root / "corpus")
    settings = Config(corpus=root / "corpus", index=root / "index")
    build(settings)
    return settings


@pytest.fixture
def small(_small_shelf: Config, tmp_path: Path) -> Config:
    """Settings with a copy of a corpus of one report and of its index, to be changed at will."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(_small_shelf.corpus, corpus)
    shutil.copytree(_small_shelf.index, index)
    return Config(corpus=corpus, index=index)
