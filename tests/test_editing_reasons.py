"""Every reason that a reader can give has a Chinese rendering: read from the code, so that a new one is noticed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import ROOT
from assistant.editing.reasons import reason_text
from assistant.errors import UnreadableDocumentError
from assistant.ingestion import pdf
from assistant.ingestion.load import read_document

_HAN = re.compile("[\u4e00-\u9fff]")


def _text(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression may be, with something in place of what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values]
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from _text(node.body)
        yield from _text(node.orelse)


def _reasons() -> list[str]:
    found: list[str] = []
    for path in sorted((ROOT / "assistant" / "ingestion").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UnreadableDocumentError":
                found += _text(node.args[1])
            if isinstance(node, ast.FunctionDef) and node.name in ("_obstacle", "_no_text"):
                for inner in ast.walk(node):
                    found += _text(inner.value) if isinstance(inner, ast.Return) and inner.value else []
    return [reason for reason in [*found, *pdf._FIXES.values()] if reason]


def test_the_reasons_are_found_in_the_code() -> None:
    assert len(_reasons()) > 30


@pytest.mark.parametrize("reason", sorted(set(_reasons())))
def test_every_reason_has_a_chinese_rendering(reason: str) -> None:
    if reason.startswith("this is a folder"):  # nobody uploads one
        return
    assert _HAN.search(reason_text(reason, "zh")), reason
    assert reason_text(reason, "en") == reason


def test_a_real_refusal_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\npublished: soon\n---\n\n正文在此。\n", "utf-8")
    with pytest.raises(UnreadableDocumentError) as refused:
        read_document(tmp_path / "a.md", corpus=tmp_path)
    assert "'soon' 不是日期" in reason_text(refused.value.why, "zh")
