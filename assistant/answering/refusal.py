"""A sentence of a model's reply to whether it says that there is no answer; Chinese or English, finished or begun."""

import re

from assistant.answering.reply import Statement
from assistant.language.fold import search_key

_SHOWN_ZH = "(?:资料|材料|段落|文档|文件|上下文|原文|来源|文本)"
_SHOWN_EN = "(?:passages?|documents?|sources?|contexts?|materials?|texts?|facts?|excerpts?)"
_NOT_ZH = "(?:没有|没能|没|并未|并无|均未|都未|未能|未|不)"
_TELLS_ZH = "(?:提及|提到|找到|包含|包括|涉及|说明|说到|给出|回答|列出|披露|记载|提供|指出|明确|关于|相关|答案)"
_TELL_EN = (
    "(?:contain|mention|say|answer|provide|include|specify|state|address|give|cover|indicate|discuss|tell|explain"
    "|describe|report|list|have|disclose|identify|name)"
)
_TOLD_EN = (
    "(?:covered|stated|mentioned|available|specified|given|found|provided|included|addressed|answered|reported"
    "|disclosed|contained)"
)
_MATERIAL_ZH = "(?:信息|资料|答案|内容|数据|数字|记载|依据)"
_MATERIAL_EN = "(?:information|context|evidence|data|details?)"
_REFUSAL = re.compile(
    "|".join(
        (
            rf"{_SHOWN_ZH}[^。；;]{{0,8}}{_NOT_ZH}[^。，,；;]{{0,6}}{_TELLS_ZH}",
            r"未(?:提及|提到|找到|包含|涉及)",
            rf"(?:没有|未|查不到|找不到)(?:(?:提到|提及|提供|找到|任何)?[^。，,；;]{{0,8}}(?:相关|足够|有关|确切|具体))?的?{_MATERIAL_ZH}",
            rf"没有(?:找到|提到|提及|提供)[^。，,；;]{{0,8}}{_MATERIAL_ZH}",
            rf"无(?:相关|有关){_MATERIAL_ZH}|无答案|(?:资料|信息|依据)不足|不足以(?:回答|判断|确定)",
            r"(?:无法|不能|难以|没法)(?:(?:从|根据|依据|基于|就|对|为)[^。，,；;]{1,16})?(?:准确|直接|进一步)?"
            r"(?:回答|作答|解答|确定|判断|提供|得出|给出|获知|得知|协助|访问)",
            r"与[^。，,；;]{0,8}问题(?:都|均)?(?:没有关系|不相关|无关)",
            r"抱歉|对不起|我不知道|作为(?:一个|一款|一名)?(?:ai|人工智能|大?语言模型)",
            r"\bno answer\b|\bi(?:'m| am) sorry\b|^sorry\b|\bi (?:don't|do not) know\b|\bas an ai\b",
            r"\b(?:can(?:no|')?t|can not|could not|couldn't|unable to|not able to) (?:be )?"
            r"(?:answer|find|determine|help|assist|provide|say|tell|comply)",
            rf"\b{_SHOWN_EN}\b[^.;]{{0,24}} (?:(?:do|does|did) not|don't|doesn't|didn't) (?:\w+ )?{_TELL_EN}\b",
            rf"\bnone of the (?:\w+ ){{0,2}}{_SHOWN_EN}\b",
            rf"\bnot (?:\w+ ){{0,2}}{_TOLD_EN}\b[^.;]{{0,24}}\b{_SHOWN_EN}\b",
            rf"\b(?:not enough|insufficient|no|no (?:relevant|specific|such|further)) {_MATERIAL_EN}\b",
            rf"(?:\bnot|n't) have (?:\w+ )?{_MATERIAL_EN}\b",
        )
    )
)
"""In a sentence that names no passage."""
_OF_THE_QUESTION = re.compile(
    "|".join(
        (
            rf"(?:{_NOT_ZH}|无法|不能|不足以)[^。，,；;]{{0,12}}(?:回答|解答)[^。，,；;]{{0,8}}(?:问题|提问)",
            r"(?:没有|找不到)[^。，,；;]{0,4}答案|\bno answer\b",
            r"(?:\b(?:not|cannot|insufficient|unable to|none)|n't)\b[^.;]{0,48}"
            r"\banswers? (?:the|this|that|your) question",
        )
    )
)
"""In any sentence: what is reported from passages speaks of no question."""
_BEGINNING = re.compile(r"[^，,；;]*[，,]?[^，,；;]*")
"""Two clauses: what tells something first and then what is missing is no refusal."""
_AS_TOLD = "no answer"
"""What the prompt asks a model to write."""


def is_refusal(statement: Statement) -> bool:
    """Tell whether a model says that it has no answer, mostly without naming a passage.

    >>> is_refusal(Statement("资料中未提及这一数字。", ())), is_refusal(Statement("成立6家。", ()))
    (True, False)
    """
    begins = _BEGINNING.match(search_key(statement.text))
    folded = begins.group() if begins else ""
    named = (statement.numbers or statement.facts) and not statement.borrowed
    return bool(_OF_THE_QUESTION.search(folded) or (not named and _REFUSAL.search(folded)))


def may_refuse(begun: str) -> bool:
    """Tell whether the beginning of a reply refuses, or may yet turn out to be what the prompt asks for.

    >>> may_refuse("NO ANS"), may_refuse("秦创原")
    (True, False)
    """
    folded = search_key(begun).strip(" \"'*")
    return bool(folded) and (_AS_TOLD.startswith(folded) or is_refusal(Statement(begun, ())))
