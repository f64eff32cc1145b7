"""A claim and its evidence as text to the names, quotations and turned words of the claim that the evidence lacks.

The glossary knows the names of the programme; a model can invent any other. So names are found by their form: what an
organisation ends in, what stands beside a person, capital letters, quotation marks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.answering.certainty import UNCHANGED
from assistant.answering.leaning import PLAIN_ENGLISH
from assistant.answering.stop_words import STOP_EN
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import han_share, search_key
from assistant.language.words import split_words

_ENDINGS = (
    "科学技术协会|科协|学会|协会|研究会|联合会|促进会|基金会|委员会|商会|联盟|研究院|研究所|研究中心|实验室|大学|学院|医院"
    "|公司|集团|银行|厅|局|日报|晚报|早报|时报|出版社|电视台|产业园|科技园|管委会"
)
_ORGANISATION = re.compile(rf"([\u4e00-\u9fff]{{2,14}}?)({_ENDINGS})(?![\u4e00-\u9fff]?(?:会员|之家))")
_OFFICE = re.compile(
    "(?:宣传|组织|统战|科技|工信|教育|财政|人社|卫健|商务|民政|司法|农业农村|住建|文旅|交通|水利)(?:部|厅|局|委)"
    "|网信办|人才办|发改委|国资委|工商联|总工会|团[省市]?委|妇联"
)
"""Offices of party and state by their short names, of which one is easily put for another."""
_CUT = re.compile(
    "[的了在是有和与及由对向于把将被从到为等年月日家个名位项各该本并以称据经含]|包括|会同|联合|组织|邀请|支持|推荐|依托"
    "|成立|设立|建立|新建|建成|加入|成为|获得|来自|隶属|位于|举办|主办|承办|协办|发布|通过|当选|担任|根据|按照|报道|其中"
    "|同时|此外|以及|授予|进驻|走进|分(?!会|院|行|公司|局|校|部|中心)|注册|获(?!奖)|被|由|让|带领|负责|推动|助力|共建|创建|服务|开展|参加|参与|上(?!海|饶|虞)|同[期年日时]|同(?!济|心|仁|方)|几所|多所|两家|全省|全国|国家|省级|市级|省|市"
)
"""What a name does not reach over to its left; what is cut off at a province or city is a common part of many names."""
_NEAR_ENDING = 12
"""Characters between the first word of an organisation and what it ends in, where the source writes it in full."""
_SURNAME = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈沉钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文强章倪庞俞柴樊葛翁申詹鲁柳季屈祁焦景霍穆翟甄晏阎耿"
)
"""Folded as the text is: 沈 is simplified to 沉."""
_TITLE = (
    "院士|教授|研究员|主席|副主席|书记|省长|市长|主任|会长|秘书长|理事长|所长|院长|校长|厅长|局长|部长|总经理|董事长"
    "|负责人|工程师|专家|博士|先生|女士|主持人"
)
_SPEAKS = "说|表示|指出|介绍|认为|强调|出席|主持|当选|担任|致辞|讲话|宣布|透露|告诉|率队|带队|带领|获|任"
_PERSON_BEFORE = re.compile(
    rf"(?:{_TITLE})(?:是|为|：|叫)?([{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?={_SPEAKS}|[，。、；（和与等的]|$)"
)
_PERSON_BEHIND_ROLE = re.compile(
    rf"[者主员师手士授生](?:是|为|：|叫)?([{_SURNAME}][\u4e00-\u9fff]{{1,2}})(?=[，。、；（]|$)"
)
"""What somebody is ends in few characters (获得者, 得主, 工程师): a name that ends a clause may stand behind them."""
_PERSON_AFTER = re.compile(
    rf"(?:^|[，。、；：（“和与由据的])([{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?={_SPEAKS}|{_TITLE}|(?<=..)（)"
)
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》]{2,120})[”\"」』》]")
_TRANSLATED = 0.6
"""Share of the words of a translated quotation that the translation at hand has too."""
_MOST_SPELLED = 4
"""Words of a quotation that may be the pinyin of a Chinese name."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_CAPITALISED = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s+(?:of|for|and|the)\s+[A-Z][\w'’-]+|\s+[A-Z][\w'’-]+)*"
)
_OPENING = re.compile(r"^(?:The\s+|A\s+|An\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")
_COMMON = (
    PLAIN_ENGLISH
    | STOP_EN
    | frozenset(
        "january february march april may june july august september october november december monday tuesday "
        "wednesday thursday friday saturday sunday the a an of for and in on by according as chinese english china "
        "professor academician mr ms mrs dr chairman president director secretary governor mayor engineer "
        # What a medium is called beside its own name: Guangming Online for 光明网.
        "online daily news network website "
        # Currencies, which the figures tell.
        "rmb cny usd yuan".split()
    )
)
_A_NUMBER = (
    r"(?= (?:the )?(?:rmb |cny |¥|\$)?(?:\d(?!\d* ?(?:program|project|plan))"
    r"|one|two|three|four|five|six|ten|half|a (?:third|quarter)))"
)
"""“Under the programme” and “over the years” limit no figure."""
_OPPOSITES = (
    (
        "增长|上升|提高|增加|rose|grew|increas\\w+|climb\\w+|improv\\w+",
        "下降|减少|降低|下滑|fell|fallen|declin\\w+|decreas\\w+|dropp\\w+|slipp\\w+|down from",
    ),
    ("高于|超过|多于", "低于|少于|不足"),
    ("首次|首个|首家", "最后一次|最后一个"),
    ("成立|设立|组建", "撤销|解散|取消"),
    ("启动|开始|开幕", "停止(?!征集|报名|受理|接收|申报)|结束|闭幕|终止"),
    ("第一", "倒数第一|垫底"),
    (rf"above|more than|over{_A_NUMBER}", rf"below|(?<!no )(?<!not )less than|under{_A_NUMBER}"),
    ("founded|established|set up", "dissolved|abolished|closed down"),
    ("first", "last"),
    ("全年", "半年|上半年|下半年|季度"),
    ("上半年", "下半年"),
    ("同比", "环比"),
    (
        rf"(?<!不)相同|(?<!不)一致|一样|不变|持平|{UNCHANGED}|unchanged|the same|identical",
        "(?<!各)(?<!没有)(?<!无)不同|不一致|不一样|(?<!没)有(?:所|明显|较大|很大|显著)(?:变化|差别|差异|区别)|differ\\w*|changed",
    ),
    ("first half", "second half"),
)

