"""A number of documents in; a folder of as many Chinese reports out, always the same ones, for measuring.

Run as ``python -m tests.large_corpus FOLDER 1000``, then ``python -m assistant --corpus FOLDER index``.
"""

import random
import sys
from pathlib import Path

_SENTENCES = (
    "{town}科协在{year}年围绕产业链部署创新链，走访企业{a}家，收集技术需求{b}条。",
    "{year}年{month}月，{town}举办第{c}期企业一线工程师培训班，{b}名工程师参加。",
    "专家服务团到{town}的{firm}公司调研，就{topic}提出{c}条建议。",
    "{town}与{firm}公司签订合作协议，共建{topic}联合实验室，首期投入{a}万元。",
    "学会服务站在{town}开展科普活动{c}场，覆盖居民{a}人。",
    "科技工作者说，{topic}的难点在于材料和工艺，需要高校和企业一起攻关。",
    "{firm}公司的{topic}项目通过验收，申请专利{c}件，带动就业{b}人。",
    "下一步，{town}将完善服务机制，推动{topic}成果在本地转化。",
)
_TOWNS = "沣东 泾河 秦汉 空港 沣西 高陵 阎良 杨凌 韩城 汉中 安康 商洛 榆林 延安 铜川 渭南 咸阳 宝鸡".split()
_TOPICS = "光电芯片 氢能储运 航空复材 现代种业 智能网联汽车 工业软件 生物医药 煤炭清洁利用 遥感测绘 超导材料".split()
_FIRMS = "秦岭 渭水 终南 太白 华山 灞桥 骊山 周至 长乐 昆明池".split()
_PARAGRAPHS, _SENTENCES_EACH = range(4, 9), range(3, 6)


def report(number: int) -> str:
    """Return one report with front matter: about 1,000 characters, which are 3 kB."""
    dice = random.Random(number)
    town, topic, year = dice.choice(_TOWNS), dice.choice(_TOPICS), dice.randint(2019, 2025)
    title = f"{town}{topic}工作简报第{number}期"
    paragraphs = [
        "".join(
            dice.choice(_SENTENCES).format(
                town=town,
                topic=topic if dice.random() < 0.6 else dice.choice(_TOPICS),
                firm=dice.choice(_FIRMS),
                year=year,
                month=dice.randint(1, 12),
                a=dice.randint(20, 900),
                b=dice.randint(10, 300),
                c=dice.randint(2, 40),
            )
            for _ in range(dice.choice(_SENTENCES_EACH))
        )
        for _ in range(dice.choice(_PARAGRAPHS))
    ]
    front = f"title: {title}\npublisher: {town}简报\npublished: '{year}-{dice.randint(1, 12):02d}'\nkind: news"
    return f"---\n{front}\n---\n\n# {title}\n\n" + "\n\n".join(paragraphs) + "\n"


def write_corpus(folder: Path, count: int) -> None:
    """Write ``count`` reports into ``folder``/news."""
    news = folder / "news"
    news.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (news / f"report-{number:05d}.md").write_text(report(number), encoding="utf-8")


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
