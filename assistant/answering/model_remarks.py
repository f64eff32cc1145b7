"""What became of a language model's reply to the sentence below the answer that says so, in the words of who asks."""

from assistant.answering.provider_failure import Failure
from assistant.answering.understand import Understanding
from assistant.language.fold import to_traditional

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
    "limit": ("答复太长，没有写完", "its reply was too long to be finished"),
    "declined": ("它认为所给的资料没有答案", "it found no answer in the passages"),
    "failed": ("没有完成请求", "it did not complete the request"),
}


def why_unused(failure: Failure, asked: Understanding) -> str:
    """Say why the answer is not in a model's words; it may have been asked and paid, which the line below counts."""
    chinese, english = _WHY[failure]
    return _in_words(
        f"（未采用语言模型的回答：{chinese}；以上是资料原文。）",
        f"(No answer of the language model is used: {english}. The above comes straight from the sources.)",
        asked,
    )


def say_missing(count: int, asked: Understanding, *, ended: bool) -> str:
    """Say that ``count`` sentences of a model are missing, or its end, so that nobody takes a part for the whole."""
    sentences = "1 more sentence" if count == 1 else f"{count} more sentences"
    left_out = _in_words(
        f"（语言模型另有{count}句话未能核实，不列入回答。）",
        f"({sentences} of the language model could not be verified: not part of this answer.)",
        asked,
    )
    unfinished = _in_words(
        "（语言模型的答复太长，没有写完。）", "(The reply of the language model was too long to be finished.)", asked
    )
    return " ".join([*([left_out] if count else []), *([] if ended else [unfinished])])


def _in_words(chinese: str, english: str, asked: Understanding) -> str:
    if asked.language == "en":
        return english
    return to_traditional(chinese) if asked.script == "zh-Hant" else chinese
