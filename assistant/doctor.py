"""The configuration to a list of checks: what works, what does not, and what to do about it."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.config import Config
from assistant.errors import AssistantError, UsageError
from assistant.tracing import tracing_state

_PACKAGES = ("langchain", "chromadb", "sentence-transformers", "gradio", "pypdf", "bm25s", "opencc")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``exit_code`` counts only when it is not ok."""

    name: str
    ok: bool
    detail: str
    exit_code: int = 1


def examine(config: Config) -> list[Check]:
    """Return all checks in the order in which a fault should be mended."""
    return [
        _python(),
        _packages(),
        _tried("corpus", lambda: _corpus(config)),
        _tried("embedding", lambda: _embedding(config)),
        *_index_parts(config),
        _tried("index corpus", lambda: _index_corpus(config)),
        _tried("index", lambda: _index(config)),
        _tried("answer", lambda: _answer(config)),
        _tried("overrides", lambda: _overrides(config)),
        _tried("chat model", lambda: _chat_model(config)),
        _tried("tracing", lambda: tracing_state(os.environ)),
        _tried("chroma", lambda: _chroma(config)),
        _tried("records", lambda: _records(config)),
        _tried("users", lambda: _users(config)),
    ]


def _tried(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except AssistantError as error:
        return Check(name, False, str(error), error.exit_code)


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"{found} (3.11 or newer is needed)")


def _packages() -> Check:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    detail = f"missing: {', '.join(missing)}; run `make test` or pip install again" if missing else ", ".join(found)
    return Check("packages", not missing, detail)


def _corpus(config: Config) -> str:
    from assistant.ingestion.load import list_corpus

    if not config.corpus.is_dir():
        raise AssistantError(f"There is no folder {config.corpus}. Name one with --corpus.")
    return f"{len(list_corpus(config.corpus))} files in {_shown(config.corpus)}"


def _embedding(config: Config) -> str:
    from assistant.index.embedding import open_embedding

    embedding = open_embedding(config.embedding_model)
    length = float((embedding.encode(["秦创原"]) ** 2).sum())
    return f"{config.embedding_model or 'bundled'}, {embedding.dimension} dimensions, length {length:.2f}"


def _index_parts(config: Config) -> list[Check]:
    from assistant.index.health import examine_index
    from assistant.wiring import index_recipe

    try:
        recipe = index_recipe(config)
    except AssistantError:
        recipe = None  # The embedding cannot be opened; its own check says so.
    findings = examine_index(config.index, recipe=recipe, chroma_url=config.chroma_url)
    return [Check(f"index {one.name}", one.ok, one.detail, one.exit_code) for one in findings]


def _index_corpus(config: Config) -> str:
    from assistant.wiring import differing_files

    differing = differing_files(config) if config.corpus.is_dir() else []
    if not differing:
        return "no file differs from what was indexed"
    # No fault: someone may be at work on them, and a file that cannot be read is among them every time.
    some = ", ".join(differing[:5]) + (", …" if len(differing) > 5 else "")
    return f"{len(differing)} files are new, changed, gone or unreadable ({some}); run `python -m assistant index`"


def _index(config: Config) -> str:
    from assistant.wiring import open_assistant

    sources = [source for source in open_assistant(config).sources() if not source.mirror_of]
    newest = max((source.published for source in sources if source.published), default="unknown")
    return f"{len(sources)} documents, newest of {newest}, in {_shown(config.index)}"


def _answer(config: Config) -> str:
    from assistant.wiring import open_assistant

    assistant = open_assistant(config)
    assistant.ask("12621")  # goes through keywords, vectors and the store
    table = assistant.targets()
    found = [status for status in table.indicators if status.target is not None]
    if not found:
        raise AssistantError("No target was found in the corpus. Add a document that states the targets.")
    reported = sum(status.latest is not None for status in found)
    return f"{len(found)} of {len(table.indicators)} targets found, {reported} with comparable progress"


def _overrides(config: Config) -> str:
    from assistant.wiring import open_assistant

    count, problems = open_assistant(config).override_problems()
    if problems:
        raise UsageError(" ".join(problems))
    return f"{count} of {count} lines of ledger.csv applied" if count else "none in ledger.csv"


def _chat_model(config: Config) -> str:
    if not config.chat_model:
        return "none (extractive answers)"
    from assistant.answering.chat_model import open_chat_model

    key = config.chat_api_key.get_secret_value()
    open_chat_model(
        config.chat_model,
        base_url=config.chat_base_url,
        api_key=key,
        timeout_seconds=config.chat_timeout_seconds,
    )
    # Nothing is sent: a question would cost money, and tell the provider that somebody looked.
    where = "at an address of its own" if config.chat_base_url else "at the address of its provider"
    return f"{config.chat_model} can be loaded, {where}; key set: {'yes' if key else 'no'}; it was not asked anything"


def _chroma(config: Config) -> str:
    from assistant.index.vectors import server_version

    where = "embedded"
    if config.chroma_url:
        version_there = server_version(config.chroma_url)
        where = (
            f"server {config.chroma_url} answers (version {version_there}); it has no authentication: keep it on a "
            "private network"
        )
    return where if config.sparse == "off" else f"{where}; {_keyword_vectors(config)}"


def _keyword_vectors(config: Config) -> str:
    from assistant.index.sparse import settle
    from assistant.index.vectors import keyword_refusal

    why: list[str] = []
    if settle(config.sparse, config.chroma_url, refusal=keyword_refusal, report=why.append):
        return "keyword vectors are searched there"
    return why[0]


def _records(config: Config) -> str:
    if not config.keep_history:
        return "nothing is kept (ASSISTANT_KEEP_HISTORY=0)"
    from assistant.records.check import examine_records

    return examine_records(config.database_url.get_secret_value())


def _users(config: Config) -> str:
    from assistant.people.openness import is_this_machine, refuse_open_house
    from assistant.people.people import People
    from assistant.people.roles import ROLES
    from assistant.people.users_file import readable_by_others

    people = People(config.users_file)
    refuse_open_house(config.host, people)
    if people.file is None:
        return f"none: the window on {config.host} is open, with all roles, to whoever is on this machine"
    if readable_by_others(people.file):
        raise UsageError(f"Others on this machine can read or change {people.file}. Run `chmod 600 {people.file}`.")
    everyone = people.everyone()
    roles = ", ".join(f"{role} {sum(role in person.roles for person in everyone)}" for role in ROLES)
    plain = (
        "" if is_this_machine(config.host) else "; passwords need https: let a proxy with a certificate speak for it"
    )
    return f"{len(everyone)} in {_shown(people.file)} ({roles}){plain}"


def _shown(path: Path) -> str:
    return str(path)