_GRADES = (
    re.compile("(国家|[省市县区校])一?级"),
    re.compile("(正高|副高|[初中高](?=级(?!人民|法院|中学)))级?"),
    re.compile("(东南|东北|西南|西北)(?![\u4e00-\u9fff]{0,4}大学)"),
    re.compile(r"\b((?:south|north)(?:east|west))(?:ern)?\b(?! \w+ university)"),
)
"""What stands at one level or grade (由省一级授牌, 副高以上职称), or lies one way, must not be told of another."""
# Chinese needs no limits of words, and has no Latin letters that they would keep off.
_WHOLE = {words: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])") for pair in _OPPOSITES for words in pair}
_RISES = ("增长|上升|提高|增加", "下降|减少|降低|下滑")
_ROSE = (
    "rose|grew|increas\\w+|climb\\w+|soar\\w+|surg\\w+|expand\\w+",
    "fell|declin\\w+|decreas\\w+|dropp\\w+|slipp\\w+|shr[au]nk|slid|plung\\w+",
)
_BEFORE_FROM = 16
"""Characters before "from 334 million" in which an English verb says which way."""


def unknown_names(text: str, evidence: str) -> list[str]:
    """Return the organisations and people of ``text`` that ``evidence`` does not have.

    >>> unknown_names("长安大学的王小明教授说“很好”。", "西安大学的王大明教授说话。")
    ['长安大学', '王小明']
    """
    chinese = han_share(text) > 0
    folded, known = _tight(text), _tight(evidence)
    bodies = _organisations(_shortened(folded), _shortened(known)) if chinese else []
    bodies = [*bodies, *_offices(folded, known)] if chinese else bodies
    found = [*bodies, *_people(folded, known)] if chinese else []
    return list(dict.fromkeys([*found, *_capitalised(text, evidence)]))


def unknown_quotations(text: str, evidence: str) -> list[str]:
    """Return what ``text`` puts into quotation marks although ``evidence`` does not say it.

    >>> unknown_quotations("教授说“很好”。", "教授说话。")
    ['很好']
    """
    return list(_quotations(text, evidence, _tight(evidence)))


def turned_words(text: str, evidence: str) -> list[str]:
    """Return the words of ``text`` whose opposites alone stand in ``evidence``.

    >>> turned_words("人数下降了。", "人数增长了。")
    ['下降']
    """
    folded, known = search_key(text), search_key(evidence)
    wrong = []
    for pair in _OPPOSITES:
        for mine, other in (pair, pair[::-1]):
            said = _WHOLE[mine].search(folded)
            if said and not _WHOLE[mine].search(known) and _WHOLE[other].search(known):
                wrong.append(said.group())
    return [*wrong, *_other_grades(folded, known), *_wrong_way(text)]


