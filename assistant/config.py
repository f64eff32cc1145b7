"""Every knob, with its reason; each can be set in the environment as ``ASSISTANT_<NAME>``."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Config(BaseSettings):
    """The settings of one process; the command line overrides ``corpus`` and ``index``."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore", env_ignore_empty=True)

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index"

    @model_validator(mode="after")
    def _own_index(self) -> "Config":
        """Keep the index of another corpus beside it: the default index belongs to the default corpus."""
        if "corpus" in self.model_fields_set and "index" not in self.model_fields_set:
            self.index = self.corpus / ".index"
        return self

    embedding_model: str = ""
    """Hub name or folder of a SentenceTransformer; empty means the bundled one, which needs no network."""
    reranker: str = ""
    """Hub name or folder of a cross-encoder that orders the first 20 passages of a search anew; empty means none, as it
    takes seconds where there is no graphics card."""
    chroma_url: str = ""
    """Address of a Chroma server such as http://127.0.0.1:8000, for several readers of one index on other machines;
    empty means the embedded one. The server has no authentication: keep it on a private network."""
    sparse: Literal["off", "auto", "on"] = "off"
    """``auto`` gives a Chroma cluster the keywords of each passage as sparse vectors, and asks it for them, where its
    engine takes them; ``on`` insists. Off, because the embedded one and `chroma run` refuse them, and no cluster was to
    be had to measure what it gives."""
    chat_model: str = ""
    """LangChain name of a chat model such as ``openai:…``; empty means extractive answers, which need no network."""
    chat_base_url: str = ""
    """Address of a server of one's own (vLLM, a gateway); empty means the provider's."""
    chat_api_key: SecretStr = SecretStr("")
    """Key of the chat model, never shown; empty means the provider's own environment variable, or none for a server
    of one's own."""
    chat_timeout_seconds: float = Field(default=30, gt=0, le=600)
    """After this time the extractive answer is given: nobody waits half a minute for a nicer wording."""
    chat_context_tokens: int = Field(default=16_000, ge=4_000)
    """What the chat model can read and write in one go; passages beyond it are left out, the least relevant first."""
    chat_price_in: Decimal | None = Field(default=None, ge=0)
    """What a million tokens cost that the chat model reads; prices differ by contract, so none is built in."""
    chat_price_out: Decimal | None = Field(default=None, ge=0)
    """What a million tokens cost that it writes; with both prices, answers say what they cost."""
    chat_price_currency: str = Field(default="CNY", max_length=8)
    """Shown behind the cost."""
    chat_cache: Path | None = None
    """Folder that keeps replies from one start to the next, for this user alone; empty means in memory only, as replies
    quote questions and papers."""
    chat_cache_mb: int = Field(default=64, ge=1)
    """The oldest replies in the folder are forgotten beyond this size: some twenty thousand."""
    host: str = "127.0.0.1"
    """Only this machine can open the window; 0.0.0.0 lets others in too, which needs a users file."""
    port: int = Field(default=7860, ge=1, le=65_535)
    database_url: SecretStr = SecretStr(f"sqlite:///{ROOT / 'data' / 'records.sqlite'}")
    """Where conversations and ratings are kept: any address that SQLAlchemy knows and has a driver for. Never shown,
    because it may hold a password."""
    keep_history: bool = True
    """0 keeps no conversation and no rating, as on a machine in a public place."""
    evaluations: bool = True
    """The page for evaluators is a tab of the window; 0 leaves it out, also for evaluators."""
    editing: bool = True
    """The page for editors is a tab of the window; 0 leaves it out, also for editors."""
    allow_network: bool = False
    """1 lets editors fetch web pages by their address; off, because nothing else in the window uses the network."""
    users_file: Path | None = None
    """Who may open the window (`python -m assistant user add`); empty means whoever is on this machine, for all."""
    sign_in_idle_minutes: float = Field(default=8 * 60, gt=0)
    """A working day: who signs in in the morning is not asked again, and a page left open overnight is closed."""
    sign_in_hours: float = Field(default=24, gt=0)
    """However busy a page is, the password is asked for again after a day."""
    questions_per_minute: int = Field(default=30, ge=1, le=10_000)
    """For each signed-in user: more than anyone reads, few enough that a script does not slow down the others."""
    answer_processes: int | None = Field(default=None, ge=0, le=64)
    """Processes that answer beside the window's own as soon as two people ask at once, without a model; each wants a
    core and 330 MB. Not set, there is one wherever the machine lets this program use more than one core."""
    log_format: Literal["plain", "json"] = "plain"
    """What the window writes to stderr: lines for people, or one JSON object a line for a collector."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """``info`` writes a line for each answer; ``warning`` only what went wrong."""
    log_questions: bool = False
    """1 writes the text of questions into the log too; off, because people ask about people."""
    metrics_token: SecretStr = SecretStr("")
    """With it as a bearer token ``/metrics`` can be read from elsewhere; without, only from this machine."""
    shutdown_seconds: float = Field(default=20, ge=0, le=600)
    """So long the answers under way may take when the window is told to end; a model needs some seconds."""
    mcp: bool = False
    """1 offers the endpoints of the window as tools for models too (MCP); off, because it is one more door."""

    passage_chars: int = Field(default=320, ge=80, le=4_000)
    """Four to six Chinese sentences: enough context to read, little enough that one topic fills it."""
    passage_overlap_chars: int = Field(default=0, ge=0, le=400)
    """The shipped digests have self-contained sentences; repeating them would only fill the hit list twice."""
    hit_count: int = Field(default=10, ge=1, le=100)
    """Passages handed to answering; beyond ten, none held the answer on our own question sets."""
    max_question_chars: int = Field(default=500, ge=20)
    """A question, not a document: longer input is refused with a message."""
