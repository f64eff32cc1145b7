"""Answers to plain text and to the JSON of the command line."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.answering.draft import Draft
from assistant.answering.wording import say_doubts
from assistant.language.dates import age_text, in_brackets
from assistant.language.fold import script_of
from assistant.language.marks import COLON, COMMA, quoted, titled
from assistant.ledger.table import citation_payload
from assistant.schema import Answer, Citation, Claim, Language, Source, Usage, Verdict


def plain_text(draft: Draft, claims: tuple[Claim, ...], language: Language) -> str:
    """Return the words of an answer: its lead, then the claims as lines or as one paragraph."""
    lines = [claim.text for claim in claims]
    if draft.layout == "lines":
        return "\n".join(filter(None, [draft.lead, *lines, draft.closing]))
    return (" " if language == "en" else "").join(filter(None, [draft.lead, *lines, draft.closing]))


def answer_payload(answer: Answer) -> dict[str, Any]:
    """Return the object of ``ask --json``."""
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "language": answer.language,
        "mode": answer.mode,
        "answer": answer.text,
        "claims": [claim_payload(claim, answer.language) for claim in (*answer.claims, *answer.unverified)],
        "declined": answer.declined,
        "reason": answer.reason.value if answer.reason else None,
        "confidence": None if answer.confidence is None else round(answer.confidence, 4),
        "as_of": answer.as_of,
        "conflicts": [
            {"text": conflict.text, "citations": [citation_payload(citation) for citation in conflict.citations]}
            for conflict in answer.conflicts
            if conflict.kind == "disagree"
        ],
        "suggestions": list(answer.suggestions),
        "hits": [
            {
                "document_id": hit.passage.document_id,
                "page": hit.passage.page,
                "score": round(hit.score, 4),
                "text": hit.passage.text,
            }
            for hit in answer.hits
        ],
        "timings_ms": {name: round(value, 2) for name, value in answer.timings_ms.items()},
        # Only answers that took something of a model have it.
        **({"usage": usage_payload(answer.usage)} if answer.usage else {}),
    }


def usage_payload(usage: Usage) -> dict[str, Any]:
    """Return what an answer took of a model as ``ask --json`` has it."""
    return {**asdict(usage), "cost": None if usage.cost is None else float(usage.cost)}


def claim_payload(claim: Claim, language: Language) -> dict[str, Any]:
    """Return a claim as ``ask --json`` lists it; an unverified one has the reason and is no part of the answer."""
    told = {
        "text": claim.text,
        "verdict": claim.verdict.value,
        "citations": [citation_payload(citation) for citation in claim.citations],
    }
    return {**told, "why": say_doubts(claim.doubts, language)} if claim.doubts else told


_WORDS = {
    "sources": {"zh": "出处", "en": "Sources"},
    "disagree": {"zh": "来源不一致", "en": "Sources disagree"},
    "distinguish": {"zh": "请注意区分", "en": "Not the same thing"},
    "as_of": {"zh": "证据最新日期", "en": "Newest evidence"},
    "read_as": {"zh": "理解为", "en": "Understood as"},
    "suggest": {"zh": "还可以问", "en": "You could also ask"},
    "unverified": {"zh": "（未核实）", "en": " (unverified)"},
    "doubtful": {
        "zh": "以下未能核实，不是回答的内容，请勿引用：",
        "en": "Not verified, and no part of the answer; do not quote:",
    },
}


def terminal_text(answer: Answer, *, today: date, suggests: bool = True) -> str:
    """Return an answer as plain text: what it says with numbered marks, then the sources with their quotes.

    ``today`` is the day from which the age of the newest evidence is counted; without ``suggests``, what might be
    asked next is left out, which is nothing to whom the answer is sent on.
    """
    language = answer.language
    colon = COLON[language]
    cited: list[Citation] = []
    text = answer.text
    position = 0
    for claim in answer.claims:
        marks = "".join(f"[{_number(cited, citation)}]" for citation in claim.citations)
        doubt = "" if claim.verdict is Verdict.VERIFIED else _WORDS["unverified"][language]
        found = text.find(claim.text, position)
        if found >= 0:
            end = found + len(claim.text)
            # Claims of one paragraph follow each other without a space in Chinese; after a mark they need one.
            gap = " " if text[end : end + 1].strip() else ""
            text = text[:end] + doubt + marks + gap + text[end:]
            position = end + len(doubt + marks + gap)
    blocks = [text]
    if answer.standalone != answer.question:
        said = f"{_WORDS['read_as'][language]}{colon}{answer.standalone}"
        blocks.insert(0, f"（{said}）" if language == "zh" else f"({said})")
    blocks += [f"⚠ {_WORDS[conflict.kind][language]}{colon}{conflict.text}" for conflict in answer.conflicts]
    if cited:
        lines = [
            f"[{i}] {_source_line(citation, language, remarks=first)}\n    {quoted(citation.quote, language)}"
            for i, (citation, first) in enumerate(zip(cited, first_of_source(cited), strict=True), 1)
        ]
        blocks.append("\n".join([f"{_WORDS['sources'][language]}{colon}".rstrip(), *lines]))
    if answer.unverified:
        blocks.append("\n".join([_WORDS["doubtful"][language], *(_doubtful(c, language) for c in answer.unverified)]))
    if answer.as_of:
        age = in_brackets(age_text(answer.as_of, today, language), language)
        blocks.append(f"{_WORDS['as_of'][language]}{colon}{answer.as_of}{age}")
    if suggests and answer.suggestions:
        blocks.append(f"{_WORDS['suggest'][language]}{colon}" + "  ".join(answer.suggestions))
    return "\n\n".join(blocks)


def _doubtful(claim: Claim, language: Language) -> str:
    """Write an unverified sentence so that no part of it that is copied looks like the answer."""
    why = in_brackets(say_doubts(claim.doubts, language, script=script_of(claim.text)), language)
    return f"  ? {_WORDS['unverified'][language].strip()}{'' if language == 'zh' else ' '}{claim.text}{why}"


def _number(cited: list[Citation], citation: Citation) -> int:
    if citation not in cited:
        cited.append(citation)
    return cited.index(citation) + 1


def first_of_source(citations: Sequence[Citation]) -> list[bool]:
    """Return for each citation whether its source has not been named before; remarks on a source are made once."""
    ids = [citation.source.id for citation in citations]
    return [one not in ids[:place] for place, one in enumerate(ids)]


def _source_line(citation: Citation, language: Language, *, remarks: bool) -> str:
    source = citation.source
    parts = [source.publisher, titled([source.title], language), source.published]
    page = f"p. {citation.page}" if citation.page > 1 else None
    remark = spoken_remark(source, language) if remarks else ""
    # The address is last: programs that find links in a text take a full-width comma behind it for a part of it.
    return COMMA[language].join(part for part in (*parts, page, remark, source.url) if part)


def spoken_remark(source: Source, language: Language) -> str:
    """Return the remark on a source in one language: "low – 中文 | English" without its mark and its other half."""
    said = re.sub(r"^low\s*[–:-]\s*", "", source.reliability)
    halves = said.split(" | ", maxsplit=1)
    return halves[0] if language == "zh" else halves[-1]
