"""Ratings of users to draft cases: what was asked and cited is filled in, what is right is left to an editor."""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError
from evals.metrics.payload import all_citations

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


def draft_cases(path: Path) -> list[dict[str, Any]]:
    """Read feedback and return one draft per distinct question with its history, in the order of first mention.

    ``kind`` is empty, which no run accepts: a draft cannot become a gold case unseen.
    """
    drafts: dict[str, dict[str, Any]] = {}
    for feedback in _read(path):
        draft = _draft(feedback)
        known = drafts.setdefault(draft["id"], draft)
        if known is not draft:
            known["review"]["feedback"] += draft["review"]["feedback"]
    return list(drafts.values())


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


def _draft(feedback: _Feedback) -> dict[str, Any]:
    history = [message.model_dump() for message in feedback.history]
    key = json.dumps([history, feedback.question], ensure_ascii=False)
    cited = dict.fromkeys(str(citation.get("document_id")) for citation in all_citations(feedback.answer))
    rated = {"rating": feedback.rating, "reason": feedback.reason, "note": feedback.note}
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