def _other_grades(text: str, evidence: str) -> list[str]:
    """Return the levels and grades of a text (省级, 高级) where the evidence has others of the same kind alone."""
    wrong = []
    for kind in _GRADES:
        known = set(kind.findall(evidence))
        wrong += [said.group() for said in kind.finditer(text) if known and said[1] not in known]
    return list(dict.fromkeys(wrong))


def _wrong_way(text: str) -> Iterator[str]:
    """Yield "下降" in "从334亿元下降到2343亿元": the figures themselves say which way it went."""
    folded = search_key(text)
    for first, second in pairwise(find_figures(text)):
        if first.value == second.value or not same_unit(first.unit, second.unit):
            continue
        falls = second.value < first.value
        # 下降到 stands between the figures, "fell from" before them.
        told = f"{folded[max(0, first.start - _BEFORE_FROM) : first.start]}|{folded[first.end : second.start]}"
        for rising, falling in (_RISES, _ROSE):
            way = rising if falls else falling
            moved = re.search(rf"({way}) from\b[^|]*\||\|.*?({way})[到至]", told)
            if moved:
                yield moved[1] or moved[2]


@lru_cache(maxsize=2_048)
def _tight(text: str) -> str:
    return "".join(search_key(text).split())


def _shortened(tight: str) -> str:
    """Return a text with the usual short form of what many bodies are called: 科技局 is 科学技术局."""
    return tight.replace("科学技术", "科技")


def _organisations(text: str, known: str) -> Iterator[str]:
    for match in _ORGANISATION.finditer(text):
        name = _CUT.split(match[1])[-1]
        # One character is left of what is common to many names (省学会), or of a verb.
        if len(name) < 2 or name + match[2] in known:
            continue
        full = re.escape(name) if len(name) <= 4 else f"{re.escape(name[:2])}.{{0,{len(name)}}}{re.escape(name[-2:])}"
        ending = re.escape(match[2][:1])
        if not re.search(f"{full}[\u4e00-\u9fff]{{0,{_NEAR_ENDING}}}{ending}", known):
            yield name + match[2]


def _offices(text: str, known: str) -> Iterator[str]:
    """Yield the offices that the evidence names neither so nor in full: 工信厅 is 工业和信息化厅."""
    for match in _OFFICE.finditer(text):
        spread = "[\u4e00-\u9fff]{0,4}".join(map(re.escape, match.group()))
        if not re.search(spread, known):
            yield match.group()


def _people(text: str, known: str) -> Iterator[str]:
    for pattern in (_PERSON_BEFORE, _PERSON_BEHIND_ROLE, _PERSON_AFTER):
        for match in pattern.finditer(text):
            if match[1] not in known:
                yield match[1]


def _capitalised(text: str, evidence: str) -> Iterator[str]:
    """Yield the proper names of an English text of which a word stands nowhere in the evidence, also not as pinyin."""
    spans = [*_OPENING.findall(text), *_CAPITALISED.findall(text)]
    wanted = [word for span in spans for word in _WORD.findall(span) if len(word) > 1 and word.lower() not in _COMMON]
    if not wanted:
        return
    known = {word.stem for word in split_words(evidence)}
    missing = [word for word in dict.fromkeys(wanted) if not {w.stem for w in split_words(word)} <= known]
    if missing and han_share(evidence) > 0:
        spelled = _pinyin(evidence)
        missing = [word for word in missing if re.sub("[^a-z]", "", search_key(word)) not in spelled]
    yield from missing


@lru_cache(maxsize=512)
def _pinyin(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    spelled = "".join(lazy_pinyin(text, style=Style.NORMAL, errors="ignore")).replace("ü", "u")
    # The official spelling tells the province from Shanxi (山西).
    return f"{spelled} shaanxi" if "陕西" in text else spelled


def _quotations(text: str, evidence: str, known: str) -> Iterator[str]:
    """Yield what stands in quotation marks and is not said so: Chinese to the letter, English with all its words.

    Of a Chinese source there is no English letter: of a translated quotation most words must be known.
    """
    translated = han_share(evidence) > 0
    for match in _QUOTED.finditer(text):
        quoted = _tight(match[1]).strip("，。,.;；！!？?")
        if quoted in known:
            continue
        words = {word.stem for word in split_words(match[1]) if word.singular not in STOP_EN}
        letters = "".join(re.findall("[a-z]+", search_key(match[1])))
        if translated and letters and len(words) <= _MOST_SPELLED and letters in _pinyin(evidence):
            continue
        held = words & {word.stem for word in split_words(evidence)}
        if han_share(match[1]) > 0 or len(held) < (_TRANSLATED if translated else 1) * len(words):
            yield match[1]
