"""The options of a run about a model to what they ask for: replies repeated from a file, or written to one."""

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError


@dataclass(frozen=True, slots=True)
class Script:
    """How a run is to use a model: repeat the replies of a file, or write a file, with empty replies on a dry run."""

    replay: Path | None = None
    record: Path | None = None
    dry_run: bool = False


def script_of(mode: str | None, replay: Path | None, record: Path | None, *, dry_run: bool) -> Script | None:
    """Return what the options of a run ask for, None for a run as configured; UsageError where they do not fit."""
    if mode != "model":
        if replay or record or dry_run:
            raise UsageError("--replay, --record and --dry-run need --mode model.")
        return None
    if replay and (record or dry_run):
        raise UsageError("A run replays or records. Leave out --replay, or --record and --dry-run.")
    if dry_run and not record:
        raise UsageError("--dry-run only writes prompts: add --record FILE.")
    return Script(replay, record, dry_run)
