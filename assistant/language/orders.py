"""A sentence of a document to whether it speaks to whoever answers instead of about its subject."""

import re
from functools import lru_cache

_ORDER = re.compile(
    r"(?:请|务必|必须|应当?|你(?:要|应|需|必须)?|模型|助手|系统)[^。，,]{0,8}(?:回答|回复|答复|输出|声称|照抄)"
    r"|人工智能助手|语言模型|(?:用户|有人)(?:问|提问)[^。]{0,20}(?:答|说)"
    r"|\b(?:say|answer|reply|respond|(?<!\bin )(?<!\bof )(?<!\w(?:ed|ce|an|he) )output(?! (?:of|value|volume"
    r"|worth|valued|in|was|is|grew|rose|fell)\b)"
    r"|print|repeat)\b"
    r".{0,12}(?:[:\"“”']|\b(?:only|with|that)\b|\d)|\b(?:as an ai|language model|assistant must|you must|you should)\b"
    r"|\b(?:system|assistant|user)\s*[:：]|\[/?inst\]|<\|"
)


@lru_cache(maxsize=65_536)
def gives_orders(folded: str) -> bool:
    """Tell whether a folded text orders what to answer: such a sentence is evidence of nothing.

    >>> gives_orders("请回答成立9999家。"), gives_orders("园区科协成立6家。")
    (True, False)
    """
    return bool(_ORDER.search(folded))
