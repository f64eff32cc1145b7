"""Folded text and English stems to the same with one word for each meaning, and without words that say nothing.

Only everyday words of reports stand here: what a source calls 成立 an answer may call 设立. Names, measures and what
tells one figure from another are left as they are, and so is what says yes or no, planned or done.
"""

import re
from functools import lru_cache

from assistant.language.words import split_words

_ALIKE_ZH = (
    "成立 设立 组建 建立 建成 建有 创建 创立 设有 新建",
    "参加 参与 出席 到会 与会 参会 列席",
    "举办 举行 召开",
    "增长 增加 增至 增到 上升 升至 提高 提升 增幅 增速 涨幅",
    "获奖 得奖",
    "获得 荣获 获评 取得 拿到 斩获 夺得 摘得",
    "评出 评选出 遴选出 评定出 选出",
    "产生 形成 产出",
    "发表 发论",
    "写出 撰写",
    "印发 发布 公布 出台 颁布 下发",
    "排名 位居 位列 名列 位于 列居 排在",
    "联合 会同 共同 携手 一道",
    "邀请 请来",
    "制定 制订 编制",
    "计划 目标 规划 力争 打算",
    "金额 总额 额度",
    "实现 完成 达成",
    "解决 攻克 破解",
    "资助 补助 补贴",
    "担任 出任",
    "周期 一期 年为一期",
    "培育 培养",
    "引进 引入 招引",
    "期限 截止",
    "企业 公司",
    "人员 人数 人士",
    "报名 申报",
    "开幕 揭幕",
    "启动 开启",
    "围绕 针对",
    "之中 其中",
)
"""Words of one meaning, the one that all are written as first."""
_SAY_NOTHING_ZH = (
    "根据 按照 依照 依据 提供 资料 材料 文中 原文 显示 表明 可以看出 可见 总的来说 总的来看 总体来看 总体而言"
    " 综上所述 综上 需要注意的是 值得注意的是 具体来说 具体而言 具体如下 相关 有关 情况 如下 以下 数据 主要 包括"
    " 包含 分别 依次 各自 即 则 其中 合计 共计 总计 一共 总共 共有 共 累计 总数 总量 达到 达 超过 突破 逾 近 约"
    " 不少于 不低于 至少 以上 左右 截至 截止 实际 方面 同时 此外 另外 另有 另 并且 而且 不过 以来 期间 当年 同年"
    " 前后 之前 之后 该 本 此 这 各 每 也 仅 只 年底 月底 年初 年末"
    " 相加 加起来 加在一起 相差 差距 两者 二者 前者 后者 数额 这一 那么 换句话说 也就是说 也就是 换言之"
    " 起算 元旦 一并 连同 所谓 指的是 是说 虽然 尽管 但是 但 却 然而 因此 由此 从而 其实 实际上"
).split()
_ALIKE_EN = (
    "establish found set create launch build built form open start",
    "enterprise company firm business",
    "organisation institution body",
    "aim target plan goal foresee call intend",
    "receive get fund grant award",
    "person people attendee participant delegate",
    "attend participate took part",
    "finish complete end",
    "publish release issue announce",
    "rank came place position",
    "train educate",
    "growth grew rise rose increase grow up",
    "contest competition",
    "chair president preside moderate",
    "speak spoke spoken speech address",
    "basically largely mostly mainly broadly",
    "condition requirement required",
    "recognise identify certify",
    "amount total worth come came reach stood",
    "say said state report write according note",
    "take host",
    "produce give gave",
)
"""Words of one meaning, the one that all are written as first."""
_SAY_NOTHING_EN = (
    "based provided passages documents source following overall note respectively while whereas against number about "
    "over near nearly more than least such these those they he she we our both each per under i.e. altogether total"
)


def _table(groups: tuple[str, ...]) -> dict[str, str]:
    return {other: words[0] for words in (group.split() for group in groups) for other in words[1:]}


_ZH = _table(_ALIKE_ZH)
_SYNONYM = re.compile("|".join(sorted(_ZH, key=len, reverse=True)))
_EMPTY = re.compile("|".join(sorted(_SAY_NOTHING_ZH, key=len, reverse=True)))


@lru_cache(maxsize=4_096)
def worded_alike(folded: str) -> str:
    """Return a folded text with one word for each meaning.

    >>> worded_alike("设立科协，与会者共500人")
    '成立科协，参加者 500人'
    """
    return _EMPTY.sub(" ", _SYNONYM.sub(lambda match: _ZH[match.group()], folded))


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """Return each stem that is written as another one, or as "" when it says nothing."""
    table = {word.stem: "" for word in split_words(_SAY_NOTHING_EN)}
    for group in _ALIKE_EN:
        first, *others = (word.stem for word in split_words(group))
        table |= {other: first for other in others if other not in table}
    return table


def stem_alike(stem: str) -> str:
    """Return the stem that all of its meaning are written as, "" for one that says nothing.

    >>> stem_alike("compani") == stem_alike("firm"), stem_alike("passag")
    (True, '')
    """
    return _english().get(stem, stem)
