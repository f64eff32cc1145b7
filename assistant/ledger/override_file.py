"""corpus/ledger.csv to overrides: what an evaluator wants added, dropped or corrected, checked cell by cell."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, cast, get_args

from assistant.errors import UsageError
from assistant.language.dates import find_dates
from assistant.schema import Language, Qualifier

COLUMNS = tuple("indicator role value unit qualifier date same_measure document quote action reason name".split())
"""The header line of the file."""
_ALWAYS = ("indicator", "document", "quote", "action", "reason", "name")
_FOR_ADDING = ("role", "value", "unit")
_CORRECTED = ("value", "unit", "qualifier", "date", "same_measure")
_TRUTH = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}

Role = Literal["target", "progress"]
Action = Literal["add", "drop", "correct"]


@dataclass(frozen=True, slots=True)
class Override:
    """One line of the file; what is empty there is None, and an empty cell of a correction keeps what was read."""

    line: int
    indicator: str
    role: Role | None
    value: Decimal | None
    unit: str
    qualifier: Qualifier | None
    date: str | None
    same_measure: bool | None
    document: str
    quote: str
    action: Action
    reason: str
    name: str

    @property
    def note(self) -> str:
        """Why the row is not as it was read, and who says so."""
        return f"{self.reason} ({self.name})"


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read the file, none for no file; UsageError names the line and the column that is wrong."""
    if not path.exists():
        return ()
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A Chinese Excel saves CSV in this encoding unless told otherwise.
        text = raw.decode("gb18030", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if tuple(header) != COLUMNS:
            wrong = next((name for name in (*header, *COLUMNS) if (name in header) != (name in COLUMNS)), "order")
            raise UsageError(f"{path}, line 1, column {wrong}: the header must be {','.join(COLUMNS)}.")
        return tuple(_override(cells, path, reader.line_num) for cells in reader if any(map(str.strip, cells)))
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num}: this is not CSV ({error}).") from error


def _override(cells: Sequence[str], path: Path, line: int) -> Override:
    if len(cells) != len(COLUMNS):
        column = COLUMNS[min(len(cells), len(COLUMNS) - 1)]
        raise UsageError(
            f"{path}, line {line}, column {column}: {len(cells)} cells instead of {len(COLUMNS)}; "
            "put text that holds a comma into double quotes."
        )
    found = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}

    def check(column: str, good: bool, wanted: str) -> None:
        if not good:
            raise UsageError(f"{path}, line {line}, column {column}: {found[column]!r} is not {wanted}.")

    check("action", found["action"] in get_args(Action), "add, drop or correct")
    needed = _ALWAYS + (_FOR_ADDING if found["action"] == "add" else ())
    for column in needed:
        check(column, bool(found[column]), "filled in")
    check("role", found["role"] in ("", *get_args(Role)), "target or progress")
    check("qualifier", found["qualifier"] in ("", *get_args(Qualifier)), f"one of {', '.join(get_args(Qualifier))}")
    check("date", found["date"] in ("", *(m.iso for m in find_dates(found["date"]))), "a date such as 2022-04")
    check("same_measure", found["same_measure"].lower() in ("", *_TRUTH), "yes or no")
    value = _decimal(found["value"])
    check("value", value is not None or not found["value"], "a number")
    changes = found["action"] != "correct" or any(found[column] for column in _CORRECTED)
    check("value", changes, "filled in, and neither is unit, qualifier, date or same_measure: nothing is corrected")
    return Override(
        line=line,
        indicator=found["indicator"],
        role=cast(Role | None, found["role"] or None),
        value=value,
        unit=found["unit"],
        qualifier=cast(Qualifier | None, found["qualifier"] or None),
        date=found["date"] or None,
        same_measure=_TRUTH.get(found["same_measure"].lower()),
        document=found["document"],
        quote=found["quote"],
        action=cast(Action, found["action"]),
        reason=found["reason"],
        name=found["name"],
    )


def overridden_text(note: str, language: Language) -> str:
    """Say that a figure was corrected by hand, from its "reason (name)".

    >>> overridden_text("数字抄错 (王芳)", "zh")
    '人工更正：数字抄错（王芳）'
    """
    if language == "en":
        return f"Corrected by hand: {note}"
    reason, _, name = note.rpartition(" (")
    return f"人工更正：{reason}（{name.removesuffix(')')}）" if reason else f"人工更正：{note}"


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
