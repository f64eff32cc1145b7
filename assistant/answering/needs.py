"""A sentence to whether it holds the kind of thing that a question asks for: a person, a date, an amount of money."""

import re

from assistant.answering.lexicon import EXACT_DAY
from assistant.answering.subject import counted_words
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Figure, Language

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱"
    "汤尹黎易常武乔贺赖龚文"
)
"""The hundred-odd commonest family names; people of the glossary are known without them."""
_PERSON = re.compile(
    rf"(?<![\u4e00-\u9fff\d])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[、，。（出主当致讲说任为宣受获担])"
)
_ACTING = re.compile(
    r"主办|承办|协办|牵头|共建|制定|认定|印发|负责|组织|设立|推荐|揭牌|联合|申请单位|申报|管理|运营|来自|建设|出台"
    r"|提出|推出|实施|启动|部署|发起|举办"
)
_INSTITUTION = re.compile(
    r"(?<!园区)(?<!企业)科协(?!工作站)|厅|局|委|政府|大学|学院|公司|集团|协会|学会|日报|研究院|中心|网信办|部门"
    r"|[Uu]niversity"
)
_OFFICE = re.compile(
    r"(?P<office>主席|书记|会长|主任|院长|校长|厅长|秘书长|理事长|董事长)(?:分别|都|各)?(?:是|叫|为)?(?:谁|什么人|何人)"
)
_ASKS_WHO_ACTED = re.compile(
    r"主办|承办|协办|牵头|共建|制定|认定|印发|负责|组织|设立|建立|成立|发起|推荐|管理|运营"
    r"|颁发|评选|出台|申报|申请|哪家|哪些单位|单位|提出|推出|实施|搞|办的|举办|启动|部署|谁的"
    r"|\b(?:host|organi[sz]|held|hold|run|ran|runs|set up|found|establish|launch|start|propos|initiat|issue|recogni[sz]"
    r"|certif|manag(?:es?|ed|ing)\b|own|build|built|behind|draft|wrote|adopt|appl)"
)
_BY = re.compile(rf"由[^，。；]{{2,20}}?(?:{_ACTING.pattern})")
_BY_WHOM = re.compile(rf"由(?:谁|哪|什么)[^，。；]{{0,8}}?(?:{_ACTING.pattern})")
"""Who did it, asked and told alike: 由谁牵头, 由企业牵头."""
_NAMED_BODY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,}(?:公司|大学|学院|集团|医院|研究院|研究所|厂|学会)"
    r"|\b[A-Z][\w’'-]+(?: [A-Z&][\w’'-]*)* (?:University|College|Company|Group|Institute|Hospital|Corporation)\b"
)
_DEPARTMENT = re.compile("[\u4e00-\u9fff]{2,4}?(?:厅|局|委|办)(?![\u4e00-\u9fff]{0,2}(?:件|理|法|公|员))")
_MONEY = re.compile(r"\d\s?(?:余|多)?(?:万|亿|百万|千万|万亿)?(?:美)?元|\b(?:yuan|cny|rmb|dollars?)\b")
_REFERENCE = re.compile(r"〔\d{4}〕|第\s?\d+\s?[期号]|\d+号")
_CONTACT = re.compile(r"\d{3,4}-\d{6,8}|1\d{10}|@|www\.|https?://|微信号|邮箱|电话")
_PROCEDURE = re.compile(
    r"申请|申报|报名|条件|流程|程序|材料|须|应当|资格|受理|推荐表|\b(?:appl(?:y|ied|ication)|regist|require|condition|submit)"
)
_PLACE = re.compile(
    r"在[^，。；]{1,18}(?:举行|召开|开幕|启动|揭牌|落户|设立|举办|办|开|成立|收官|落幕"
    r"|签约|启用|运行|首演|进行)|位于|坐落|地址|落户|设在|走进|会场|地点"
    r"|\b(?:in|at|located)\b"
)


_TOLD_BY = {"contact": _CONTACT, "procedure": _PROCEDURE, "where": _PLACE}
"""What a sentence must have, as it is written, to tell such a thing."""
_WHICH_YEAR = re.compile(r"哪一?年|什么年份|\b(?:what|which) year\b")


