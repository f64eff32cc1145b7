"""Invented reports with questions in two languages in; a folder like that of the public reading sets out."""

import gzip
import json
from pathlib import Path
from typing import Any

from assistant.language.fold import to_traditional
from tests.large_corpus import report

NEWS = 60

_PARAGRAPHS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "青石镇的茶园始建于1958年，最初只有三十亩坡地。后来镇上从福建请来制茶师傅林守业，改种白毫早。"
        "如今茶园面积达到四千二百亩，每年清明前采摘头茶。茶叶主要销往西安和兰州。",
        (
            ("青石镇的茶园是哪一年开始建的？", "In which year was the tea garden of Qingshi founded?", "1958年"),
            ("谁被请来教镇上的人制茶？", "Who was invited to teach tea making?", "林守业"),
            ("茶园现在有多大？", "How large is the tea garden today?", "四千二百亩"),
        ),
    ),
    (
        "月河大桥全长1260米，是县里第一座斜拉桥。大桥由省交通设计院设计，2016年10月通车。"
        "通车以前，两岸居民要靠渡船过河，遇到汛期常常停航。现在从东岸到县城只需十分钟。",
        (
            ("月河大桥有多长？", "How long is the Yuehe bridge?", "1260米"),
            ("这座斜拉桥由哪个单位设计？", "Which institute designed the cable-stayed bridge?", "省交通设计院"),
            ("大桥通车前人们怎么过河？", "How did people cross the river before the bridge opened?", "渡船"),
        ),
    ),
    (
        "朱鹮曾被认为已经灭绝，1981年研究人员在洋县重新发现了七只。保护站为它们建立了人工繁育中心。"
        "朱鹮喜欢在水田里觅食，主要吃泥鳅和小鱼。当地农民因此不在田里使用农药。",
        (
            ("1981年在哪里重新发现了朱鹮？", "Where was the crested ibis found again in 1981?", "洋县"),
            ("朱鹮主要以什么为食？", "What does the crested ibis mainly eat?", "泥鳅和小鱼"),
            ("为了保护这种鸟，农民不用什么？", "What do farmers do without to protect the bird?", "农药"),
        ),
    ),
    (
        "皮影艺人何春兰八岁开始学雕刻，一张牛皮要经过二十四道工序才能做成人物。"
        "她的代表作是《西厢听琴》，2009年在法国里昂展出。她现在每周三到小学教孩子们表演。",
        (
            ("做一个皮影人物需要多少道工序？", "How many steps does it take to make a shadow puppet?", "二十四道"),
            ("何春兰的作品在国外什么地方展出过？", "Where abroad was the work of He Chunlan shown?", "法国里昂"),
            ("她星期几去小学上课？", "On which day of the week does she teach at the primary school?", "每周三"),
        ),
    ),
    (
        "北坡气象站海拔2480米，建站时没有公路，仪器全靠骡马驮运。站里常年只有四名观测员，每三个月轮换一次。"
        "2012年改用自动设备以后，观测数据每五分钟上传一次。",
        (
            ("气象站的海拔是多少？", "What is the altitude of the weather station?", "2480米"),
            ("建站时仪器是怎么运上去的？", "How were the instruments carried up when it was built?", "骡马驮运"),
            ("观测员多久换一次班？", "How often do the observers take turns?", "每三个月"),
        ),
    ),
    (
        "秦岭羚牛在夏季迁往海拔三千米的草甸，冬季又回到低处的竹林。雄性体重可达四百公斤。"
        "保护区用红外相机监测它们，2020年共拍到羚牛影像一万七千张。",
        (
            ("羚牛冬天住在哪里？", "Where does the takin live in winter?", "低处的竹林"),
            ("保护区靠什么设备监测羚牛？", "What equipment is used to monitor the takin?", "红外相机"),
            ("雄羚牛能长到多重？", "How heavy can a male takin get?", "四百公斤"),
        ),
    ),
    (
        "明德中学的天文社由物理教师周启明创办，学生们自己磨制了一架口径二十厘米的反射望远镜。"
        "社团每年举办一次观星夜活动，去年遇上英仙座流星雨，吸引了六百多位市民。",
        (
            ("谁创办了明德中学的天文社？", "Who founded the astronomy club of Mingde school?", "周启明"),
            ("学生磨制的望远镜口径多大？", "What is the aperture of the telescope that students made?", "二十厘米"),
            (
                "去年观星夜遇上了什么天象？",
                "Which event in the sky coincided with last year's star night?",
                "英仙座流星雨",
            ),
        ),
    ),
    (
        "渭北的苹果窖藏技术源于清末，窖洞挖在黄土崖上，温度常年保持在零到四摄氏度。"
        "果农在窖底铺一层湿沙，可使苹果保存到次年五月。如今冷库已经取代了大部分土窖。",
        (
            ("苹果窖里的温度是多少？", "What is the temperature in an apple cellar?", "零到四摄氏度"),
            ("窖底铺的是什么？", "What is spread on the floor of the cellar?", "湿沙"),
            ("什么取代了大部分土窖？", "What has replaced most of the earth cellars?", "冷库"),
        ),
    ),
    (
        "城南消防站配有两架云梯车，最高可以升到五十四米。站长高建军要求队员在四十五秒内完成着装。"
        "今年三月，他们在老纺织厂火灾中救出十一名工人，没有人受重伤。",
        (
            ("云梯车最高能升到多少米？", "How high can the ladder truck reach?", "五十四米"),
            ("队员必须在多长时间内穿好装备？", "Within what time must firefighters be dressed?", "四十五秒"),
            ("老纺织厂火灾中救出了几名工人？", "How many workers were rescued from the textile mill fire?", "十一名"),
        ),
    ),
    (
        "古渡村的龙舟赛在每年农历五月初五举行，每条船坐二十二名桨手和一名鼓手。"
        "最近三届的冠军都是下游的柳树湾队。优胜者得到的奖品是一头披红的山羊。",
        (
            ("一条龙舟上坐多少名桨手？", "How many paddlers sit in a dragon boat?", "二十二名"),
            ("哪支队伍连续三届得了冠军？", "Which team won the last three races?", "柳树湾队"),
            ("龙舟赛赢家的奖品是什么？", "What prize do the winners of the boat race get?", "山羊"),
        ),
    ),
    (
        "盐湖博物馆的镇馆之宝是一只西汉的青铜盐勺，1987年修路时出土。"
        "馆内还复原了一座晒盐场，游客可以自己推水车。博物馆周一闭馆，学生凭证免票。",
        (
            ("博物馆最珍贵的藏品是什么？", "What is the most precious object of the museum?", "青铜盐勺"),
            ("这件文物是哪年出土的？", "In which year was the object dug up?", "1987年"),
            ("博物馆哪一天不开门？", "On which day is the museum closed?", "周一"),
        ),
    ),
    (
        "泥河水库的鱼道长三百八十米，分成九十六个台阶，供裂腹鱼洄游产卵。"
        "工程师谭素英在池壁上装了计数器，去年春天记录到通过的鱼有五万二千尾。",
        (
            ("鱼道一共有多少个台阶？", "How many steps does the fish pass have?", "九十六个"),
            ("谁在池壁上装了计数器？", "Who installed the counters in the walls?", "谭素英"),
            ("去年春天有多少鱼通过鱼道？", "How many fish passed through it last spring?", "五万二千尾"),
        ),
    ),
)


