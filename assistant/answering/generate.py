"""A question, hits and the extractive draft in; a draft in a model's words out, or the extractive one and why.

A model can only reword. Every sentence must cite a passage, and figures, dates, names and words must stand there; the
rest is dropped. Whatever else goes wrong, the extractive draft is the answer and its last sentence says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.chat_model import ChatModel, ChatModelError, Failure, reply_of
from assistant.answering.draft import Draft
from assistant.answering.prompt import messages_for, readable
from assistant.answering.reply import read_statements
from assistant.answering.support import Languages, evidence_for, holds
from assistant.answering.understand import Understanding
from assistant.answering.verify import StoredText, verify_claim
from assistant.language.fold import han_share, to_simplified, to_traditional
from assistant.schema import Claim, Hit, Language, Source, Verdict

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_ENGLISH_UNTIL = 0.5
"""An English sentence may name things in Chinese; beyond this share of Han it is a Chinese one."""
_WHY: dict[Failure, tuple[str, str]] = {
    "timeout": ("没有及时答复", "it took too long"),
    "unreachable": ("无法连接", "it could not be reached"),
    "refused": ("拒绝了访问，请检查密钥", "it refused access; check the key"),
    "busy": ("请求过多，稍后再试", "it is too busy"),
    "broken": ("服务出错", "its server failed"),
    "empty": ("没有给出内容", "it returned nothing"),
    "unverified": ("没有给出能核实的回答", "nothing that it said could be verified"),
    "failed": ("没有完成请求", "it did not complete the request"),
}


def answer_with_model(
    asked: Understanding,
    hits: Sequence[Hit],
    fallback: Draft,
    *,
    model: ChatModel,
    sources: Mapping[str, Source],
    stored: StoredText,
    languages: Languages,
) -> Draft:
    """Return the answer in the model's words, or ``fallback`` with the reason at its end.

    A refusal (also of a part), the ledger, a corrected premise and the editors' word on a conflict are exact already:
    they are returned without asking. Raises UsageError when the model cannot be opened.
    """
    passages = readable(hits, sources)
    if not _may_be_reworded(fallback) or not passages:
        return fallback
    opened = model.open()
    try:
        reply = generate_reply(
            asked.question,
            passages,
            sources,
            model=opened,
            language=asked.language,
            timeout_seconds=model.timeout_seconds,
        )
    except ChatModelError as error:
        return _explained(fallback, error.failure, asked)
    claims = [
        _in_script(claim, asked)
        for claim in parse_claims(reply, passages, sources, languages=languages)
        if _is_verified(claim, passages, stored, languages)
    ]
    if not claims:
        return _explained(fallback, "unverified", asked)
    return replace(fallback, claims=tuple(dict.fromkeys(claims)), mode="model", layout="paragraph")


def _may_be_reworded(draft: Draft) -> bool:
    editors = {conflict.text for conflict in draft.conflicts}
    exact = draft.mode != "extractive" or draft.declined or draft.lead or draft.closing
    return not exact and bool(draft.claims) and not any(claim.text in editors for claim in draft.claims)


def generate_reply(
    question: str,
    hits: Sequence[Hit],
    sources: Mapping[str, Source],
    *,
    model: "BaseChatModel",
    language: Language,
    timeout_seconds: float,
) -> str:
    """Return what the model says to ``question`` and the numbered passages; raises ChatModelError."""
    return reply_of(model, messages_for(question, hits, sources, language=language), timeout_seconds=timeout_seconds)


def parse_claims(
    reply: str, hits: Sequence[Hit], sources: Mapping[str, Source], *, languages: Languages
) -> tuple[Claim, ...]:
    """Return the sentences of a reply as claims that cite the exact sentences behind them; nothing is verified yet.

    A sentence that names no passage becomes a claim without citations.
    """
    claims = []
    for statement in read_statements(reply, passage_count=len(hits)):
        passages = [hits[number - 1].passage for number in statement.numbers]
        claims.append(Claim(statement.text, evidence_for(statement.text, passages, sources, languages)))
    return tuple(claims)


def _is_verified(claim: Claim, hits: Sequence[Hit], stored: StoredText, languages: Languages) -> bool:
    chinese = han_share(to_simplified(claim.text)) > _ENGLISH_UNTIL
    verdict = verify_claim(claim, stored, misplaced=languages.misplaced).verdict
    if chinese != (languages.claim == "zh") or verdict is not Verdict.VERIFIED:
        return False
    cited = {(citation.source.id, citation.start) for citation in claim.citations}
    headings = [hit.passage.heading for hit in hits if any(_within(hit, place) for place in cited)]
    about = [f"{citation.source.title} {citation.source.publisher or ''}" for citation in claim.citations]
    return holds(claim.text, claim.citations, " ".join([*headings, *about]), languages)


def _within(hit: Hit, place: tuple[str, int]) -> bool:
    return hit.passage.document_id == place[0] and hit.passage.start <= place[1] < hit.passage.end


def _in_script(claim: Claim, asked: Understanding) -> Claim:
    if asked.language != "zh":
        return claim
    return replace(claim, text=to_traditional(claim.text) if asked.script == "zh-Hant" else to_simplified(claim.text))


def _explained(draft: Draft, failure: Failure, asked: Understanding) -> Draft:
    """Return ``draft`` with a closing sentence that says why no model was used."""
    chinese, english = _WHY[failure]
    why = f"（未使用语言模型：{chinese}；以上是资料原文。）"
    if asked.language == "en":
        why = f"(No language model was used: {english}. The above comes straight from the sources.)"
    elif asked.script == "zh-Hant":
        why = to_traditional(why)
    return replace(draft, closing=" ".join(filter(None, [draft.closing, why])))
