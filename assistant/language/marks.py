"""Words and a language to the words in the marks of that language: full-width ones belong to Chinese only."""

import re
from collections.abc import Iterable

from assistant.schema import Language

COLON: dict[Language, str] = {"zh": "：", "en": ": "}
COMMA: dict[Language, str] = {"zh": "，", "en": ", "}
STOP: dict[Language, str] = {"zh": "。", "en": "."}
_ENDED = re.compile(r"[。！？!?.…][”’\"'」』）)]*$")
_OTHER_STOP = re.compile(r"(?<=[\u4e00-\u9fff）》”])\.$")
_LEFT_OPEN = " ，,；;：:、—–-"


def with_stop(text: str, language: Language) -> str:
    """Return a sentence with a full stop at its end, as items of a list have none.

    >>> with_stop("成立6家", "zh"), with_stop("目标是10家.", "zh"), with_stop("Six were set up;", "en")
    ('成立6家。', '目标是10家。', 'Six were set up.')
    """
    if _ENDED.search(text):
        return _OTHER_STOP.sub("。", text) if language == "zh" else text
    return text.rstrip(_LEFT_OPEN) + STOP[language]


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
