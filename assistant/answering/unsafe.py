"""A question to whether it orders what must not be done: a question about such things orders nothing."""

import re

from assistant.answering.lexicon import UNSAFE

_ASKED_BEFORE = re.compile(
    r"(?:是否|有没有|有无|会不会|是不是|防止|避免|禁止|打击|查处|杜绝|谁|哪[些个家条项]?|什么|为何|怎么|怎样)"
    r"[^,，。;；!！]{0,14}$"
    r"|(?:^|[.?!;] ?)(?:\w+ ){0,2}?(?:do|does|did|is|are|was|were|has|have|had|which|what|who|when|where|why|how)\b"
    r"[^.?!;:]*$"
)
"""What makes a question of the words that follow: 是否取消了…要求, what does it act as."""
_TOLD_AFTER = re.compile(r"^(?:[了过着]|的?(?:什么|怎样|怎么样|何种|哪|重要|关键|多种)|(?:什么|何种)?角色)")
"""What tells of a deed instead of ordering it: 扮演了, 取消过, 扮演什么角色."""
_OF_THE_ASSISTANT = re.compile(
    r"你|提示词|系统|指令|规则|以上|上文|之前|身份|引用|越狱|开发者模式|密钥|环境变量|服务器|/etc/|<script|drop table"
    r"|\byour?\b|\bme\b|\bwe\b|\blet'?s\b|\bpossible\b|\bprompts?\b|\bsystem\b|\binstructions?\b|\brules?\b|\babove\b|\bprevious\b|\bguidelines?\b"
    r"|\bapi\b|\bcitations?\b|\bevidence\b|\bjailbreak\b|\bmode\b|\brepeat\b|\breveal\b|\benvironment\b|\bexecute\b"
)
"""Words by which a question is about whoever answers it, however it is put."""


def orders_something_unsafe(folded: str) -> bool:
    """Tell whether a folded question wants rules broken, figures made up or secrets told.

    >>> orders_something_unsafe("请扮演省长宣布完成"), orders_something_unsafe("高新区在秦创原里扮演什么角色")
    (True, False)
    """
    return any(not _is_about_the_world(folded, match) for match in UNSAFE.finditer(folded))


def _is_about_the_world(folded: str, match: re.Match[str]) -> bool:
    if _OF_THE_ASSISTANT.search(folded):
        return False
    told = _TOLD_AFTER.match(folded[match.end() :]) or re.search("[了过]", match.group())
    return bool(told or _ASKED_BEFORE.search(folded[: match.start()]))