def write_reading_sample(folder: Path) -> None:
    """Write the files of all sets and of the news; the traditional set is the simplified one in other characters."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "cmrc2018_dev.json.gz", _squad(lambda text: text))
    _write(folder / "DRCD_dev.json.gz", _squad(to_traditional))
    _write(folder / "xquad.zh.json.gz", _squad(lambda text: text))
    _write(folder / "xquad.en.json.gz", _squad(lambda text: text, english=True))
    with gzip.open(folder / "news_40k.jsonl.gz", "wt", encoding="utf-8") as file:
        for number in range(NEWS):
            body = report(number).split("\n\n", 2)[2]
            file.write(json.dumps(body.replace("\n\n", ""), ensure_ascii=False) + "\n")


def _squad(spell: Any, *, english: bool = False) -> dict[str, Any]:
    return {
        "version": "sample",
        "data": [
            {
                "title": str(number),
                "paragraphs": [
                    {
                        "context": spell(context),
                        "qas": [
                            {
                                "id": f"{number}-{place}",
                                "question": asked_en if english else spell(asked),
                                "answers": [{"text": spell(answer), "answer_start": context.index(answer)}],
                            }
                            for place, (asked, asked_en, answer) in enumerate(questions)
                        ],
                    }
                ],
            }
            for number, (context, questions) in enumerate(_PARAGRAPHS)
        ],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
