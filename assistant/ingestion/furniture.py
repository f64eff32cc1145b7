"""Recognise the lines of a page that are not its text: credits, sharing buttons, copyright, search spam."""

import re

from assistant.language.dates import MONTH
from assistant.language.fold import search_key, to_simplified

_HAN_YEAR, _HAN_DIGITS = "[一二][零〇一二三四五六七八九]{3}", "[一二三四五六七八九十]"
_DATE_OR_TIME = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}日?|月)?"
    rf"|{_HAN_YEAR}年{_HAN_DIGITS}{{1,2}}月(?:{_HAN_DIGITS}{{1,3}}日)?"
    rf"|\b(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?)\s+(?:19|20)\d{{2}}\b"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m\b)?|\d{1,2}时\d{1,2}分"
    r"|(?:星期|周)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_LABELS = (
    "来源|稿源|信息来源|文章来源|作者|记者|通讯员|编辑|责任编辑|责编|发布单位|发布机构|发布日期|发布时间|成文日期|时间|日期|"
    "发布|发布者|发布人|发表|发表时间|发表日期|刊发时间|刊发日期|发文机关|发文单位|发文机构|发文日期|发文时间|印发单位|印发日期|印发时间|"
    "公开日期|公布日期|公布时间|生成日期|创建时间|录入时间|上传时间|供稿|供稿单位|点击率|"
    "首发|首发媒体|首发时间|首次发布|原载|原载媒体|原刊|转载|转载自|转自|转载网站|转载时间|转载日期|更新时间|更新日期|收录时间|"
    "原文网址|原文链接|原文地址|网址|浏览次数|浏览量|点击数|点击|阅读次数|阅读量|阅读|字号|字体|"
    "First published|Reposted|Updated|Last updated|Source|Publisher|Published|Published by|Publication date|"
    "Release date|Released|Issued|Issued by|Posted|Date posted|Author|Editor|Date|URL|By"
)
_LABELLED = re.compile(
    rf"(?<![\u3400-\u9fffA-Za-z])(?:{_LABELS})\s*[:：]\s*[^\s|｜]*(?:\s(?:[A-Za-z.,&]+|(?:19|20)\d{{2}}\b))*",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?<![\u3400-\u9fffa-z])(?:(?:发布|发表|刊发|印发|发文|公布)(?:时间|日期|于)?|成文日期)"
    r"|\b(?:first |last )?(?:published|reposted|updated|posted|released|issued)(?: on)?\b"
    r"|(?:来源|稿源)\s+[\u3400-\u9fff]{2,12}(?=\s|$)|^by [a-z][a-z.' -]{2,40}[,|]"
    r"|首发|原载|转载[于自]?|分享到?|打印|字号|大\s*中\s*小|第\d+版|上午|下午|印发$|[\W_]+"
)
_PLACE_OF_DATE = "\ue000"
_IN_SENTENCE = re.compile(rf"(?:by|on|in|at|to|of|since|until|from)\s*{_PLACE_OF_DATE}")
"""A line that was broken before "by March 1, 2026"."""
_SENTENCE = re.compile(r"[。！？；]")
_CREDIT_LENGTH = 160
_CREDIT_REST = 2

_EDITOR = re.compile(r"^[\[【（(]?\s*(?:责任编辑|责编|编辑|校对|审核|监制|美编|初审|复审|终审)\s*[:：].{1,30}$")
_BUTTON = re.compile(
    r"^(?:分享到|分享至|相关热词|热词|关键词|标签|相关阅读|延伸阅读|上一篇|下一篇|Share(?: this)?|Tags)\s*[:：].{0,60}$"
    r"|^(?:分享|打印本页|关闭窗口|返回顶部|扫一扫.{0,20}|【?打印】?【?关闭】?)$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"版权.{0,12}(?:所有|属|归)|未经.{0,12}(?:授权|许可|允许).{0,20}(?:转载|复制|使用)|仅代表作者|"
    r"转载.{0,40}(?:联系我们|与我们联系|删除)|ICP备|公网安备|All Rights Reserved|Copyright ?(?:\(C\)|©)",
    re.IGNORECASE,
)
_LEGAL_LENGTH = 220
_SHORT_LEGAL_LENGTH = 60
_FOOT = 0.6
"""A long paragraph on copyright is furniture only in the last part of a page; elsewhere it may be the subject."""

_SPAM_PARTS = 3
_SPAM_SEPARATOR = re.compile(r"[_|｜]+")


def is_credit_line(line: str) -> bool:
    """Tell whether a line holds nothing but date, source, author and the like.

    >>> is_credit_line("2022-04-08 14:43:53 來源:光明網")
    True
    >>> is_credit_line("2022年4月8日，科协成立。")
    False
    """
    if len(line) > _CREDIT_LENGTH or line.startswith("#") or _SENTENCE.search(line):
        return False
    simplified = search_key(line)
    # A sign in the place of each date: a label takes what stands behind it, and an English date has blanks in it.
    rest = _LABELLED.sub("", _DATE_OR_TIME.sub(_PLACE_OF_DATE, simplified))
    if rest == simplified or _IN_SENTENCE.match(rest.strip()):
        return False
    return len(_FILLER.sub("", rest)) <= _CREDIT_REST


def is_boilerplate(line: str, *, share_read: float) -> bool:
    """Tell whether a line is furniture of a page; ``share_read`` is how much of the page stands above it, 0 to 1.

    >>> is_boilerplate("編輯: 穆小蕊", share_read=0.9)
    True
    >>> is_boilerplate("合同约定版权归作者所有" * 8, share_read=0.2)
    False
    """
    simplified = to_simplified(line)
    if _EDITOR.match(simplified) or _BUTTON.match(simplified):
        return True
    limit = _LEGAL_LENGTH if share_read >= _FOOT else _SHORT_LEGAL_LENGTH
    return len(simplified) <= limit and _LEGAL.search(simplified) is not None


def is_search_spam(line: str) -> bool:
    """Tell whether a line is a row of search terms, such as spam engines put in place of the headline.

    >>> is_search_spam("免费看_综合一区二区_中文字幕一区")
    True
    """
    return len([part for part in _SPAM_SEPARATOR.split(line) if len(part.strip()) >= 2]) >= _SPAM_PARTS
