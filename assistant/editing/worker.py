"""A corpus and its index in; how far the build is out, as JSON lines, from a process of its own.

The window goes on answering meanwhile: reading and embedding would take turns with it in one process.
"""

import json
import sys
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.errors import AssistantError
from assistant.wiring import build


def main(corpus: str, index: str) -> int:
    """Bring the index up to date; the last line is a report or an error."""

    def tell(**told: Any) -> None:
        print(json.dumps(told, ensure_ascii=False), flush=True)

    def progress(step: str, done: int, total: int) -> None:
        tell(step=step, done=done, total=total)

    try:
        config = Config(corpus=Path(corpus), index=Path(index))
        # "Checking 4,711 passages": its first word is the step, and nothing says how far it is.
        report = build(config, report=lambda line: tell(step=line.split()[0], done=0, total=0), progress=progress)
    except AssistantError as error:
        tell(error=str(error), kind=type(error).__name__)
        return error.exit_code
    tell(failures=report.failures, documents=len(report.added) + len(report.changed) + len(report.unchanged))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
