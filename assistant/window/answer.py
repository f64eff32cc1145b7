"""An answer to the HTML of its chat bubble: claims with marks, verdicts, disagreements, date and age."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from assistant.answering.wording import say_doubts
from assistant.language.dates import age_text, in_brackets
from assistant.language.fold import script_of
from assistant.schema import Answer, Citation, Claim, Conflict, Language, Reason, Usage, Verdict
from assistant.window.conversation import citation_key, cited
from assistant.window.evidence import disagreement
from assistant.window.labels import label
from assistant.window.markup import date_text, escape, paragraphs

OPEN_CONFLICTS = 2
"""Disagreements that show at once; an overview question can meet half a dozen."""
Numbers = Mapping[tuple[str, int, int], int]
Write = Callable[[str], str]
"""Writes a text of the answer as HTML."""

_NOT_LOOKED_FOR = (Reason.OUT_OF_SCOPE, Reason.UNSAFE)
"""Of a greeting and of an order, nobody wants to hear that there was no evidence."""


def answer_html(answer: Answer, exchange: int, *, today: date, write: Write = paragraphs) -> str:
    """Write one answer as inert HTML; ``write`` writes what its sentences say.

    The chat strips ``data-*`` and ``aria-*``, so names for screen readers are hidden text.
    """
    numbers = {citation_key(citation): place for place, citation in enumerate(cited(answer), start=1)}
    body = _declined(answer, exchange, numbers, write) if answer.declined else _claims(answer, exchange, numbers, write)
    parts = [
        _standalone(answer),
        body,
        doubtful_html(answer.unverified, answer.language, lambda claim: _marks_of(claim, answer, exchange, numbers)),
        _conflicts(answer, exchange, numbers),
        _foot(answer, today),
    ]
    kind = "answer declined" if answer.declined else "answer"
    return f'<div class="{kind}" lang="{answer.language}">{"".join(parts)}</div>'


def _standalone(answer: Answer) -> str:
    """Show how a follow-up was understood when that is not what was typed."""
    if answer.standalone.strip() == answer.question.strip():
        return ""
    return (
        f'<p class="standalone"><span class="tag">{label("standalone", answer.language)}</span> '
        f"{escape(answer.standalone)}</p>"
    )


def _claims(answer: Answer, exchange: int, numbers: Numbers, write: Write) -> str:
    if not answer.claims:
        return f'<p class="claim">{write(answer.text)}</p>'
    lead = _sentence(answer.lead, write)
    claims = "".join(_claim(claim, answer.language, exchange, numbers, write) for claim in answer.claims)
    return f"{lead}{claims}{_sentence(answer.closing, write)}"


def _sentence(text: str, write: Write) -> str:
    """Write a sentence of the answer that quotes nothing: what it corrects, or what stays open."""
    return f'<p class="claim lead">{write(text)}</p>' if text else ""


def _claim(claim: Claim, language: Language, exchange: int, numbers: Numbers, write: Write) -> str:
    marks = _marks(claim.citations, language, exchange, numbers)
    return f'<p class="claim">{write(claim.text)}{marks}{_verdict(claim.verdict, language)}</p>'


def _marks_of(claim: Claim, answer: Answer, exchange: int, numbers: Numbers) -> str:
    return _marks(claim.citations, answer.language, exchange, numbers)


def doubtful_html(claims: Sequence[Claim], language: Language, marks: Callable[[Claim], str] = lambda _: "") -> str:
    """Frame sentences that are no part of the answer; each begins with its mark, so that a copied part keeps it."""
    if not claims:
        return ""
    said = "".join(
        f'<p class="claim doubtful"><span class="unverified">? {label("unverified", language)}</span>&nbsp;'
        f"{paragraphs(claim.text)}{marks(claim)}{_why(claim, language)}</p>"
        for claim in claims
    )
    return f'<aside class="doubts"><p><strong>{label("doubtful", language)}</strong></p>{said}</aside>'


def _why(claim: Claim, language: Language) -> str:
    why = say_doubts(claim.doubts, language, script=script_of(claim.text))
    return f'<span class="why">{escape(in_brackets(why, language))}</span>' if why else ""


def _verdict(verdict: Verdict, language: Language) -> str:
    """Mark a verdict by sign and word, so that it shows without colour."""
    if verdict is Verdict.VERIFIED:
        word = label("verified", language)
        return f'&nbsp;<span class="verified" title="{word}">✓<span class="heard"> {word}</span></span>'
    return f'&nbsp;<span class="unverified">{label("unverified", language)}</span>'


def _marks(citations: Sequence[Citation], language: Language, exchange: int, numbers: Numbers) -> str:
    """Write the numbered links into the evidence beside the chat, each number once."""
    places = sorted({numbers[citation_key(citation)] for citation in citations})
    marks = "".join(_mark(place, exchange, label("evidence_n", language, number=place)) for place in places)
    return f'<sup class="cites">{marks}</sup>' if marks else ""


def _mark(place: int, exchange: int, title: str) -> str:
    return f'<a class="cite" href="#e{exchange}-{place}" title="{title}">[{place}]</a>'


def _conflicts(answer: Answer, exchange: int, numbers: Numbers) -> str:
    """Show the first disagreements and fold the others, so that warnings never bury the answer."""
    boxes = [_conflict(conflict, answer.language, exchange, numbers) for conflict in answer.conflicts]
    shown, folded = boxes[:OPEN_CONFLICTS], boxes[OPEN_CONFLICTS:]
    if not folded:
        return "".join(shown)
    summary = label("more_conflicts", answer.language, count=len(folded))
    return f"{''.join(shown)}<details><summary>{summary}</summary>{''.join(folded)}</details>"


def _conflict(conflict: Conflict, language: Language, exchange: int, numbers: Numbers) -> str:
    marks = _marks(conflict.citations, language, exchange, numbers)
    return disagreement(f"{paragraphs(conflict.text)}{marks}", language, kind=conflict.kind)


def _declined(answer: Answer, exchange: int, numbers: Numbers, write: Write) -> str:
    if answer.claims:
        # What is known instead has its marks like any other claim.
        return _claims(answer, exchange, numbers, write)
    reason = f'<p class="reason">{label(answer.reason.value, answer.language)}</p>' if answer.reason else ""
    head = f'<p class="head"><span class="sign">○</span> {label("declined", answer.language)}</p>'
    return f'{"" if answer.reason in _NOT_LOOKED_FOR else head}<p class="claim">{paragraphs(answer.text) or reason}</p>'


def _foot(answer: Answer, today: date) -> str:
    """Say until when the evidence reaches, how old that is, and what the signs mean."""
    language = answer.language
    pieces: list[str] = []
    if answer.as_of:
        age = age_text(answer.as_of, today, language)
        shown = f"{date_text(answer.as_of, language)}{in_brackets(age, language)}"
        pieces.append(f'<span class="as-of">{label("as_of", language)} {escape(shown)}</span>')
    verdicts = {claim.verdict for claim in (*answer.claims, *answer.unverified)}
    pieces += [
        f'<span class="legend">{label(f"legend_{verdict.value}", language)}</span>'
        for verdict in Verdict
        if verdict in verdicts
    ]
    if answer.usage:
        pieces.append(f'<span class="usage">{escape(usage_text(answer.usage, language))}</span>')
    return f'<p class="foot">{"".join(pieces)}</p>' if pieces else ""


def usage_text(usage: Usage, language: Language) -> str:
    """Say what an answer took of a model, and what that cost where prices are set."""
    if not usage.requests:
        return label("usage_cached", language)
    said = label("usage", language, read=f"{usage.tokens_in:,}", written=f"{usage.tokens_out:,}")
    said += label("usage_estimated", language) if usage.estimated else ""
    if usage.cost is None:
        return said
    return said + label("usage_cost", language, cost=f"{usage.cost.normalize():f}", currency=usage.currency)
