"""A claim and its evidence to the words of the claim that stand for another member of a set than the evidence has.

Of such sets (levels, grades, rise and fall, beginning and end, all and some) one member is easily
put for another while every name and figure stays right. A claim is doubted where it has a member that the evidence
lacks, though that has another one of the set.
"""

import re

from assistant.language.fold import search_key

_Set = tuple[tuple[str, re.Pattern[str]], ...]


def _set(*members: str) -> _Set:
    return tuple((member.split("|")[0], re.compile(member)) for member in members)


_BODY = (
    r"(?! (?:\w+ )?(?:association|department|government|committee|party|leaders?|sasac|science|office|bureau|society))"
)
_SETS: tuple[_Set, ...] = (
    # Levels. A provincial association is a body, not a level of what is counted.
    _set(
        r"全国性|国家级|国家一?级|\bnational(?:-level)? (?=[\w -]{0,24}(?:stations?|laborator|incubators?"
        r"|societ|titles?|level))"
        r"|\bnational level\b|(?:country|nation|china)['’]s highest|国家最高",
        rf"省级|省一级|(?<=陕西)省?最高|(?:province|shaanxi)['’]s highest|\bprovincial(?:-level)?\b{_BODY}",
        r"市级|市一级|\bmunicipal\b|\bcity-level\b",
        r"县级|区县级|\bcounty-level\b",
    ),
    _set(
        r"正高级?|\bfull senior\b",
        r"副高级?|\bassociate senior\b|\bdeputy senior\b",
        r"中级(?!人民)|\bintermediate\b",
        r"初级|\bjunior\b",
    ),
    _set(
        r"由?企业牵头|\bled by (?:\w+ )?(?:compan|enterpris|firm|business)",
        r"由?(?:高校|大学|院校)牵头|\bled by (?:an? |the )?(?:\w+ )?(?:universit|college)",
        r"由?(?:科研院所|研究所|院所)牵头|\bled by (?:an? )?(?:research )?institut",
    ),
    _set(
        r"启动|开幕|拉开帷幕|揭幕|\bkick\w* off\b|\bopen(?:ed|s|ing) (?:in|at|on)\b|\bbegan\b|\blaunch\w*",
        r"收官|闭幕|落幕|\bconclud\w+|\bwrapp\w+ up\b|\bcame to an end\b",
    ),
    _set(
        r"增长|上升|提高|增加|增至|攀升|\b(?:grew|grown|rose|risen|increas\w+|climb\w+|growth|soar\w+|up by)\b",
        r"下降|减少|降低|下滑|缩减|萎缩|\b(?:fell|fallen|declin\w+|decreas\w+|dropp\w+|slipp\w+|shr[aiu]nk\w*"
        r"|contract(?:ed|ing) by|down by)\b",
    ),
    _set(r"横向", r"纵向"),
    _set(
        r"申请|申报|\bappl(?:y|ied|ications?)\b|\bfil(?:ed|ing)\b|\bsubmitt?(?:ed|ing)?\b",
        r"获(?:得)?授权|授权专利|\bgranted\b",
    ),
    _set(
        r"部分|(?<!\w)some of\b|\bpart of the\b|\bcertain\b",
        r"所有|全部|凡是|一律|每一|\ball (?:of )?(?:the )?\w+|\bevery\b",
    ),
    _set(
        r"一周年|1周年|\bfirst anniversary\b|\bone[- ]year anniversary\b",
        r"[二两2]周年|\bsecond anniversary\b",
        r"[三3]周年|\bthird anniversary\b",
    ),
    _set(
        r"十三五|\b13th five-year\b",
        r"十四五|\b14th five-year\b|\bfourteenth five",
        r"十五五|\b15th five-year\b|\bfifteenth five",
    ),
    _set(
        r"首批|第[一1]批|\bfirst batch\b",
        r"第[二2]批|\bsecond batch\b",
        r"第[三3]批|\bthird batch\b",
        r"第[四4]批|\bfourth batch\b",
    ),
    _set(
        r"首[届次]|第[一1]届|\bfirst (?:edition|session)\b",
        r"第[二2]届|\bsecond (?:edition|session)\b",
        r"第[三3]届|\bthird (?:edition|session)\b",
    ),
    _set(
        "北京|\\bbeijing\\b",
        "上海|\\bshanghai\\b",
        "天津|\\btianjin\\b",
        "重庆|\\bchongqing\\b",
        "湖南|\\bhunan\\b",
        "湖北|\\bhubei\\b",
        "河南|\\bhenan\\b",
        "河北|\\bhebei\\b",
        "山东|\\bshandong\\b",
        "山西|\\bshanxi\\b",
        "广东|\\bguangdong\\b",
        "广西|\\bguangxi\\b",
        "江苏|\\bjiangsu\\b",
        "江西|\\bjiangxi\\b",
        "浙江|\\bzhejiang\\b",
        "安徽|\\banhui\\b",
        "福建|\\bfujian\\b",
        "四川|\\bsichuan\\b",
        "贵州|\\bguizhou\\b",
        "云南|\\byunnan\\b",
        "甘肃|\\bgansu\\b",
        "青海|\\bqinghai\\b",
        "宁夏|\\bningxia\\b",
        "新疆|\\bxinjiang\\b",
        "内蒙古|\\binner mongolia\\b",
        "辽宁|\\bliaoning\\b",
        "吉林|\\bjilin\\b",
        "黑龙江|\\bheilongjiang\\b",
    ),
    _set(
        "西安交(?:通)?大(?:学)?|\\bxi['’]?an jiaotong\\b",
        "西北工业大学|西工大|\\bnorthwestern polytechnical\\b",
        "西北大学|\\bnorthwest university\\b",
        "长安大学|\\bchang['’]?an university\\b",
        "延安大学|\\byan['’]?an university\\b",
        "西安石油大学|\\bxi['’]?an shiyou\\b",
        "西北农林科技大学|西农|\\bnorthwest a&f\\b",
        "陕西科技大学|\\bshaanxi university of science\\b",
        "西安理工大学",
        "西安电子科技大学|西电",
        "空军军医大学",
        "陕西师范大学|陕师大",
    ),
)


_ANY = re.compile("|".join(pattern.pattern for members in _SETS for _, pattern in members))
"""Most claims have no word of any set."""


def contrasted(text: str, evidence: str) -> list[str]:
    """Return the words of ``text`` of whose set ``evidence`` has another member, and not this one.

    >>> contrasted("第二批市级站", "首批市级站"), contrasted("国家级站", "省级站"), contrasted("省级站", "省级和市级站")
    (['第二批'], ['国家级'], [])
    """
    folded, known = search_key(text), search_key(evidence)
    wrong = []
    for members in _SETS if _ANY.search(folded) else ():
        said = [(name, match.group()) for name, pattern in members if (match := pattern.search(folded))]
        there = {name for name, pattern in members if pattern.search(known)} if said else set()
        wrong += [word for name, word in said if there and name not in there]
    return wrong
