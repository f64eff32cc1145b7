"""A question, hits and the extractive draft in; a draft in a model's words out, or the extractive one and why.

A model can only reword. Every sentence must cite a passage, and figures, dates, names and words must stand there. Of
what fails, sentences that nothing speaks against are handed on apart from the answer, to be marked; the rest is left
out. Whatever else goes wrong, the extractive draft is the answer and its last sentence says why.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.answering.chat_model import ChatModel, ChatModelError, stream_reply
from assistant.answering.doubtful import may_be_shown, numbers_in, texts_of, until_unknown, worth_saying
from assistant.answering.draft import Draft
from assistant.answering.facts import Fact
from assistant.answering.judged import Shown, is_refusal, judge
from assistant.answering.prompt import fitting, messages_for, readable
from assistant.answering.provider_failure import Failure
from assistant.answering.reply import Statement, read_begun, read_statements
from assistant.answering.support import Languages
from assistant.answering.understand import Understanding
from assistant.answering.verify import StoredText
from assistant.language.fold import to_simplified, to_traditional
from assistant.schema import Claim, Hit, Source, Verdict

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LONGEST_REPLY = 20_000
"""Characters after which a model that does not stop is no longer listened to; five sentences were asked for."""
_WHY: dict[Failure, tuple[str, str]] = {
    "timeout": ("没有及时答复", "it took too long"),
    "unreachable": ("无法连接", "it could not be reached"),
    "refused": ("拒绝了访问，请检查密钥", "it refused access; check the key"),
    "unpaid": ("账户余额或额度不足", "its account has no credit left"),
    "unknown": ("找不到这个模型或地址，请检查设置", "there is no such model or address; check the settings"),
    "overlong": ("问题和资料超出了它一次能读的长度", "question and passages are more than it can read in one go"),
    "busy": ("请求过多，稍后再试", "it is too busy"),
    "broken": ("服务出错", "its server failed"),
    "empty": ("没有给出内容", "it returned nothing"),
    "unverified": ("没有给出能核实的回答", "nothing that it said could be verified"),
    "cut": ("答复中断", "its reply broke off"),
    "declined": ("它认为所给的资料没有答案", "it found no answer in the passages"),
    "failed": ("没有完成请求", "it did not complete the request"),
}


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
        claims = _told(asked, shown, opened, model, watch, showable)
    except ChatModelError as error:
        return _explained(fallback, error.failure, asked)
    kept, doubtful = _sorted_out(claims, showable, asked)
    if not kept:
        return _explained(fallback, "unverified", asked)
    told = {claim.text for claim in claims if claim.verdict is Verdict.VERIFIED}
    missed = {claim.text for claim in claims if claim.text not in told and worth_saying(claim)}
    closing = _left_out(len(missed), asked) if missed else ""
    layout = fallback.layout if fallback.lead else "paragraph"
    return replace(fallback, claims=kept, mode="model", layout=layout, closing=closing, unverified=doubtful)


def _told(
    asked: Understanding,
    shown: Shown,
    opened: "BaseChatModel",
    model: ChatModel,
    watch: Watch | None,
    showable: Callable[[Claim], bool],
) -> list[Claim]:
    """Return what the model says as judged claims, each as soon as it is complete; raises ChatModelError."""
    messages = messages_for(asked.question, shown.hits, shown.sources, language=asked.language, facts=shown.facts)
    numbers = numbers_in([asked.question, *texts_of(shown)])
    reply = ""
    judged: dict[Statement, Claim] = {}
    known = model.replies.get(messages)
    if known:
        model.meter.add_cached()
    replying = stream_reply(opened, messages, timeout_seconds=model.timeout_seconds, meter=model.meter)
    # Closed here: an exception that is passed on holds this frame, and the request would go on as long as it does.
    with closing(replying):
        for piece in [known] if known else replying:
            reply += piece
            if watch is not None:
                complete, begun = read_begun(reply, passage_count=len(shown.hits), fact_count=len(shown.facts))
                for statement in complete:
                    judged[statement] = judged.get(statement) or judge(statement, shown)
                # A reply that begins by refusing is no answer, whatever follows; nothing shown may be taken back.
                told = [] if _refuses(complete) else [judged[statement] for statement in complete]
                kept, doubtful = _sorted_out(told, showable, asked)
                watch(Progress(kept, until_unknown(begun, numbers), doubtful))
            if len(reply) > _LONGEST_REPLY:
                break
    if len(reply) <= _LONGEST_REPLY:
        model.replies.put(messages, reply)
    statements = read_statements(reply, passage_count=len(shown.hits), fact_count=len(shown.facts))
    if _refuses(statements):
        raise ChatModelError("declined")
    return [judged.get(statement) or judge(statement, shown) for statement in statements]


def _refuses(statements: Sequence[Statement]) -> bool:
    return bool(statements) and is_refusal(statements[0])


def _sorted_out(
    claims: Sequence[Claim], showable: Callable[[Claim], bool], asked: Understanding
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the claims that are verified, and those that may be shown with a mark, in the script of the question."""
    kept = dict.fromkeys(_in_script(claim, asked) for claim in claims if claim.verdict is Verdict.VERIFIED)
    told = {claim.text for claim in claims if claim.verdict is Verdict.VERIFIED}
    failed = dict.fromkeys(claim for claim in claims if claim.text not in told)
    marked = (_in_script(claim, asked) for claim in failed if showable(claim))
    return tuple(kept), tuple(marked)


def _may_be_reworded(draft: Draft) -> bool:
    editors = {conflict.text for conflict in draft.conflicts}
    leads = draft.lead and not draft.explains
    exact = draft.mode != "extractive" or draft.declined or leads or draft.closing
    return not exact and bool(draft.claims) and not any(claim.text in editors for claim in draft.claims)


def _in_script(claim: Claim, asked: Understanding) -> Claim:
    if asked.language != "zh":
        return claim
    return replace(claim, text=to_traditional(claim.text) if asked.script == "zh-Hant" else to_simplified(claim.text))


def _left_out(count: int, asked: Understanding) -> str:
    """Say that sentences of the model are missing, so that nobody takes a part for the whole."""
    if asked.language == "en":
        sentences = "1 more sentence" if count == 1 else f"{count} more sentences"
        return f"({sentences} of the language model could not be verified: not part of this answer.)"
    said = f"（语言模型另有{count}句话未能核实，不列入回答。）"
    return to_traditional(said) if asked.script == "zh-Hant" else said


def _explained(draft: Draft, failure: Failure, asked: Understanding) -> Draft:
    """Return ``draft`` with a closing sentence that says why no model was used."""
    chinese, english = _WHY[failure]
    why = f"（未使用语言模型：{chinese}；以上是资料原文。）"
    if asked.language == "en":
        why = f"(No language model was used: {english}. The above comes straight from the sources.)"
    elif asked.script == "zh-Hant":
        why = to_traditional(why)
    return replace(draft, closing=" ".join(filter(None, [draft.closing, why])))
