"""A clean article in, the same article as the web spoils it out: one kind of damage, in one of three strengths.

Everything is made by rule from the article and a seed, so two runs measure the same pages. ``noise`` lists what was put
in, so that a report can count what a reader leaves in.
"""

import html
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.language.fold import to_traditional

STRENGTHS = (1, 2, 3)

_HAN = re.compile(r"[\u4e00-\u9fff]")
_GLOSSES = ("xié", "chuàng", "yè", "huì", "lián", "qū", "yuàn", "zhàn", "fú", "jì")
_SPAM = (
    "高清在线播放_免费资源大全_中文字幕一区",
    "娱乐平台注册_彩票开奖查询_官方下载",
    "成人频道_热门排行榜_最新地址发布",
)
_MENU = ("首页", "新闻", "专题", "图片", "视频", "关于我们")
_RELATED = ("省内多地发布高温预警", "国庆假期铁路加开列车", "新能源汽车销量再创新高")
_FURNITURE = (
    "分享到：",
    "责任编辑：李明",
    "以上文章仅代表作者个人观点，本网只是转载，如涉及版权、稿酬问题，请及时联系我们。电话：029-00000000",
    "编辑：王芳",
    "相关热词：创新 园区 人才",
    "本网所有文字、图片和音视频资料，版权均属本网所有，未经协议授权不得转载、链接或以其他方式复制发表。",
    "打印本页",
    "上一篇：各地开展科普活动",
    "下一篇：全省召开工作会议",
    "某某新闻网 版权所有 Copyright(C) 2006-2020 All Rights Reserved 备案号：陕ICP备00000000号-1",
    "扫一扫在手机打开当前页",
    "返回顶部",
)


@dataclass(frozen=True, slots=True)
class Article:
    """A text as its author meant it, one paragraph a line."""

    id: str
    title: str
    publisher: str
    published: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a scraper finds: the lines of the article's page with what was put in, and the title of the page."""

    article: Article
    kind: str
    strength: int
    title: str
    lines: tuple[str, ...]
    noise: tuple[str, ...]
    """Each piece as often as it was put in."""


Garble = Callable[[Article, int, random.Random], Page]


def garble(article: Article, kind: str, strength: int) -> Page:
    """Return the page of an article with one kind of damage; raises KeyError for an unknown kind."""
    return KINDS[kind](article, strength, random.Random(f"{article.id} {kind} {strength}"))


def as_html(page: Page) -> str:
    """Return the page as a site publishes it: menu, article, related links and a foot."""
    menu = "".join(f'<li><a href="/{n}">{item}</a></li>' for n, item in enumerate(_MENU))
    related = "".join(f'<li><a href="/n/{n}.html">{item}</a></li>' for n, item in enumerate(_RELATED))
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in page.lines)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(page.title)}</title></head><body>'
        f'<div class="nav"><ul>{menu}</ul></div>\n<div class="content">{body}</div>\n'
        f'<div class="related"><ul>{related}</ul></div></body></html>'
    )


def as_text(page: Page) -> str:
    """Return the page as a scraper that keeps text alone stores it: its title, then line by line."""
    return "\n\n".join([page.title, *page.lines])


SITE_NOISE = (*_MENU, *_RELATED)
"""What every page in HTML has around its article."""


def _head(article: Article) -> tuple[str, ...]:
    return (article.title, f"{article.published} 来源：{article.publisher}")


def _page(
    article: Article, kind: str, strength: int, lines: tuple[str, ...], noise: tuple[str, ...] = (), title: str = ""
) -> Page:
    return Page(article, kind, strength, title or article.title, lines, noise)


def _glossed(article: Article, strength: int, chance: random.Random) -> Page:
    """Pinyin in brackets behind a character, as converters leave it: in 2, 6 and 15 of a hundred characters."""
    share = {1: 0.02, 2: 0.06, 3: 0.15}[strength]
    noise: list[str] = []

    def gloss(match: re.Match[str]) -> str:
        if chance.random() >= share:
            return match.group()
        reading = f"({chance.choice(_GLOSSES)}{' ' if chance.random() < 0.2 else ''})"
        noise.append(match.group() + reading)
        return match.group() + reading

    lines = tuple(_HAN.sub(gloss, line) for line in article.paragraphs)
    return _page(article, "glosses", strength, (*_head(article), *lines), tuple(noise))