def holds(wanted: str, text: str, *, asked: Understanding, glossary: Glossary) -> bool:
    """Tell whether a sentence holds the kind of thing that is asked for."""
    if wanted == "who":
        return _names_who(text, asked, glossary)
    if wanted == "names":
        return _names_a_body(text, asked, glossary)
    if wanted == "when":
        # A date that only repeats the year of the question does not say when.
        new = [mention.iso for mention in find_dates(text) if mention.iso not in asked.dates]
        if _WHICH_YEAR.search(asked.folded):
            new = [iso for iso in new if not iso.startswith("-")]
        exact = EXACT_DAY.search(asked.folded)
        return any(len(iso) >= len("--01-01") and iso.count("-") > 1 for iso in new) if exact else bool(new)
    if wanted == "money":
        folded = search_key(text)
        noun = _PAID_AS.search(asked.folded)
        paid = noun is None or noun.group() in folded
        return bool(_MONEY.search(folded)) and paid and (not _INVESTED.search(asked.folded) or "投" in folded)
    if wanted in _TOLD_BY:
        return bool(_TOLD_BY[wanted].search(text))
    if wanted == "size":
        if _FUND.search(asked.folded) and _MONEY.search(search_key(text)):
            return True
        units = ("岁", "周岁") if _AGE_LIMIT.search(asked.folded) else ("亩", "平方米", "平方公里")
        return any(figure.unit in units for figure in find_figures(text))
    if wanted == "reference":
        return bool(_REFERENCE.search(search_key(text)))
    if wanted == "percent":
        return any(figure.unit in ("%", "百分点", "分", "倍") for figure in find_figures(text))
    if wanted == "count":
        return _counts(text, asked)
    return True


def _names_a_body(text: str, asked: Understanding, glossary: Glossary) -> bool:
    """Tell whether a sentence names a body that the question does not: who chose the twenty is none of the twenty."""
    folded, known = search_key(text), search_key(asked.question)
    terms = [match.term for match in glossary.find(folded, language="zh")]
    named = [match.group() for match in _NAMED_BODY.finditer(text)]
    named += _DEPARTMENT.findall(text) if "部门" in known or "department" in known else []
    if not _BODIES.search(known):
        return bool(named) or any(term.kind in ("organisation", "person") for term in terms)
    own = {match.term.zh for tongue in _LANGUAGES for match in glossary.find(known, language=tongue)}
    firms = _FIRMS.search(known) is not None
    bodies = [
        term
        for term in terms
        if term.kind == "organisation"
        and term.zh not in own
        and not _ASSOCIATION.fullmatch(term.zh)
        and not (firms and (_NO_FIRM.search(term.zh) or not term.en[:1].isupper()))
    ]
    return any(search_key(name) not in known for name in (*named, *(term.zh for term in bodies)))


_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_ASSOCIATION = re.compile(r"(?:中国|陕西省?|省)?(?:科协|科学技术协会)")
"""What nearly every sentence of a corpus about associations names as the one that acts."""
_BODIES = re.compile(
    r"单位|企业|公司|高校|大学|学校|院校|部门"
    r"|\b(?:compan(?:y|ies)|firms?|enterprises?|universit(?:y|ies)|departments?|agenc(?:y|ies))\b"
)
_FIRMS = re.compile(
    r"哪(?:一|几)?[家些个]?(?:企业|公司)|\b(?:which|what|name the|list the) (?:compan(?:y|ies)|firms?|enterprises?)\b"
)
_NO_FIRM = re.compile(
    r"(?:大学|学院|科协|学会|协会|联合会|联盟|厅|局|委|政府|馆|园|园区|新城|新区|中心|工作站|大会|总平台|智库|部门|办公室)$"
)
"""What no question for a firm means, whatever was founded, opened or signed there."""


def _names_who(text: str, asked: Understanding, glossary: Glossary) -> bool:
    """Tell whether a sentence names a person, or an organisation where the question asks who did something."""
    people = any(match.term.kind == "person" for match in glossary.find(search_key(text), language="zh"))
    # "由谁主办" is answered by an organisation, "书记是谁" only by a person.
    asks = asked.folded.replace("负责人", "")
    office = _OFFICE.search(asked.folded)
    if office is not None:
        return office["office"] in search_key(text) and (people or bool(_PERSON.search(text)))
    acting = _INSTITUTION.search(text) and _ACTING.search(text) and _ASKS_WHO_ACTED.search(asks)
    acting = acting or (_BY.search(text) and _BY_WHOM.search(asked.folded))
    return people or bool(_PERSON.search(text) or acting)


def counting_figures(text: str) -> list[Figure]:
    """Return the figures of a text without those of an order or of a word: 第四批 and “院士”二字 count nothing."""
    return [figure for figure in find_figures(text) if text[figure.start - 1 : figure.start] not in _NO_COUNT_AFTER]


_NO_COUNT_AFTER = tuple("第”」』")


