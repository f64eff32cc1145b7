"""Ratings of users to draft cases: what was asked and cited is filled in, what is right is left to an editor."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError
from evals.metrics.payload import all_citations

if TYPE_CHECKING:
    from assistant.records.store import Records

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


class _Message(BaseModel):
    role: Literal["user", "assistant"]
    content: str


class _Feedback(BaseModel):
    """The border: one line of feedback; ``answer`` is the `ask --json` object that was rated."""

    model_config = ConfigDict(extra="ignore")

    question: str
    answer: dict[str, Any] = {}
    rating: str | int | None = None
    reason: str | None = None
    note: str | None = None
    history: list[_Message] = []
    build_id: str | None = None
    versions: dict[str, str] = {}


def draft_cases(source: "Path | Records") -> list[dict[str, Any]]:
    """Read feedback and return one draft per distinct question with its history, in the order of first mention.

    It comes from a file of lines, or from the database that the window keeps ratings in.

    ``kind`` is empty, which no run accepts: a draft cannot become a gold case unseen.
    """
    drafts: dict[str, dict[str, Any]] = {}
    for feedback in _read(source) if isinstance(source, Path) else _kept(source):
        draft = _draft(feedback)
        known = drafts.setdefault(draft["id"], draft)
        if known is not draft:
            known["review"]["feedback"] += draft["review"]["feedback"]
    return list(drafts.values())


def feedback_source(file: Path | None, database: str | None) -> "Path | Records":
    """Return where feedback is read from; ``default`` is the database that the settings name."""
    if (file is None) == (database is None):
        raise UsageError("Name either a JSONL file of feedback or --database URL.")
    if file is not None:
        return file
    from assistant.config import Config
    from assistant.records.check import existing_database
    from assistant.records.store import Records

    url = Config().database_url.get_secret_value() if database == "default" else str(database)
    return Records(existing_database(url))


def language_of(question: str) -> str:
    """Guess the language of a question.

    >>> language_of("園區科協有幾家？"), language_of("target 是多少"), language_of("How many?")
    ('zh-Hant', 'mixed', 'en')
    """
    if not _HAN.search(question):
        return "en"
    if len(_LATIN_WORD.findall(question)) > 0:
        return "mixed"
    # Imported here: it loads OpenCC, which only this command needs.
    from assistant.language.fold import script_of

    return script_of(question)


def _read(path: Path) -> Sequence[_Feedback]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}). Name a JSONL file of feedback.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_Feedback.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise UsageError(f"{path}, line {number}: {f'{field}: ' if field else ''}{first['msg']}") from error
    return found


def _kept(records: "Records") -> Iterator[_Feedback]:
    for kept in records.feedback():
        told = {"question": kept.question, "answer": kept.payload, "rating": kept.rating}
        reason, note = kept.reason or None, kept.note or None
        history = [_Message(role=turn.role, content=turn.content) for turn in kept.history]
        yield _Feedback(
            **told, reason=reason, note=note, history=history, build_id=kept.build_id, versions=kept.versions
        )


def _draft(feedback: _Feedback) -> dict[str, Any]:
    history = [message.model_dump() for message in feedback.history]
    key = json.dumps([history, feedback.question], ensure_ascii=False)
    cited = dict.fromkeys(str(citation.get("document_id")) for citation in all_citations(feedback.answer))
    rated: dict[str, Any] = {"rating": feedback.rating, "reason": feedback.reason, "note": feedback.note}
    if feedback.build_id is not None:
        rated |= {"build_id": feedback.build_id, "versions": feedback.versions}
    return {
        "id": f"fb-{hashlib.sha256(key.encode()).hexdigest()[:8]}",
        "question": feedback.question,
        "lang": language_of(feedback.question),
        "kind": "",
        "history": history,
        "answerable": None,
        "gold_figures": [],
        "source_ids": [],
        "review": {
            "answered": str(feedback.answer.get("answer") or ""),
            "declined": bool(feedback.answer.get("declined")),
            "cited": list(cited),
            "feedback": [rated],
        },
    }
