"""A question, hits and the extractive draft in; a draft in a model's words out, or the extractive one and why.

A model can only reword. Every sentence must cite a passage, and figures, dates, names and words must stand there. Of
what fails, sentences that nothing speaks against are handed on apart from the answer, to be marked; the rest is left
out. Whatever else goes wrong, the extractive draft is the answer and its last sentence says why.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.answering.chat_model import ChatModel, ChatModelError, stream_reply
from assistant.answering.doubtful import may_be_shown, numbers_in, texts_of, until_unknown, worth_saying
from assistant.answering.draft import Draft
from assistant.answering.facts import Fact
from assistant.answering.judged import Shown, judge
from assistant.answering.model_remarks import say_missing, why_unused
from assistant.answering.prompt import fitting, messages_for, readable
from assistant.answering.provider_failure import Failure
from assistant.answering.refusal import is_refusal, may_refuse
from assistant.answering.reply import Statement, read_begun, read_statements
from assistant.answering.support import Languages
from assistant.answering.understand import Understanding
from assistant.answering.verify import StoredText
from assistant.language.fold import to_simplified, to_traditional
from assistant.language.marks import with_stop
from assistant.schema import Claim, Hit, Source, Verdict

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LOG = logging.getLogger(__name__)
_LONGEST_REPLY = 20_000
"""Characters after which a model that does not stop is no longer listened to; five sentences were asked for."""


_CONNECTIVE = (
    "(?:不过|但是?|然而|此外|另外|同时|而且|并且"
    "|however|but|yet|in addition|additionally|moreover|furthermore|also|besides)"
)
_FOLLOWS_ON = re.compile(rf"^{_CONNECTIVE}\s*[，,]\s*", re.IGNORECASE)
_MAY_FOLLOW_ON = re.compile(rf"(?:不|然|此|另|同|而|并|{_CONNECTIVE})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be shown of an answer that is being written.

    Verified claims, the sentence begun, which nobody has judged yet, and sentences that failed and may be marked.
    """

    claims: tuple[Claim, ...]
    begun: str = ""
    unverified: tuple[Claim, ...] = ()


Watch = Callable[[Progress], None]


def answer_with_model(
    asked: Understanding,
    hits: Sequence[Hit],
    fallback: Draft,
    *,
    model: ChatModel,
    sources: Mapping[str, Source],
    stored: StoredText,
    languages: Languages,
    watch: Watch | None = None,
    facts: Sequence[Fact] = (),
) -> Draft:
    """Return the answer in the model's words, or ``fallback`` with the reason at its end.

    ``watch`` is told what can be shown each time more of the reply has come.

    A refusal (also of a part), the ledger, a corrected premise and the editors' word on a conflict are exact already,
    and nobody need wait for a model to say them: they are returned without asking. What explains a term stays as it is
    above the model's words. Raises UsageError when the model cannot be opened.
    """
    facts = fitting(facts, context_tokens=model.context_tokens)
    passages = readable(hits, sources, context_tokens=model.context_tokens, facts=facts)
    if not _may_be_reworded(fallback) or not (passages or facts):
        return fallback
    opened = model.open()
    shown = Shown(passages, sources, stored, languages, facts)
    # A sentence is judged once, not again with each piece of the reply that comes after it.
    showable = cache(partial(may_be_shown, shown=shown))
    try:
        claims, ended = _told(asked, shown, opened, model, watch, showable)
    except ChatModelError as error:
        # Who runs the window wants to know, of what went wrong and of nothing else.
        _LOG.info("No answer of the chat model: %s", error.failure)
        return _explained(fallback, error.failure, asked)
    kept, doubtful = _sorted_out(claims, showable, asked)
    if not kept:
        return _explained(fallback, "unverified" if ended else "limit", asked)
    told = {claim.text for claim in claims if claim.verdict is Verdict.VERIFIED}
    missed = {claim.text for claim in claims if claim.text not in told and worth_saying(claim)}
    closing = say_missing(len(missed), asked, ended=ended)
    layout = fallback.layout if fallback.lead else "paragraph"
    return replace(fallback, claims=kept, mode="model", layout=layout, closing=closing, unverified=doubtful)


