"""Every fixed text of the window in Chinese and English; adding a language means adding a column."""

from collections.abc import Mapping
from typing import Any, Protocol

from assistant.schema import Language
from assistant.window.browsing_labels import BROWSING

EXAMPLES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "12621工程的十二个目标是什么？",
        "到目前培训了多少名企业一线工程师？达到目标了吗？",
        "为什么叫“12621”？",
        "秦创原的“三器”指什么？",
        "How many enterprises have been served so far?",
        "What is Qinchuangyuan?",
    ),
    "en": (
        "What are the twelve targets of the 12621 programme?",
        "How many front-line engineers have been trained?",
        "Why is it called “12621”?",
        "What is Qinchuangyuan?",
        "服务企业完成了多少家？",
        "哪些目标还没有报告进展？",
    ),
}
"""Questions that a newcomer may start from; each language also shows two of the other."""

LANGUAGE_COOKIE = "language"
"""Kept by the script of the page when a visitor chooses; it says nothing else about them."""

_LABELS: dict[str, tuple[str, str]] = {
    **BROWSING,
    "title": ("12621 工程问答", "Ask about 12621"),
    "subtitle": ("每一句回答都能点开原文", "Every sentence opens its source"),
    "language": ("语言", "Language"),
    "tab_chat": ("提问", "Ask"),
    "tab_targets": ("目标与进展", "Targets"),
    "tab_sources": ("资料", "Sources"),
    "conversation": ("对话", "Conversation"),
    "question": ("您的问题", "Your question"),
    "placeholder": ("输入问题，按回车发送", "Type a question and press Enter"),
    "send": ("发送", "Send"),
    "clear": ("清空对话", "Clear"),
    "pending": ("正在查找资料…", "Looking it up…"),
    "found": ("找到了资料，正在等语言模型写…", "Found the sources; waiting for the language model to write…"),
    "checking": ("正在写，灰色的字还没有核实…", "Writing; grey words are not verified yet…"),
    "try": ("可以这样问", "You could ask"),
    "next": ("接着问", "Ask next"),
    "failed": ("这次没有成功，请稍后再试。", "That did not work this time. Please try again."),
    "shutting_down": (
        "系统正在重启，暂不接受提问，请一分钟后再问。",
        "The system is being restarted and takes no questions now. Please ask again in a minute.",
    ),
    "unreachable": (
        "连不上服务器，正在重新连接。您输入的问题会留着。",
        "The server cannot be reached; trying again. Your question is kept.",
    ),
    "reconnected": ("已重新连接，可以继续提问。", "Connected again. You can go on."),
    "restored": (
        "已重新连接，您的问题放回了输入框。",
        "Connected again. Your question is back in the box.",
    ),
    "slow": ("比平时慢，还在等服务器答复…", "This takes longer than usual; still waiting for the server…"),
    "note": ("提示", "Note"),
    "close_note": ("关闭提示", "Close this note"),
    "drop_here": ("把文件拖到这里，或点击选择", "Drop files here, or click to choose"),
    "uploading": ("正在上传…", "Uploading…"),
    "take_away": ("去掉这一项", "Take this one out"),
    "take_all_away": ("全部去掉", "Take all out"),
    "too_large_file": ("文件太大，没有收下。", "The file is too large and was not taken."),
    "request": ("（请求编号 {id}）", " (request {id})"),
    "too_long": (
        "问题有 {length} 个字，最多 {limit} 个。请缩短后再发送。",
        "Your question has {length} characters; {limit} is the most. Please shorten it.",
    ),
    "you_asked": ("您问", "You asked"),
    "standalone": ("理解为", "Understood as"),
    "superseded": ("已被新版本取代：{by}", "superseded by a newer version: {by}"),
    "republished": ("此处为{day}的转载", "reposted here on {day}"),
    "also_at": ("同文另见：", "the same text stands at:"),
    "verified": ("已核实", "verified"),
    "unverified": ("未核实", "unverified"),
    "doubtful": ("以下未能核实，不是回答的内容，请勿引用", "Not verified, and no part of the answer; do not quote"),
    "legend_verified": ("✓ 已核实：数字和说法都在所引原文里", "✓ verified: everything stated stands in the cited text"),
    "legend_unverified": (
        "未核实：请先打开原文再使用",
        "unverified: open the source before you use it",
    ),
    "as_of": ("依据截至", "Evidence as of"),
    "usage": ("语言模型：读 {read} 词元、写 {written} 词元", "Language model: {read} tokens read, {written} written"),
    "usage_estimated": ("（估计）", " (estimated)"),
    "usage_cost": ("，费用 {cost} {currency}", ", cost {cost} {currency}"),
    "usage_cached": ("语言模型：答复取自缓存，没有费用", "Language model: known reply, no cost"),
    "disagree": ("来源不一致", "Sources disagree"),
    "distinguish": ("请注意区分", "Not the same thing"),
    "more_conflicts": ("另有 {count} 处说法需要分清", "{count} more to keep apart"),
    "declined": ("没有找到可靠依据，所以不作答", "No reliable evidence, so no answer"),
    "not_in_corpus": ("资料库里没有这方面的内容。", "The documents do not cover this."),
    "not_reported": ("目标有，但没有来源报告过进展。", "There is a target, but no source reports progress."),
    "out_of_scope": ("这不在 12621 工程和秦创原的范围内。", "This lies outside the 12621 programme and Qinchuangyuan."),
    "unsafe": ("这个请求不能照办。", "This request cannot be followed."),
    "evidence": ("依据", "Evidence"),
    "evidence_n": ("依据 {number}", "Evidence {number}"),
    "no_evidence": (
        "回答引用的原文会显示在这里，引文加亮。",
        "The passages that an answer cites appear here, with the quote highlighted.",
    ),
    "declined_evidence": ("这次回答没有引用任何资料。", "This answer cites nothing."),
    "earlier": ("之前的依据：{question}", "Earlier evidence: {question}"),
    "original": ("打开原文网页", "Open the original"),
    "no_link": ("没有原文链接", "No link to the original"),
    "page": ("第 {page} 页", "page {page}"),
    "policy": ("政策文件", "Policy paper"),
    "news": ("新闻报道", "News"),
    "low": ("可靠性低，需另找来源印证", "Low reliability: needs a second source"),
    "reliability": ("来源说明", "About this source"),
    "chinese_original": ("中文原文", "Chinese original"),
    "full_text": ("阅读全文", "Read the full text"),
    "undated": ("未注明日期", "undated"),
    "unnamed": ("未注明发布者", "publisher unknown"),
    "text_gone": (
        "存档文本与引文对不上，这里只显示引文。",
        "The stored text no longer matches; only the quote is shown.",
    ),
    "target": ("目标", "Target"),
    "by": ("到 {date}", "by {date}"),
    "latest": ("最近进展", "Latest"),
    "no_target": ("没有目标数", "no target figure"),
    "of_target": ("目标的 {percent}%", "{percent}% of target"),
    "over_target": ("目标的 {percent}% 以上", "over {percent}% of target"),
    "under_target": ("目标的 {percent}% 以内", "at most {percent}% of target"),
    "indicator": ("指标", "Indicator"),
    "status": ("状态", "Status"),
    "met": ("已达到", "Reached"),
    "partly": ("进行中", "Under way"),
    "missing": ("未报告", "Not reported"),
    "missing_long": ("没有来源报告过同口径的进展", "No source reports progress on this measure"),
    "other_measure": ("口径不同", "other measure"),
    "other_unit": ("口径和单位都不同，不画在图上", "other measure and unit, not on the chart"),
    "beyond": ("超出图的右端", "beyond the right end"),
    "earlier_report": ("历次报告", "Earlier report"),
    "figure_kind": ("类别", "What"),
    "figure": ("数字（点开看依据）", "Number (opens its evidence)"),
    "date": ("日期", "Date"),
    "portion": ("占目标", "Share of target"),
    "download_csv": ("下载 CSV", "Download CSV"),
    "download_xlsx": ("下载 XLSX", "Download XLSX"),
    "print": ("打印", "Print"),
    "open_evidence": ("查看依据（{count}）", "Evidence ({count})"),
    "chart": ("各项目标完成了多少", "How far the targets have come"),
    "chart_note": (
        "色条是同口径的最近数字占目标的比例，竖线是目标；○ 加字母是口径不同的数字，只标出位置，不计入完成比例；"
        "▷ 表示超出图的右端。",
        "Bars show the latest figure of the same measure against the target (upright line); ○ with a letter marks "
        "figures of other measures, shown on the scale but never counted; ▷ lies beyond its right end.",
    ),
    "table": ("逐项数字与依据", "Figures and evidence"),
    "as_of_filter": ("按哪一天的资料", "As of"),
    "as_of_info": ("选择或输入日期，如 2022-04-30", "Choose or type a date, such as 2022-04-30"),
    "newest": ("最新", "Newest"),
    "bad_date": ("日期写成 2022、2022-04 或 2022-04-30。", "Write the date as 2022, 2022-04 or 2022-04-30."),
    "no_targets": ("这个日期之前没有资料。", "There is nothing before this date."),
    "table_as_of": ("数据截至 {date}", "Data as of {date}"),
    "welcome": ("您好，想了解 12621 工程的什么？", "What would you like to know about 12621?"),
    "knows": ("知道什么", "What it knows"),
    "knows_text": (
        "陕西省科协 12621 工程和秦创原的 {count} 份资料：{policy} 份政策文件，{news} 篇新闻报道。",
        "{count} documents on the 12621 programme of the Shaanxi Association for Science and Technology and on "
        "Qinchuangyuan: {policy} policy papers and {news} news reports.",
    ),
    "until": ("到什么时候", "Until when"),
    "until_text": (
        "最新一份发布于 {date}（{age}）。之后的事情它不知道。",
        "The newest was published on {date} ({age}). It knows nothing later.",
    ),
    "until_unknown": ("资料都没有注明日期。", "The documents carry no dates."),
    "wont": ("不会做什么", "What it will not do"),
    "wont_text": (
        "不猜测、不推算，也不把不同口径的数字相加；没有依据就直说不知道。",
        "It does not guess, extrapolate, or add figures of different measures; without evidence it says so.",
    ),
    "too_fast": (
        "问得太快了，每分钟最多 {limit} 个问题。请 {seconds} 秒后再发送。",
        "That was too fast: {limit} questions a minute is the most. Please send it again in {seconds} seconds.",
    ),
    "busy": (
        "现在提问的人很多，请过几秒再发送。",
        "Many people are asking right now. Please send it again in a few seconds.",
    ),
    "not_allowed": ("您的账号没有这项权限。", "Your account does not have this permission."),
    "signed_in_as": ("已登录：{name}", "Signed in as {name}"),
    "sign_out": ("退出登录", "Sign out"),
    "sign_in": ("登录", "Sign in"),
    "sign_in_intro": ("请先登录。", "Please sign in first."),
    "sign_in_help": (
        "没有账号或忘了密码，请找管理员。",
        "No account, or the password forgotten? Please ask your administrator.",
    ),
    "username": ("用户名", "User name"),
    "password": ("密码", "Password"),
    "sign_in_wrong": ("用户名或密码不对。", "The user name or the password is wrong."),
    "sign_in_ended": ("登录已失效，请重新登录。", "You are no longer signed in. Please sign in again."),
    "sign_in_wait": (
        "不对的次数太多，请 {seconds} 秒后再试。",
        "Too many wrong tries. Please try again in {seconds} seconds.",
    ),
    "sign_in_wait_minutes": (
        "不对的次数太多，请 {minutes} 分钟后再试。",
        "Too many wrong tries. Please try again in {minutes} minutes.",
    ),
    "sign_in_foreign": (
        "这个请求来自别的网站，没有执行。请打开本页再登录。",
        "This request came from another site and was not carried out. Please open this page and sign in here.",
    ),
    "other_language": ("English", "中文"),
}


