"""The events of an answer that is being written to what a terminal or a program reads line by line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.answering.generate import Progress
from assistant.answering.render import answer_payload, claim_payload, terminal_text
from assistant.schema import Answer, Claim, Language

_MARKED = {"zh": "（未核实）", "en": " (unverified)"}
_LEFT_OUT = {"zh": "（未核实，略去）", "en": " (unverified, left out)"}


def text_pieces(events: Iterable[Progress | Answer], *, today: date) -> Iterator[str]:
    """Yield text to be printed one after another: words as they come, then the whole answer with its sources.

    A sentence that was begun and could not be verified is followed by a remark that says so.
    """
    shown, begun = "", ""
    for event in events:
        if isinstance(event, Answer):
            kept = "".join(claim.text for claim in event.claims)
            remark = _remark(begun, kept, event.unverified, event.language)
            yield f"{remark}\n\n" if shown else ""
            yield f"{terminal_text(event, today=today)}\n"
            return
        kept = "".join(claim.text for claim in event.claims)
        if begun and not event.begun.startswith(begun):
            yield _rest(begun, kept) or _remark(begun, kept, event.unverified, _language(begun))
            begun = ""
        yield event.begun[len(begun) :]
        begun = event.begun
        shown = shown or begun


def _rest(begun: str, kept: str) -> str:
    """Return how a sentence goes on that has become the last claim."""
    place = kept.rfind(begun)
    return kept[place + len(begun) :] if place >= 0 else ""


def _remark(begun: str, kept: str, unverified: Sequence[Claim], language: Language) -> str:
    """Return the end of a sentence that was begun and failed, and that it did."""
    if not begun or begun in kept:
        return ""
    marked = next((claim.text for claim in unverified if claim.text.startswith(begun)), None)
    return _LEFT_OUT[language] if marked is None else marked[len(begun) :] + _MARKED[language]


def _language(text: str) -> Language:
    return "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"


def json_objects(events: Iterable[Progress | Answer]) -> Iterator[dict[str, object]]:
    """Yield each claim once, as soon as it is judged, and the whole answer at last."""
    told: list[Claim] = []
    for event in events:
        for claim in (*event.claims, *event.unverified):
            if claim not in told:
                told.append(claim)
                yield {"claim": claim_payload(claim, _language(claim.text))}
        if isinstance(event, Answer):
            yield {"answer": answer_payload(event)}