def _counts(text: str, asked: Understanding) -> bool:
    """Tell whether a sentence counts in a unit that the question asks for.

    个 counts anything: 6个赛道 does not tell how many 项目 there were, nor 14个单元 how many 家企业.
    """
    units = _units_asked(asked.folded)
    if _PEOPLE.search(asked.folded) and _HAN.search(text):
        units = ("人",)  # In the Chinese original people are counted otherwise than firms and things.
    counted = find_figures(text) if "第几" in asked.folded else counting_figures(text)
    figures = [figure for figure in counted if figure.unit != "%"]
    if not units:
        if _ANY_FIGURE.search(asked.folded):
            return bool(find_figures(text))
        return any(figure.unit not in _NO_COUNT for figure in figures)
    folded = search_key(text)
    nouns = [word[:2] for word in counted_words(asked)]
    known = not nouns or any(noun in folded for noun in nouns)
    kind = _kind_counted(asked.folded)
    if kind is not None:
        figures = [one for one in figures if one.unit != "个" or re.search(kind[0], _around(folded, one))]
    return any(
        (figure.unit or kind)  # "490 high-tech enterprises" has a noun and no unit
        and (same_unit(figure.unit, unit) or (figure.unit == "大" and unit in _KINDS))
        and (known or "个" not in (figure.unit, unit) or not _HAN_NOUN.match(folded[figure.end :]))
        for figure in figures
        for unit in units
    )


_FUND = re.compile(r"基金|资金|投资|金额|\bfunds?\b|\bcapital\b|\binvestment")
"""How big it is, is told in money."""
_PAID_AS = re.compile(r"奖金|会费|学费|工资|薪酬|薪水|年薪|租金|房租|造价|售价|门票|票价|报名费|服务费|管理费")
"""Money of one kind is no answer for another: what is invested in winners is no prize money."""
_INVESTED = re.compile(r"投资(?!者|人|机构|公司|联合体)|投了|投入")
"""What was contracted or earned is not what was invested."""
_AGE_LIMIT = re.compile(r"(?:岁|年纪|岁数|\bold\b).*(?:限|最|\b(?:limit|may|can|must|at most)\b)|上限")
_PEOPLE = re.compile(r"\bhow many (?:people|persons|individuals|visitors|participants|attendees)\b")
_HAN = re.compile("[\u4e00-\u9fff]")
_KINDS = frozenset("项条")
"""三大任务 are three of them."""
_NO_COUNT = frozenset(("倍", "年", "百分点"))
"""Growth and time tell no number of things."""
_ANY_FIGURE = re.compile(r"数字|数据|\b(?:numbers|figures|how many (?:times|years))\b")
_HAN_NOUN = re.compile("[\u4e00-\u9fff]{2}")


def _around(folded: str, figure: Figure) -> str:
    return folded[max(0, figure.start - _BESIDE) : figure.end + _BESIDE]


def _units_asked(folded: str) -> tuple[str, ...]:
    units = re.findall(
        # 推荐了几个 leaves out what it counts, and people are counted so as well.
        r"(?:多少|几)(?:个(?=人))?(人次|场次|(?<!了几)(?<!的几)个|个(?![?？]*$)|家|名(?!额)|人(?![才员])|位"
        r"|项(?!目)|条(?!件)|份|支|件|所|批|场|次|期|届|天|年|亩|篇|倍)",
        folded,
    )
    # 多少企业 asks for so many 家, whatever else of the sentence is a number of 个.
    kind = _kind_counted(folded)
    return tuple(units) or ((kind[1],) if kind else ())


def _kind_counted(folded: str) -> tuple[str, str] | None:
    """Return the Chinese words for the firms or people that a question counts without a unit, and their unit."""
    counted = zip(_UNIT_OF_KIND, _KIND_COUNTED, strict=True)
    return next((kind for kind, pattern in counted if pattern.search(folded)), None)


_UNIT_OF_KIND = (("企业|公司|厂商", "家"), ("院士|专家|工程师|工作者|人才|经理人|学生|教师|选手", "名"))
"""Kinds of firms and people, and the units that Chinese counts them with."""
_KIND_COUNTED = tuple(
    re.compile(
        rf"多少[\u4e00-\u9fff]{{0,5}}?(?:{words})(?!.{{0,4}}(?:项目|工作站|课题|钱|资金|融资|产值|收入))"
        rf"|\bhow many (?:(?!of\b)[\w-]+ ){{0,3}}?(?:{english})\b"
        r"(?! (?:projects?|workstations?|awards?|groups?|teams?))"
    )
    for (words, _), english in zip(
        _UNIT_OF_KIND,
        (
            "firms|companies|enterprises|businesses|start-?ups",
            "academicians|experts|engineers|workers|students|teachers",
        ),
        strict=True,
    )
)
_BESIDE = 8
"""Characters beside a number of 个 in which its noun stands."""
