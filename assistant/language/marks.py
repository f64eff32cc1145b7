"""Words and a language to the words in the marks of that language: full-width ones belong to Chinese only."""

from collections.abc import Iterable

from assistant.schema import Language

COLON: dict[Language, str] = {"zh": "：", "en": ": "}
COMMA: dict[Language, str] = {"zh": "，", "en": ", "}


def quoted(text: str, language: Language) -> str:
    """Return a quotation in quotation marks.

    >>> quoted("6家", "zh"), quoted("6家", "en")
    ('「6家」', '“6家”')
    """
    return f"“{text}”" if language == "en" else f"「{text}」"


def titled(titles: Iterable[str], language: Language) -> str:
    """Return titles of documents as a list.

    >>> titled(["甲", "乙"], "zh"), titled(["甲", "乙"], "en")
    ('《甲》、《乙》', '“甲”, “乙”')
    """
    return ", ".join(f"“{one}”" for one in titles) if language == "en" else "、".join(f"《{one}》" for one in titles)
