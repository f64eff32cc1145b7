"""What many tests share: the words of the shipped corpus, and one assistant over an index of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.answering.knowledge import Knowledge
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
def first_index(tmp_path_factory: pytest.TempPathFactory, _defaults_only: None) -> tuple[Config, Result]:
    """What `index` said of a corpus with one report, a broken and an empty file; the bad files are gone now."""
    root = tmp_path_factory.mktemp("small")
    corpus, index = root / "corpus", root / "index"
    corpus.mkdir()
    shutil.copy(ROOT / "corpus" / "news" / "gmw-12621-2022.md", corpus)
    (corpus / "empty.md").write_bytes(b"")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    result = CliRunner().invoke(app, ["--corpus", str(corpus), "--index", str(index), "index"])
    (corpus / "empty.md").unlink()
    (corpus / "broken.pdf").unlink()
    return Config(corpus=corpus, index=index), result


@pytest.fixture
def small(first_index: tuple[Config, Result], tmp_path: Path) -> Config:
    """Settings with a copy of a corpus of one report and of its index, to be changed at will."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(first_index[0].corpus, corpus)
    shutil.copytree(first_index[0].index, index)
    return Config(corpus=corpus, index=index)