def _told(
    asked: Understanding,
    shown: Shown,
    opened: "BaseChatModel",
    model: ChatModel,
    watch: Watch | None,
    showable: Callable[[Claim], bool],
) -> tuple[list[Claim], bool]:
    """Return what the model says as judged claims, each as soon as it is complete, and whether it said all.

    Raises ChatModelError.
    """
    messages = messages_for(asked.question, shown.hits, shown.sources, language=asked.language, facts=shown.facts)
    numbers = numbers_in([asked.question, *texts_of(shown)])
    counts = {"passage_count": len(shown.hits), "fact_count": len(shown.facts)}
    reply, ended = "", True
    judged: dict[Statement, Claim] = {}
    known = model.replies.get(messages)
    if known:
        model.meter.add_cached()
    replying = stream_reply(opened, messages, timeout_seconds=model.timeout_seconds, meter=model.meter)
    if watch is not None:
        watch(Progress(()))  # Found what there is; some models think for long before the first word.
    # Closed here: an exception that is passed on holds this frame, and the request would go on as long as it does.
    with closing(replying):
        try:
            for piece in [known] if known else replying:
                reply += piece
                if watch is not None:
                    complete, begun = read_begun(reply, **counts)
                    for statement in complete:
                        judged[statement] = judged.get(statement) or judge(statement, shown)
                    # A reply that begins by refusing is no answer, whatever follows; nothing shown may be taken back.
                    refuses = _refuses(complete) or (not complete and may_refuse(begun))
                    told = [] if refuses else [judged[statement] for statement in complete]
                    kept, doubtful = _sorted_out(told, showable, asked)
                    begun = "" if refuses else until_unknown(_begun(begun, asked, first=not kept), numbers)
                    watch(Progress(kept, begun, doubtful))
                if len(reply) > _LONGEST_REPLY:
                    ended = False
                    break
        except ChatModelError as error:
            if error.failure != "limit":
                raise
            ended = False
    if ended:
        model.replies.put(messages, reply)
    # What breaks off in the middle of a sentence may say something else than the whole.
    statements = read_statements(reply, **counts) if ended else read_begun(reply, **counts)[0]
    if _refuses(statements):
        raise ChatModelError("declined")
    return [judged.get(statement) or judge(statement, shown) for statement in statements], ended


def _refuses(statements: Sequence[Statement]) -> bool:
    return bool(statements) and is_refusal(statements[0])


def _sorted_out(
    claims: Sequence[Claim], showable: Callable[[Claim], bool], asked: Understanding
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the claims that are verified, and those that may be shown with a mark, in the script of the question."""
    verified = [claim for claim in claims if claim.verdict is Verdict.VERIFIED]
    if verified:  # It follows on nothing that is told.
        verified[0] = replace(verified[0], text=_FOLLOWS_ON.sub("", verified[0].text))
    kept = dict.fromkeys(_in_words(claim, asked) for claim in verified)
    told = {claim.text for claim in claims if claim.verdict is Verdict.VERIFIED}
    failed = dict.fromkeys(claim for claim in claims if claim.text not in told)
    marked = (_in_words(claim, asked) for claim in failed if showable(claim))
    return tuple(kept), tuple(marked)


def _may_be_reworded(draft: Draft) -> bool:
    editors = {conflict.text for conflict in draft.conflicts}
    leads = draft.lead and not draft.explains
    exact = draft.mode != "extractive" or draft.declined or leads or draft.closing
    return not exact and bool(draft.claims) and not any(claim.text in editors for claim in draft.claims)


def _in_words(claim: Claim, asked: Understanding) -> Claim:
    """Return a claim in the script of the question, as a whole sentence: claims may stand in one paragraph."""
    return replace(claim, text=_written(with_stop(claim.text, asked.language), asked))


def _begun(text: str, asked: Understanding, *, first: bool) -> str:
    """Return the beginning of a sentence as it will stand in the answer, so that nothing shown is taken back."""
    if first:
        text = "" if _MAY_FOLLOW_ON.match(text) else _FOLLOWS_ON.sub("", text)
    return _written(text.removesuffix(".") if asked.language == "zh" else text, asked)


def _written(text: str, asked: Understanding) -> str:
    if asked.language == "zh":
        return to_traditional(text) if asked.script == "zh-Hant" else to_simplified(text)
    return text[:1].upper() + text[1:]


def _explained(draft: Draft, failure: Failure, asked: Understanding) -> Draft:
    """Return ``draft`` with a closing sentence that says why no model was used."""
    return replace(draft, closing=" ".join(filter(None, [draft.closing, why_unused(failure, asked)])))
