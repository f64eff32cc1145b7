"""A question, hits and the extractive draft in; a draft in a model's words out, or the extractive one and why.

A model can only reword. Every sentence must cite a passage, and figures, dates, names and words must stand there; the
rest is dropped. Whatever else goes wrong, the extractive draft is the answer and its last sentence says why.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answering.chat_model import ChatModel, ChatModelError, Failure, stream_reply
from assistant.answering.draft import Draft
from assistant.answering.judged import Shown, is_refusal, judge
from assistant.answering.prompt import messages_for, readable
from assistant.answering.reply import Statement, read_begun, read_statements
from assistant.answering.support import Languages
from assistant.answering.understand import Understanding
from assistant.answering.verify import StoredText
from assistant.language.fold import search_key, to_simplified, to_traditional
from assistant.schema import Claim, Hit, Source, Verdict

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LONGEST_REPLY = 20_000
"""Characters after which a model that does not stop is no longer listened to; five sentences were asked for."""
_WORTH_SAYING = 6
"""Characters of a sentence that is missed when it is left out; a heading or "好的。" is not."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WHY: dict[Failure, tuple[str, str]] = {
    "timeout": ("没有及时答复", "it took too long"),
    "unreachable": ("无法连接", "it could not be reached"),
    "refused": ("拒绝了访问，请检查密钥", "it refused access; check the key"),
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
    """What can be shown of an answer that is being written: verified claims, and the sentence begun, unverified."""

    claims: tuple[Claim, ...]
    begun: str = ""


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
) -> Draft:
    """Return the answer in the model's words, or ``fallback`` with the reason at its end.

    ``watch`` is told what can be shown each time more of the reply has come.

    A refusal (also of a part), the ledger, a corrected premise and the editors' word on a conflict are exact already:
    they are returned without asking. Raises UsageError when the model cannot be opened.
    """
    passages = readable(hits, sources, context_tokens=model.context_tokens)
    if not _may_be_reworded(fallback) or not passages:
        return fallback
    opened = model.open()
    shown = Shown(passages, sources, stored, languages)
    try:
        claims = _told(asked, shown, opened, model, watch)
    except ChatModelError as error:
        return _explained(fallback, error.failure, asked)
    kept = tuple(dict.fromkeys(_in_script(claim, asked) for claim in claims if claim.verdict is Verdict.VERIFIED))
    if not kept:
        return _explained(fallback, "unverified", asked)
    left_out = sum(claim.verdict is not Verdict.VERIFIED and len(claim.text) > _WORTH_SAYING for claim in claims)
    closing = _left_out(left_out, asked) if left_out else ""
    return replace(fallback, claims=kept, mode="model", layout="paragraph", closing=closing)


def _told(
    asked: Understanding, shown: Shown, opened: "BaseChatModel", model: ChatModel, watch: Watch | None
) -> list[Claim]:
    """Return what the model says as judged claims, each as soon as it is complete; raises ChatModelError."""
    messages = messages_for(asked.question, shown.hits, shown.sources, language=asked.language)
    numbers = _numbers_in(asked.question, shown)
    reply = ""
    judged: dict[Statement, Claim] = {}
    known = model.replies.get(messages)
    replying = stream_reply(opened, messages, timeout_seconds=model.timeout_seconds)
    # Closed here: an exception that is passed on holds this frame, and the request would go on as long as it does.
    with closing(replying):
        for piece in [known] if known else replying:
            reply += piece
            if watch is not None:
                complete, begun = read_begun(reply, passage_count=len(shown.hits))
                for statement in complete:
                    judged[statement] = judged.get(statement) or judge(statement, shown)
                told = (_in_script(judged[statement], asked) for statement in complete)
                kept = tuple(dict.fromkeys(claim for claim in told if claim.verdict is Verdict.VERIFIED))
                watch(Progress(kept, _until_unknown(begun, numbers)))
            if len(reply) > _LONGEST_REPLY:
                break
    model.replies.put(messages, reply)
    statements = read_statements(reply, passage_count=len(shown.hits))
    if statements and all(is_refusal(statement) for statement in statements[:1]):
        raise ChatModelError("declined")
    return [judged.get(statement) or judge(statement, shown) for statement in statements]


def _numbers_in(question: str, shown: Shown) -> frozenset[str]:
    """Return the numbers that a model may have copied."""
    texts = [question]
    for hit in shown.hits:
        source = shown.sources[hit.passage.document_id]
        texts += [hit.passage.text, hit.passage.heading, source.title, source.published or ""]
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(search_key(" ".join(texts))))


def _until_unknown(begun: str, numbers: frozenset[str]) -> str:
    """Cut a sentence that is not judged yet before the first number that stands in no passage."""
    for match in _NUMBER.finditer(begun):
        if match.group().replace(",", "") not in numbers:
            return begun[: match.start()]
    return begun


def _may_be_reworded(draft: Draft) -> bool:
    editors = {conflict.text for conflict in draft.conflicts}
    exact = draft.mode != "extractive" or draft.declined or draft.lead or draft.closing
    return not exact and bool(draft.claims) and not any(claim.text in editors for claim in draft.claims)


def _in_script(claim: Claim, asked: Understanding) -> Claim:
    if asked.language != "zh":
        return claim
    return replace(claim, text=to_traditional(claim.text) if asked.script == "zh-Hant" else to_simplified(claim.text))


def _left_out(count: int, asked: Understanding) -> str:
    """Say that sentences of the model are missing, so that nobody takes a part for the whole."""
    if asked.language == "en":
        sentences = "1 sentence" if count == 1 else f"{count} sentences"
        return f"({sentences} of the language model could not be verified: left out.)"
    said = f"（语言模型另有{count}句话未能核实，没有列出。）"
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
