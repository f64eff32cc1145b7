"""What users hand to the command line besides the question, checked: a history file and a date."""

import datetime
import json
import re
from pathlib import Path

from assistant.errors import UsageError
from assistant.language.fold import whole_characters
from assistant.schema import Turn

_DATE = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def read_history(path: Path | None) -> tuple[Turn, ...]:
    """Read a JSON list of turns, oldest first; UsageError says what is wrong with it."""
    if path is None:
        return ()
    try:
        entries = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(f"There is no history file {path}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"The history file {path} is not JSON: {error}.") from error
    return parse_history(entries, name=str(path))


def parse_history(entries: object, *, name: str = "history") -> tuple[Turn, ...]:
    """Return turns from ``[{"role": "user" | "assistant", "content": text}, …]``; UsageError names the wrong one."""
    if not isinstance(entries, list):
        raise UsageError(f"{name} must be a list of turns with role and content.")
    turns = []
    for number, entry in enumerate(entries, start=1):
        role = entry.get("role") if isinstance(entry, dict) else None
        content = entry.get("content") if isinstance(entry, dict) else None
        if role not in ("user", "assistant") or not isinstance(content, str):
            raise UsageError(f'{name}, turn {number}: needs "role" (user or assistant) and a text as "content".')
        turns.append(Turn(role, whole_characters(content)))
    return tuple(turns)


def _exists(date: str) -> bool:
    try:
        datetime.date.fromisoformat((date + "-01-01")[:10] if len(date) < 10 else date)
    except ValueError:
        return False
    return True


def read_as_of(date: str | None) -> str | None:
    """Return an ISO date or its beginning (2022, 2022-04, 2022-04-08); UsageError for anything else."""
    if date is not None and not (_DATE.fullmatch(date) and _exists(date)):
        raise UsageError(f"{date!r} is not a date. Write 2022-04-08, 2022-04 or 2022.")
    return date
