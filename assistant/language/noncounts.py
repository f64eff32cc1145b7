"""Folded text to the spans of numbers that count nothing: codes, telephone numbers, pages, times, idioms."""

import re

_PATTERNS = (
    # Standards and books: ISO 9001, GB/T 19001, T/CAST 123, ISBN 978-7-…
    r"\b(?:iso|iec|gb|gb/t|db\d{0,2}|db\d{0,2}/t|t/[a-z]+|astm|din|isbn|issn|doi)[ :/-]{0,2}\d[\d./-]*",
    r"\bcovid-19(?!\d)",
    # Telephone numbers, post codes, chat groups.
    r"(?<!\d)0\d{2,3}-\d{3,4}-?\d{4}(?!\d)",
    r"(?<!\d)1[3-9]\d{9}(?!\d)",
    r"(?:邮编|邮政编码|qq群?|微信号?|账号|证号|传真|电话|tel\.?|fax)\s?[:：]?\s?\d[\d-]*",
    r"(?:编号|文号|批号)\s?[:：]?\s?[\w〔〕\[\]-]+",
    r"(?<!\d)1\d{4}(?=(?:平台|热线|专线|电话|号码|hotline))",
    r"(?<!\d)(?:985|211)(?=[、和高大院工])",
    r"(?<!\d)360(?=度?(?:评估|评价))",
    r"https?://[^\s，。；）)]+|www\.[^\s，。；）)]+|\b[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|cn|org|net)\b",
    r"[“\"]\d+(?:\+[\da-z])+[”\"]",
    r"[“\"]?\d\+[a-z](?:\+[a-z])*(?![a-z])",
    # Where something stands, not how many there are.
    r"(?:附件|附表|附图|表|图|专栏|公式)\s?\d{1,3}(?![\d.]*[%万亿余多个家名人位项条支份件元])(?:[.-]\d+)*",
    r"\b(?:table|figure|fig\.|section|chapter|article|annex|appendix|clause|item|p\.|pp\.|no\.|vol\.|line)\s?\d[\d.]*(?:-\d+)?",
    r"(?m)^\s{0,4}(?:\d{1,2}[.、](?!\d)|[(（]\d{1,2}[)）])",
    # Times of the day.
    r"(?<!\d)\d{1,2}时(?:\d{1,2}分|许|整)?(?!间)",
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)",
    # Months of a year, not how many: 1至9月.
    r"(?<![\d.])\d{1,2}(?=\s?[至到—–~-]\s?\d{1,2}月)",
    # Congresses and sayings.
    r"(?:十[一二三四五六七八九]|二十)(?:大(?=精神|报告|以来|代表|召开|胜利|闭幕|$|[，。、；])|届[一二三四五六七]中全会)",
    r"[一二三四五六七八九]十?月间|[一二三四五六七八九]{1,2}十?[一二三四五六七八九]?月间",
    r"十分(?=[\u4e00-\u9fff])(?![之钟])",
    r"[一二三]级(?=教授|学科|建造师|单位|市场|域名|公司|响应|指标)|一站式|一条龙|一揽子|一体化|一带一路",
    r"三番五次|三三两两|五花八门|四面八方|一五一十|三心二意|千方百计|百尺竿头|万众一心|一二三产",
    r"\bno one\b|\b(?:several|many|a few|some|hundreds? of|tens? of) (?:hundred|thousand|million|billion)s?\b",
)
_NONCOUNT = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS if not pattern.startswith("(?m)")))
_LIST_NUMBER = re.compile(next(pattern for pattern in _PATTERNS if pattern.startswith("(?m)")))


def noncount_spans(folded: str) -> list[tuple[int, int]]:
    """Return the half-open spans of numbers in a folded text that count nothing.

    >>> noncount_spans("电话029-87294128，详见表3")
    [(0, 14), (17, 19)]
    """
    return [match.span() for pattern in (_NONCOUNT, _LIST_NUMBER) for match in pattern.finditer(folded)]
