"""Question-set files to validated cases; a wrong line is named by file and line."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.errors import UsageError
from assistant.schema import Turn

SHIPPED = Path(__file__).parent / "sets"
"""The folder of the sets that come with the assistant."""

Lang = Literal["zh-Hans", "zh-Hant", "zh", "en", "mixed"]

KINDS = (
    "target", "progress", "comparison", "explain", "who", "when", "event", "list", "follow-up", "conflict",
    "unanswerable", "false-premise", "out-of-scope", "injection", "typo", "traditional", "mixed",
)  # fmt: skip
"""What a case may test; scores are reported by these, so that a misspelt one must not open a group of its own."""

DECLINING_KINDS = frozenset({"unanswerable", "out-of-scope", "injection"})
"""Kinds whose right answer is to decline, unless the case says `answerable` itself."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Words of a stored text that a right answer rests on, copied exactly."""

    source_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer must contain; ``answer_lang`` is set where it differs from ``lang``.

    ``standalone`` is what the last question of a conversation means by itself, "" where no editor wrote it down.
    """

    id: str
    question: str
    lang: Lang
    kind: str
    history: tuple[Turn, ...] = ()
    answerable: bool | None = None
    gold_answer: str = ""
    gold_figures: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    gold_quotes: tuple[GoldQuote, ...] = ()
    answer_lang: Lang | None = None
    standalone: str = ""

    @property
    def should_decline(self) -> bool:
        """True when the corpus does not hold the answer, or nobody should give it."""
        return self.kind in DECLINING_KINDS if self.answerable is None else not self.answerable


class _Message(BaseModel):
    role: Literal["user", "assistant"]
    content: str


class _Quote(BaseModel):
    source_id: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class _Line(BaseModel):
    """The border: what a line of a set may hold; fields that are not named here are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    lang: Lang
    kind: str
    history: list[_Message] = []
    answerable: bool | None = None
    gold_answer_zh: str | None = None
    gold_answer_en: str | None = None
    gold_figures: list[str]
    source_ids: list[str]
    gold_quotes: list[_Quote] = []
    answer_lang: Lang | None = None
    standalone: str = ""

    @field_validator("kind")
    @classmethod
    def _kind_is_chosen(cls, kind: str) -> str:
        if not kind.strip():
            raise ValueError("is empty: an editor must choose one (such as target, progress or unanswerable)")
        if kind.strip() not in KINDS:
            near = difflib.get_close_matches(kind.strip().lower(), KINDS, n=1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"{kind!r} is no kind of case.{meant} Kinds are {', '.join(KINDS)}.")
        return kind


def load_sets(paths: Sequence[Path]) -> list[Case]:
    """Read every file, and every ``*.jsonl`` of every folder, in the order given.

    Raise UsageError naming file and line for a line that is no case, and for an id that is used twice.
    """
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for path in set_files(paths):
        for number, line in numbered_lines(path):
            case = parse_line(path, number, line)
            where = f"{path}, line {number}"
            if case.id in seen:
                raise UsageError(f"{where}: id {case.id!r} is already used in {seen[case.id]}. Give it another id.")
            seen[case.id] = where
            cases.append(case)
    if not cases:
        raise UsageError(
            f"No cases in {', '.join(map(str, paths)) or 'no file'}. Name a .jsonl file or a folder of them."
        )
    return cases


def set_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that ``paths`` stand for, folders sorted by name."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files.extend(sorted(path.glob("*.jsonl")))
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"{path}: no such question set. Name a .jsonl file or a folder of them.")
    return files


def digest_of(cases: Iterable[Case]) -> str:
    """Return a fingerprint of everything that a score depends on; the order of cases and files does not matter."""
    # Every field, so that none which a metric reads one day can be forgotten; how declining is spelt does not count.
    whole = ({**asdict(case), "answerable": not case.should_decline} for case in cases)
    lines = sorted(json.dumps(fields, ensure_ascii=False, sort_keys=True) for fields in whole)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a set that hold something, with their numbers from 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    # splitlines() would also split at U+2028 and its like, which JSON strings may hold.
    lines = enumerate(text.split("\n"), start=1)
    return [(number, line) for number, line in lines if line.strip()]


def parse_line(path: Path, number: int, line: str) -> Case:
    """Return the case of a line; raise UsageError naming file, line and field where it is none."""
    try:
        raw = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}, line {number}: {f'{field}: ' if field else ''}{first['msg']}") from error
    return Case(
        id=raw.id,
        question=raw.question,
        lang=raw.lang,
        kind=raw.kind.strip(),
        history=tuple(Turn(message.role, message.content) for message in raw.history),
        answerable=raw.answerable,
        gold_answer=raw.gold_answer_zh or raw.gold_answer_en or "",
        gold_figures=tuple(raw.gold_figures),
        source_ids=tuple(raw.source_ids),
        gold_quotes=tuple(GoldQuote(gold.source_id, gold.quote) for gold in raw.gold_quotes),
        answer_lang=raw.answer_lang,
        standalone=raw.standalone,
    )
