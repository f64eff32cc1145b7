"""What many tests share: the words of the shipped corpus, and one assistant over an index of it."""

import os
from collections.abc import Iterator

import pytest

from assistant.answering.compose import Knowledge
from assistant.config import Config
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