class Label(Protocol):
    """A key and a language in, a fixed text with its blanks filled out; it is plain text, not HTML."""

    def __call__(self, key: str, language: Language, **values: object) -> str:
        """Return the text; KeyError for a key that there is none for."""


def labels_of(texts: Mapping[str, tuple[str, str]]) -> Label:
    """Return what finds texts by key, of pairs in Chinese and English.

    >>> labels_of({"found": ("找到{count}条", "{count} found")})("found", "en", count=2)
    '2 found'
    """

    def label(key: str, language: Language, **values: object) -> str:
        chinese, english = texts[key]
        return (english if language == "en" else chinese).format(**values)

    return label


label = labels_of(_LABELS)


def language_of(request: Any) -> Language:
    """Return the language of a request: what its address asks for, else what its visitor chose last on the page."""
    wanted = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return chosen_language(request.headers.get("accept-language", ""), wanted)


def chosen_language(accept: str, wanted: str | None = None) -> Language:
    """Return the language a visitor gets: what the address asks for, else the browser's first one, else Chinese.

    >>> chosen_language("en-GB,en;q=0.9,zh;q=0.5"), chosen_language("en", wanted="zh"), chosen_language("")
    ('en', 'zh', 'zh')
    """
    if wanted in ("zh", "en"):
        return "en" if wanted == "en" else "zh"
    first = accept.split(",", 1)[0].strip().lower()
    return "zh" if not first or first.startswith("zh") else "en"
