"""The fixed sentences of answers, in both languages."""

from collections.abc import Sequence

from assistant.language.fold import to_traditional
from assistant.schema import Doubt, DoubtKind, Language

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
    "another's": {
        "zh": "资料没有报告{name}的这一数字。以下是其他地方或单位的，不能当作答案：",
        "en": "The sources do not report this figure for {name}. These are of other places or bodies, and no answer:",
    },
    "distrusted": {
        "zh": "下列来源标为可靠性低，没有其他来源印证时不要引用：",
        "en": "These sources are marked as of low reliability; do not cite them without another source:",
    },
    "unreliable": {
        "zh": "不可靠：这一来源标为可靠性低，没有其他来源印证时不要引用。",
        "en": "No: this source is marked as of low reliability; do not cite it without another source.",
    },
    "low": {
        "zh": "要谨慎，不宜单独引用。{source}：{remark}。",
        "en": "With caution, and not without another source. {source}: {remark}.",
    },
    "source_is": {"zh": "这一说法出自{source}：{remark}。", "en": "It comes from {source}: {remark}."},
    "unsupported": {"zh": "资料不支持这一说法。", "en": "No source says so."},
    "more": {"zh": "{label}的更多。", "en": "The higher figure is that of {label}."},
    "higher": {"zh": "{label}的更高。", "en": "The higher figure is that of {label}."},
    "equal": {"zh": "两者相同。", "en": "The two figures are equal."},
    "ranks_higher": {"zh": "{label}的名次更靠前。", "en": "The higher rank is that of {label}."},
    "not_both": {
        "zh": "资料只写了其中一方的这一数字，无法比较。",
        "en": "The sources give this figure of one of them alone, so they cannot be compared.",
    },
    "not_quite": {
        "zh": "不完全对，与资料不符的是：{things}。",
        "en": "Not quite; the sources differ on: {things}.",
    },
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
    "no_beginning": {
        "zh": "没有来源写明何时提出。资料中最早写到它的是：",
        "en": "No source says when it began. The earliest one that mentions it:",
    },
    "goes_on": {
        "zh": "资料没有写明工程是否已经结束，或者是否还在继续。写明的是目标的期限和最近一次进展：",
        "en": "No source says whether the programme has ended or goes on. They give its deadline and the newest"
        " progress:",
    },
    "oldest": {"zh": "资料里最早的发布于{day}。", "en": "The oldest source is of {day}."},
    "newest": {"zh": "资料里最新的发布于{day}。", "en": "The newest source is of {day}."},
    "of_news": {"zh": "新闻报道{count}份", "en": "{count} news reports"},
    "of_policy": {"zh": "政策文件和通知{count}份", "en": "{count} policy papers and notices"},
    "holdings": {
        "zh": "回答只依据收录的{count}份公开资料：{kinds}，出自{publishers}个发布者，较多的有{names}。"
        "每句话都注明出处。",
        "en": "Answers rest on {count} public documents alone: {kinds}, from {publishers} publishers, most of them by"
        " {names}. Every sentence names its source.",
    },
    "officers": {
        "zh": "资料里写明职务的如下，都是报道当时的职务，现任情况未见说明：",
        "en": "The sources name these offices, as they were at the time of each report; who holds them now is not"
        " reported:",
    },
    "passed": {
        "zh": "是的，按最近的同口径数字，已达到或超过所问的数。",
        "en": "Yes: by the latest comparable figure, it has reached that number.",
    },
    "below": {
        "zh": "没有：按最近的同口径数字，不到所问的数。",
        "en": "No: by the latest comparable figure, it is below that number.",
    },
    "not_passed": {
        "zh": "没有：按最近的同口径数字，还没有超过所问的数。",
        "en": "No: by the latest comparable figure, it is not above that number.",
    },
    "most_in": {"zh": "{year}年最多。", "en": "It was highest in {year}."},
    "least_in": {"zh": "{year}年最少。", "en": "It was lowest in {year}."},
    "most_of": {"zh": "{item}{most}，{amount}。", "en": "{item}: {amount}."},
    "open_parts": {"zh": "资料里没有找到答案的是：{parts}？", "en": "Not answered by the sources: {parts}?"},
    "reported": {"zh": "报道来自{who}。", "en": "It was reported by {who}."},
    "reported_undated": {
        "zh": "报道来自{who}，来源没有写明日期。",
        "en": "It was reported by {who}, which shows no date.",
    },
    "nth": {"zh": "所问的一项是：{item}。", "en": "The one asked about is: {item}."},
    "year": {"zh": "资料里{year}年写明日期的事有：", "en": "Dated events of {year} in the sources:"},
    "others": {
        "zh": "另有口径不同的数字，不能当作完成数，也不能相加。",
        "en": "There are figures of other measures; they do not count as progress and must not be added.",
    },
}


_DOUBTS: dict[DoubtKind, tuple[str, str]] = {
    "uncited": ("没有注明出处", "it names no source"),
    "figure": ("所引段落里没有{words}", "the cited passage does not have {words}"),
    "name": ("所引段落里没有提到{words}", "the cited passage does not name {words}"),
    "unlike": ("所引段落里没有这样的说法", "the cited passage does not say this"),
    "quotation": ("没有人说过{words}", "nobody is quoted as saying {words}"),
    "misquoted": ("引文与原文不符", "the quotation differs from the source"),
    "exchanged": ("{words}在所引段落里说的是别的", "{words} counts something else in the cited passage"),
    "language": ("用了别的语言", "it is in another language"),
    "turned": ("所引段落说的正好相反：{words}", "the cited passage says the opposite of {words}"),
    "denied": ("所引段落的说法相反", "the cited passage says the opposite"),
    "order": ("这是在发指令", "it gives orders"),
    "planned": ("所引段落说的是计划", "the cited passage speaks of a plan"),
}


def say_doubts(doubts: Sequence[Doubt], language: Language, *, script: str = "zh-Hans") -> str:
    """Return why a claim could not be verified, in one line; the line may hold text of the claim."""
    chinese = language == "zh"
    lines = []
    for doubt in doubts:
        named = [f"“{word}”" for word in doubt.words]
        words = ("、" if chinese else ", ").join(named) or ("数字" if chinese else "a figure")
        lines.append(_DOUBTS[doubt.kind][0 if chinese else 1].format(words=words))
    said = ("；" if chinese else "; ").join(dict.fromkeys(lines))
    return to_traditional(said) if chinese and script == "zh-Hant" else said


def say(key: str, language: Language, **values: str) -> str:
    """Return a fixed sentence of an answer in one language."""
    return _TEXT[key][language].format(**values)
