"""A transcript to Markdown; what documents and users wrote stays text."""

import re

from assistant.schema import Language
from assistant.window.export.transcript import Evidence, Exchanged, Statement, Transcript
from assistant.window.history_labels import label

_SIGNS = re.compile(r"([\\`*_\[\]<>|~#&])")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_LINE_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+=]))", re.MULTILINE)


def to_markdown(transcript: Transcript) -> str:
    """Write a conversation."""
    head = f"# {one_line(transcript.title)}\n\n{plain(transcript.exported)}\n"
    return "\n".join([head, *(_exchange(one, transcript.language) for one in transcript.exchanges)])


def answer_markdown(exchanged: Exchanged, language: Language) -> str:
    """Write one answer with its evidence, as it is copied."""
    notes = "".join(f"*{one_line(note)}*\n\n" for note in exchanged.notes)
    told = "\n\n".join(_statement(statement, language) for statement in exchanged.statements)
    warnings = "".join(f"\n\n> ⚠ {_quoted(plain(one.text))}{one.marks}" for one in exchanged.warnings)
    evidence = "\n".join(_evidence(one) for one in exchanged.evidence)
    heading = f"\n\n**{label('evidence', language)}**\n\n{evidence}" if evidence else ""
    return f"{notes}{told}{warnings}{heading}\n"


def _exchange(exchanged: Exchanged, language: Language) -> str:
    return f"## {one_line(exchanged.question)}\n\n{plain(exchanged.asked)}\n\n{answer_markdown(exchanged, language)}"


def _statement(statement: Statement, language: Language) -> str:
    doubt = f"**{plain(label('unverified', language).strip())}** " if statement.doubtful else ""
    return f"{doubt}{plain(statement.text)}{statement.marks}"


def _evidence(one: Evidence) -> str:
    facts = f" — {one_line(one.facts)}" if one.facts else ""
    link = f" — {_link(one.url)}" if one.url else ""
    return f"{one.number}. **{one_line(one.title)}**{facts}{link}\n\n   > {_quoted(plain(one.quote), '   ')}\n"


def _link(url: str) -> str:
    return f"<{url}>" if _ADDRESS.fullmatch(url) else one_line(url)


def _quoted(text: str, indent: str = "") -> str:
    return text.replace("\n", f"\n{indent}> ")


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> plain("1. <b>*a*")
    '1\\. \\<b\\>\\*a\\*'
    """
    return _LINE_START.sub(_defused, _SIGNS.sub(r"\\\1", text))


def _defused(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\{found[3]}" if found[2] else f"{found[1]}\\{found[4]}"


def one_line(text: str) -> str:
    """Return text for a heading or a list."""
    return plain(" ".join(text.split()))
