"""Scraped text in, the same text without a scraper's and a printer's noise out; the script is kept as it was.

Nothing here looks at the meaning of a sentence: whole lines go only when they are furniture of the page.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from assistant.ingestion.furniture import is_boilerplate, is_credit_line, is_search_spam
from assistant.language.fold import search_key

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"(?<=[{_HAN}])[ ]?[(（]\s*(?=[a-züA-Z]*[{_TONES}])[a-zA-Z{_TONES}ü]{{1,6}}\s*[)）]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the direction of writing round, and letters that only a machine sees."""
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SPACED_OUT = re.compile(rf"(?<![{_HAN}])(?:[{_HAN}] ){{3,}}[{_HAN}](?![{_HAN}])")
_DIGITS_THEN_HAN = re.compile(rf"(?m)(?<![\d.,:：/\-])((?!^\d{{1,2}} )\d[\d,.]*[%％]?) (?=[{_HAN}])")
_HAN_THEN_DIGITS = re.compile(rf"(?<=[{_HAN}]) (?=\d[\d,.]*[%％]? ?[{_HAN}”])")

_RADICALS = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **dict(
        zip(
            "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⺎⺐⺒⺓⺕⺛⺞⺟⻳",
            "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜兀尢巳幺彐旡母母龟",
            strict=True,
        )
    ),
    **dict(zip("⺅⺉⺖⺘⺙⺡⺣⺦⺨⺭⺰⺾⺿⻂⻈⻌⻎⻐⻖⻠", "亻刂忄扌攵氵灬丬犭礻纟艹艹衤讠辶辶钅阝饣", strict=True)),
}
_RADICAL_TABLE = str.maketrans(_RADICALS)

_LONG_PARAGRAPH = 30
"""A repeated line of this length is a copy, a shorter one may be a table cell or a list item."""

_SUMMARY = re.compile(r"^[\[【(（]?(?:摘要|内容摘要|导读|核心提示)[\]】)）:：]+\s*")
_CUT_OFF = re.compile(r"[.…。]+$")
_SAME_HEADLINE = 0.92
"""A caption that differs from the headline by a quote or a blank is still the headline."""


def clean_text(text: str) -> str:
    r"""Apply every step below until nothing changes; one paragraph a line, no blank lines.

    >>> clean_text("陜西省科協(xié)\u3000實施“12621 工程”")
    '陜西省科協 實施“12621工程”'
    """
    while True:
        cleaned = _clean_once(text)
        if cleaned == text:
            return text
        text = cleaned


def _clean_once(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return remove_tool_spaces(remove_glosses(restore_radicals(plain_spaces(remove_invisible(text)))))


def remove_invisible(text: str) -> str:
    r"""Remove control and zero-width characters, and write every line end as ``\n``.

    >>> remove_invisible("科\u200b协\r\n成立")
    '科协\n成立'
    """
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def plain_spaces(text: str) -> str:
    r"""Write NBSP, full-width and other blanks as one space; drop them at line ends, with empty lines.

    >>> plain_spaces("14:43:53\u00a0\u00a0來源\n\n\u3000\u3000一年來")
    '14:43:53 來源\n一年來'
    """
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def restore_radicals(text: str) -> str:
    """Write the radicals that browsers print into PDF files as the characters that they stand for.

    >>> restore_radicals("增⻓⼯作站")
    '增长工作站'
    """
    return text.translate(_RADICAL_TABLE)


def remove_glosses(text: str) -> str:
    """Remove pinyin in brackets after a character; without a tone mark it is an abbreviation and stays.

    >>> remove_glosses("科協(xié)服務業(yè )的公司(IT)")
    '科協服務業的公司(IT)'
    """
    return _GLOSS.sub("", text)


def remove_tool_spaces(text: str) -> str:
    """Remove the single spaces that tools put beside digits and between spread-out characters.

    Columns of a table, names in a row and the number before a list item keep theirs.

    >>> remove_tool_spaces("2021 年 3 月实施“12621 工程”")
    '2021年3月实施“12621工程”'
    >>> remove_tool_spaces("陕 西 省 科 协")
    '陕西省科协'
    """
    text = _SPACED_OUT.sub(lambda match: match.group().replace(" ", ""), text)
    return _HAN_THEN_DIGITS.sub("", _DIGITS_THEN_HAN.sub(r"\1", text))


def noise_lines(lines: Sequence[str], *, title: str) -> frozenset[int]:
    """Return the numbers of the lines that are not content: see the functions named in it.

    A scraped page has its headline again under each picture, a summary that repeats the first paragraph, and ends
    with "分享到:", the editor, and a paragraph on copyright.
    """
    keys = [comparison_key(line) for line in lines]
    headline = comparison_key(title)
    first_copy: dict[str, int] = {}
    for number, key in enumerate(keys):
        first_copy.setdefault(key, number)
    first = next((number for number, key in enumerate(keys) if _same_headline(key, headline)), 0)
    noise = {
        number
        for number, line in enumerate(lines)
        if _same_headline(keys[number], headline)
        or (number < first and is_search_spam(line))
        or (number <= first + _CREDIT_LINES and is_credit_line(line))
        or is_boilerplate(line, share_read=number / len(lines))
        or _repeats_summary(line, keys, number)
        or (len(keys[number]) >= _LONG_PARAGRAPH and first_copy[keys[number]] < number)
    }
    return frozenset(noise | _repeated_ends(keys, noise))


def _repeated_ends(keys: Sequence[str], noise: Collection[int]) -> set[int]:
    """Return the last lines that stand, whole, inside an earlier one: scrapers append the last paragraph once more."""
    content = [number for number in range(len(keys)) if number not in noise]
    return {
        number
        for number in content[-_END_LINES:]
        if len(keys[number]) >= _LONG_PARAGRAPH
        and any(keys[number] in keys[other] for other in content if other < number)
    }


_END_LINES = 6
"""A copied paragraph stands among the last lines; elsewhere a repetition may be meant."""

_CREDIT_LINES = 6
"""Date, source, author and editor stand within so many lines under the headline."""


def comparison_key(text: str) -> str:
    """Return what two copies of a line have in common: script, width, blanks and heading marks do not count.

    >>> comparison_key("## 12621 工程")
    '12621工程'
    """
    return re.sub(r"\s+", "", search_key(text).lstrip("#"))


_STOPS = ("。", ".", "!", "！")


def _same_headline(key: str, headline: str) -> bool:
    if not headline or abs(len(key) - len(headline)) > 4:
        return False
    if key.endswith(_STOPS) and not headline.endswith(_STOPS):
        return False  # A sentence that says what the headline says is content.
    return key == headline or (
        len(headline) >= 12
        and re.findall(r"\d+", key) == re.findall(r"\d+", headline)
        and SequenceMatcher(None, key, headline, autojunk=False).ratio() >= _SAME_HEADLINE
    )


def _repeats_summary(line: str, keys: Sequence[str], number: int) -> bool:
    """Tell whether a line is a summary such as "[摘要]2021年以来…成绩单。..." of which a later line holds all."""
    simplified = search_key(line)
    marker = _SUMMARY.match(simplified)
    if marker is None:
        return False
    summary = _CUT_OFF.sub("", comparison_key(line[marker.end() :]))
    return any(key.startswith(summary) for key in keys[number + 1 :])