def _traditional(article: Article, strength: int, chance: random.Random) -> Page:
    """A machine's traditional characters, 陜 among them: in a third, two thirds and all of the lines."""
    lines = [*_head(article), *article.paragraphs]
    for number in chance.sample(range(len(lines)), max(1, len(lines) * strength // 3)):
        lines[number] = to_traditional(lines[number]).replace("陝", "陜")
    return _page(article, "traditional", strength, tuple(lines))


def _spam(article: Article, strength: int, _: random.Random) -> Page:
    """Search terms in place of the title, and above the headline."""
    lines = (*_SPAM[: strength - 1], *_head(article), *article.paragraphs)
    return _page(article, "spam title", strength, lines, _SPAM[:strength], title=_SPAM[strength - 1])


def _repeated(article: Article, strength: int, chance: random.Random) -> Page:
    """The headline under pictures, a summary of the first paragraph, the last paragraph once more."""
    first, last = article.paragraphs[0], article.paragraphs[-1]
    body = list(article.paragraphs)
    noise = []
    for _ in range(strength):
        body.insert(chance.randrange(1, len(body) + 1), article.title)
        noise.append(article.title)
    if strength > 1:
        body.insert(0, f"[摘要]{first[: len(first) // 2]}...")
        noise.append(body[0])
    if strength == len(STRENGTHS):
        body.append(last)
        noise.append(last)
    return _page(article, "repetitions", strength, (*_head(article), *body), tuple(noise))


def _furnished(article: Article, strength: int, _: random.Random) -> Page:
    """Sharing, editors, copyright and the telephone below the text."""
    foot = _FURNITURE[: 4 * strength]
    return _page(article, "furniture", strength, (*_head(article), *article.paragraphs, *foot), foot)


def _wide(article: Article, strength: int, chance: random.Random) -> Page:
    """Full-width digits and letters with ideographic blanks: in a third, two thirds and all of the lines."""
    table = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    lines = [*_head(article), *article.paragraphs]
    for number in chance.sample(range(len(lines)), max(1, len(lines) * strength // 3)):
        lines[number] = "\u3000\u3000" + lines[number].translate(table)
    return _page(article, "full width", strength, tuple(lines))


def _misread(name: str, encoding: str, wrong: str) -> Garble:
    def misread(article: Article, strength: int, chance: random.Random) -> Page:
        """Lines decoded by the wrong rule: a third, two thirds and all paragraphs."""
        lines, noise = list(article.paragraphs), []
        for number in chance.sample(range(len(lines)), max(1, len(lines) * strength // 3)):
            lines[number] = lines[number].encode(encoding).decode(wrong, "replace")
            noise.append(lines[number])
        return _page(article, name, strength, (*_head(article), *lines), tuple(noise))

    return misread


def _torn(article: Article, strength: int, chance: random.Random) -> Page:
    """GBK in which a byte of a closing quotation or a full stop is lost: once, twice, three times."""
    lines, noise = list(article.paragraphs), []
    places = [number for number, line in enumerate(lines) if "”" in line or "。" in line]
    for number in chance.sample(places, min(strength, len(places))):
        raw = lines[number].encode("gb18030", "replace")
        mark = next(mark for mark in ("。”", "”", "。") if mark in lines[number]).encode("gb18030")
        at = raw.find(mark) + len(mark) // 2
        clean, lines[number] = lines[number], (raw[:at] + raw[at + 1 :]).decode("gb18030", "replace")
        shifted = _shifted(clean, lines[number])
        if shifted.strip("\ufffd"):
            noise.append(shifted)
    return _page(article, "lost byte", strength, (*_head(article), *lines), tuple(noise))


def _shifted(clean: str, torn: str) -> str:
    """Return what stands in place of the text behind a lost byte, up to where both agree again."""
    start = next((n for n, (a, b) in enumerate(zip(clean, torn, strict=False)) if a != b), len(torn))
    return re.split(r"(?<=\ufffd)(?=[ -~]|$)", torn[start:])[0]


def _everything(article: Article, strength: int, chance: random.Random) -> Page:
    """Spam, glosses, traditional characters, repetitions and furniture on one page, as content farms have it."""
    spoiled = _glossed(article, strength, chance)
    repeated = (*spoiled.lines[:2], *spoiled.lines[2:3], spoiled.lines[0], *spoiled.lines[3:])
    foot = _FURNITURE[: 4 * strength]
    lines = tuple(to_traditional(line) for line in (*repeated, *foot))
    noise = (*spoiled.noise, _SPAM[0], article.title, *foot)
    return _page(article, "all together", strength, lines, noise, title=_SPAM[0])


KINDS: Mapping[str, Garble] = {
    "glosses": _glossed,
    "traditional": _traditional,
    "spam title": _spam,
    "repetitions": _repeated,
    "furniture": _furnished,
    "full width": _wide,
    "UTF-8 as GBK": _misread("UTF-8 as GBK", "utf-8", "gb18030"),
    "UTF-8 as Latin-1": _misread("UTF-8 as Latin-1", "utf-8", "latin-1"),
    "lost byte": _torn,
    "all together": _everything,
}
