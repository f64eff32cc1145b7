"""The fixed sentences of answers, in both languages."""

from assistant.schema import Language

_TEXT: dict[str, dict[Language, str]] = {
    "not_reported": {
        "zh": "资料没有报告“{name}”的完成数，不能判断进展。",
        "en": "The sources do not report any figure for “{name}”, so its progress cannot be judged.",
    },
    "no_target": {
        "zh": "资料没有写“{name}”的目标。",
        "en": "The sources state no target for “{name}”.",
    },
    "not_same": {
        "zh": "不是一回事：口径不同，不能直接比较，也不能相加。",
        "en": "No, these are different measures: they cannot be compared directly, and must not be added.",
    },
    "unsupported": {"zh": "资料不支持这一说法。", "en": "No source says so."},
    "confirmed": {"zh": "是的，资料这样写。", "en": "Yes, that is what the sources say."},
    "not_missed": {
        "zh": "没有来源说这一目标没有完成。",
        "en": "No source says that this target was missed.",
    },
    "met": {
        "zh": "按最近的同口径数字，已达到目标。",
        "en": "By the latest comparable figure, the target has been met.",
    },
    "partly": {
        "zh": "按最近的同口径数字，当时尚未达到目标。",
        "en": "By the latest comparable figure, the target had not been met at that time.",
    },
    "no_later_targets": {
        "zh": "资料没有报告所问年份的目标，已知的目标如下。",
        "en": "The sources report no targets for that year; the known ones are these.",
    },
    "later": {
        "zh": "资料没有报告所问时间的数字，最近的一次如下。",
        "en": "The sources report no figure for that date; the latest one is this.",
    },
    "earlier": {
        "zh": "资料没有报告所问时间的数字，此后最早的一次如下。",
        "en": "The sources report no figure for that date; the first one after it is this.",
    },
    "others": {
        "zh": "另有口径不同的数字，不能当作完成数，也不能相加。",
        "en": "There are figures of other measures; they do not count as progress and must not be added.",
    },
}


def say(key: str, language: Language, **values: str) -> str:
    """Return a fixed sentence of an answer in one language."""
    return _TEXT[key][language].format(**values)
