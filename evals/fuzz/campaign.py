"""A target and a number of executions in; what it raised besides errors that users can put right out."""

import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import process_time
from types import FrameType

from assistant.errors import AssistantError

Run = Callable[[bytes], None]
"""One execution: raises AssistantError for an input that is refused, anything else for a fault."""

SLOWEST_SECONDS = 20.0
"""An input of 64 KB that takes longer is a fault like a crash; in processor time, as machines are shared."""
_PACKAGES = ("assistant", "evals", "tests")


class TooSlowError(Exception):
    """One execution took longer than it may."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed: ``prepare`` gets an empty folder; ``share`` is its part of all executions, most for fast ones."""

    name: str
    share: float
    prepare: Callable[[Path], Run]
    seeds: Callable[[], tuple[bytes, ...]]
    words: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Fault:
    """Executions that ended in the same unhandled exception at the same place; the shortest input is kept."""

    error: str
    where: str
    count: int
    shortest: bytes


@dataclass(slots=True)
class Tally:
    """What became of the executions of one target."""

    target: str
    executions: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest_seconds: float = 0.0
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)

    @property
    def unhandled(self) -> int:
        """Executions that ended in an exception that is no AssistantError."""
        return sum(fault.count for fault in self.faults.values())

    def execute(self, run: Run, data: bytes, *, alarm: bool = True) -> None:
        """Feed one input and count how it ended."""
        self.executions += 1
        begun = process_time()
        try:
            with _alarm(SLOWEST_SECONDS if alarm else 0.0):
                run(data)
        except AssistantError:
            self.refused += 1
        except Exception as error:  # noqa: BLE001 - every exception is what is looked for
            self._note(error, data)
        took = process_time() - begun
        self.seconds += took
        self.slowest_seconds = max(self.slowest_seconds, took)

    def _note(self, error: Exception, data: bytes) -> None:
        key = (f"{type(error).__name__}: {error}"[:200], place_of(error))
        kind = (type(error).__name__, key[1])
        known = self.faults.get(kind)
        if known is None:
            self.faults[kind] = Fault(*key, 1, data)
            return
        known.count += 1
        if len(data) < len(known.shortest):
            known.error, known.shortest = key[0], data


def run_target(target: Target, inputs: Iterable[bytes], executions: int, folder: Path) -> Tally:
    """Feed the first ``executions`` inputs to a target; ``folder`` is empty and belongs to it."""
    tally = Tally(target.name)
    run = target.prepare(folder)
    for data, _ in zip(inputs, range(executions), strict=False):
        tally.execute(run, data)
    return tally


def place_of(error: BaseException) -> str:
    """Return where in our own code an exception came from: the innermost line of it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(f"/{name}/" in frame.filename for name in _PACKAGES)]
    own = [frame for frame in own if "site-packages" not in frame.filename] or list(frames)
    if not own:
        return "?"
    parts = Path(own[-1].filename).parts
    start = max((parts.index(name) for name in _PACKAGES if name in parts), default=len(parts) - 1)
    return f"{'/'.join(parts[start:])}:{own[-1].lineno}"


def keep_inputs(tally: Tally, folder: Path) -> dict[tuple[str, str], str]:
    """Write the shortest input of each fault into ``folder``; return the names of the files."""
    kept = {}
    for kind, fault in tally.faults.items():
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{tally.target}-{kind[0]}-{sha256(fault.shortest).hexdigest()[:12]}"
        (folder / name).write_bytes(fault.shortest)
        kept[kind] = name
    return kept


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block when it takes more processor time; 0 leaves alarms alone."""
    if not seconds:
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
