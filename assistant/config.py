"""Every knob, with its reason; each can be set in the environment as ``ASSISTANT_<NAME>``."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Config(BaseSettings):
    """The settings of one process; the command line overrides ``corpus`` and ``index``."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore", env_ignore_empty=True)

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index"

    embedding_model: str = ""
    """Hub name or folder of a SentenceTransformer; empty means the bundled one, which needs no network."""
    chroma_url: str = ""
    """Address of a Chroma server; empty means the embedded one."""
    chat_model: str = ""
    """LangChain name of a chat model such as ``openai:…``; empty means extractive answers."""
    chat_base_url: str = ""
    chat_api_key: SecretStr = SecretStr("")
    database_url: str = ""
    users_file: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65_535)

    passage_chars: int = Field(default=320, ge=80, le=4_000)
    """Four to six Chinese sentences: enough context to read, little enough that one topic fills it."""
    passage_overlap_chars: int = Field(default=0, ge=0, le=400)
    """The shipped digests have self-contained sentences; repeating them would only fill the hit list twice."""
    hit_count: int = Field(default=10, ge=1, le=100)
    """Passages handed to answering; beyond ten, none held the answer on our own question sets."""
    max_question_chars: int = Field(default=500, ge=20)
    """A question, not a document: longer input is refused with a message."""
