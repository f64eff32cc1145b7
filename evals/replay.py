"""Recorded replies of a model to a chat model that repeats them, and what is asked of a model to a file of prompts.

The file has one JSON object a line: {"id": case, "prompt": [{"role": …, "content": …}, …], "reply": text}.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.answering.chat_model import ChatModel
from assistant.answering.reply_cache import ReplyCache
from assistant.config import Config
from assistant.errors import UsageError
from assistant.schema import Answer
from assistant.wiring import chat_model, open_assistant
from evals.script import Script
from evals.sets import Case

_TIMEOUT_SECONDS = 120.0
"""A recording may wait longer than a visitor: an evaluation wants the reply, however slow the machine is."""
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_CASE: ContextVar[str] = ContextVar("case", default="")

Prompt = list[dict[str, str]]


@dataclass(slots=True)
class Recording:
    """Replies by case and prompt; ``strangers`` are the prompts of a run that were not recorded."""

    replies: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """The replies of a case to prompts under the same rules, which are their first message."""
    strangers: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(self, case: str, prompt: Sequence[Mapping[str, Any]], reply: str) -> None:
        """Keep a reply."""
        self.replies[case, _key(prompt)] = reply
        self.kinds.setdefault((case, _rules(prompt)), []).append(reply)

    def reply_to(self, case: str, prompt: Sequence[Mapping[str, Any]]) -> str | None:
        """Return the reply to a prompt of a case, None when there is none.

        Where passages have changed since, the only reply of the case under the same rules counts as one to what is
        shown now: verification judges it by that.
        """
        exact = self.replies.get((case, _key(prompt)))
        alike = self.kinds.get((case, _rules(prompt)), [])
        return exact if exact is not None or len(alike) != 1 else alike[0]


def read_recording(path: Path) -> Recording:
    """Read a file of replies; UsageError names the line that is none."""
    recording = Recording()
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Name a file that --record wrote.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            recording.add(str(entry["id"]), entry["prompt"], str(entry["reply"]))
        except (ValueError, KeyError, TypeError) as error:
            wanted = '{"id": …, "prompt": [{"role": …, "content": …}], "reply": …}'
            raise UsageError(f"{path}:{number} is not {wanted}: {error}. Mend or remove the line.") from error
    return recording


def _key(prompt: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps([[str(message["role"]), str(message["content"])] for message in prompt], ensure_ascii=False)


def _rules(prompt: Sequence[Mapping[str, Any]]) -> str:
    return str(prompt[0]["content"]) if prompt else ""


@contextmanager
def case_named(name: str) -> Iterator[None]:
    """Say which case is being asked, also to the threads that are started for it."""
    token = _CASE.set(name)
    try:
        yield
    finally:
        _CASE.reset(token)


def prompt_of(messages: Sequence[BaseMessage]) -> Prompt:
    """Return messages in the form of the OpenAI protocol."""
    return [{"role": _ROLES.get(message.type, message.type), "content": str(message.text)} for message in messages]


class ReplayedModel(BaseChatModel):
    """Gives the recorded reply to a prompt of the case, nothing to a prompt that was not recorded."""

    recording: Any

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        case = _CASE.get()
        reply = self.recording.reply_to(case, prompt_of(messages))
        if reply is None:
            with self.recording.lock:
                self.recording.strangers.append(case)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply or ""))])

    @property
    def _llm_type(self) -> str:
        return "replayed"


class RecordedModel(BaseChatModel):
    """Asks another model, or nobody, and appends every prompt with its reply to a file."""

    inner: Any = None
    path: Path
    lock: Any

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        said = AIMessage("") if self.inner is None else self.inner.invoke(messages)
        reply = str(said.text)
        entry = {"id": _CASE.get(), "prompt": prompt_of(messages), "reply": reply}
        with self.lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        told = AIMessage(reply, usage_metadata=said.usage_metadata)
        return ChatResult(generations=[ChatGeneration(message=told)])

    @property
    def _llm_type(self) -> str:
        return "recorded"


def open_scripted(script: Script, config: Config) -> Callable[[Case], Answer]:
    """Return what asks the assistant about a case as the script wants it.

    Raises UsageError for a file that cannot be used; asking raises it for a prompt that the file does not have.
    """
    recording = read_recording(script.replay) if script.replay else Recording()
    if script.replay:
        replayed = ReplayedModel(recording=recording)
        assistant = open_assistant(config, model=_scripted(replayed))
    elif script.record:
        assistant = open_assistant(config, model=_scripted(_recorder(script, config, script.record)))
    else:
        _check_configured(config)
        assistant = open_assistant(config)

    def ask(case: Case) -> Answer:
        with case_named(case.id):
            answer = assistant.ask(case.question, history=case.history)
        if case.id in recording.strangers:
            raise UsageError(f"The recording has no reply to a prompt of case {case.id}. Record the run anew.")
        return answer

    return ask


def _scripted(model: BaseChatModel) -> ChatModel:
    """Return a model without a cache: each case has its own line, also where another has the same question."""
    return ChatModel(lambda: model, _TIMEOUT_SECONDS, replies=ReplyCache(kept=0))


def _recorder(script: Script, config: Config, path: Path) -> RecordedModel:
    if not script.dry_run:
        _check_configured(config)
    try:
        path.write_text("", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Name another file.") from error
    inner = None if script.dry_run else chat_model(config).open()
    return RecordedModel(inner=inner, path=path, lock=Lock())


def _check_configured(config: Config) -> None:
    if not config.chat_model:
        raise UsageError("--mode model needs a model: set ASSISTANT_CHAT_MODEL, or add --replay FILE.")
